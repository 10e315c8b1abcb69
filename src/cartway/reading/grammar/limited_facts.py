"""Which facts a number limits: those before it, or the one behind it."""

from __future__ import annotations

import re

from cartway.facts.vocabulary import FactDefinition
from cartway.reading.lex import Element
from cartway.reading.lexicon import Seldom
from cartway.reading.link.context import Context
from cartway.reading.link.quantities import fits
from cartway.reading.numbers import Measure

_PASSED = frozenset({"colon", "open", "close", "sign", "anchor"})


_CUES_PASSED = frozenset(
    {"noise", "expression", "definition", "judgement", "patients", "with", "history", "example",
     "then", "result_word", "receive", "active", "positive", "since", "before", "if", "disjoint"}
)  # fmt: skip


_SEPARATORS = frozenset({"comma", "slash"})


_REACH = 9


_LINES = "prior_lines_of_therapy"


_GRADED = re.compile(r"grade|CTCAE|级|度", re.IGNORECASE)


# A change of a value is not the value: "PT prolonged by ≤ 4 s".
_CHANGE = Seldom(
    r"prolong|extend|increas|decreas|reduc|rise|risen|drop|delta|change|延长|升高|增加|下降|降低|缩短|变化",
)


def facts_behind(
    context: Context, given: list[Element], measure: Measure
) -> tuple[list[FactDefinition], int]:
    """The facts before a measure that it limits, and where the first of them stands."""
    at = len(given) - 1
    steps = 0
    words = 0
    reach = _REACH if measure.op is not None or measure.high is not None or measure.is_ratio else 3
    while at >= 0 and steps < reach:
        element = given[at]
        if element.kind == "fact":
            found = _fitting(context, element, measure)
            if found is not None:
                if _CHANGE.search(context.text[element.end : measure.number]):
                    break
                return _run(context, given, at, measure, found)
            if element.system not in ("presence", "result", "code"):
                break
        elif element.kind == "word":
            words += 1
            if words > (3 if reach > 3 else 0):
                break
        elif element.kind == "cue":
            if element.id not in _CUES_PASSED:
                break
        elif (
            element.kind not in _PASSED
            and element.kind != "concept"
            and not (
                element.kind == "comma" and at + 1 < len(given) and given[at + 1].is_cue("then")
            )
        ):
            break
        at -= 1
        steps += 1
    return [], len(given)


def _fitting(context: Context, element: Element, measure: Measure) -> FactDefinition | None:
    facts = context.vocabulary.facts
    for sense in element.facts():
        for name in (
            sense.id,
            f"{sense.id}_level",
            sense.id.replace("_antibody", "_antibody_titre"),
        ):
            definition = facts.get(name)
            if name == _LINES and _GRADED.search(context.text, measure.start, measure.end):
                continue  # "toxicity of prior therapy to ≤ grade 1": no number of lines
            if definition is not None and fits(definition, measure):
                return definition
    return None


def _run(
    context: Context, given: list[Element], at: int, measure: Measure, nearest: FactDefinition
) -> tuple[list[FactDefinition], int]:
    """All facts of one list before a measure: "ALT, AST and ALP ≤ 3 × ULN"."""
    found = [nearest]
    first = at
    back = at - 1
    joined = False
    while back >= 0:
        element = given[back]
        if element.kind in _SEPARATORS or element.is_cue("and", "or"):
            joined = True
        elif element.kind == "fact":
            definition = _fitting(context, element, measure)
            if definition is None:
                break
            if definition.id != nearest.id and not joined and definition not in found:
                # A second name of the same thing ("creatinine clearance (Cockcroft-Gault)").
                pass
            elif definition not in found:
                found.insert(0, definition)
            first = back
            joined = False
        elif element.kind in ("open", "close") or element.is_cue("noise", "expression"):
            pass
        else:
            break
        back -= 1
    return found, first


def fact_ahead(
    context: Context, elements: list[Element], index: int, measure: Measure
) -> tuple[FactDefinition | None, int]:
    """The fact behind a measure that it limits, if one does."""
    at = index + 1
    while at < len(elements) and at <= index + 6:
        element = elements[at]
        if element.kind == "fact":
            found = _fitting(context, element, measure)
            opens = context.text[measure.start : measure.end].rstrip().endswith(_SIGNS)
            if found is not None and (opens or not _has_own_measure(elements, at)):
                return found, at + 1
            return None, index
        if element.kind == "measure" or not (
            element.is_cue("noise", "history", "expression", "receive", "judgement")
            or element.kind in ("open", "close")
        ):
            return None, index
        at += 1
    return None, index


# "18 ≤ age ≤ 75": the sign behind the first number points to what follows.
_SIGNS = ("≤", "<", "≥", ">", "=")


def _has_own_measure(elements: list[Element], at: int) -> bool:
    """ "≥ 18 years; ECOG ≤ 1": the number behind a fact is its own, not the one before it."""
    for element in elements[at + 1 : at + 4]:
        if element.kind == "measure":
            measure = element.measure
            return measure is not None and not measure.is_duration
        if element.kind not in ("open", "close", "colon") and not element.is_cue("noise"):
            return False
    return False


def limit_goes_on(given: list[Element]) -> bool:
    """Whether the last limit still governs: "≤ 3 × ULN (≤ 5 × ULN with liver metastases)"."""
    for element in reversed(given[-12:]):
        if element.kind == "atom":
            return True
        if element.kind in ("fact", "semicolon", "stop"):
            return False
    return False
