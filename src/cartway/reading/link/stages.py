"""Several stages named together: "stage III or IV", "ISS II-III", "Ann Arbor I 或 II 期"."""

from __future__ import annotations

import re
from itertools import pairwise

from cartway.criteria.nodes import FactRef, Is, Judgement, Node, all_nodes, any_nodes
from cartway.facts.vocabulary import Vocabulary

_STAGE = r"(?:iv|i{1,3}|[1-4])(?:[a-cex](?![a-z0-9]))?"
_JOINED = (
    r"\s?(?:,\s?(?:or|and)?|/|-|–|~|to|through|and/or|or|and|或|和|至|、)\s?"
    r"(?:stages? )?(?:contiguous |non-?bulky |bulky |limited |localized )?(?:stages? )?"
)
_LIST = re.compile(
    r"(?:(?P<system>ann[- ]arbor|lugano|r-?iss|\biss|rai)\b[\s(]{0,2}(?:clinical |disease |modified |分期为?)?)?"
    rf"(?P<of>bulky |contiguous |limited )?(?:clinical |advanced |disease )*(?:(?P<word>stages?|分期)[为是:：]?\s?)?(?P<list>(?<![a-z0-9.]){_STAGE}(?:(?:{_JOINED}){_STAGE})+)(?![a-z0-9.%])\s?(?P<zh>期)?"
    r"(?P<behind>\s?\(?(?:(?:by|per|according to) (?:the )?)?(?:ann[- ]arbor|lugano|r-iss|iss|rai)\)?(?: staging)?(?: system| classification)?)?"
)
_ONE = re.compile(
    r"(?P<of>contiguous |non-?bulky |bulky |limited |localized )?(?:stages? )?(?<![a-z0-9])(?P<stage>iv|i{1,3}|[1-4])(?P<letter>[a-cex](?![a-z0-9]))?"
)
_RANGE = re.compile(r"\s?(?:-|–|~|to|through|至)\s?(?:stages? )?")
_LYMPHOMA = re.compile(
    r"lympho|hodgkin|\b(?:dlbcl|mcl|fl|mzl|nhl|pmbcl|cll|sll|ptcl)\b|淋巴|ann[- ]arbor|lugano"
)
_NUMBERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_NAMES = {1: "i", 2: "ii", 3: "iii", 4: "iv"}


def stage_lists(small: str, start: int, vocabulary: Vocabulary) -> list[tuple[int, int, Node]]:
    """Give the lists of stages of a text: place, end and what each asks.

    Args:
        small: the text in small letters.
        start: the place in the line where it begins.
    """
    if not ("stag" in small or "期" in small or "ann arbor" in small or "iss" in small):
        return []
    found: list[tuple[int, int, Node]] = []
    for match in _LIST.finditer(small):
        if not (match.group("word") or match.group("zh") or match.group("system")):
            continue
        node = _node(match, small, vocabulary)
        if node is not None:
            found.append((start + match.start(), start + match.end(), node))
    return found


def _node(match: re.Match[str], small: str, vocabulary: Vocabulary) -> Node | None:
    system = _system(match, small)
    held: list[Node] = []
    places = list(_ONE.finditer(match.group("list")))
    numbers = [_NUMBERS.get(one.group("stage")) or int(one.group("stage")) for one in places]
    for index, (one, number) in enumerate(zip(places, numbers, strict=True)):
        letter = one.group("letter")
        exact = f"{system}_stage_{_NAMES[number]}{letter or ''}"
        narrowed = (match.group("of") or "") if not index else ""
        narrowed += one.group("of") or ""
        if letter and exact in vocabulary.concepts:
            held.append(Is(FactRef(f"stage_{system}"), exact))
        else:
            held.append(_stage(system, number, narrowed + (letter or "")))
        if index + 1 < len(places):
            between = match.group("list")[one.end() : places[index + 1].start()]
            if _RANGE.fullmatch(between):
                between_them = range(number + 1, numbers[index + 1])
                held += [_stage(system, other, "") for other in between_them]
    if any(first > second for first, second in pairwise(numbers)):
        return None
    fact = f"stage_{system}"
    names = [f"{system}_stage_{_NAMES[number]}" for number in numbers]
    if fact not in vocabulary.facts or not all(one in vocabulary.concepts for one in names):
        return None
    return any_nodes(held)


def _stage(system: str, number: int, narrowed: str) -> Node:
    node: Node = Is(FactRef(f"stage_{system}"), f"{system}_stage_{_NAMES[number]}")
    return all_nodes([node, Judgement(narrowed.strip())]) if narrowed else node


def _system(match: re.Match[str], small: str) -> str:
    said = (match.group("system") or match.group("behind") or "").replace("-", "").replace(" ", "")
    if "riss" in said:
        return "r_iss"
    if "iss" in said:
        return "iss"
    if "rai" in said:
        return "rai"
    if "ann" in said or "lugano" in said or _LYMPHOMA.search(small):
        return "ann_arbor"
    return "tnm"
