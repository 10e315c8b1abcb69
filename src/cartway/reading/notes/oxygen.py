"""Whether a saturation was measured in room air or with oxygen given."""

from __future__ import annotations

import re

_GIVEN_BEFORE = re.compile(
    r"(?a)(?:(?<![未不非停])吸(?:入)?氧|鼻导管|面罩|高流量|给氧|氧疗|\bon (?:oxygen|o2|\d(?:\.\d)? ?l\w*)|\bwith (?:oxygen|o2|\d(?:\.\d)? ?l\w*)"
    r"|\bunder (?:oxygen|o2)|nasal cannulae?|\bmask\b|\bhigh[- ]flow)[^.;。;,\n]{0,24}$"
)
_GIVEN_BEHIND = re.compile(
    r"(?a)\s?%?\s?\(?(?:(?:on|with|under|via|by|at|@)\s(?:a\s|an\s)?)?(?:(?:\d(?:\.\d)?|one|two|three|four)\s?(?:l\b|lpm\b|l/min|lit(?:er|re)s?)|(?:supplemental |nasal )?(?:oxygen|o2)\b|nasal|nc\b|cannula|mask|high[- ]flow|(?:经)?鼻导管|吸氧|面罩)"
)


def with_oxygen(small: str, start: int, end: int) -> bool:
    """Whether a saturation that stands at a place was measured while oxygen was given.

    Args:
        small: the note in small letters.
    """
    return bool(
        _GIVEN_BEFORE.search(small, max(0, start - 40), start) or _GIVEN_BEHIND.match(small, end)
    )
