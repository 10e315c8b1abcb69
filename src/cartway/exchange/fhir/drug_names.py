"""The ingredients in a printed product name such as *cisplatin 1 MG/ML Injectable Solution*.

Source: RxNorm's naming of clinical drugs: ingredients with strengths, joined by " / ", then form.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

_BEFORE = re.compile(r"^(?:\d+(?:\.\d+)?\s*(?:HR|ML|ACTUAT)\s+)+", re.IGNORECASE)
_TAG = re.compile(r"\s*\((?:medicinal )?(?:product|substance)\)\s*$", re.IGNORECASE)
_STRENGTH = re.compile(r"\s+(?:\d[\d.,]*|\(\d|\[)\S*.*$")
_FORM = re.compile(
    r"\s+(?:oral|inj\w*|intravenous|subcutaneous|topical|ophthalmic|product|pill|tablets?|capsules?"
    r"|solution|infusion|vial)\b.*$",
    re.IGNORECASE,
)
_CONTAINING = re.compile(r"^product containing (?:only |precisely )?", re.IGNORECASE)


def ingredients(name: str, salts: Collection[str]) -> Iterator[tuple[str, ...]]:
    """For each ingredient, the names to try: as printed, then without its salt."""
    if len(name) > 300:
        return
    plain = _BEFORE.sub("", _CONTAINING.sub("", _TAG.sub("", name.strip())))
    for part in re.split(r"\s+/\s+|\s+(?:and|\+)\s+", plain):
        ingredient = _FORM.sub("", _STRENGTH.sub("", part)).strip(" ,;")
        if not ingredient:
            continue
        words = ingredient.split()
        tries = [ingredient]
        while len(words) > 1 and words[-1].casefold() in salts:
            words.pop()
            tries.append(" ".join(words))
        yield tuple(tries)
