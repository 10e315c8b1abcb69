"""Lists of examples that end in "and so on": kinds of what stands before, none of them demanded."""

from __future__ import annotations

import re

from cartway.reading.lex import Element
from cartway.reading.link.context import Context

# "etc.", "and so on": the list names some of many.
GOES_ON = re.compile(r"[\s,，、]*(?:etc\b|and so on|and others|等(?!效|待|于|级))", re.IGNORECASE)


def names_kinds(context: Context, head: list[Element], examples: list[Element]) -> bool:
    """ "two immunosuppressants, including A, B, etc.": whether the examples are kinds of the head.

    Args:
        head: what stands before the word that opens the examples.
        examples: what stands behind it.
    """
    drugs = [e for e in examples if e.kind == "concept" and e.system == "treatment"]
    if not drugs or GOES_ON.match(context.text, drugs[-1].end) is None:
        return False
    general = [e.id for e in head if e.kind == "concept" and e.system == "treatment"]
    return bool(general) and all(context.is_a(e.id, *general) for e in drugs)
