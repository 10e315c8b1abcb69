"""The comparison that stands before or behind a number."""

from __future__ import annotations

from cartway.reading.lexicon.tokens import Tokens
from cartway.reading.numbers.words import number_words

_MOST_PASSED_OVER = 4
_FAR = 14
_COUNTERS = frozenset("级度期型线种次个项分类天周")


def comparison_before(found: Tokens, index: int) -> tuple[str | None, int]:
    """The comparison before a token, and the token where it begins."""
    words = number_words()
    folded = found.folded
    at = index
    for _ in range(_MOST_PASSED_OVER):
        if at == 0:
            break
        last = folded[at - 1]
        for length in words.ending.get(last, ()):
            if length <= at:
                op = words.before.get(tuple(folded[at - length : at]))
                if op is not None:
                    return op, at - length
        if last not in words.passed_over:
            break
        at -= 1
    return None, index


def comparison_far_before(found: Tokens, first: int) -> tuple[str | None, int]:
    """The nearest comparison some way before a token, and where it begins."""
    for at in range(first, max(first - _FAR, 0), -1):
        op, begin = comparison_before(found, at)
        if op is not None:
            return op, begin
    return None, first


def comparison_behind(found: Tokens, index: int) -> tuple[str | None, int]:
    """The comparison that begins with a token, and the token behind it."""
    words = number_words()
    folded = found.folded
    if index >= len(folded):
        return None, index
    if folded[index] in _COUNTERS and index + 1 < len(folded):
        # "III级及以上", "2种或以上": the comparison stands behind what is counted.
        inner = comparison_behind(found, index + 1)
        if inner[0] is not None:
            return inner
    if folded[index] == "," and index + 1 < len(folded) and found.kinds[index + 1] == "word":
        inner = comparison_behind(found, index + 1)
        if inner[0] is not None:
            return inner
    for length in words.beginning.get(folded[index], ()):
        if index + length <= len(folded):
            op = words.after.get(tuple(folded[index : index + length]))
            if op is not None:
                return op, index + length
    return None, index
