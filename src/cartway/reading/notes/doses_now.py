"""The dose of today where a drug's history stands before it: *起始50mg/d，曾冲击(...)，目前12.5mg/d*."""

from __future__ import annotations

import re

from cartway.reading.notes.note import Note

_BRACKET = re.compile(r"(?a)\([^()\n]{0,120}\)")
_NOW = re.compile(
    r"(?a)^(?:[^;。\n]{0,80}?[,:])?\s?(?:目前|现(?![病状在])|现在|presently|currently|at present|now)\s?(?:用|服|口服|为|减至|减量至|维持|at|on|taking)?\s?(?P<dose>\d+(?:\.\d+)?)\s?mg"
)


def dose_now(note: Note, start: int, end: int) -> float | None:
    """The milligrams of today of a drug, brackets and what they name passed over."""
    limit = min(note.document.clause_at(start)[1], end + 200)
    line = note.plain.find("\n", end)
    text = note.lower[end : limit if line < 0 else min(limit, line)]
    depth = text.find(")") if 0 <= text.find(")") < (text + "(").find("(") else -1
    if depth >= 0:
        return None  # the drug itself stands in a bracket
    outside = _BRACKET.sub(lambda match: " " * len(match.group()), text)
    found = _NOW.match(outside)
    if found is None:
        return None
    between = {
        one.start
        for one in note.matches_within(end, end + found.start("dose"))
        if any(sense.system == "treatment" for sense in one.senses)
        and outside[one.start - end : one.end - end].strip()
    }
    return None if between else float(found.group("dose"))
