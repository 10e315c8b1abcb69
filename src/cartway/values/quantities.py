"""A number with its unit, as recorded or as asked."""

from __future__ import annotations

from dataclasses import dataclass

from cartway.values.intervals import Interval
from cartway.values.units import convert_factor, is_unit


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a UCUM unit, perhaps only a bound.

    Attributes:
        value: the number.
        unit: UCUM code; ``1`` for a plain number, ``ULN`` for multiples of the upper limit.
        comparator: ``<``, ``<=``, ``>`` or ``>=`` when the record gives a bound only.
    """

    value: float
    unit: str = "1"
    comparator: str | None = None

    def interval_in(self, unit: str, molar_mass: float | None = None) -> Interval | None:
        """The range it stands for in another unit, or None where the units are unlike."""
        if unit == self.unit:
            factor: float | None = 1.0
        else:
            factor = convert_factor(self.unit, unit, molar_mass) if is_unit(self.unit) else None
        if factor is None:
            return None
        interval = Interval.of(self.value, self.comparator)
        return interval if factor == 1.0 else interval.scaled(factor)

    def __str__(self) -> str:
        number = f"{self.value:g}"
        text = f"{self.comparator} {number}" if self.comparator else number
        return text if self.unit == "1" else f"{text} {self.unit}"
