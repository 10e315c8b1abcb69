"""Puts together the name of a virus and what is measured of it, where a bracket stands between."""

from __future__ import annotations

import re
from functools import lru_cache

from cartway.reading.lex import Element
from cartway.reading.lexicon import Sense
from cartway.reading.link.context import Context

_KINDS = (
    (re.compile(r"(?:DNA|deoxyribonucleic acid|核酸)", re.IGNORECASE), ("_virus_dna", "_dna")),
    (
        re.compile(r"(?:RNA|ribonucleic acid|viral load)", re.IGNORECASE),
        ("_virus_rna", "_rna", "_rna_level"),
    ),
    (re.compile(r"IgM", re.IGNORECASE), ("_igm",)),
    (re.compile(r"surface antigen", re.IGNORECASE), ("_surface_antigen",)),
    (re.compile(r"(?:core antibody)", re.IGNORECASE), ("_core_antibody",)),
    (
        re.compile(r"(?:antibody|antibodies|Ab|抗体)", re.IGNORECASE),
        ("_antibody", "_treponemal_antibody", "_igm"),
    ),
)
_VIRUSES = (
    "hepatitis_b",
    "hepatitis_c",
    "hiv",
    "syphilis",
    "cytomegalovirus",
    "epstein_barr",
    "human_t_lymphotropic",
)


def compose_tests(context: Context, elements: list[Element]) -> list[Element]:
    """Replace "hepatitis C virus (HCV) … RNA" by the test it names."""
    if all(map(_is_no_virus, elements)):
        return elements
    given: list[Element] = []
    index = 0
    while index < len(elements):
        element = elements[index]
        virus = _virus(element)
        if virus is not None:
            found = _measured(context, elements, index, virus)
            if found is not None:
                fact, last = found
                sense = Sense("fact", fact, context.vocabulary.facts[fact].kind)
                given.append(
                    Element(
                        "fact",
                        fact,
                        element.start,
                        elements[last].end,
                        sense.system,
                        None,
                        (sense,),
                    )
                )
                index = last + 1
                continue
        given.append(element)
        index += 1
    return given


def _is_no_virus(element: Element) -> bool:
    return element.kind not in ("fact", "concept") or _named_virus(element.id) is None


def _virus(element: Element) -> str | None:
    return _named_virus(element.id) if element.kind in ("fact", "concept") else None


@lru_cache(maxsize=16_384)
def _named_virus(name: str) -> str | None:
    # A name that already says what is measured needs nothing more.
    if any(
        part in name
        for part in (
            "_dna",
            "_rna",
            "_surface_antigen",
            "_core_antibody",
            "_igm",
            "_surface_antibody",
        )
    ):
        return None
    return next((v for v in _VIRUSES if name.startswith(v)), None)


def _measured(
    context: Context, elements: list[Element], index: int, virus: str
) -> tuple[str, int] | None:
    for at in range(index + 1, min(index + 5, len(elements))):
        element = elements[at]
        written = context.text[element.start : element.end].strip("()- ")
        for pattern, endings in _KINDS:
            if pattern.fullmatch(written):
                for ending in endings:
                    if virus + ending in context.vocabulary.facts:
                        return virus + ending, at
        if (
            element.kind in ("open", "close", "sign")
            or _virus(element) == virus
            or element.is_cue("noise")
        ):
            continue
        return None
    return None
