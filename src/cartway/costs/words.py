"""Every word the estimate says, in English and Chinese."""

from __future__ import annotations

Text = dict[str, str]

WORDS: dict[str, Text] = {
    "title": {
        "en": "What it may cost: {product}, {setting}, {city}",
        "zh": "费用估计：{product}，{setting}，{city}",
    },
    "total": {"en": "Total, if the cells are infused", "zh": "总费用（完成回输者）"},
    "without_product": {"en": "Without the product", "zh": "不含产品"},
    "not_infused": {"en": "If the cells are not infused", "zh": "未回输时"},
    "chance_not_infused": {"en": "Chance that the cells are not infused", "zh": "未回输的概率"},
    "range": {"en": "{low} to {high}, middle {middle}", "zh": "{low}至{high}，中位{middle}"},
    "parts": {"en": "Parts of the bill", "zh": "费用构成"},
    "part": {"en": "Part", "zh": "项目"},
    "middle": {"en": "Middle", "zh": "中位"},
    "eight_of_ten": {"en": "8 of 10", "zh": "十分之八"},
    "legend": {
        "en": "Shaded: 8 of 10 courses. Mark: middle.",
        "zh": "色带：十分之八的病程；竖线：中位",
    },
    "of_spread": {"en": "of the spread", "zh": "占波动"},
    "evidence": {"en": "Evidence", "zh": "证据"},
    "drivers": {"en": "What drives the spread", "zh": "波动的来源"},
    "rests_on": {"en": "What the average bill rests on", "zh": "平均费用的依据"},
    "ask": {"en": "Ask the hospital for these prices first", "zh": "请先向医院询问以下价格"},
    "carries": {
        "en": "carries {percent} of the spread; its price is an assumption",
        "zh": "占波动的{percent}；其价格为假设",
    },
    "payment": {"en": "Who else may pay", "zh": "其他付费方"},
    "own": {"en": "Own payment after insurance and refund", "zh": "保险与返还之后的自付"},
    "abroad": {
        "en": "Beside it: published totals elsewhere (another country's prices, not a prediction)",
        "zh": "对照：其他国家已发表的总额（当地价格，并非预测）",
    },
    "advertised": {
        "en": "Beside it: advertised prices (claims, not evidence)",
        "zh": "对照：广告价格（仅为宣传，不是证据）",
    },
    "by_severity": {
        "en": "Without the product, by the worst toxicity",
        "zh": "按最重毒性分层的非产品费用",
    },
    "mild": {"en": "none or grade 1-2", "zh": "无或1–2级"},
    "severe": {"en": "grade 3 or more", "zh": "≥3级"},
    "intensive": {"en": "with intensive care", "zh": "入住重症监护"},
    "notes": {"en": "Notes", "zh": "说明"},
    "rate": {
        "en": "1 USD = {rate} CNY, average of {period}",
        "zh": "1美元 = {rate}元人民币（{period}平均）",
    },
    "samples": {
        "en": "{count} simulated courses, seed {seed}",
        "zh": "{count}例模拟病程，种子{seed}",
    },
    "deposit": {
        "en": "Deposit before admission (part of the total)",
        "zh": "入院前预交金（含在总额内）",
    },
    "unknown": {"en": "unknown", "zh": "未知"},
    "not_estimated": {"en": "Not estimated", "zh": "未作估计"},
    "share_infused": {"en": "share of infused courses", "zh": "占回输病程的比例"},
    "product_price": {"en": "List price of the product on {day}", "zh": "{day}的产品标价"},
    "since": {"en": "known since {since}", "zh": "自{since}起有据"},
    "refund": {"en": "Refund by the maker", "zh": "企业返还"},
    "insurance": {"en": "Paid by the plan", "zh": "保险支付"},
    "exchange": {"en": "exchange rate until the day", "zh": "至当日的汇率变动"},
}

EVIDENCE: dict[str, Text] = {
    "quote": {"en": "the hospital's quote", "zh": "医院报价"},
    "list_price": {"en": "list price", "zh": "标价"},
    "published": {"en": "published", "zh": "已发表"},
    "press": {"en": "press", "zh": "新闻报道"},
    "advertised": {"en": "advertised", "zh": "广告宣传"},
    "prior": {"en": "assumption (prior)", "zh": "假设（先验）"},
    "course": {"en": "simulated course", "zh": "模拟病程"},
}

NOTES: dict[str, Text] = {
    "informs": {
        "en": "This informs and does not advise. It is no quote: most hospital prices here are assumptions, named as such, until a hospital's quote replaces them.",
        "zh": "仅供了解，不构成建议，也不是报价：此处多数医院价格为明示的假设，待医院报价替换。",
    },
    "key": {
        "en": "No published study with a full itemised bill of commercial CAR-T in China could be read.",
        "zh": "未能查到中国商业化CAR-T完整分项账单的已发表研究。",
    },
    "product_unknown": {
        "en": "No list price of the product is known on that day; the total is therefore unknown and only the rest is estimated.",
        "zh": "该日无已知产品标价，总额未知，仅估计其余部分。",
    },
    "not_marketed": {
        "en": "This product is not marketed in mainland China.",
        "zh": "该产品未在中国大陆上市。",
    },
    "price_low_confidence": {
        "en": "Sources on the price of this product conflict or are few.",
        "zh": "该产品价格来源有冲突或较少。",
    },
    "not_infused_rule": {
        "en": "The product is counted only when the cells are infused (our assumption). Ask who pays when they are not: the terms were not found.",
        "zh": "仅在完成回输时计入产品费用（本项目假设）。请问清未回输时由谁承担：未查到相关条款。",
    },
    "repeat_dose": {
        "en": "One infusion is counted; up to three were allowed in the trial, each at the list price.",
        "zh": "按一次回输计；临床试验允许最多三次，每次按标价计。",
    },
    "free_trial": {
        "en": "In a registrational trial the product may not be charged for; care outside the protocol may be billed.",
        "zh": "注册性临床试验不得收取产品费用；方案之外的诊疗可能收费。",
    },
    "charged_trial": {
        "en": "Charging for an unapproved product is legally doubtful. Ask for the ethics approval and the consent form before any payment.",
        "zh": "对未获批产品收费在法律上存疑。付款前请索取伦理批件和知情同意书。",
    },
    "domestic_travel": {
        "en": "Travel inside China has no price here and is left out.",
        "zh": "国内交通无价格数据，未计入。",
    },
    "no_fare": {
        "en": "No fare from this country is held; flights are left out.",
        "zh": "无该国家或地区的机票数据，机票未计入。",
    },
    "tails": {
        "en": "Draws end at the 1st and 99th percentile; a rarer course can cost more.",
        "zh": "抽样截止于第1和第99百分位；更少见的病程费用可能更高。",
    },
    "home_follow_up": {
        "en": "Follow-up and readmission are priced as in a public ward in China, wherever they happen.",
        "zh": "随访和再入院一律按中国公立普通病房价格计。",
    },
    "plan_not_for_visitors": {
        "en": "City plans are for residents who are insured there; nothing is counted for a visitor.",
        "zh": "惠民保仅限当地参保居民；外来就医者不计。",
    },
    "plan_not_product": {
        "en": "The terms that were read do not name this product or had not begun; nothing is counted.",
        "zh": "已查到的条款不含该产品或尚未生效；不计。",
    },
    "refund_condition": {
        "en": "Counted only for those without complete remission, for patients enrolled in the programme.",
        "zh": "仅对已加入计划且未达完全缓解者计入。",
    },
    "facilitator": {
        "en": "A facilitator's commission may hide inside a quote: ask. Public hospitals normally cannot pay one (from memory).",
        "zh": "报价中可能含中介佣金，请问清。公立医院通常不能支付佣金（来自记忆）。",
    },
    "below_list_price": {
        "en": "The quoted product price is below the list price: that means a trial, an academic product, a discount, or an error. Ask which.",
        "zh": "报价低于产品标价：可能是临床试验、院内制备产品、折扣或错误。请问清是哪一种。",
    },
}


def say(key: str, language: str, **values: object) -> str:
    """A phrase in one language, with its values filled in."""
    for table in (WORDS, EVIDENCE, NOTES):
        if key in table:
            return table[key][language].format(**values)
    raise KeyError(key)


def both(key: str, **values: object) -> Text:
    """A phrase in both languages."""
    return {language: say(key, language, **values) for language in ("en", "zh")}
