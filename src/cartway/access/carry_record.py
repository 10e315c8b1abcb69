"""A record as plain data that a page can carry, and back again without loss."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cartway.facts import Absence, Certainty, Event, Fact, Finding, Origin, Record
from cartway.facts.record import Value
from cartway.values import PartialDate, Quantity

Data = dict[str, Any]


def pack_record(record: Record) -> Data:
    """The record as data of lists, texts and numbers; empty parts are left out."""
    data: Data = {
        "facts": [_pack_fact(one) for one in record.facts],
        "events": [_pack_event(one) for one in record.events],
        "absences": [
            _bare(e=one.events, c=one.concept, s=_text(one.since), o=_pack_origin(one.origin),
                  t=one.status)
            for one in record.absences
        ],
        "complete": sorted(record.complete),
        "findings": [[one.kind, one.what, one.where] for one in record.findings],
    }  # fmt: skip
    return {key: held for key, held in data.items() if held}


def unpack_record(data: Mapping[str, Any]) -> Record:
    """The record that was packed."""
    return Record(
        tuple(_fact(one) for one in data.get("facts", ())),
        tuple(_event(one) for one in data.get("events", ())),
        tuple(
            Absence(one["e"], one["c"], _day(one.get("s")), _origin(one), one.get("t"))
            for one in data.get("absences", ())
        ),
        frozenset(data.get("complete", ())),
        tuple(Finding(*one) for one in data.get("findings", ())),
    )


def _bare(**held: Any) -> Data:
    return {key: value for key, value in held.items() if value is not None}


def _text(day: PartialDate | None) -> str | None:
    return None if day is None else str(day)


def _day(text: str | None) -> PartialDate | None:
    return None if text is None else PartialDate.parse(text)


def _pack_fact(one: Fact) -> Data:
    return _bare(
        f=one.fact, v=_pack_value(one.value), d=_text(one.on), a=one.argument,
        o=_pack_origin(one.origin),
        c=None if one.certainty is Certainty.STATED else one.certainty.value,
        u=one.upper_limit, l=one.lower_limit, r=None if one.readable else False,
    )  # fmt: skip


def _fact(one: Mapping[str, Any]) -> Fact:
    return Fact(
        one["f"], _value(one["v"]), _day(one.get("d")), one.get("a"), _origin(one),
        Certainty(one.get("c", "stated")), one.get("u"), one.get("l"), one.get("r", True),
    )  # fmt: skip


def _pack_event(one: Event) -> Data:
    return _bare(
        e=one.events,
        a={name: [_pack_value(value) for value in values] for name, values in one.attributes.items()},
        s=_text(one.start), d=_text(one.end), g=True if one.ongoing else None,
        o=_pack_origin(one.origin),
        c=None if one.certainty is Certainty.STATED else one.certainty.value,
    )  # fmt: skip


def _event(one: Mapping[str, Any]) -> Event:
    attributes = {name: tuple(map(_value, values)) for name, values in one["a"].items()}
    return Event(
        one["e"], attributes, _day(one.get("s")), _day(one.get("d")), one.get("g", False),
        _origin(one), Certainty(one.get("c", "stated")),
    )  # fmt: skip


def _pack_value(value: Value) -> Any:
    """Text and truth as themselves, a quantity as a list, a day under a key of its own."""
    if isinstance(value, Quantity):
        return [value.value, value.unit, *([value.comparator] if value.comparator else [])]
    return {"day": str(value)} if isinstance(value, PartialDate) else value


def _value(held: Any) -> Value:
    if isinstance(held, list):
        return Quantity(*held)
    if isinstance(held, dict):
        return PartialDate.parse(held["day"])
    value: Value = held
    return value


def _pack_origin(one: Origin) -> list[Any] | None:
    if one == Origin():
        return None
    place = [] if one.start is None else [one.start, one.end]
    return [one.document, one.place, *place]


def _origin(one: Mapping[str, Any]) -> Origin:
    return Origin(*one["o"]) if "o" in one else Origin()
