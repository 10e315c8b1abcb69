"""Products side by side: what their trials measured, and China beside the US and Europe.

Every table and picture carries the sentence that says why such a comparison misleads.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import altair as alt

from cartway.access.plain_data import as_plain
from cartway.knowledge.evidence import WHY_COMPARISON_MISLEADS, EvidenceRow, evidence
from cartway.knowledge.neighbours import Comparator, comparators
from cartway.knowledge.products import approved, list_price, product

MEASURE_WORDS = {
    "overall_response": {"en": "Response, any", "zh": "总缓解率"},
    "complete_response": {"en": "Complete response", "zh": "完全缓解率"},
    "crs_any_grade": {
        "en": "Cytokine release syndrome, any grade",
        "zh": "细胞因子释放综合征，任意级别",
    },
    "crs_grade_3_or_higher": {
        "en": "Cytokine release syndrome, grade 3 or higher",
        "zh": "细胞因子释放综合征，3级及以上",
    },
    "icans_any_grade": {
        "en": "Neurotoxicity (ICANS), any grade",
        "zh": "神经毒性（ICANS），任意级别",
    },
    "icans_grade_3_or_higher": {
        "en": "Neurotoxicity (ICANS), grade 3 or higher",
        "zh": "神经毒性（ICANS），3级及以上",
    },
    "infection_grade_3_or_higher": {"en": "Infection, grade 3 or higher", "zh": "感染，3级及以上"},
}
_PENDING = {"en": "from memory, unverified", "zh": "凭记忆，未核实"}
_READ = {"en": "read in a source", "zh": "有来源"}
_COLOURS = {"read": "#1f5c99", "pending": "#b9b9b9"}


@dataclass(frozen=True, slots=True)
class ComparedFigure:
    """One figure in a comparison."""

    row: EvidenceRow
    label: dict[str, str]

    @property
    def pending(self) -> bool:
        """Whether it, or the number of patients behind it, rests on memory or a weak source."""
        share = self.row.share
        return self.row.result.pending or (share is not None and share.pending)

    def to_json(self) -> dict[str, Any]:
        """The figure as plain values."""
        share = self.row.share
        return {
            "option": f"{self.row.product}/{self.row.indication}",
            "label": self.label,
            "registry_id": self.row.study.registry_id,
            "measure": self.row.result.measure,
            "value": self.row.result.value,
            "low": None if share is None else round(share.low, 1),
            "high": None if share is None else round(share.high, 1),
            "count": None if share is None else share.count,
            "of": None if share is None else share.of,
            "at_months": self.row.result.at_months,
            "pending": self.pending,
            "sources": list(self.row.result.sources),
        }


def compare_figures(
    measure: str, as_of: date, *, target: str | None = None
) -> tuple[ComparedFigure, ...]:
    """One measure over the indications approved on a day, in the order of their approval.

    Args:
        measure: such as ``overall_response``; see `MEASURE_WORDS`.
        as_of: only indications approved by this day.
        target: only products against this antigen.
    """
    on_offer = sorted(
        (one for one in approved(as_of) if target is None or target in one.product.target_antigens),
        key=lambda one: one.indication.approval.on.earliest,
    )
    return tuple(
        ComparedFigure(row, _label(row))
        for one in on_offer
        for row in evidence(one.product.id, one.indication.id, measure)
    )


def forest_plot(figures: tuple[ComparedFigure, ...], language: str) -> dict[str, Any]:
    """A forest plot as a Vega-Lite specification: points, 95% Wilson intervals, numbers.

    Units: percent.
    """
    rows = [
        {
            "label": one.label[language],
            "value": one.row.result.value,
            "low": None if one.row.share is None else one.row.share.low,
            "high": None if one.row.share is None else one.row.share.high,
            "numbers": "" if one.row.share is None else f"{one.row.share.count}/{one.row.share.of}",
            "how": (_PENDING if one.pending else _READ)[language],
        }
        for one in figures
    ]
    measure = figures[0].row.result.measure if figures else "overall_response"
    words = MEASURE_WORDS.get(measure, {"en": measure, "zh": measure})[language]
    colour = alt.Color(
        "how:N",
        title=None,
        scale=alt.Scale(
            domain=[_READ[language], _PENDING[language]],
            range=[_COLOURS["read"], _COLOURS["pending"]],
        ),
        legend=alt.Legend(orient="bottom"),
    )
    x = alt.X("value:Q", title="%", scale=alt.Scale(domain=[0, 100]))
    order = list(dict.fromkeys(row["label"] for row in rows))
    y = alt.Y("label:N", title=None, sort=order, axis=alt.Axis(labelLimit=430))
    base = alt.Chart(alt.Data(values=rows))
    lines = base.mark_rule(strokeWidth=2).encode(x=alt.X("low:Q"), x2="high:Q", y=y, color=colour)
    points = base.mark_point(filled=True, size=70).encode(x=x, y=y, color=colour)
    numbers = base.mark_text(align="left", dx=6, fontSize=11).encode(
        x=alt.value(424), y=y, text="numbers:N"
    )
    chart = (
        alt.layer(lines, points, numbers)
        .properties(
            width=420,
            height=alt.Step(26),
            title=alt.TitleParams(
                words,
                subtitle=_wrapped(WHY_COMPARISON_MISLEADS.in_language(language), language),
                anchor="start",
                subtitleColor="#555555",
            ),
        )
        .configure(font="Noto Sans CJK SC, Noto Sans, sans-serif")
    )
    spec: dict[str, Any] = chart.to_dict()
    return spec


def china_beside_abroad(as_of: date) -> list[dict[str, Any]]:
    """Each foreign product with the Chinese ones of the same target: labels, dates and prices."""
    on_offer = approved(as_of)
    found = []
    for one in comparators().values():
        beside = [
            entry
            for entry in on_offer
            if set(entry.product.target_antigens) & set(one.target_antigens)
        ]
        found.append(
            {
                "comparator": one.id,
                "name": one.brand or one.inn,
                "target_antigens": list(one.target_antigens),
                "china_status": as_plain(one.china_status),
                "approvals": _approvals(one, as_of),
                "us_list_price_usd": as_plain(one.us_list_price_usd),
                "in_china": [
                    {
                        "option": entry.option_id,
                        "name": as_plain(entry.product.name),
                        "title": as_plain(entry.indication.title),
                        "approved_on": str(entry.indication.approval.on),
                        "list_price_cny": _price(entry.product.id, as_of),
                    }
                    for entry in beside
                ],
            }
        )
    return found


def _approvals(one: Comparator, as_of: date) -> list[Any]:
    return [as_plain(entry) for entry in one.approvals if entry.on.earliest <= as_of]


def _price(name: str, as_of: date) -> float | None:
    price = list_price(product(name), as_of)
    return None if price is None else price.value


def _label(row: EvidenceRow) -> dict[str, str]:
    brand = product(row.product).brand
    label = {}
    for language in ("en", "zh"):
        parts = [brand.in_language(language), row.study.name.in_language(language)]
        if row.result.arm is not None:
            parts.append(row.result.arm.in_language(language))
        if row.result.at_months is not None:
            months = f"{row.result.at_months:g}"
            parts.append(f"month {months}" if language == "en" else f"第{months}个月")
        label[language] = (", " if language == "en" else "，").join(parts)
    return label


def _wrapped(text: str, language: str) -> list[str]:
    width = 105 if language == "en" else 58
    if language == "zh":
        return [text[at : at + width] for at in range(0, len(text), width)]
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
