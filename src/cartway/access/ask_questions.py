"""How a question is asked on a form, and how the answer becomes part of the record.

*I don't know* is an answer: it is remembered as asked and puts nothing into the record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from cartway.access.find_disease import diseases_below
from cartway.access.next_questions import question_text
from cartway.errors import InputError
from cartway.facts import Absence, Event, Fact, FactDefinition, Origin, Record, Vocabulary
from cartway.facts.record import Value
from cartway.values import PartialDate, Quantity, convert_factor

Form = Literal["number", "score", "choice", "yes_no", "day", "event"]
OWN_WORDS = "entered on the page"
_ALSO_IN = (
    "10*9/L", "10*3/uL", "/uL", "g/L", "g/dL", "mg/dL", "umol/L", "mmol/L", "mg/L", "ug/L",
    "ng/mL", "U/L", "mL/min", "wk", "mo", "a", "%",
)  # fmt: skip
_SHORT_SCORE = 12


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as a form shows it.

    Attributes:
        key: what the answer names it by.
        form: the kind of input.
        text: the question in both languages.
        choices: ids to choose from, with their words in both languages.
        units: UCUM codes to choose from, the usual one first.
        dated: whether the day of the test matters.
    """

    key: str
    form: Form
    text: Mapping[str, str]
    choices: tuple[tuple[str, Mapping[str, str]], ...] = ()
    units: tuple[str, ...] = ()
    dated: bool = False


def form_of(
    fact: str, argument: str | None, vocabulary: Vocabulary, record: Record | None = None
) -> Asked:
    """The form of a question about a fact, or about a thing in a list."""
    key, text = f"{fact}|{argument or ''}", question_text(fact, argument, vocabulary)
    if fact in vocabulary.events:
        return Asked(key, "event", text, dated=True)
    definition = vocabulary.fact(fact)
    dated = definition.changes == "test"
    if definition.kind == "quantity":
        return Asked(key, "number", text, units=units_of(definition), dated=dated)
    if definition.kind == "score":
        return Asked(key, "score", text, choices=_scores(definition), dated=dated)
    if definition.kind == "presence":
        return Asked(key, "yes_no", text, dated=dated)
    if definition.kind == "date":
        return Asked(key, "day", text)
    return Asked(key, "choice", text, choices=_choices(definition, vocabulary, record), dated=dated)


def answered(
    key: str,
    given: Mapping[str, str],
    record: Record,
    vocabulary: Vocabulary,
    as_of: date,
) -> Record:
    """The record with an answer in it.

    Args:
        key: of the question, ``fact|argument``.
        given: ``value``, and where they apply ``unit`` and ``on``.

    Raises:
        InputError: the answer is not one that the question can have.
    """
    fact, _, argument = key.partition("|")
    if fact in vocabulary.events:
        return _event_answered(fact, argument, given, record, vocabulary, as_of)
    definition = vocabulary.fact(fact)
    if bool(definition.argument) != bool(argument):
        raise _not_an_answer(fact, "a question of this program")
    if argument:
        vocabulary.concept(argument, definition.argument)
    value = value_of(definition, given, vocabulary)
    on = day_of(given.get("on", ""), as_of) or PartialDate.of(as_of)
    new = Fact(fact, value, on, argument or None, Origin(OWN_WORDS))
    return replace(record, facts=(*_others(record, definition, new, vocabulary), new))


def value_of(definition: FactDefinition, given: Mapping[str, str], vocabulary: Vocabulary) -> Value:
    """The value that was entered for a fact.

    Raises:
        InputError: it is not a value of this fact.
    """
    text = given.get("value", "").strip()
    if definition.kind in ("quantity", "score"):
        return quantity_of(text, given.get("unit") or definition.unit, definition)
    if definition.kind == "presence":
        if text not in ("yes", "no"):
            raise _not_an_answer(definition.id, "yes or no")
        return text == "yes"
    if definition.kind == "date":
        day = day_of(text, None)
        if day is None:
            raise _not_an_answer(definition.id, "a date")
        return day
    return vocabulary.concept(text, definition.system or "result").id


def quantity_of(text: str, unit: str, definition: FactDefinition) -> Quantity:
    """A number that was entered with its unit.

    Raises:
        InputError: no number, no fitting unit, or a number that this fact cannot have.
    """
    factor = convert_factor(unit, definition.unit, definition.molar_mass)
    if factor is None:
        raise _not_an_answer(definition.id, f"a unit like {definition.unit}")
    number = number_of(text, definition.id)
    if definition.plausible is not None:
        low, high = definition.plausible
        if not low <= number * factor <= high:
            raise InputError(
                "this number cannot be, in this unit",
                where=definition.id,
                expected=f"{low:g} to {high:g} {definition.unit}",
                code="I019",
            )
    return Quantity(number, unit)


def number_of(text: str, where: str) -> float:
    """A number that was entered, with a point or a comma.

    Raises:
        InputError: it is none.
    """
    try:
        number = float(text.strip().replace(",", ".").replace("，", "."))
    except ValueError:
        raise _not_a_number(where) from None
    if not abs(number) < 1e9:
        raise _not_a_number(where)
    return number


def _not_a_number(where: str) -> InputError:
    return InputError(
        "this is not a number", where=where, expected="a number such as 1.5", code="I017"
    )


def _others(
    record: Record, definition: FactDefinition, new: Fact, vocabulary: Vocabulary
) -> list[Fact]:
    """What stays beside an answer: other facts, and for a test that changes, earlier results.

    The person's own answer today takes the place of an equal day's value; for what does not
    change with time it takes the place of all; a more exact diagnosis that of the general one.
    """
    kept = []
    for one in record.facts:
        same = one.fact == new.fact and one.argument == new.argument
        if not same:
            kept.append(one)
        elif definition.many and not (
            isinstance(one.value, str)
            and isinstance(new.value, str)
            and one.value in vocabulary.hierarchy.ancestors(new.value)
        ):
            if one.value != new.value:
                kept.append(one)
        elif _is_earlier_test(one, new, definition):
            kept.append(one)
    return kept


def _is_earlier_test(one: Fact, new: Fact, definition: FactDefinition) -> bool:
    if definition.changes != "test" or one.on is None or new.on is None:
        return False
    return one.on.latest < new.on.earliest


def _event_answered(
    events: str,
    argument: str,
    given: Mapping[str, str],
    record: Record,
    vocabulary: Vocabulary,
    as_of: date,
) -> Record:
    definition = vocabulary.event_list(events)
    main = definition.attributes[definition.main]
    concept = vocabulary.concept(argument, main.system).id
    origin = Origin(OWN_WORDS)
    value = given.get("value", "")
    if value == "no":
        return record.extended(absences=[Absence(events, concept, None, origin)])
    if value != "yes":
        raise _not_an_answer(events, "yes or no")
    day = day_of(given.get("on", ""), as_of)
    event = Event(events, {definition.main: (concept,)}, day, day, origin=origin)
    return record.extended(events=[event])


def day_of(text: str, latest: date | None) -> PartialDate | None:
    """A day, a month or a year that was entered; None when nothing was.

    Args:
        latest: it may not begin after this day.

    Raises:
        InputError: not a date, or one that has not come yet.
    """
    if not text.strip():
        return None
    day = PartialDate.parse(text.strip())
    if latest is not None and day.earliest > latest:
        raise InputError(
            "this date has not come yet", where="date", expected="a date up to today", code="I014"
        )
    return day


def units_of(definition: FactDefinition) -> tuple[str, ...]:
    """The units in which a fact may be entered, the usual one first."""
    own = definition.unit
    also = [
        one
        for one in _ALSO_IN
        if one != own and convert_factor(one, own, definition.molar_mass) is not None
    ]
    return (own, *also)


def _scores(definition: FactDefinition) -> tuple[tuple[str, Mapping[str, str]], ...]:
    if definition.plausible is None:
        return ()
    low, high = (int(bound) for bound in definition.plausible)
    if high - low > _SHORT_SCORE:
        return ()
    return tuple((str(one), {"en": str(one), "zh": str(one)}) for one in range(low, high + 1))


def _choices(
    definition: FactDefinition, vocabulary: Vocabulary, record: Record | None
) -> tuple[tuple[str, Mapping[str, str]], ...]:
    system = definition.system or "result"
    ids: list[str] | tuple[str, ...] = vocabulary.in_system(system)
    if system == "disease" and record is not None:
        held = [str(one.value) for one in record.facts_of(definition.id)]
        ids = [below for one in held for below in diseases_below(one, vocabulary)]
        # A leaf has nothing more exact below it: its parents' other children are another disease.
        ids = list(dict.fromkeys(ids)) or held
    return tuple((one, vocabulary.concepts[one].label) for one in ids)


def _not_an_answer(where: str, expected: str) -> InputError:
    return InputError("this is not an answer", where=where, expected=expected, code="I015")
