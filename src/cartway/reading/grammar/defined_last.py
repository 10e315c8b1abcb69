"""The last illness of a list, which a definition behind the list defines."""

from __future__ import annotations

from cartway.reading.lex import Element


def last_of_list(head: list[Element]) -> int:
    """Where the last illness of a list begins; 0 where there is no list."""
    for index in range(len(head) - 1, 0, -1):
        if head[index].kind == "comma":
            named = [e for e in head[index + 1 :] if e.kind in ("concept", "fact", "atom")]
            before = [e for e in head[:index] if e.kind in ("concept", "fact", "atom")]
            ill = bool(named) and all(e.system in ("disease", "presence") for e in named)
            return index + 1 if ill and before and not any(map(_joins, head[:index])) else 0
    return 0


def _joins(element: Element) -> bool:
    return element.is_cue("or", "and", "if", "example", "negation")
