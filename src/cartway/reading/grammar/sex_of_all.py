"""A line that lets in one sex only: "male patients aged 18 to 65"."""

from __future__ import annotations

import re

from cartway.criteria.nodes import FactRef, Is, Node, all_nodes, facts_asked

_MEN = re.compile(
    r"^\W*(?:only )?(?:adult )?(?:males?|men)\b(?! sex)|\b(?:males?|men)(?: patients| subjects| participants)? (?:aged?|between|who are|≥|>|\d)"
    r"|男性?(?:患者|受试者|病人)|(?:^|[,;。、岁])\W*(?:成年)?男性(?=$|[,;。，])",
    re.IGNORECASE,
)
_WOMEN = re.compile(
    r"^\W*(?:only )?(?:adult )?(?:females?|women)\b(?! sex)|\b(?:females?|women)(?: patients| subjects| participants)? (?:aged?|between|who are|≥|>|\d)"
    r"|女性?(?:患者|受试者|病人)|(?:^|[,;。、岁])\W*(?:成年)?女性(?=$|[,;。，])",
    re.IGNORECASE,
)
_BOTH = re.compile(
    r"(?=.*(?:\b(?:male|men)|男))(?=.*(?:female|women|女))"
    r"|child-?bearing|pregnan|contracep|partner|lactat|避孕|妊娠|怀孕|生育|育龄|哺乳|伴侣|不限|regardless|any (?:sex|gender)",
    re.IGNORECASE | re.DOTALL,
)
# What such a line asks beside the sex: a limit of another kind may be that of one sex alone.
_BESIDE = frozenset({"age", "diagnosis", "disease_status", "body_weight"})
_LONGEST = 160


def sex_of_all(node: Node, text: str) -> Node:
    """What an inclusion line asks, with the one sex it is open to.

    Args:
        node: what was read of the line.
        text: the line as written.
    """
    asked = facts_asked(node)
    if "age" not in asked or len(text) > _LONGEST or not _BESIDE.issuperset(asked):
        return node
    if _BOTH.search(text):
        return node
    for sex, words in (("male", _MEN), ("female", _WOMEN)):
        if words.search(text):
            return all_nodes([Is(FactRef("sex"), sex), node])
    return node
