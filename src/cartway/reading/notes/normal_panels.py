"""Whole panels of the laboratory called normal: *LFTs normal*, *coags fine*, *凝血四项正常*."""

from __future__ import annotations

import re

from cartway.reading.notes.note import Note
from cartway.values import Quantity

_NAMES = (
    r"(?:liver|hepatic|renal|kidney|lfts?|rfts?|u&es?|u and es?|ues|coags?|coagulation|clotting|haemostasis|function|tests?"
    r"|enzymes?|creatinine|electrolytes|urea|bilirubin|parameters?|profiles?|screens?|stud(?:y|ies)|panels?|and|both|/|&)"
)
_TOLD = re.compile(
    rf"(?a)\b(?P<names>{_NAMES}(?:[\s,/]+{_NAMES})*)\s?[:,(-]?\s?(?:(?:were|are|was|is|all|both|entirely|completely|remains?|again|within|in|the|limits?|of)\s)*"
    r"(?:normal\b(?! saline)|unremarkable\b|wnl\b|nad\b|fine\b|ok\b)"
)
_TOLD_BEFORE = re.compile(rf"(?a)\bnormal (?P<names>{_NAMES}(?:[\s,/]+{_NAMES})*)(?![\w-])")
_TOLD_ZH = re.compile(
    r"(?P<names>(?:转氨|(?:肝|肾|凝血)(?:脏)?(?:[、,和及与/]?(?:肝|肾|凝血))?)(?:功能|酶|四项|五项|六项|七项|常规|指标|全套|系列|全项)?(?:[、,和及与/](?:肝|肾|凝血)(?:功能|四项|六项|常规)?)?)"
    r"(?:检查|检测)?(?:指标)?\s?:?\s?(?:均|都|基本|大致|示|提示|结果|大体)*(?:在)?(?:正常(?!上限|值|参考|高限|的)|未见(?:明显)?异常|无(?:明显)?异常)"
)
_PANELS = (
    (re.compile(r"liver|hepatic|lft|肝|转氨"), ("alanine_aminotransferase", "aspartate_aminotransferase", "total_bilirubin")),
    (re.compile(r"renal|kidney|rft|u&e|u and e|\bues\b|肾"), ("serum_creatinine",)),
    (re.compile(r"coag|clotting|haemostasis|凝血"), ("international_normalized_ratio", "prothrombin_time", "activated_partial_thromboplastin_time")),
)  # fmt: skip
_TESTED = re.compile(
    r"function|test|enzyme|param|profile|screen|stud|panel|lft|rft|u&e|u and e|\bues\b|coag|clotting|功能|酶|凝血"
)
_ENZYMES = re.compile(r"enzyme|酶")
_FIBRINOGEN = re.compile(r"coag|凝血(?:四|五|六|七|全|系列|常规|功能|指标)")
# The lowest fibrinogen that any laboratory calls normal, in g/L.
_LEAST_FIBRINOGEN = 1.5
_BUT = re.compile(
    r"(?a)[^.;。；\n]{0,12}\b(?:except|apart from|other than|but|besides)\b|[^.;。；\n]{0,6}(?:除|但)"
)


def read_normal_panels(note: Note) -> None:
    """Gather an upper bound for each value of a panel that is called normal, unless a value is told."""
    text = note.lower
    if not any(
        word in text
        for word in ("normal", "unremarkable", "wnl", "nad", "fine", "ok", "正常", "异常")
    ):
        return
    for pattern in (_TOLD, _TOLD_BEFORE, _TOLD_ZH):
        for match in pattern.finditer(text):
            start, end = match.span()
            if note.sentence(start).section in ("family", "plan", "past"):
                continue
            if note.scopes.covering("family", start, end) or _BUT.match(text, end):
                continue
            if pattern is not _TOLD_ZH and note.scopes.covering("negated", start, end):
                continue
            _keep(note, match)


def _keep(note: Note, match: re.Match[str]) -> None:
    names = match.group("names")
    if _TESTED.search(names) is None:
        return  # "liver: normal" on a scan
    on = note.date_of_test(*match.span())
    told = {one.fact for one in note.gathered.facts}
    for pattern, facts in _PANELS:
        if pattern.search(names) is None:
            continue
        for name in facts:
            definition = note.vocabulary.facts.get(name)
            if definition is None or name in told or definition.usual_upper_limit is None:
                continue
            if name == "total_bilirubin" and _ENZYMES.search(names):
                continue
            upper = definition.usual_upper_limit[1]
            held = Quantity(upper, definition.unit, "<=")
            note.add_fact(name, held, *match.span(), on=on, limits=(None, upper))
    if "fibrinogen" not in told and _FIBRINOGEN.search(names):
        held = Quantity(_LEAST_FIBRINOGEN, "g/L", ">=")
        note.add_fact("fibrinogen", held, *match.span(), on=on)
