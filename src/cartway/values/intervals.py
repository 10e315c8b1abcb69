"""What is known of a number: a range it lies in. Comparing a range gives three-valued truth."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from cartway.truth import FALSE, TRUE, UNKNOWN, Truth

OPERATORS = ("<=", ">=", "<", ">", "=", "!=")


@dataclass(frozen=True, slots=True)
class Interval:
    """Numbers from `low` to `high`; an open end does not belong to it."""

    low: float = -inf
    high: float = inf
    low_open: bool = False
    high_open: bool = False

    @classmethod
    def of(cls, value: float, comparator: str | None = None) -> Interval:
        """A recorded number, with the ``<``, ``<=``, ``>`` or ``>=`` a laboratory may print before it."""
        if comparator in ("<", "<="):
            return cls(high=value, high_open=comparator == "<")
        if comparator in (">", ">="):
            return cls(low=value, low_open=comparator == ">")
        return cls(value, value)

    def compare(self, operator: str, limit: float) -> Truth:
        """Say whether every, no or some number of the range stands so to `limit`."""
        low, high = self.low, self.high
        if operator == "<":
            if high < limit or (high == limit and self.high_open):
                return TRUE
            return FALSE if low >= limit else UNKNOWN
        if operator == "<=":
            if high <= limit:
                return TRUE
            return FALSE if low > limit or (low == limit and self.low_open) else UNKNOWN
        if operator == ">=":
            return ~self.compare("<", limit)
        if operator == ">":
            return ~self.compare("<=", limit)
        equal = self._equals(limit)
        return ~equal if operator == "!=" else equal

    def _equals(self, limit: float) -> Truth:
        if self.low == self.high == limit:
            return TRUE
        inside = self.compare(">=", limit) is not FALSE and self.compare("<=", limit) is not FALSE
        return UNKNOWN if inside else FALSE

    def scaled(self, factor: float) -> Interval:
        """The range in another unit; `factor` is above zero."""
        return Interval(
            float(f"{self.low * factor:.12g}"),
            float(f"{self.high * factor:.12g}"),
            self.low_open,
            self.high_open,
        )
