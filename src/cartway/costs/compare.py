"""Published totals of other countries and advertised prices, shown beside and never mixed in."""

from __future__ import annotations

from typing import Any

from cartway.costs.knowledge import CostKnowledge
from cartway.costs.words import Text

ROWS: tuple[tuple[str, str, str, Text], ...] = (
    ("medicare", "cost_usd_inpatient_mean", "USD", {"en": "United States, Medicare, inpatient, mean", "zh": "美国Medicare住院，均值"}),
    ("pincai", "cost_usd_index_mean", "USD", {"en": "United States, index stay with product, mean", "zh": "美国首次住院（含产品），均值"}),
    ("pincai", "cost_usd_non_pharmacy_median", "USD", {"en": "United States, without pharmacy, median", "zh": "美国不含药房费用，中位"}),
    ("nis2018", "cost_usd_mean", "USD", {"en": "United States 2018, stay, mean", "zh": "美国2018年住院，均值"}),
    ("prime", "cost_usd_mean_above", "USD", {"en": "United States, commercial, 86 days, mean above", "zh": "美国商保86天，均值高于"}),
    ("lisocel_site", "cost_usd_six_month_post_infusion_inpatient", "USD", {"en": "United States, six months after infusion, inpatient", "zh": "美国回输后六个月，住院"}),
    ("heine2021", "cost_eur_list_price_range", "EUR", {"en": "Europe, list prices", "zh": "欧洲产品标价"}),
    ("heine2021", "cost_eur_pre_and_post_treatment_mean", "EUR", {"en": "Europe, before and after treatment, mean", "zh": "欧洲治疗前后费用，均值"}),
    ("italy_abc", "cost_eur_per_patient_entering_pathway", "EUR", {"en": "Italy, pathway without product", "zh": "意大利诊疗路径（不含产品）"}),
    ("spain_academic", "price_eur", "EUR", {"en": "Spain, academic product", "zh": "西班牙院内制备产品"}),
    ("nexcar19", "price_inr", "INR", {"en": "India, NexCAR19", "zh": "印度NexCAR19"}),
    ("in_house", "price_usd", "USD", {"en": "Israel, made in the hospital", "zh": "以色列院内制备"}),
)  # fmt: skip


def published_elsewhere(knowledge: CostKnowledge) -> tuple[dict[str, Any], ...]:
    """Totals as published, in their own currency and year; nothing is converted silently."""
    rows = []
    for study, figure, currency, label in ROWS:
        record = next(one for one in knowledge.published.studies if one.id == study)
        found = record.figures[figure]
        low, high = found if isinstance(found, tuple) else (found, found)
        rows.append(
            {
                "study": study,
                "label": label,
                "currency": currency,
                "low": low,
                "high": high,
                "year": record.year or None,
                "n": record.n,
                "source": record.source,
                "confidence": record.confidence,
            }
        )
    return tuple(rows)


def advertised_prices(knowledge: CostKnowledge) -> tuple[dict[str, Any], ...]:
    """Prices that sellers name in US dollars."""
    rows = []
    for one in knowledge.advertised.packages:
        found = one.figures.get("price_usd")
        if isinstance(found, tuple):
            rows.append(
                {
                    "seller": one.seller.model_dump(),
                    "what": one.what.model_dump(),
                    "low_usd": found[0],
                    "high_usd": found[1],
                    "date": one.date,
                    "source": one.source,
                }
            )
    return tuple(rows)
