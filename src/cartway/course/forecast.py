"""The answer: stages with ranges of days and dates, ways out, and what it all rests on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from cartway.course.assumptions import Assumptions
from cartway.course.distributions import Booleans, Floats
from cartway.course.expansion import ExpansionCurve
from cartway.course.kinetics.stein import below_quantification
from cartway.course.knowledge import CourseKnowledge
from cartway.course.simulate import FAILED_MANUFACTURE, LOST_WAITING, Course
from cartway.course.words import QUANTITIES, Text, both


@dataclass(frozen=True)
class Range:
    """Tenth, fiftieth and ninetieth percentile, in days."""

    low: float
    middle: float
    high: float

    @classmethod
    def of(cls, values: Floats) -> Range | None:
        """The percentiles of values that are not NaN; None when there is none."""
        known = values[~np.isnan(values)]
        if not len(known):
            return None
        return cls(*(float(one) for one in np.quantile(known, [0.1, 0.5, 0.9])))

    def on(self, start: dt.date) -> dict[str, str]:
        """The range as dates, for a day 0."""
        return {
            name: (start + dt.timedelta(days=int(np.floor(value)))).isoformat()
            for name, value in self.days().items()
        }

    def days(self) -> dict[str, float]:
        """The range by the names of its percentiles."""
        return {
            "p10": round(self.low, 1),
            "p50": round(self.middle, 1),
            "p90": round(self.high, 1),
        }


@dataclass(frozen=True)
class Phase:
    """One stage or window.

    Attributes:
        share: of the courses that reach it; 1 for a stage that everyone passes.
        severe_share: grade 3 or more, for toxicities.
        start: days from leukapheresis.
        end: days from leukapheresis; None for a moment.
        start_after: days from infusion.
        end_after: days from infusion.
    """

    id: str
    label: Text
    share: float
    start: Range
    end: Range | None
    start_after: Range
    end_after: Range | None
    severe_share: float | None = None


@dataclass(frozen=True)
class Visit:
    """One planned visit after infusion."""

    id: str
    label: Text
    after_days: int
    when: Range


@dataclass(frozen=True)
class Forecast:
    """What lies ahead for one product, or why it is not simulated."""

    product: str
    label: Text
    disease: Text | None
    simulated: bool
    reason: Text | None = None
    count: int = 0
    seed: int = 0
    start: dt.date | None = None
    phases: tuple[Phase, ...] = ()
    exits: dict[str, float | None] = field(default_factory=dict)
    intensive_care: float | None = None
    visits: tuple[Visit, ...] = ()
    survival: tuple[dict[str, Any], ...] = ()
    assumptions: tuple[dict[str, Any], ...] = ()
    notes: tuple[Text, ...] = ()
    expansion: ExpansionCurve | None = None

    def phase(self, name: str) -> Phase | None:
        """The stage of this id, or None when the product has none."""
        return next((one for one in self.phases if one.id == name), None)

    def as_dict(self) -> dict[str, Any]:
        """The forecast as plain data, for JSON."""
        found: dict[str, Any] = {
            "product": self.product,
            "label": self.label,
            "disease": self.disease,
            "simulated": self.simulated,
        }
        if not self.simulated:
            return found | {"reason": self.reason, "notes": list(self.notes)}
        return found | {
            "samples": self.count,
            "seed": self.seed,
            "start_on": self.start.isoformat() if self.start else None,
            "phases": [self._phase(one) for one in self.phases],
            "exits": {k: None if v is None else round(v, 4) for k, v in self.exits.items()},
            "intensive_care": None
            if self.intensive_care is None
            else round(self.intensive_care, 4),
            "follow_up": [
                {
                    "id": one.id,
                    "label": one.label,
                    "days_after_infusion": one.after_days,
                    "dates": one.when.on(self.start) if self.start else None,
                }
                for one in self.visits
            ],
            "survival": list(self.survival),
            "expansion": self._expansion(),
            "assumptions": list(self.assumptions),
            "notes": list(self.notes),
        }

    def _phase(self, one: Phase) -> dict[str, Any]:
        return {
            "id": one.id,
            "label": one.label,
            "share": round(one.share, 4),
            "severe_share": None if one.severe_share is None else round(one.severe_share, 4),
            "days_from_leukapheresis": {
                "start": one.start.days(),
                "end": one.end.days() if one.end else None,
            },
            "days_from_infusion": {
                "start": one.start_after.days(),
                "end": one.end_after.days() if one.end_after else None,
            },
            "dates": {
                "start": one.start.on(self.start),
                "end": one.end.on(self.start) if one.end else None,
            }
            if self.start
            else None,
        }

    def _expansion(self) -> dict[str, Any] | None:
        curve = self.expansion
        if curve is None:
            return None
        every = slice(None, None, 7)
        return {
            "unit": curve.unit,
            "days": curve.days[every].tolist(),
            # An assay reports low copies as below quantification, never as zero.
            "middle_below_quantification": below_quantification(curve.middle[every]).tolist()
            if curve.unit == "copies/ug"
            else None,
            "p10": [float(f"{x:.4g}") for x in curve.low[every]],
            "p50": [float(f"{x:.4g}") for x in curve.middle[every]],
            "p90": [float(f"{x:.4g}") for x in curve.high[every]],
        }


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
        visits=_visits(knowledge, course, infused),
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


def _visits(knowledge: CourseKnowledge, course: Course, infused: Booleans) -> tuple[Visit, ...]:
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
        Visit(name, label, after, Range(*(x + after for x in (day0.low, day0.middle, day0.high))))
        for name, label, after in rows
    )


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
