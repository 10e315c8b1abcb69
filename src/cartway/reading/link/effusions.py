"""Effusions that matter: a moderate or large one is clinically significant, of a small one who knows."""

from __future__ import annotations

import re

from cartway.criteria.nodes import FactRef, Has, Judgement, Node, all_nodes, any_nodes

_LARGE = {
    "pericardial_effusion": "large_pericardial_effusion",
    "pleural_effusion": "large_pleural_effusion",
}
_WEIGHT = re.compile(
    r"significan|relevan|\bmoderate|\blarge\b|massive|ha?emodynamic|important|大量|中等|中量|临床意义|显著|明显",
    re.IGNORECASE,
)


def weighed(node: Node, said: list[str]) -> list[Node]:
    """A finding and the judging words said of it, which a large effusion meets by itself."""
    judged: list[Node] = [Judgement(text) for text in said]
    if (
        said
        and isinstance(node, Has)
        and node.subject.name in _LARGE
        and all(_WEIGHT.search(text) for text in said)
    ):
        large = Has(FactRef(_LARGE[node.subject.name]), node.window)
        return [node, any_nodes([large, all_nodes(judged)])]
    return [node, *judged]
