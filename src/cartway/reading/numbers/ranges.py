"""The upper number of a range or of a list: "18 to 75", "between 1 and 3", "0, 1 or 2"."""

from __future__ import annotations

from cartway.reading.lexicon.tokens import Tokens
from cartway.reading.numbers.values import Value, read_value
from cartway.reading.numbers.words import number_words

_JOINS_RANGE = frozenset({"and", "与", "和", "及"})
_JOINS_TWO = frozenset({"or", "/", ",", "或", "、"})
_JOINS_LIST = _JOINS_TWO | {"and", "及", "和"}
_LAST_JOINS = frozenset({"or", "或", "and"})
_AT_MOST = frozenset({"≤", "<=", "<"})
_HIGHEST_LISTED = 5


def upper_number(
    text: str, found: Tokens, low: Value, op: str | None, first: int
) -> tuple[Value | None, bool]:
    """Give the upper number behind a lower one, and whether it ends a list.

    Args:
        low: the number that was read.
        op: the comparison before it.
        first: the token where that comparison begins.
    """
    folded = found.folded
    after = low.after
    if after + 1 >= len(folded):
        return None, False
    separator = folded[after]
    in_range = separator in number_words().ranges
    if in_range or separator in _JOINS_RANGE:
        between = not in_range and _opens_range(found, first)
        if not (in_range or between or op == ">="):
            return None, False
        at = after + 1
        if folded[at] in _AT_MOST and at + 1 < len(folded):
            at += 1
        high = _value_at(text, found, at)
        if high is None or (high.value <= low.value and high.unit is None):
            return None, False
        if not in_range and not between and low.unit is not None:
            return None, False
        return high, False
    if separator in _JOINS_TWO and op in (None, "="):
        high = _last_of_list(text, found, after, low)
        return high, high is not None
    return None, False


def _opens_range(found: Tokens, first: int) -> bool:
    return any(
        tuple(found.folded[max(0, first - len(opener)) : first]) == opener
        for opener in number_words().between
    )


def _value_at(text: str, found: Tokens, index: int) -> Value | None:
    if index < len(found.kinds) and found.kinds[index] != "sign":
        return read_value(text, found, index)
    return None


def _last_of_list(text: str, found: Tokens, after: int, low: Value) -> Value | None:
    """The last of a list of whole numbers that follow one another: "0, 1 or 2"."""
    if low.value != int(low.value):
        return None
    folded = found.folded
    last: Value | None = None
    expected = low.value
    at = after
    while at + 1 < len(folded) and folded[at] in _JOINS_LIST:
        step = at + 1
        if folded[step] in _LAST_JOINS and step + 1 < len(folded):
            step += 1
        following = _value_at(text, found, step)
        if following is None or following.value != expected + 1:
            break
        if low.unit is not None and (
            following.unit is None or following.unit.code != low.unit.code
        ):
            break
        last, expected, at = following, following.value, following.after
    if last is not None and found.kinds[at - 1] == "number" and last.value > _HIGHEST_LISTED:
        return None
    return last
