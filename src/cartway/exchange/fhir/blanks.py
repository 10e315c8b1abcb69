"""Facts, origins and quantities made in a third of the time, for whole cohorts are made of them.

A frozen dataclass sets every attribute by way of ``object.__setattr__``. Here an open class of the
same slots is filled, and then becomes the frozen one: the result is an ordinary `Fact`.
"""

from __future__ import annotations

from cartway.facts import Certainty, Fact, Origin
from cartway.values import PartialDate, Quantity


class _OpenOrigin:
    __slots__ = Origin.__slots__

    def __init__(self, document: str, place: str) -> None:
        self.document = document
        self.place = place
        self.start = None
        self.end = None


class _OpenQuantity:
    __slots__ = Quantity.__slots__

    def __init__(self, value: float, unit: str) -> None:
        self.value = value
        self.unit = unit
        self.comparator = None


class _OpenFact:
    __slots__ = Fact.__slots__

    def __init__(
        self,
        fact: str,
        value: object,
        on: PartialDate | None,
        origin: object,
        certainty: Certainty,
        upper: float | None,
        lower: float | None,
    ) -> None:
        self.fact = fact
        self.value = value
        self.on = on
        self.argument = None
        self.origin = origin
        self.certainty = certainty
        self.upper_limit = upper
        self.lower_limit = lower
        self.readable = True


def measured_fact(
    fact: str,
    number: float,
    unit: str,
    on: PartialDate | None,
    document: str,
    place: str,
    certainty: Certainty,
    upper: float | None,
    lower: float | None,
) -> Fact:
    """The fact of a plain measurement, equal to what its constructor gives."""
    value, origin = _OpenQuantity(number, unit), _OpenOrigin(document, place)
    made = _OpenFact(fact, value, on, origin, certainty, upper, lower)
    value.__class__ = Quantity  # type: ignore[assignment]  # same slots, see above
    origin.__class__ = Origin  # type: ignore[assignment]  # same slots, see above
    made.__class__ = Fact  # type: ignore[assignment]  # same slots, see above
    return made  # type: ignore[return-value]  # it has just become one
