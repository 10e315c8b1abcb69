""" "Patients with X must …": of whom something is asked, and what."""

from __future__ import annotations

import re

from cartway.reading.grammar.content import has_content
from cartway.reading.lex import Element
from cartway.reading.link.context import Context

_WHO = re.compile(
    r"patient|subject|participant|individual|those|\bcarriers?\b|者|患者|受试", re.IGNORECASE
)


_MUST = re.compile(r"must|shall|必须|须", re.IGNORECASE)


_DEMANDS = frozenset({"require", "requires", "need", "needs"})


_LONGEST_DEMAND = max(map(len, _DEMANDS))


_SIGNS = frozenset({"comma", "semicolon", "open", "close", "slash", "colon", "stop", "sign"})


def of_whom(
    context: Context, elements: list[Element]
) -> tuple[list[Element], list[Element]] | None:
    """ "HBsAg-positive patients must receive …": a demand on some patients only."""
    for index, element in enumerate(elements):
        following = elements[index + 1] if index + 1 < len(elements) else None
        if (
            following is not None
            and following.kind == "comma"
            and _ends_whom(context, elements, index)
        ):
            who, rest = elements[: index + 1], elements[index + 2 :]
            if any(e.kind == "concept" for e in who) and has_content(rest):
                return who, rest
        demands = element.is_cue("then")
        if demands or (
            element.end - element.start <= _LONGEST_DEMAND and element.kind not in _SIGNS
        ):
            written = context.text[element.start : element.end].lower()
            verb = written in _DEMANDS and not (index and elements[index - 1].is_cue("and"))
            demands = (demands or verb) and (
                not context.exclusion or _MUST.match(written) is not None
            )
        if not demands:
            if (
                element.kind == "measure"
                and element.measure is not None
                and not element.measure.is_duration
            ):
                return None
            if element.is_cue("if", "unless", "except", "definition"):
                return None
            continue
        who, rest = elements[:index], elements[index + 1 :]
        if any(e.kind == "colon" for e in who):
            return None  # "Diagnosis of X: patients must …": what stands before is asked as well
        if _limits_next(who, rest):
            # "HBsAg-positive patients' HBV DNA must be < 1000": what is limited belongs to the demand.
            who, rest = who[:-1], [who[-1], *rest]
        named = [
            e
            for e in who
            if e.kind == "atom"
            or (e.measure is not None and e.measure.unit == "a" and e.measure.op)
            or (e.kind == "concept" and e.system in ("disease", "treatment"))
            or (e.kind == "fact" and e.system == "result")
        ]
        told = has_content(rest) or (
            context.exclusion
            and any(e.kind == "word" or e.is_cue("negative", "positive") for e in rest)
        )
        if named and told and _WHO.search(context.words(who)):
            return who, rest
        return None
    return None


def _limits_next(who: list[Element], rest: list[Element]) -> bool:
    last, following = (who[-1] if who else None), (rest[0] if rest else None)
    return (
        last is not None
        and following is not None
        and last.kind == "fact"
        and last.system in ("quantity", "score", "result")
        and following.measure is not None
        and not following.measure.is_duration
        and len(who) > 1
    )


_HAVING = re.compile(r"\W*(?:若|如|对于)?(?:曾|既往|此前)")


_HAVING_HAD = re.compile(r"\W*(?:若|如|对于)?(?:曾|既往|此前|已)?(?:经)?(?:接受|进行|行|做)")


_ASKS = re.compile(r"须|应|需|必须|≥|至少|超过|>|后(?:已)?满")


def _ends_whom(context: Context, elements: list[Element], index: int) -> bool:
    """ "曾行异基因移植者，移植后须…": the demand is on those named before the comma."""
    if context.exclusion:
        return False
    written = context.text[elements[index].start : elements[index].end]
    if written == "者":
        having = _HAVING
    elif written in ("患者", "受试者") and any(
        e.kind == "concept" and context.is_a(e.id, "haematopoietic_stem_cell_transplantation")
        for e in elements[:index]
    ):
        having = _HAVING_HAD  # "接受过移植的患者，须…": nobody is asked to have had one
    else:
        return False
    if having.match(context.text, elements[0].start) is None:
        return False
    return _ASKS.search(context.text, elements[index + 1].end, elements[-1].end) is not None
