"""For each test or antigen of a clause, its verdict and where that stands."""

from __future__ import annotations

import re

from cartway.reading.lex import Element
from cartway.reading.link.context import Context

_STRICTLY_AND = re.compile("且|同时")


VERDICTS = ("positive", "negative", "low")


def is_test(element: Element) -> bool:
    """Whether an element names a test that has a result."""
    return element.kind == "fact" and any(s.system == "result" for s in element.facts())


def is_antigen(element: Element) -> bool:
    """Whether an element names an antigen."""
    return element.kind == "concept" and element.system == "antigen"


def _passes(element: Element) -> bool:
    return (
        element.kind in ("comma", "slash", "open", "close", "colon", "sign", "anchor")
        or element.is_cue(
            "and", "or", "noise", "expression", "history", "patients", "with", "active", "then"
        )
        or (element.kind == "concept" and element.system in ("disease",))
        or (element.kind == "fact" and element.system == "presence")
    )


def find_verdicts(context: Context, elements: list[Element]) -> dict[int, tuple[str, int]]:
    """For each test or antigen, its verdict and where that stands."""
    found: dict[int, tuple[str, int]] = {}
    for index, element in enumerate(elements):
        if not (is_test(element) or is_antigen(element)):
            continue
        behind = _look(elements, index, 1)
        before = _look(elements, index, -1)
        if before is not None and _STRICTLY_AND.search(
            context.text, elements[before].end, element.start
        ):
            before = None  # "拷贝数低于检测下限，且BCMA…": a verdict ends where 且 begins another
        place = behind if behind is not None else before
        if behind is not None and before is not None:
            # "negative for HBsAg, HCV antibody and HIV; syphilis positive": the nearer, with
            # nothing but names between, and a verdict directly before a list governs it.
            place = (
                before
                if _governs(elements, before, index)
                and not _adjacent(elements, index, behind)
                and not _parted(elements, before, index, behind)
                else behind
            )
        if place is not None:
            found[index] = (elements[place].id, place)
        elif _is_autoantibody(context, elements, index):
            found[index] = ("positive", index)
    return found


_WITH = re.compile(
    r"(?:\bwith|\bpresence of|\bdetect\w*|\bhav(?:e|ing)|\bhas|\bdocumented|\bevidence of|\bfor)\W+(?:[^.;:]{0,60}\W)?$",
    re.IGNORECASE,
)


_ANTIBODY = re.compile(r"anti-?|.*antibod|.*(?:-|\b)Ab\b|.*IgG", re.IGNORECASE)


def _is_autoantibody(context: Context, elements: list[Element], index: int) -> bool:
    """ "with antibodies against the acetylcholine receptor": who has them is positive for them."""
    element = elements[index]
    if context.exclusion or context.asking or not is_test(element):
        return False
    definition = context.vocabulary.facts[element.facts()[0].id]
    if definition.id not in _AUTOANTIBODIES:
        return False
    if any(
        e.measure is not None and not e.measure.is_duration for e in elements[index + 1 : index + 4]
    ):
        return False  # a titre says how much of it
    behind = context.text[element.start : element.end + 24]
    before = context.text[max(0, element.start - 70) : element.start]
    return _ANTIBODY.match(behind) is not None and _WITH.search(before) is not None


_AUTOANTIBODIES = frozenset(
    {"antinuclear_antibody", "anti_double_stranded_dna_antibody", "anti_smith_antibody",
     "anti_ro_ssa_antibody", "anti_scl_70_antibody", "anti_centromere_antibody",
     "anti_rna_polymerase_iii_antibody", "anca_antibody", "anti_ccp_antibody",
     "acetylcholine_receptor_antibody", "musk_antibody", "aquaporin_4_antibody", "mog_antibody",
     "pla2r_antibody", "myositis_specific_antibody", "anti_desmoglein_antibody",
     "anti_phospholipid_antibody"}
)  # fmt: skip


def _look(elements: list[Element], index: int, step: int) -> int | None:
    at = index + step
    distance = 0
    words = 0
    while 0 <= at < len(elements) and distance < 24:
        element = elements[at]
        if element.kind == "cue" and element.id in VERDICTS:
            return at
        if element.kind == "word":
            words += 1
            if words > 2:
                return None
        elif (m := element.measure) is not None and (
            (m.is_ratio and distance) or (m.worded and m.value == 1)
        ):
            pass  # "positive for at least one of: ANA ≥ 1:80, anti-dsDNA"
        elif element.kind == "atom" and element.content.fact.endswith("_titre"):
            pass
        elif not (is_test(element) or is_antigen(element) or _passes(element)):
            return None
        at += step
        distance += 1
    return None


def _governs(elements: list[Element], place: int, index: int) -> bool:
    """Whether a verdict stands before a list that it opens ("positive for …", "positive X")."""
    return not any(is_test(e) or is_antigen(e) for e in elements[max(0, place - 2) : place])


def _parted(elements: list[Element], before: int, index: int, behind: int) -> bool:
    """ "copies not detected, and BCMA still positive": a comma ends what the first verdict says."""
    commas = any(e.kind in ("comma", "semicolon") for e in elements[before + 1 : index])
    return commas and all(
        e.is_cue("noise", "expression") or e.kind in ("word", "open", "close", "sign")
        for e in elements[index + 1 : behind]
    )


def _adjacent(elements: list[Element], index: int, place: int) -> bool:
    return all(
        e.is_cue("noise", "expression") or e.kind in ("open", "close", "sign")
        for e in elements[index + 1 : place]
    )
