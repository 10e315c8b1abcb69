"""Every word the forecast says, in English and Chinese."""

from __future__ import annotations

from typing import Literal

Language = Literal["en", "zh"]
Text = dict[str, str]

PHASES: dict[str, Text] = {
    "leukapheresis": {"en": "Leukapheresis (cell collection)", "zh": "单采（采集细胞）"},
    "manufacturing": {"en": "Manufacturing", "zh": "细胞制备"},
    "bridging_therapy": {"en": "Bridging therapy", "zh": "桥接治疗"},
    "lymphodepletion": {"en": "Lymphodepletion (3 days)", "zh": "清淋预处理（3天）"},
    "infusion": {"en": "Infusion", "zh": "回输"},
    "expansion": {"en": "Cells expand to their peak", "zh": "细胞扩增至峰值"},
    "crs": {"en": "Cytokine release syndrome (CRS)", "zh": "细胞因子释放综合征（CRS）"},
    "icans": {"en": "Neurotoxicity (ICANS)", "zh": "神经毒性（ICANS）"},
    "iec_hs": {"en": "Hyperinflammation (IEC-HS), first signs", "zh": "高炎症综合征（IEC-HS）起病"},
    "severe_neutropenia": {"en": "Severe low neutrophils", "zh": "重度中性粒细胞减少"},
    "hospital_stay": {"en": "In hospital", "zh": "住院"},
    "stay_near_hospital": {"en": "Stay near the hospital", "zh": "留在医院附近"},
    "caregiver": {"en": "Caregiver day and night", "zh": "昼夜有人陪护"},
    "no_driving": {"en": "No driving", "zh": "不得驾驶"},
    "fit_to_fly": {"en": "Fit to fly, earliest", "zh": "最早可乘机"},
}

NOTES: dict[str, Text] = {
    "informs": {
        "en": "This informs and does not advise. Ranges hold 8 of 10 simulated courses; your doctors decide.",
        "zh": "本预测仅供了解情况，不构成医疗建议。范围涵盖十分之八的模拟病程；以主治医生的判断为准。",
    },
    "not_published_kinetics": {
        "en": "No cell levels are published for this product; the expansion is not drawn.",
        "zh": "该产品未见公开的细胞动力学数据；不绘制扩增曲线。",
    },
    "pending_kinetics": {
        "en": "The cell levels rest on memory and are pending.",
        "zh": "细胞水平数据来自记忆，待核实。",
    },
    "kinetics_limits": {
        "en": "Levels by PCR (copies/µg) and by flow cytometry (cells/µL) are different units, laboratories are not calibrated to one another, and late levels are extrapolated.",
        "zh": "PCR（拷贝/µg）与流式（细胞/µL）单位不同，各实验室未互相校准，后期水平为外推值。",
    },
    "iec_hs_unknown": {
        "en": "Hyperinflammation (IEC-HS) is not reported for this product or its class and is not simulated.",
        "zh": "该产品及同类产品未报告IEC-HS，未作模拟。",
    },
    "neutropenia_start": {
        "en": "Severe low neutrophils are drawn from the day of infusion (our assumption); low counts can return in two waves.",
        "zh": "重度中性粒细胞减少自回输日起计（本项目假设）；血细胞减少可能出现第二波。",
    },
    "stay_assumed": {
        "en": "No Chinese length of stay was found; the stay is a United States median with an assumed spread.",
        "zh": "未查到中国的住院天数；此处为美国中位数加假设的离散度。",
    },
    "survival_end": {
        "en": "Survival is shown only to the last published point and never extrapolated.",
        "zh": "生存仅展示至最后一个已发表时点，不作外推。",
    },
    "waits_before": {
        "en": "The wait from referral to leukapheresis is not included: a United States centre reported a median of 22 days (quartiles 15 and 28); no Chinese figure was found.",
        "zh": "不含转诊至单采的等待：美国一中心中位22天（四分位15–28天）；未查到中国数据。",
    },
    "out_of_order": {
        "en": "Age is outside the published adult figures; they are shown all the same.",
        "zh": "该年龄超出已发表的成人数据范围；仍按成人数据展示。",
    },
    "not_marketed": {
        "en": "This product is not marketed in mainland China; it is shown for comparison.",
        "zh": "该产品未在中国大陆上市，仅供比较。",
    },
    "no_exit_data": {
        "en": "How many patients are not infused is not published for this product and disease.",
        "zh": "该产品及疾病未见未回输比例的报道。",
    },
    "bendamustine": {
        "en": "In a United Kingdom register {event} % of patients whose product failed had had bendamustine within six months, and {without} % of the others. No rate by exposure can be derived, so the forecast does not use it: tell the team.",
        "zh": "英国登记研究中，制备失败者有{event}%在六个月内用过苯达莫司汀，其余患者为{without}%。无法由此推出按暴露分层的失败率，故预测未采用：请告知治疗团队。",
    },
    "second_attempt": {
        "en": "After a failed or out-of-specification product, outcomes follow 38 patients of a United Kingdom register.",
        "zh": "制备失败或不合格后的去向依据英国登记的38例患者。",
    },
    "grades": {
        "en": "Grades are published as none, 1-2, and 3 or more; finer grades are not invented.",
        "zh": "分级按已发表的“无、1–2级、≥3级”三档；不虚构更细的分级。",
    },
}

WORDS: dict[str, Text] = {
    "title": {
        "en": "What lies ahead: {product}, {disease}",
        "zh": "病程预测：{product}，{disease}",
    },
    "days_axis": {"en": "Days from infusion (day 0)", "zh": "距回输的天数（回输日为第0天）"},
    "level_axis": {"en": "CAR-T cells in blood, {unit}", "zh": "血中CAR-T细胞，{unit}"},
    "middle": {"en": "middle course", "zh": "中位病程"},
    "range": {"en": "8 of 10 courses", "zh": "十分之八的病程"},
    "all": {"en": "everyone", "zh": "全部患者"},
    "share": {"en": "{percent} of those infused", "zh": "回输患者的{percent}"},
    "day": {"en": "day", "zh": "第"},
    "stage": {"en": "Stage", "zh": "阶段"},
    "who": {"en": "Who", "zh": "涉及"},
    "begins": {"en": "Begins", "zh": "开始"},
    "ends": {"en": "Ends", "zh": "结束"},
    "date_range": {"en": "{low} to {high}, middle {middle}", "zh": "{low}至{high}，中位{middle}"},
    "date_alone": {"en": "{day}", "zh": "{day}"},
    "day_alone": {"en": "day {day}", "zh": "第{day}天"},
    "day_range": {
        "en": "day {low} to {high}, middle {middle}",
        "zh": "第{low}至{high}天，中位第{middle}天",
    },
    "counted_from": {
        "en": "Days count from the first day of leukapheresis (day 0).",
        "zh": "天数自单采首日（第0天）起计。",
    },
    "exits": {"en": "Ways out before infusion", "zh": "回输前的退出"},
    "manufacturing_failure": {"en": "Manufacturing failure", "zh": "制备失败"},
    "waiting": {"en": "Progression or death while waiting", "zh": "等待期间疾病进展或死亡"},
    "remade": {"en": "Made a second time, then infused", "zh": "再次制备后回输"},
    "out_of_specification": {
        "en": "Infused with a product out of specification",
        "zh": "使用不合格产品回输",
    },
    "infused": {"en": "Infused", "zh": "完成回输"},
    "intensive_care": {"en": "Intensive care", "zh": "入住重症监护"},
    "severe": {"en": "of which grade 3 or more", "zh": "其中≥3级"},
    "survival": {"en": "Published survival", "zh": "已发表的生存数据"},
    "os": {"en": "alive", "zh": "存活"},
    "pfs": {"en": "alive without progression", "zh": "无进展存活"},
    "dss": {"en": "not dead of the disease", "zh": "未死于本病"},
    "at_months": {"en": "{what} at {months} months", "zh": "{months}个月时{what}"},
    "follow_up": {"en": "Follow-up to year 15", "zh": "随访至第15年"},
    "year": {"en": "Year {year}", "zh": "第{year}年"},
    "assumptions": {"en": "What the forecast rests on", "zh": "预测依据"},
    "notes": {"en": "Notes", "zh": "说明"},
    "level_1": {"en": "Chinese study of the product", "zh": "该产品的中国研究"},
    "level_2": {"en": "label or registry of the product", "zh": "该产品的说明书或登记研究"},
    "level_3": {"en": "products of its class", "zh": "同类产品"},
    "level_4": {"en": "memory, pending", "zh": "记忆，待核实"},
    "alt_picture": {
        "en": "Time line of {product} from leukapheresis to the flight home",
        "zh": "{product}从单采到返程的时间轴",
    },
    "samples": {
        "en": "{count} simulated courses, seed {seed}",
        "zh": "{count}例模拟病程，种子{seed}",
    },
    "not_simulated": {"en": "Not simulated", "zh": "未作模拟"},
    "shrunk": {
        "en": "published {published} %, drawn to {prior} % of its class",
        "zh": "发表值{published}%，向同类{prior}%收缩",
    },
    "source": {"en": "source", "zh": "来源"},
    "figure": {"en": "Figure", "zh": "数据"},
    "value": {"en": "Value", "zh": "取值"},
    "evidence": {"en": "Evidence", "zh": "证据"},
}

QUANTITIES: dict[str, Text] = {
    "crs_any": {"en": "CRS, any grade", "zh": "CRS，任何级别"},
    "crs_ge3": {"en": "CRS, grade 3 or more", "zh": "CRS，≥3级"},
    "icans_any": {"en": "Neurotoxicity, any grade", "zh": "神经毒性，任何级别"},
    "icans_ge3": {"en": "Neurotoxicity, grade 3 or more", "zh": "神经毒性，≥3级"},
    "iec_hs": {"en": "Hyperinflammation (IEC-HS)", "zh": "高炎症综合征（IEC-HS）"},
    "complete_remission": {"en": "Complete remission", "zh": "完全缓解"},
}


def say(key: str, language: str, **values: object) -> str:
    """A phrase in one language, with its values filled in."""
    for table in (WORDS, PHASES, NOTES, QUANTITIES):
        if key in table:
            return table[key][language].format(**values)
    raise KeyError(key)


def both(key: str, **values: object) -> Text:
    """A phrase in both languages."""
    return {language: say(key, language, **values) for language in ("en", "zh")}
