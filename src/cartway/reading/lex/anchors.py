"""The moment a line counts its windows from: "before enrolment", "at screening", "输注前"."""

from __future__ import annotations

import re

from cartway.reading.lexicon import Tokens

_OPENERS = frozenset(
    {
        "prior", "before", "preceding", "until", "within", "in", "at", "during", "from", "of", "to",
        "after", "following", "since", "post",
    }
)  # fmt: skip
_ENGLISH_ANCHOR = re.compile(
    r"\b(?:prior to|before|preceding|until|within the|in the|at|during|from|of|to|after|following|since|post)\s+"
    r"(?:(?:the|time of|planned|scheduled|first|anticipated|start of|day of|date of|initial|initiation of"
    r"|signing(?: of)?|study|either|any|required|each|protocol|patient|subject|obtaining|undergoing"
    r"|beginning of|commencement of|their|expected|study drug|receiving|collection or|starting|start|cell|the start of)\s+){0,5}"
    r"(?P<noun>enrol?lment|enrolling|screening|(?:leuk|leuc|leuka|leuko)apheresis|apheresis|pheresis|registration|randomi[sz]ation"
    r"|study entry|entry|study treatment|study|lymphodepletion|lymphodepleting (?:chemotherapy regimen|chemotherapy|therapy|regimen)"
    r"|lymphodepletion (?:chemotherapy|therapy)|conditioning (?:chemotherapy regimen|chemotherapy|regimen|therapy)|conditioning|preconditioning|pretreatment|cell collection|collection|mononuclear cells? collection|informed consent|consent|ICF"
    r"|protocol therapy|dosing|(?:first |last )?(?:use|dose|administration|intake|receipt) of (?:the )?(?:study|investigational|trial)[ -]?(?:drug|product|treatment|medication|agent|therapy|cells?)|first dose|day 0|baseline|procurement|inclusion|trial|participation|eligibility (?:assessment|determination|testing|evaluation)"
    r"|lumbar punctures?|(?:the )?laboratory (?:test|examination)s?|examination|treatment start|treatment|therapy"
    r"|chimeric antigen receptors?(?: \(CAR\))?[- ]T[- ]?cells? infusion|(?:[A-Z0-9/.-]{0,14}[- ]?)?(?:CAR[- /]?\w{0,8}[- ]?(?:T|NK)?s?[- ]?|T[- ]|NK[- ])?(?:T[- ]?cells?|NK[- ]?cells?|CART|cells?|product)?\s?(?:re-?infusion|infusion|transfusion|administration|injection|therapy infusion)s?)\b"
    r"(?: (?:form|visit|period|process|day|start|testing|procedure|collection)s?)?(?: \((?:ICF|D0|day 0)\))?"
    r"(?: for (?:the )?CAR[- ]?\w{0,4}[- ]?(?:T|NK)?[- ]?(?:cells?|manufacturing|production|therapy)?)?"
    r"(?:,? (?:and/or|and|or) (?:either )?(?:the )?(?:(?:start|initiation|time|day) of )?(?:the )?(?:planned |first )?(?:leuka?pheresis|apheresis|enrol?lment|lymphodepletion|(?:lymphodepleting|conditioning) (?:chemotherapy regimen|chemotherapy|regimen|therapy)"
    r"|(?:chimeric antigen receptors? ?(?:\(CAR\))? ?|CAR[- ]?)T?[- ]?(?:T[- ]?cells?|cells?)? ?(?:re-?)?infusion)\b(?! of| with))?",
    re.IGNORECASE,
)  # fmt: skip
_WEAK_BEFORE = re.compile(
    r"^(?:of|from|to|at|during|after|following|since|post|in the)\b", re.IGNORECASE
)
_WEAK_NOUNS = re.compile(
    r"^(?:treatment|therapy|study|lumbar punctures?|trial|participation|collection|conditioning|entry|.*(?:transfusion|injection|administration))$",
    re.IGNORECASE,
)
_STARTING = re.compile(
    r"(?:at the time )?(?:that )?(?:the )?(?:patient|subject|participant)s? (?:starts?|receives?|begins?|is given) (?:the )?[^.;,<>]{0,60}?"
    r"(?:conditioning|lymphodeplet\w+)(?: chemotherapy)?(?: regimen)?",
    re.IGNORECASE,
)
_RECEIVES = ("conditioning", "lymphodeplet")
_CHINESE_ANCHOR = re.compile(
    r"(?:在)?(?:首次|计划|本研究|研究|细胞|开始|本次|任何|签署|进行|接受)?(?:筛选(?:开始|期|访视)?|入组|入选|(?:白细胞|淋巴细胞|外周血单个核细胞|PBMC|细胞)?(?:单采|采集|分离)(?:术|血)?|"
    r"(?:[A-Za-z0-9]{0,8}-?)?(?:CAR-?T|CART)?(?:细胞)?(?:产品)?(?:治疗)?(?:回输|输注|给药|用药)|知情同意书?|清淋(?:化疗|治疗|预处理)?|研究治疗|预处理|淋巴细胞清除(?:化疗)?|本研究|随机|首次治疗)"
    r"(?:开始|治疗)?(?:之?前|时|的?当天|前的|期间|之前的)"
)
_ENDS_CHINESE = ("前", "时", "当天", "期间")
_IN_THE = re.compile(r"(?:in|within) the", re.IGNORECASE)
_HAN = re.compile("[\u4e00-\u9fff]")
# Whether a text is Chinese shows at its beginning.
_BEGINNING = 2_000
_TOO_GENERAL = frozenset({"treatment", "study", "trial", "infusion"})

Span = tuple[int, int]


def find_anchors(text: str, start: int, stop: int, found: Tokens, small: str) -> list[Span]:
    """Give the places in `text[start:stop]` that name such a moment, in order, none overlapping.

    Args:
        found: the tokens of that stretch: a moment in English begins with one of few words.
        small: the stretch in small letters.
    """
    spans = _english(text, stop, found)
    if any(word in small for word in _RECEIVES):
        spans += [match.span() for match in _STARTING.finditer(text, start, stop)]
        spans.sort()
    if (
        not small.isascii()
        and any(word in small for word in _ENDS_CHINESE)
        and _HAN.search(text, start, min(stop, start + _BEGINNING)) is not None
    ):
        spans += [match.span() for match in _CHINESE_ANCHOR.finditer(text, start, stop)]
        spans.sort()
    merged: list[Span] = []
    for span in spans:
        if not merged or span[0] >= merged[-1][1]:
            merged.append(span)
    return merged


def _english(text: str, stop: int, found: Tokens) -> list[Span]:
    spans: list[Span] = []
    after = 0
    for index, (word, begin) in enumerate(zip(found.folded, found.starts, strict=True)):
        if word not in _OPENERS or begin < after:
            continue
        if not _may_begin(text, found, index):
            continue
        match = _ENGLISH_ANCHOR.match(text, begin, stop)
        if match is not None:
            after = match.end()
            if _names_a_moment(match):
                spans.append(match.span())
    return spans


def _may_begin(text: str, found: Tokens, index: int) -> bool:
    """Whether a moment may follow its first word: by what the next word begins with, or because
    the name of a product may stand before "infusion"."""
    following = index + (2 if found.folded[index] == "prior" else 1)
    if following >= len(found.folded):
        return False
    if found.folded[following][:_STEM] in _STEMS:
        return True
    place = found.starts[following]
    if place - found.ends[following - 1] > 1:
        return True  # more than one space: how far the name reaches is not known
    ahead = text[place : place + _LONGEST_PRODUCT].lower()
    return any(word in ahead for word in _GIVEN)


# What the words begin with that may stand behind an opener.
_STEM = 3
_STEMS = frozenset(
    [
        "the",
        "lum",
        "tim",
        "pla",
        "sch",
        "fir",
        "ant",
        "sta",
        "day",
        "dat",
        "ini",
        "sig",
        "stu",
        "eit",
        "any",
        "req",
        "eac",
        "pro",
        "pat",
        "sub",
        "obt",
        "und",
        "beg",
        "com",
        "exp",
        "rec",
        "col",
        "cel",
        "enr",
        "scr",
        "leu",
        "aph",
        "phe",
        "reg",
        "ran",
        "ent",
        "lym",
        "con",
        "pre",
        "mon",
        "inf",
        "icf",
        "dos",
        "las",
        "use",
        "adm",
        "int",
        "bas",
        "inc",
        "tri",
        "par",
        "eli",
        "lab",
        "exa",
        "tre",
        "chi",
    ]
)
_LONGEST_PRODUCT = 160
_GIVEN = ("fusion", "administration", "injection")


def _names_a_moment(match: re.Match[str]) -> bool:
    """ "during treatment" and "in the study" may speak of anything."""
    noun = match.group("noun")
    if _WEAK_NOUNS.match(noun) and (_WEAK_BEFORE.match(match.group()) or noun.lower() == "therapy"):
        return False
    return noun.lower() not in _TOO_GENERAL or _IN_THE.match(match.group()) is None
