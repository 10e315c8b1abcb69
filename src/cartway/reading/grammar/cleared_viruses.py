"""Sentences that let in whoever no longer has the virus: "permitted if the viral load is undetectable"."""

from __future__ import annotations

import re

from cartway.criteria.nodes import (
    All,
    AnyEvent,
    AnyOf,
    Attribute,
    FactRef,
    Has,
    Implies,
    Is,
    Node,
    Not,
    Unless,
    all_nodes,
    walk,
)
from cartway.reading.link.context import Context

_LOAD = r"(?:viral loads?|\bDNA\b|\bRNA\b|\bPCR\b|nucleic acids?|virus(?:es)? (?:is|are|was)|病毒载量|核酸|拷贝)"
_GONE = (
    r"(?:undetect\w*|not (?:be )?detect\w*|un-?detected|negative|cleared|below (?:the )?(?:lower )?(?:limit|level)[^.;]{0,30}"
    r"|阴性|检测不到|未检[出测]|不可检[出测]|低于(?:最低)?检测[^。；]{0,4}下?限|转阴)"
)
_CLEARED = re.compile(
    rf"{_LOAD}[^.;。；]{{0,60}}?{_GONE}|{_GONE}[^.;。；]{{0,60}}?{_LOAD}", re.IGNORECASE
)
_LIMIT = re.compile(r"[<≤]\s?\d|less than \d|低于\s?\d|小于\s?\d", re.IGNORECASE)
_TREATED = re.compile(
    r"anti-?\s?viral|prophyla|tenofovir|entecavir|on (?:stable )?treatment|抗病毒|预防",
    re.IGNORECASE,
)
_NOT_THE_SURFACE = re.compile(
    r"(?:HBs ?Ag|surface antigen)\W{0,3}(?:is |are |must be )?(?:negativ|non-?reactive|阴性|\(?-\))"
    r"|negative (?:for )?(?:HBs ?Ag|hepatitis B surface antigen)",
    re.IGNORECASE,
)
# A virus, its names in a sentence, the tests that show contact with it, and the one that shows it at work.
_VIRUSES = (
    (
        re.compile(r"hepatitis B|hepatitis (?:B )?(?:and|or|/)|HBV|HBs|HBc|core antibod|乙肝|乙型", re.IGNORECASE),
        ("hepatitis_b_surface_antigen", "hepatitis_b_core_antibody", "hepatitis_b_infection_active"),
        "hepatitis_b",
        "hepatitis_b_virus_dna",
    ),
    (
        re.compile(r"hepatitis C|hepatitis B(?:,| or| and|/) ?C\b|HCV|丙肝|丙型", re.IGNORECASE),
        ("hepatitis_c_antibody", "hepatitis_c_infection_active"),
        "hepatitis_c",
        "hepatitis_c_virus_rna",
    ),
)  # fmt: skip


def without_cleared(context: Context, node: Node, text: str) -> Node | None:
    """What a line excludes, less those in whom a sentence says that the virus is gone.

    Args:
        node: what the line excludes.
        text: the sentence that lets some in.

    Returns:
        The narrower node; None where the sentence speaks of something else.
    """
    if _CLEARED.search(text) is None or _LIMIT.search(text):
        return None
    asked = {
        one.subject.name
        for one in walk(node)
        if isinstance(one, (Is, Has)) and isinstance(one.subject, FactRef)
    }
    named = [v for v in _VIRUSES if v[0].search(text)] or list(_VIRUSES)
    changed = node
    for _, tests, disease, load in named:
        if load not in context.vocabulary.facts or load in asked:
            continue
        kept: tuple[str, ...] = tests
        if _NOT_THE_SURFACE.search(text):
            kept = tuple(t for t in tests if t != "hepatitis_b_surface_antigen")
        gone: Node = Is(FactRef(load), "negative")
        if _TREATED.search(text):
            drugs = context.first("antiviral_drug")
            if drugs is not None:
                gone = all_nodes([gone, AnyEvent("medication", Is(Attribute("agent"), drugs))])
        changed = _narrowed(changed, kept, disease, Not(gone))
    return None if changed == node else changed


def _narrowed(node: Node, tests: tuple[str, ...], disease: str, unless: Node) -> Node:
    if isinstance(node, (Is, Has)) and isinstance(node.subject, FactRef):
        positive = isinstance(node, Has) or node.concept == "positive"
        return all_nodes([node, unless]) if node.subject.name in tests and positive else node
    if isinstance(node, AnyEvent):
        codes = (
            {one.concept for one in walk(node.where) if isinstance(one, Is)}
            if node.where
            else set()
        )
        return all_nodes([node, unless]) if disease in codes else node
    if isinstance(node, All):
        return all_nodes([_narrowed(one, tests, disease, unless) for one in node.children])
    if isinstance(node, AnyOf):
        return AnyOf(tuple(_narrowed(one, tests, disease, unless) for one in node.children))
    if isinstance(node, Unless):
        return Unless(_narrowed(node.child, tests, disease, unless), node.exception)
    if isinstance(node, Implies):
        return Implies(node.condition, _narrowed(node.child, tests, disease, unless))
    return node
