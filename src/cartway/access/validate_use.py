"""Predicted beside published use of beds and drugs, each study kept out of its own prediction."""

from __future__ import annotations

import numpy as np

from cartway.access.plan_course import draw_courses
from cartway.access.validation_bench import Bench
from cartway.costs.validation import Comparison
from cartway.costs.words import Text
from cartway.course.covariates import Covariates


def compare_use(bench: Bench) -> list[Comparison]:
    """Compare predicted days and shares of use with those published."""
    rows = []
    days: list[tuple[str, str, float, str, str, str, str, Text]] = [
        ("los_us_dlbcl", "mean", 20.76, "axi-cel", "lbcl", "admission", "costs-nis2018", {"en": "Stay, United States 2018, lymphoma, mean", "zh": "美国2018年淋巴瘤住院天数，均值"}),
        ("los_us", "median", 15.0, "axi-cel", "lbcl", "admission", "costs-vizient2019", {"en": "Stay, United States 2019, adults, median", "zh": "美国2019年成人住院天数，中位"}),
        ("los_europe_median", "median", 16.0, "axi-cel", "lbcl", "infusion", "costs-eu_survey", {"en": "Stay from infusion, Europe, median", "zh": "欧洲自回输起住院天数，中位"}),
        ("los_europe_mean", "mean", 20.0, "axi-cel", "lbcl", "infusion", "costs-eu_survey", {"en": "Stay from infusion, Europe, mean", "zh": "欧洲自回输起住院天数，均值"}),
    ]  # fmt: skip
    for name, statistic, published, product, disease, since, source, what in days:
        record = bench.course.products[product]
        population = next(one for one in record.populations if one.id == disease)
        _, course = draw_courses(
            bench.course, record, population, Covariates(), bench.seed, bench.samples
        )
        stay = course.discharge_after[course.infused]
        if since == "admission":
            stay = stay + course.lymphodepletion_lead[course.infused]
        low, middle, high = np.quantile(stay, [0.1, 0.5, 0.9])
        value = float(stay.mean()) if statistic == "mean" else float(middle)
        rows.append(
            Comparison(
                name, what, "days", published, value, "held_out", source, float(low), float(high)
            )
        )
    rows += [_intensive_care(bench), _bridging(bench), *_without_its_study(bench)]
    return rows


def _intensive_care(bench: Bench) -> Comparison:
    shares = [
        float(bench.arrays(product).intensive_care.mean()) for product in ("axi-cel", "tisa-cel")
    ]
    return Comparison(
        "icu_europe",
        {
            "en": "Intensive care, Europe (survey; predicted: middle of axi-cel and tisa-cel)",
            "zh": "欧洲ICU比例（调查；预测取阿基仑赛与替沙仑赛之间）",
        },
        "%",
        24.0,
        100 * sum(shares) / 2,
        "held_out",
        "costs-eu_survey",
        100 * min(shares),
        100 * max(shares),
    )


LEFT_OUT: tuple[tuple[str, str, str, tuple[tuple[str, str], ...], Text], ...] = (
    (
        "tocilizumab",
        "costs-cibmtr_tisa",
        "tocilizumab",
        (("tisa-cel", "riedell_tisa"), ("tisa-cel", "cibmtr_2020_nhl")),
        {
            "en": "Tocilizumab after tisa-cel in leukaemia (predicted from lymphoma)",
            "zh": "白血病使用托珠单抗比例（用淋巴瘤数据预测）",
        },
    ),
    (
        "steroids",
        "costs-cibmtr_tisa",
        "steroids",
        (("tisa-cel", "riedell_tisa"), ("tisa-cel", "cibmtr_2020_nhl")),
        {
            "en": "Steroids after tisa-cel in leukaemia (predicted from lymphoma)",
            "zh": "白血病使用激素比例（用淋巴瘤数据预测）",
        },
    ),
    (
        "ivig",
        "costs-cibmtr_tisa",
        "ivig",
        (("ide-cel", "soc_cytopenia"),),
        {
            "en": "Immunoglobulin after tisa-cel in leukaemia (predicted from myeloma)",
            "zh": "白血病使用免疫球蛋白比例（用骨髓瘤数据预测）",
        },
    ),
)
"""Components that a study informs: the component, its study, the figure, and who else reports it."""


def _without_its_study(bench: Bench) -> list[Comparison]:
    """Each share that one study informs, predicted by the others, weighted by their patients."""
    rows = []
    for name, source, figure, others, what in LEFT_OUT:
        published = bench.knowledge.components[name].probability
        if published is None or published.source != source:
            continue
        studies = [bench.course.study("/".join(one)) for one in others]
        weights = np.array([study.n or 0.0 for study in studies])
        shares = np.array([study.figures[figure] for study in studies], dtype=float)
        rows.append(
            Comparison(
                f"{name}_without_its_study",
                what,
                "%",
                100 * published.median,
                float(np.average(shares, weights=weights)),
                "held_out",
                source,
                left_out=(source,),
            )
        )
    rows.append(_infection(bench))
    return rows


def _infection(bench: Bench) -> Comparison:
    level = bench.course.class_level
    high, low = (level.figure("hematotox_mm", name) for name in ("high_n", "low_n"))
    severe = level.figure("hematotox_mm", "severe_infection_pct")
    return Comparison(
        "infection_without_its_study",
        {
            "en": "Infection, Europe, any (predicted from severe infection in myeloma)",
            "zh": "欧洲感染比例（用骨髓瘤重度感染数据预测）",
        },
        "%",
        bench.course.stages.infection.value,
        (severe[0] * high + severe[1] * low) / (high + low),
        "held_out",
        "costs-eu_survey",
        left_out=("costs-eu_survey",),
    )


def _bridging(bench: Bench) -> Comparison:
    rows = [one for one in bench.course.stages.bridging if one.source != "costs-eu_survey"]
    return Comparison(
        "bridging_europe",
        {
            "en": "Bridging therapy, Europe (predicted from the Chinese axi-cel study)",
            "zh": "欧洲桥接治疗比例（用中国阿基仑赛研究预测）",
        },
        "%",
        55.0,
        rows[0].value,
        "held_out",
        "costs-eu_survey",
        left_out=("costs-eu_survey",),
    )
