"""Facts, events, origins and quantities made in a third of the time, for whole cohorts are made of them.

A frozen dataclass sets every attribute by way of ``object.__setattr__``. Here an open class of the
same slots is filled, and then becomes the frozen one: the result is an ordinary `Fact`.
"""

from __future__ import annotations

from collections.abc import Mapping

from cartway.facts import Certainty, Event, Fact, Origin, Value
from cartway.values import PartialDate, Quantity


class _OpenOrigin:
    __slots__ = Origin.__slots__
    document: str
    place: str
    start: int | None
    end: int | None


class _OpenQuantity:
    __slots__ = Quantity.__slots__
    value: float
    unit: str
    comparator: str | None


class _OpenFact:
    __slots__ = Fact.__slots__
    fact: str
    value: object
    on: PartialDate | None
    argument: str | None
    origin: object
    certainty: Certainty
    upper_limit: float | None
    lower_limit: float | None
    readable: bool


class _OpenEvent:
    __slots__ = Event.__slots__
    events: str
    attributes: Mapping[str, tuple[Value, ...]]
    start: PartialDate | None
    end: PartialDate | None
    ongoing: bool
    origin: Origin
    certainty: Certainty


def treatment_event(
    events: str,
    agents: tuple[str, ...],
    start: PartialDate | None,
    end: PartialDate | None,
    ongoing: bool,
    origin: Origin,
    certainty: Certainty,
) -> Event:
    """A treatment in a list, equal to what the event's constructor gives."""
    made = _OpenEvent()
    made.events, made.attributes, made.start, made.end = events, {"agent": agents}, start, end
    made.ongoing, made.origin, made.certainty = ongoing, origin, certainty
    made.__class__ = Event  # type: ignore[assignment]  # same slots, see above
    return made  # type: ignore[return-value]  # it has just become one


def measured_fact(
    fact: str,
    number: float,
    unit: str,
    on: PartialDate,
    document: str,
    place: str,
    upper: float | None,
    lower: float | None,
) -> Fact:
    """The fact of a plain, final measurement, equal to what its constructor gives."""
    value, origin, made = _OpenQuantity(), _OpenOrigin(), _OpenFact()
    value.value, value.unit, value.comparator = number, unit, None
    origin.document, origin.place, origin.start, origin.end = document, place, None, None
    made.fact, made.value, made.on, made.argument = fact, value, on, None
    made.origin, made.certainty, made.readable = origin, Certainty.STATED, True
    made.upper_limit, made.lower_limit = upper, lower
    value.__class__ = Quantity  # type: ignore[assignment]  # same slots, see above
    origin.__class__ = Origin  # type: ignore[assignment]  # same slots, see above
    made.__class__ = Fact  # type: ignore[assignment]  # same slots, see above
    return made  # type: ignore[return-value]  # it has just become one
