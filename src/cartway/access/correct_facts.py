"""A record as a person confirmed it: corrected, dropped, and what followed from it left out.

What was derived from something that turned out wrong is wrong too or at least not known: it is
left out and counted, never kept beside the correction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from cartway.access.ask_questions import OWN_WORDS, day_of, number_of, quantity_of
from cartway.access.concept_names import concept_called
from cartway.access.correction_forms import Field, Item, fields_of
from cartway.access.derived_facts import what_followed
from cartway.errors import InputError
from cartway.facts import Absence, Certainty, Event, Fact, Origin, Record, Vocabulary
from cartway.facts.record import Value
from cartway.values import PartialDate, Quantity


@dataclass(frozen=True, slots=True)
class Corrected:
    """What came of a person's corrections.

    Attributes:
        record: with every correction that could be used.
        wrong: by the place of an item, the field that could not be used and why.
        left_out: how many items had followed from what was corrected or dropped.
    """

    record: Record
    wrong: Mapping[int, tuple[str, InputError]]
    left_out: int


def items_of(record: Record) -> list[Item]:
    """Everything that can be confirmed, corrected or dropped, in the order of the record."""
    return [*record.facts, *record.events, *record.absences]


def twins_of(record: Record) -> dict[int, int]:
    """What was read twice at one place, by the place of the first reading."""
    items = items_of(record)
    found: dict[int, int] = {}
    for at, one in enumerate(items):
        for before in range(at):
            if before not in found and _same_reading(items[before], one):
                found[at] = before
                break
    return found


def correct_record(
    record: Record,
    given: Mapping[str, str],
    vocabulary: Vocabulary,
    as_of: date,
    language: str,
) -> Corrected:
    """Take a person's word on every item; what was read twice at one place is kept once.

    Args:
        given: for the item at place n: ``keep_n`` is yes or no, ``<field>_n`` what a field holds.
        language: of the names in the form.
    """
    items: list[Item | None] = [*items_of(record)]
    twins = twins_of(record)
    wrong: dict[int, tuple[str, InputError]] = {}
    changed: set[int] = set()
    for at, one in enumerate(items_of(record)):
        asked = twins.get(at, at)
        if given.get(f"keep_{asked}") == "no":
            items[at] = None
            changed.add(at)
            continue
        fields = fields_of(one, vocabulary, language)
        typed = {field.name: given.get(f"{field.name}_{asked}", field.value) for field in fields}
        if all(typed[field.name].strip() == field.value for field in fields):
            items[at] = _confirmed(one, given.get(f"keep_{asked}") == "yes")
            continue
        name = ""
        try:
            for field in fields:
                name = field.name
                _check(field, typed[name], as_of)
            name = fields[0].name
            items[at] = _with(one, typed, fields, vocabulary, as_of)
        except InputError as error:
            wrong.setdefault(asked, (_blamed(error, name), error))
        changed.add(at)
    dropped = what_followed(items_of(record), changed)
    gone = dropped | set(twins)
    kept = [one for at, one in enumerate(items) if one is not None and at not in gone]
    return Corrected(_of(record, kept), wrong, len(dropped - set(twins)))


def without_items(record: Record, dropped: set[int]) -> Record:
    """The record without the items at these places."""
    return _of(record, [one for at, one in enumerate(items_of(record)) if at not in dropped])


def _of(record: Record, kept: Iterable[Item]) -> Record:
    held = list(kept)
    return replace(
        record,
        facts=tuple(one for one in held if isinstance(one, Fact)),
        events=tuple(one for one in held if isinstance(one, Event)),
        absences=tuple(one for one in held if isinstance(one, Absence)),
    )


def _confirmed(item: Item, said: bool) -> Item:
    """What was hardly legible and a person found right is as good as stated."""
    doubtful = not isinstance(item, Absence) and item.certainty is Certainty.UNCERTAIN
    return replace(item, certainty=Certainty.STATED) if said and doubtful else item  # type: ignore[arg-type]  # absences are never doubtful


def _check(field: Field, text: str, as_of: date) -> None:
    """Whether a single input can be used at all."""
    if field.kind == "day" and text.strip() != field.value:
        day_of(text, as_of)
    elif field.kind == "number" and text.strip() != field.value:
        number_of(text, field.name)
    elif field.kind == "choice" and text not in dict(field.choices):
        raise InputError(
            "this is not an answer", where=field.name, expected="a choice", code="I015"
        )


def _blamed(error: InputError, name: str) -> str:
    return "end" if error.code == "I032" else name


def _with(
    item: Item,
    typed: Mapping[str, str],
    fields: tuple[Field, ...],
    vocabulary: Vocabulary,
    as_of: date,
) -> Item:
    origin = replace(item.origin, document=OWN_WORDS)
    if isinstance(item, Absence):
        concept = _concept(fields[0], typed, vocabulary)
        return replace(item, concept=concept, since=day_of(typed["since"], as_of), origin=origin)
    if isinstance(item, Event):
        return _event(item, typed, fields, vocabulary, as_of, origin)
    definition = vocabulary.fact(item.fact)
    on = day_of(typed["on"], as_of) if "on" in typed else item.on
    value: Value
    if isinstance(item.value, Quantity):
        unit = typed.get("unit", item.value.unit)
        quantity = quantity_of(typed["value"], unit, definition)
        value = replace(quantity, comparator=_sign(typed, "value"))
        limits = unit == item.value.unit
        item = item if limits else replace(item, upper_limit=None, lower_limit=None)
    elif isinstance(item.value, bool):
        value = typed["value"] == "yes"
    elif isinstance(item.value, PartialDate):
        value = _needed(day_of(typed["value"], as_of), item.fact)
    else:
        value = _concept(fields[0], typed, vocabulary)
    return replace(
        item, value=value, on=on, origin=origin, certainty=Certainty.STATED, readable=True
    )


def _event(
    item: Event,
    typed: Mapping[str, str],
    fields: tuple[Field, ...],
    vocabulary: Vocabulary,
    as_of: date,
    origin: Origin,
) -> Event:
    main = vocabulary.event_list(item.events).main
    named = [one for one in fields if one.name.startswith("value")]
    values = [_concept(one, typed, vocabulary) for one in named if typed[one.name].strip()]
    if not values:
        _needed(None, item.events)
    attributes: dict[str, tuple[Value, ...]] = {**item.attributes, main: tuple(values)}
    for one in fields:
        held = item.attributes.get(one.name)
        if held is None or one.name == main:
            continue
        attributes[one.name] = (_attribute(one, held[0], typed, vocabulary),)
    start, end = day_of(typed["start"], as_of), day_of(typed["end"], as_of)
    if start is not None and end is not None and end.latest < start.earliest:
        raise InputError("it ends before it begins", where="end", expected="a later day",
                         code="I032")  # fmt: skip
    ongoing = typed.get("ongoing", "no") == "yes" and end is None
    return replace(
        item, attributes=attributes, start=start, end=end, ongoing=ongoing, origin=origin,
        certainty=Certainty.STATED,
    )  # fmt: skip


def _attribute(
    field: Field, held: Value, typed: Mapping[str, str], vocabulary: Vocabulary
) -> Value:
    text = typed[field.name]
    if isinstance(held, Quantity):
        return Quantity(number_of(text, field.name), held.unit, _sign(typed, field.name))
    if isinstance(held, bool):
        return text == "yes"
    if isinstance(held, PartialDate):
        return _needed(day_of(text, None), field.name)
    return _concept(field, typed, vocabulary)


def _concept(field: Field, typed: Mapping[str, str], vocabulary: Vocabulary) -> str:
    text = typed[field.name].strip()
    if field.kind == "choice":
        return vocabulary.concept(text, field.system).id
    if not text:
        _needed(None, field.name)
    return concept_called(text, field.system, vocabulary)


def _sign(typed: Mapping[str, str], name: str) -> str | None:
    sign = typed.get(f"{name}_sign", "=")
    return None if sign == "=" else sign


def _needed(day: PartialDate | None, where: str) -> PartialDate:
    if day is None:
        raise InputError("nothing was entered", where=where, expected="a value", code="I031")
    return day


def _same_reading(one: Item, other: Item) -> bool:
    """The same said twice of one place, such as a weight under two headings of the reader."""
    if type(one) is not type(other) or not _touch(one, other):
        return False
    if isinstance(one, Fact):
        same = cast(Fact, other)
        return (one.fact, one.argument, one.value, one.on) == (
            same.fact, same.argument, same.value, same.on,
        )  # fmt: skip
    return replace(one, origin=Origin()) == replace(other, origin=Origin())


def _touch(one: Item, other: Item) -> bool:
    a, b = one.origin, other.origin
    if a.start is None or b.start is None or a.end is None or b.end is None:
        return False
    return a.start < b.end and b.start < a.end
