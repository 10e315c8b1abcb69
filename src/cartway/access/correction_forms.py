"""By which fields a recorded thing is corrected: its value, its unit, its days, its names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from cartway.access.ask_questions import units_of
from cartway.access.quantity_words import unit_words
from cartway.facts import Absence, Event, Fact, Vocabulary
from cartway.facts.record import Value
from cartway.facts.vocabulary import AttributeDefinition
from cartway.knowledge.words import say
from cartway.values import PartialDate, Quantity

Item = Fact | Event | Absence
SIGNS = {"=": "", ">=": "≥", ">": ">", "<=": "≤", "<": "<"}
_FEW = 60
_MOST_NAMES = 12


@dataclass(frozen=True, slots=True)
class Field:
    """One input.

    Attributes:
        name: within the thing that is corrected.
        kind: ``name`` is typed and looked up in `system`; a ``day`` may be a month or a year.
        value: as it stands now; an input left so changes nothing.
        choices: values to choose from, with their words.
    """

    name: str
    kind: Literal["number", "name", "choice", "day"]
    label: str
    value: str
    choices: tuple[tuple[str, str], ...] = ()
    system: str = ""


def fields_of(item: Item, vocabulary: Vocabulary, language: str) -> tuple[Field, ...]:
    """The inputs for a recorded thing, in the order in which a person reads them."""
    if isinstance(item, Absence):
        system = _main(item.events, vocabulary).system or ""
        return (
            _named("value", item.concept, system, say("letter", "what", language), vocabulary,
                   language),
            _day("since", item.since, language),
        )  # fmt: skip
    if isinstance(item, Event):
        return _event_fields(item, vocabulary, language)
    definition = vocabulary.fact(item.fact)
    system = definition.system or "result"
    own = _value_fields("value", item.value, system, say("letter", "value", language),
                        vocabulary, language)  # fmt: skip
    if isinstance(item.value, Quantity):
        units = tuple(dict.fromkeys((item.value.unit, *units_of(definition))))
        if len(units) > 1:
            words = tuple((one, unit_words(one, language) or "1") for one in units)
            label = say("open_page", "unit", language)
            own = (*own, Field("unit", "choice", label, item.value.unit, words))
    if definition.changes == "fixed":
        return own
    return (*own, _day("on", item.on, language))


def _event_fields(item: Event, vocabulary: Vocabulary, language: str) -> tuple[Field, ...]:
    definition = vocabulary.event_list(item.events)
    main = _main(item.events, vocabulary)
    label = say("letter", "what", language)
    held = [str(one) for one in item.attributes.get(definition.main, ())][:_MOST_NAMES]
    fields = [
        _named(f"value{at}", one, main.system or "", f"{label} {at + 1}" if len(held) > 1 else label,
               vocabulary, language)
        for at, one in enumerate(held)
    ]  # fmt: skip
    if item.events == "prior_therapy":  # a regimen may hold a drug that was not read
        fields.append(Field(f"value{len(held)}", "name", say("letter", "another", language), "",
                            system=main.system or ""))  # fmt: skip
    fields.append(_day("start", item.start, language))
    fields.append(_day("end", item.end, language))
    for name, values in item.attributes.items():
        one = definition.attributes.get(name)
        if name == definition.main or one is None or len(values) != 1:
            continue
        fields += _value_fields(name, values[0], one.system or "result",
                                one.label.get(language) or one.label["en"], vocabulary, language)  # fmt: skip
    if item.ongoing or item.end is None:
        fields.append(
            _yes_no("ongoing", item.ongoing, say("letter", "ongoing", language), language)
        )
    return tuple(fields)


def _value_fields(
    name: str, value: Value, system: str, label: str, vocabulary: Vocabulary, language: str
) -> tuple[Field, ...]:
    if isinstance(value, Quantity):
        number = Field(name, "number", label, f"{value.value:g}")
        if not value.comparator:
            return (number,)
        words = tuple((sign, say("letter", f"sign_{key}", language)) for sign, key in _SIGN_KEYS)
        sign = Field(f"{name}_sign", "choice", say("letter", "sign", language), value.comparator,
                     words)  # fmt: skip
        return (sign, number)
    if isinstance(value, bool):
        return (_yes_no(name, value, label, language),)
    if isinstance(value, PartialDate):
        return (Field(name, "day", label, str(value)),)
    return (_named(name, value, system, label, vocabulary, language),)


_SIGN_KEYS = (("=", "exactly"), (">=", "at_least"), (">", "above"), ("<=", "at_most"),
              ("<", "below"))  # fmt: skip


def _named(
    name: str, value: str, system: str, label: str, vocabulary: Vocabulary, language: str
) -> Field:
    ids = vocabulary.in_system(system)
    if len(ids) > _FEW:
        return Field(name, "name", label, vocabulary.label(value, language), system=system)
    choices = tuple((one, vocabulary.label(one, language)) for one in ids)
    return Field(name, "choice", label, value, choices, system)


def _yes_no(name: str, value: bool, label: str, language: str) -> Field:
    choices = tuple((one, say("open_page", one, language)) for one in ("yes", "no"))
    return Field(name, "choice", label, "yes" if value else "no", choices)


def _day(name: str, day: PartialDate | None, language: str) -> Field:
    return Field(name, "day", say("letter", f"day_{name}", language), str(day or ""))


def _main(events: str, vocabulary: Vocabulary) -> AttributeDefinition:
    definition = vocabulary.event_list(events)
    attributes: Mapping[str, AttributeDefinition] = definition.attributes
    return attributes[definition.main]
