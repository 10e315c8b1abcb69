"""From simulated courses to the answer: ranges of days, shares, dates and what they rest on."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np

from cartway.course.assumptions import Assumptions
from cartway.course.distributions import Booleans, Floats
from cartway.course.expansion import ExpansionCurve
from cartway.course.forecast import Forecast, Phase, Range, Visit
from cartway.course.knowledge import CourseKnowledge
from cartway.course.simulate import FAILED_MANUFACTURE, LOST_WAITING, MONTH_DAYS, Course
from cartway.course.words import QUANTITIES, Text, both


def summarise(
    knowledge: CourseKnowledge,
    assumptions: Assumptions,
    course: Course,
    *,
    seed: int,
    start: dt.date | None,
    expansion: ExpansionCurve | None,
) -> Forecast:
    """Turn simulated courses into the answer. Stages after infusion count infused courses only."""
    a = assumptions
    infused = course.infused
    return Forecast(
        product=a.product.id,
        label=a.product.label.model_dump(),
        disease=a.population.label.model_dump(),
        simulated=True,
        count=course.count,
        seed=seed,
        start=start,
        phases=_phases(course, infused),
        exits={
            "infused": float(np.mean(infused)),
            "manufacturing_failure": None
            if a.exits.manufacturing_event is None
            else float(np.mean(course.outcome == FAILED_MANUFACTURE)),
            "waiting": None
            if a.exits.not_infused is None
            else float(np.mean(course.outcome == LOST_WAITING)),
            "remade": float(np.mean(course.remade & infused)),
            "out_of_specification": float(np.mean(course.out_of_specification & infused)),
        },
        intensive_care=float(np.mean(course.intensive_care[infused])),
        visits=_visits(knowledge, a, course, infused),
        survival=tuple(
            {
                "endpoint": endpoint,
                "months": month,
                "percent": round(100 * share, 1),
                "n": curve.n,
                "studies": list(curve.studies),
            }
            for endpoint, curve in a.survival.items()
            for month, share in zip(curve.months, curve.shares, strict=True)
        ),
        assumptions=_assumptions(a),
        notes=_notes(knowledge, a),
        expansion=expansion,
    )


def _phases(course: Course, infused: Booleans) -> tuple[Phase, ...]:
    day0 = course.infusion_day
    zero = np.zeros(course.count)
    collected = course.apheresis_days - 1.0
    spans: list[tuple[str, Floats, Floats | None, Booleans | None, Booleans | None]] = [
        ("leukapheresis", -day0, collected - day0, None, None),
        ("manufacturing", collected + 1.0 - day0, -course.lymphodepletion_lead, None, None),
        (
            "bridging_therapy",
            collected + 1.0 - day0,
            -course.lymphodepletion_lead,
            course.bridging,
            None,
        ),
        (
            "lymphodepletion",
            -course.lymphodepletion_lead,
            -course.lymphodepletion_lead + 2.0,
            None,
            None,
        ),
        ("infusion", zero, None, None, None),
        ("hospital_stay", -course.lymphodepletion_lead, course.discharge_after, None, None),
        (
            "crs",
            course.crs_start,
            course.crs_end,
            course.crs_grade > 0,
            course.crs_grade == 3,
        ),
        (
            "icans",
            course.icans_start,
            course.icans_end,
            course.icans_grade > 0,
            course.icans_grade == 3,
        ),
        ("iec_hs", course.iec_hs_start, None, course.iec_hs, None),
        ("severe_neutropenia", zero, course.neutropenia_days, None, None),
        ("stay_near_hospital", zero, course.near_hospital_until, None, None),
        ("caregiver", zero, zero + 28.0, None, None),
        ("no_driving", zero, course.no_driving_until, None, None),
        ("fit_to_fly", course.fit_to_fly_after, None, None, None),
    ]
    if course.peak_after is not None:
        spans.insert(5, ("expansion", zero, course.peak_after, None, None))
    phases = []
    for name, start, end, who, severe in spans:
        chosen = infused if who is None else infused & who
        begins = Range.of((start + day0)[chosen])
        begins_after = Range.of(start[chosen])
        if begins is None or begins_after is None:
            continue
        phases.append(
            Phase(
                name,
                both(name),
                1.0 if who is None else float(np.mean(who[infused])),
                begins,
                None if end is None else Range.of((end + day0)[chosen]),
                begins_after,
                None if end is None else Range.of(end[chosen]),
                None if severe is None else float(np.mean(severe[infused])),
            )
        )
    return tuple(phases)


def _visits(
    knowledge: CourseKnowledge, a: Assumptions, course: Course, infused: Booleans
) -> tuple[Visit, ...]:
    plan = knowledge.follow_up
    rows = [(one.id, one.label.model_dump(), one.after_days) for one in plan.visits]
    for year in range(plan.yearly.from_year, plan.yearly.to_year + 1):
        words = plan.yearly.until_year_5 if year <= 5 else plan.yearly.after_year_5
        name = both("year", year=year)
        text = {"en": f"{name['en']}: {words.en}", "zh": f"{name['zh']}：{words.zh}"}
        rows.append((f"year_{year}", text, round(365.25 * year)))
    day0 = Range.of(course.infusion_day[infused])
    if day0 is None:
        return ()
    return tuple(
        Visit(
            name,
            label,
            after,
            Range(*(x + after for x in (day0.low, day0.middle, day0.high))),
            _alive(a, after),
        )
        for name, label, after in rows
    )


def _alive(a: Assumptions, after_days: int) -> float | None:
    curve = a.survival.get("os")
    if curve is None:
        return None
    share = float(curve.survival(after_days / MONTH_DAYS))
    return None if np.isnan(share) else share


def _assumptions(a: Assumptions) -> tuple[dict[str, Any], ...]:
    rows: list[dict[str, Any]] = []
    for quantity, chosen in a.rates.items():
        if chosen is None:
            rows.append({"quantity": quantity, "label": QUANTITIES[quantity], "value": None})
            continue
        rows.append(
            {
                "quantity": quantity,
                "label": QUANTITIES[quantity],
                "value": round(chosen.value, 1),
                "published": chosen.published,
                "n": chosen.n,
                "study": chosen.study,
                "level": chosen.level,
                "scale": chosen.scale or None,
                "source": chosen.source,
                "pending": chosen.pending,
                "class_prior": chosen.prior,
            }
        )
    rows += [
        {
            "quantity": "vein_to_vein",
            "label": {"en": "Leukapheresis to infusion, days", "zh": "单采至回输，天"},
            "value": a.vein_to_vein.median,
            "study": a.vein_to_vein_basis,
            "assumed": a.vein_to_vein_assumed,
        },
        {
            "quantity": "bridging_therapy",
            "label": both("bridging_therapy"),
            "value": round(100 * a.bridging_share, 1),
            "study": a.bridging_basis,
        },
        {
            "quantity": "manufacturing_event",
            "label": {
                "en": "Product failed or out of specification at first",
                "zh": "首次制备失败或不合格",
            },
            "value": None
            if a.exits.manufacturing_event is None
            else round(100 * a.exits.manufacturing_event, 2),
            "study": a.exits.event_basis,
            "level": a.exits.event_level,
        },
        {
            "quantity": "not_infused",
            "label": {"en": "Not infused for any reason", "zh": "因任何原因未回输"},
            "value": None if a.exits.not_infused is None else round(100 * a.exits.not_infused, 1),
            "study": a.exits.not_infused_basis,
            "level": a.exits.not_infused_level,
        },
        {
            "quantity": "severe_neutropenia",
            "label": both("severe_neutropenia"),
            "value": a.neutropenia.high.median
            if a.neutropenia.high_share == 1
            else a.neutropenia.low.median
            if a.neutropenia.high_share == 0
            else None,
            "study": a.neutropenia.basis,
        },
        {
            "quantity": "intensive_care",
            "label": both("intensive_care"),
            "value": round(100 * a.icu_share, 1),
            "study": "ours",
        },
    ]
    return tuple(rows)


def _notes(knowledge: CourseKnowledge, a: Assumptions) -> tuple[Text, ...]:
    keys = ["informs", "waits_before", "grades", "neutropenia_start", "stay_assumed"]
    if not a.product.marketed_in_mainland_china:
        keys.insert(1, "not_marketed")
    if a.exits.not_infused is None:
        keys.append("no_exit_data")
    elif a.exits.manufacturing_event is not None:
        keys.append("second_attempt")
    if a.rates["iec_hs"] is None:
        keys.append("iec_hs_unknown")
    if a.kinetics is None:
        keys.append("not_published_kinetics")
    elif a.kinetics.how == "recall":
        keys.append("pending_kinetics")
    if a.kinetics is not None:
        keys.append("kinetics_limits")
    if a.survival:
        keys.append("survival_end")
    if a.covariates.age is not None and a.covariates.age < 18:
        keys.append("out_of_order")
    notes = [both(key) for key in keys]
    if a.population.disease == "lbcl":
        exposed = knowledge.stages.bendamustine_within_6_months
        event, without = f"{exposed.event_percent:g}", f"{exposed.without_percent:g}"
        notes.append(both("bendamustine", event=event, without=without))
    if a.vein_to_vein_assumed:
        notes.insert(1, knowledge.stages.china_assumption.model_dump())
    notes += [rule.text.model_dump() for rule in knowledge.restrictions.rules]
    notes.append(knowledge.restrictions.fit_to_fly.text.model_dump())
    return tuple(notes)
