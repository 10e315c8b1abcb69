"""Three-valued truth: strong Kleene logic. Nothing else in cartway decides what *unknown* does.

Source: S. C. Kleene, Introduction to Metamathematics (1952), section 64, strong tables.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import NoReturn


class Truth(Enum):
    """TRUE, FALSE or UNKNOWN. Combine with ``&``, ``|`` and ``~``, never with ``and`` or ``if``."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"

    def __bool__(self) -> NoReturn:
        raise TypeError(
            "a three-valued truth has no yes-or-no: `and`, `or`, `not` and `if` would turn "
            "unknown into yes. Use `&`, `|`, `~`, or compare with `is TRUE`."
        )

    def __and__(self, other: Truth) -> Truth:
        if self is FALSE or other is FALSE:
            return FALSE
        return TRUE if self is TRUE and other is TRUE else UNKNOWN

    def __or__(self, other: Truth) -> Truth:
        if self is TRUE or other is TRUE:
            return TRUE
        return FALSE if self is FALSE and other is FALSE else UNKNOWN

    def __invert__(self) -> Truth:
        if self is UNKNOWN:
            return UNKNOWN
        return FALSE if self is TRUE else TRUE


TRUE = Truth.TRUE
FALSE = Truth.FALSE
UNKNOWN = Truth.UNKNOWN


def truth_of(value: bool) -> Truth:
    """Lift a two-valued answer."""
    return TRUE if value else FALSE


def all_of(truths: Iterable[Truth]) -> Truth:
    """TRUE if all are, FALSE if one is FALSE, else UNKNOWN; TRUE for none."""
    result = TRUE
    for truth in truths:
        if truth is FALSE:
            return FALSE
        if truth is UNKNOWN:
            result = UNKNOWN
    return result


def any_of(truths: Iterable[Truth]) -> Truth:
    """TRUE if one is, FALSE if all are FALSE, else UNKNOWN; FALSE for none."""
    result = FALSE
    for truth in truths:
        if truth is TRUE:
            return TRUE
        if truth is UNKNOWN:
            result = UNKNOWN
    return result


def at_least(count: int, truths: Iterable[Truth]) -> Truth:
    """Say whether at least `count` of the truths are TRUE."""
    certain = possible = 0
    for truth in truths:
        certain += truth is TRUE
        possible += truth is not FALSE
    if certain >= count:
        return TRUE
    return UNKNOWN if possible >= count else FALSE
