"""Another tumour beside the one to be treated, with its usual exceptions."""

from __future__ import annotations

import re

from cartway.criteria.nodes import AnyEvent, Attribute, Is, Judgement, Node, Not, all_nodes
from cartway.reading.lex import Element
from cartway.reading.lexicon import Seldom
from cartway.reading.link.context import Context
from cartway.values import Duration

_TUMOUR = r"(?:malignan(?:cy|cies|t)|cancers?|carcinomas?|neoplas(?:m|ia)s?|tumou?rs?)"
# One of these stands in every text that the next pattern fits.
_TUMOUR_WORDS = ("malignan", "cancer", "carcinoma", "neoplas", "tumo", "肿瘤", "癌", "恶性疾病")
_OTHER = Seldom(
    rf"\b(?:other|another|second(?:ary)?|additional|concurrent|concomitant|co-?existing|prior|previous|past|different|history of(?: \w+)?|known|presence of|simultaneous)\b"
    rf"(?:\s+\w+){{0,3}}?\s+(?:primary\s+|invasive\s+|active\s+|malignant\s+|types? of\s+)*{_TUMOUR}"
    r"|(?:其他|其它|另(?:一|外)|第二|合并|同时患有|患有)[^,，。；;]{0,14}(?<!抗)(?:恶性肿瘤|恶性疾病|癌症|肿瘤|癌)(?!治疗|药|化疗|靶向|免疫)|(?:恶性肿瘤|癌症)(?:病)?史"
    rf"|\b(?:active |invasive )?malignan(?:cy|cies)\b(?: other than| within| in the| except)",
)
_NOT_THIS = Seldom(
    r"(?<!non-)(?<!non )metasta|\bCNS\b|central nervous|relapsed|refractory|intracranial|histologically|therapy for|treatment for|thrombo"
    r"|ECOG|hepatitis|HIV|pregnan|转移|中枢|(?<!无)(?<!未)(?<!没有)复发|难治|express",
)
_EXCEPTS = re.compile(
    r"\b(?:except|exception|exempt|other than|excluding|unless|apart from|not including|with the exclusion|but not|eligible|allowed|permitted|acceptable)"
    r"|除外|以外|除了|不包括|除非|例外|可(?:以)?(?:入组|纳入)",
    re.IGNORECASE,
)
_FREE = Seldom(
    r"disease[- ]free|free of disease|no evidence of|cured|remission|without (?:evidence|recurrence)|no recurrence|recurren|curative|inactive|not (?:requir|active)"
    r"|requir\w* (?:treatment|intervention|therapy)|active treatment|治愈|无病|缓解|未复发|无复发",
)


# Where an exception speaks of tumours of any kind, or of how long ago.
_OF_ALL = re.compile(
    r"\b(?:any|other|all|another|those|tumou?rs|cancers|malignan\w+)\b|free|no evidence|remission|recurren"
    r"|\d ?(?:years?|months?|年)|肿瘤|癌症|无病|复发|缓解",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    r"(?:within|in|during|for|over) (?:the )?(?:past|last|previous|prior|preceding)?\s?\d+ (?:years?|months?)|\d+ ?(?:年|个月)(?:之?内|以内)",
    re.IGNORECASE,
)
_FREE_FOR = re.compile(
    r"free|remission|recurren|\d+ ?(?:years?|months?)|缓解|复发|无病|\d+ ?年", re.IGNORECASE
)
_GENERAL = frozenset(
    {"malignant_neoplasm", "second_primary_malignancy", "cancer", "solid_tumour", "neoplasm", "carcinoma",
     "adenocarcinoma", "malignancy"}
)  # fmt: skip
# The exceptions that protocols name in many words.
_USUAL = (
    (re.compile(r"basal|基底", re.IGNORECASE), "basal_cell_carcinoma"),
    (
        re.compile(
            r"squamous[^.;]{0,40}skin|skin[^.;]{0,40}squamous|squamous cell|皮肤鳞", re.IGNORECASE
        ),
        "squamous_cell_skin_carcinoma",
    ),
    (re.compile(r"non-?\s?melanom|非黑色素", re.IGNORECASE), "non_melanoma_skin_cancer"),
    (
        re.compile(
            r"carcinoma in situ(?! of| on)|in situ carcinoma|(?<!宫颈)(?<!乳腺)(?<!导管)原位癌",
            re.IGNORECASE,
        ),
        "carcinoma_in_situ",
    ),
    (
        re.compile(r"ductal carcinoma in situ|DCIS|导管原位癌", re.IGNORECASE),
        "ductal_carcinoma_in_situ",
    ),
    (
        re.compile(
            r"carcinoma in situ of the (?:breast|cervix and breast|cervix or breast)", re.IGNORECASE
        ),
        "breast_carcinoma_in_situ",
    ),
    (
        re.compile(
            r"(?:cervi[xc]\w*)[^.;]{0,40}in situ|in situ[^.;]{0,40}cervi|宫颈原位|宫颈上皮",
            re.IGNORECASE,
        ),
        "cervical_carcinoma_in_situ",
    ),
    (
        re.compile(
            r"(?:local|early)\w*[^.;]{0,30}prostate|局[部限][^。；]{0,8}前列腺", re.IGNORECASE
        ),
        "localised_prostate_cancer",
    ),
)


def malignancy_node(context: Context, text: str, elements: list[Element]) -> Node | None:
    """Give what a clause about other tumours asks; None where it is not about them."""
    small = text.lower()
    if not any(word in small for word in _TUMOUR_WORDS):
        return None
    found = _OTHER.search(text)
    base = context.first("second_primary_malignancy", "malignant_neoplasm")
    if (
        found is None
        or base is None
        or _NOT_THIS.search(text)
        or "condition" not in context.vocabulary.events
    ):
        return None
    if any(
        e.kind == "fact" and e.system in ("quantity", "score", "result") and e.id != "psa_level"
        for e in elements
    ):
        return None
    if not context.exclusion and re.search(r"diagnos", text, re.IGNORECASE):
        return None
    if any(e.kind == "concept" and e.system in ("antigen",) for e in elements):
        return None
    place = _EXCEPTS.search(text)
    chinese = place is not None and place.group() in ("除外", "以外")
    begin = elements[0].start
    # What the next sentence allows is left out as well.
    excepted = [c for c in context.excepted if context.is_a(c, "neoplasm")]
    stated: list[str] = []
    for element in elements:
        if element.kind != "concept" or element.system != "disease":
            continue
        after = place is not None and (chinese or element.start - begin >= place.start())
        if element.id in _GENERAL:
            continue
        if context.is_a(element.id, "neoplasm"):
            (excepted if after else stated).append(element.id)
        elif not after:
            return None
    if stated and place is None:
        return None
    if place is not None:
        rest = text[: place.start()] if chinese else text[place.start() :]
        excepted += [
            c for pattern, c in _USUAL if pattern.search(rest) and c in context.vocabulary.concepts
        ]
        if re.search(r"in situ|原位癌", rest, re.IGNORECASE) and not any(
            "in_situ" in c for c in excepted
        ):
            excepted.append("carcinoma_in_situ")
        if "such as" in rest and "carcinoma_in_situ" in excepted:
            excepted = [
                c for c in excepted if c == "carcinoma_in_situ" or "skin" in c or "basal" in c
            ]
    where: list[Node] = [Is(Attribute("code"), base)]
    where += [
        Not(Is(Attribute("code"), code))
        for code in dict.fromkeys((*excepted, *_treated(context, stated)))
    ]
    window = _window(context, elements)
    ended = context.first("condition_resolved")
    head, rest = text, ""
    if place is not None and not chinese:
        head, rest = text[: place.start()], text[place.start() :]
    stands = _WITHIN.search(head)
    if stands is not None and not _FREE.search(head) and not _FREE_FOR.search(rest):
        # What is cured among the exceptions does not loosen the window of the line.
        text = head
    if chinese and place is not None:
        cut = re.search(r"[,，;；(]", text[: place.start()])
        head, rest = (text[: cut.start()], text[cut.start() : place.start()]) if cut else ("", text)
    of_some = bool(excepted) and not _FREE.search(head)
    judged = re.search(r"uncontroll\w*|未控制|未经治疗", text, re.IGNORECASE)
    if re.search(r"\b(?<!in)active\b|活动", head, re.IGNORECASE) and ended is not None:
        where.append(Not(Is(Attribute("status"), ended)))
    free = _FREE.search(text) is not None
    if free and of_some and not _OF_ALL.search(rest):
        # "…, except cured carcinoma in situ": only those named are asked to be cured.
        node: Node = AnyEvent("condition", all_nodes(where), window)
    elif free and of_some:
        # "…, except cured carcinoma in situ": whether the cure is asked of others too is not clear.
        node = all_nodes(
            [
                AnyEvent("condition", all_nodes(where)),
                Judgement("not free of it for as long as the line asks"),
            ]
        )
    elif free and window is None:
        # Free of it, since whenever: one that is over does not count.
        over = Not(Is(Attribute("status"), ended)) if ended else Judgement("not free of it")
        node = AnyEvent("condition", all_nodes([*where, over]))
    else:
        node = AnyEvent("condition", all_nodes(where), window)
    if judged is not None:
        node = all_nodes([node, Judgement(judged.group())])
    if re.search(r"interfer|affect|compromis|potential|opinion|影响|干扰", text, re.IGNORECASE):
        node = all_nodes([node, Judgement("may interfere")])
    if context.exclusion:
        return node
    return (
        Not(node)
        if re.search(
            r"\b(?:no|not|without|free|absence|never)\b|无|没有|未|不", text, re.IGNORECASE
        )
        else None
    )


def _treated(context: Context, stated: list[str]) -> list[str]:
    """The tumour the trial treats, named before the exceptions: "cancer in addition to their lymphoma"."""
    return stated


def _window(context: Context, elements: list[Element]) -> Duration | None:
    for element in elements:
        measure = element.measure
        if measure is not None and measure.unit in ("a", "mo") and measure.high is None:
            return Duration(measure.value, measure.unit)
    return None
