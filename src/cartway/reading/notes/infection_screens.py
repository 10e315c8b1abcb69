"""Screens for infections told in one word: *传染病四项阴性*, *两对半2、5阳性*, *virology (HIV, HBV) negative*."""

from __future__ import annotations

import re

from cartway.reading.notes.note import Note
from cartway.reading.notes.result_keeping import keep_result

# The five markers of hepatitis B in the order in which Chinese laboratories print them.
_FIVE = (
    "hepatitis_b_surface_antigen", "hepatitis_b_surface_antibody", "hepatitis_b_e_antigen",
    "hepatitis_b_e_antibody", "hepatitis_b_core_antibody",
)  # fmt: skip
_NUMBERED = re.compile(
    r"(?a)(?:乙肝(?:病毒)?)?(?:两对半|五项|5项)(?:检查|检测|结果|提示|示|:|\s){0,3}第?(?P<numbers>[1-5](?:[、,./ ]{0,2}[1-5]){0,4})\s?项?(?:均|为)?\s?(?:阳性?|\(\+\)|\+)"
)
# What is tested before a transfusion or an operation in China: hepatitis B and C, HIV, syphilis.
_OF_A_SCREEN = (
    "hepatitis_b_surface_antigen", "hepatitis_c_antibody", "hiv_antibody",
    "syphilis_treponemal_antibody",
)  # fmt: skip
_SCREEN = re.compile(
    r"(?a)(?:传染病|感染性疾病|术前|输血前|输血相关|血源性?传播疾病)(?:免疫)?(?:筛查)?(?:[四五六七八九十]项|相关(?:检查|检测|指标|抗体)|检查|筛查|指标|标志物|全套|系列)(?:检查|检测|筛查|结果)?"
    r"(?:均|全部?|都|皆|为|呈|:|\s){0,4}(?:阴性|\(-\)|未见异常)"
)
_BLOOD_BORNE = re.compile(
    r"(?a)\b(?:bbv|blood[- ]borne virus(?:es)?)(?: screen(?:ing)?| serology| panel)?(?:\s|:|all|was|were|is|are){0,4}\b(?:negative|neg\b|non-?reactive)"
)
_VIRUS = (
    r"(?:anti-?)?(?:hiv(?:[- ]?(?:1/2|ab))?|hbv|hbsag|hcv(?:[- ]?ab)?|hep(?:atitis)?\.? ?[bc]|syphilis|vdrl|rpr|tp(?:ha|pa)?|"
    r"乙肝|丙肝|艾滋病?|梅毒)"
)
_LIST = rf"\({_VIRUS}(?:\s?(?:,|/|、|and|&|\+|及|和)\s?{_VIRUS}){{1,5}}\)"
_LISTED = re.compile(
    rf"(?a)\b(?:virolog\w*|serolog\w*|screen\w*|viral \w+|viruses|panel|markers)(?:\s|:|was|were|is|are|all){{0,4}}"
    rf"(?:{_LIST}(?:\s|:|all|was|were|is|are){{0,4}}(?:negative|neg\b|non-?reactive)|(?:negative|neg|non-?reactive)\s?{_LIST})"
)
_BY_NAME = (
    ("hiv_antibody", re.compile(r"(?a)hiv|艾滋")),
    ("hepatitis_b_surface_antigen", re.compile(r"(?a)hbv|hbsag|hep(?:atitis)?\.? ?b|乙肝")),
    ("hepatitis_c_antibody", re.compile(r"(?a)hcv|hep(?:atitis)?\.? ?c|丙肝")),
    ("syphilis_treponemal_antibody", re.compile(r"(?a)syphilis|vdrl|rpr|\btp|梅毒")),
)


def read_screens(note: Note, known: set[str]) -> None:
    """Gather what a screen tells of several tests; those named by themselves are `known`."""
    for match in _NUMBERED.finditer(note.lower):
        positive = {int(one) for one in re.findall(r"[1-5]", match.group("numbers"))}
        for number, fact in enumerate(_FIVE, 1):
            value = "positive" if number in positive else "negative"
            _keep(note, known, fact, value, *match.span())
    for pattern, facts in ((_SCREEN, _OF_A_SCREEN), (_BLOOD_BORNE, _OF_A_SCREEN[:3])):
        for match in pattern.finditer(note.lower):
            for fact in facts:
                _keep(note, known, fact, "negative", *match.span())
    for match in _LISTED.finditer(note.lower):
        for fact, name in _BY_NAME:
            if name.search(match.group()):
                _keep(note, known, fact, "negative", *match.span())


def _keep(note: Note, known: set[str], fact: str, value: str, start: int, end: int) -> None:
    definition = note.vocabulary.facts.get(fact)
    spoken = note.sentence(start).section in ("family", "plan")
    if definition is not None and fact not in known and not spoken:
        keep_result(note, definition, value, start, end)
        known.add(fact)
