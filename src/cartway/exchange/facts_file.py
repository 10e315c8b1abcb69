"""A facts file: what is known of a patient, written down fact by fact, in YAML or JSON.

Strict, unlike FHIR: a person wrote it for cartway and can mend it. Every problem is told with its
line and column, and none repeats a value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from cartway.errors import InputError, nearest_name
from cartway.exchange.codebook import CodeBook, load_codebook
from cartway.facts import (
    Absence,
    AttributeDefinition,
    Certainty,
    Event,
    EventsDefinition,
    Fact,
    FactDefinition,
    Origin,
    Record,
    Value,
)
from cartway.knowledge.load import (
    KnowledgeError,
    MarkedYaml,
    Problem,
    parse_marked,
    read_record,
)
from cartway.knowledge.load import Record as FileRecord
from cartway.knowledge.load.marked_yaml import Trail
from cartway.values import PartialDate, Quantity, convert_factor

_HEAD = re.compile(
    r"^\s*(?:---\s*)?(?:#.*\n\s*)*(facts|events|absences|complete)\s*:", re.MULTILINE
)
_NUMBER = re.compile(r"(<=|>=|<|>|≤|≥)?\s*([+-]?\d{1,12}(?:\.\d{1,9})?)\s*(\S.{0,30})?")
_SIGNS = {"≤": "<=", "≥": ">="}
_TRUTHS = {"true": True, "yes": True, "false": False, "no": False}


class FactEntry(FileRecord):
    """One fact."""

    fact: str
    value: str
    unit: str | None = None
    on: str | None = None
    argument: str | None = None
    certainty: Certainty = Certainty.STATED
    upper_limit: float | None = None
    lower_limit: float | None = None


class AbsenceEntry(FileRecord):
    """Something that did not happen."""

    events: str
    concept: str
    since: str | None = None
    status: str | None = None


class FactsFile(FileRecord):
    """The whole file; the attributes of an event depend on its list and are checked later."""

    facts: tuple[FactEntry, ...] = ()
    events: tuple[dict[str, Any], ...] = ()
    absences: tuple[AbsenceEntry, ...] = ()
    complete: tuple[str, ...] = ()
    note: str | None = None


def is_facts_text(text: str) -> bool:
    """Whether a text begins as a facts file does."""
    return _HEAD.match(text) is not None


def read_facts_text(
    text: str, name: str, book: CodeBook | None = None, today: date | None = None
) -> Record:
    """Read a facts file.

    Args:
        text: YAML or JSON.
        name: the file's name, for messages and origins.
        today: when given, a date after it is an error.

    Raises:
        InputError: every problem of the file, each with line and column.
    """
    try:
        marked = parse_marked(_plain_yaml(text), name)
        _spread(marked)
        content = read_record(marked, FactsFile)
    except KnowledgeError as error:
        raise _told(error.problems, name) from None
    reading = _Reading(marked, book or load_codebook(), name, today)
    record = reading.record(content)
    if reading.problems:
        raise _told(reading.problems, name)
    return record


def _plain_yaml(text: str) -> str:
    """JSON is YAML but for two habits: tabs between tokens, and a slash escaped."""
    if text.lstrip()[:1] in "{[" and ("\t" in text or "\\/" in text):
        return text.replace("\t", "  ").replace("\\/", "/")
    return text


def _told(problems: Iterable[Problem], name: str) -> InputError:
    """One paragraph: the first problems with their places, and how many more there are."""
    listed = sorted(set(problems))
    said = []
    for one in listed[:5]:
        place = f"line {one.line}, column {one.column}"
        more = f"; expected {one.expected}" if one.expected else ""
        near = f"; did you mean {one.nearest}?" if one.nearest else ""
        said.append(f"{place}: {one.what.rstrip('.')}{more}{near}")
    rest = len(listed) - len(said)
    tail = f" (and {rest} more)" if rest else ""
    return InputError(
        "this facts file cannot be used. " + ". ".join(said) + tail,
        where=name,
        code=listed[0].code,
    )


def _spread(marked: MarkedYaml) -> None:
    """Let `facts` be given in short, as a mapping of name to value."""
    held = marked.values
    if not isinstance(held, dict) or not isinstance(held.get("facts"), dict):
        return
    entries = []
    for at, (name, given) in enumerate(held["facts"].items()):
        fact, _, argument = str(name).rstrip(")").partition("(")
        entry = dict(given) if isinstance(given, dict) else {"value": given}
        entry["fact"] = fact.strip()
        if argument:
            entry.setdefault("argument", argument.strip())
        entries.append(entry)
        place = marked.key_places.get(("facts", name), (1, 1))
        marked.value_places["facts", at] = place
        for key in entry:
            below = marked.value_places.get(("facts", name, key), place)
            marked.value_places["facts", at, key] = below
    held["facts"] = entries


class _Reading:
    """Turns checked entries into facts and events, collecting every problem."""

    def __init__(self, marked: MarkedYaml, book: CodeBook, name: str, today: date | None) -> None:
        self.marked, self.book, self.name, self.today = marked, book, name, today
        self.vocabulary = book.vocabulary
        self.problems: list[Problem] = []

    def record(self, content: FactsFile) -> Record:
        """Everything in the file that has no problem."""
        return Record(
            tuple(one for at, entry in enumerate(content.facts) for one in self._fact(at, entry)),
            tuple(one for at, entry in enumerate(content.events) for one in self._event(at, entry)),
            tuple(
                one for at, entry in enumerate(content.absences) for one in self._absence(at, entry)
            ),
            frozenset(one for at, one in enumerate(content.complete) if self._complete(at, one)),
        )

    def _problem(self, trail: Trail, what: str, expected: str = "", nearest: str = "") -> None:
        self.problems.append(
            self.marked.problem("F020", trail, what, expected=expected, nearest=nearest)
        )

    def _fact(self, at: int, entry: FactEntry) -> Iterator[Fact]:
        trail: Trail = ("facts", at)
        definition = self.vocabulary.facts.get(entry.fact)
        if definition is None:
            near = nearest_name(entry.fact, self.vocabulary.facts) or ""
            named = self.book.named_fact(entry.fact)
            near = named.definition.id if named else near
            self._problem((*trail, "fact"), "this fact is not known", "the id of a fact", near)
            return
        argument = self._argument(trail, entry, definition)
        value = self._value(trail, entry.value, entry.unit, definition)
        on = self._date((*trail, "on"), entry.on)
        if value is None or (definition.argument and argument is None):
            return
        line = self.marked.value_places.get(trail, (1, 1))[0]
        yield Fact(
            definition.id, value, on, argument, Origin(self.name, f"line {line}"),
            entry.certainty, entry.upper_limit, entry.lower_limit,
        )  # fmt: skip

    def _argument(self, trail: Trail, entry: FactEntry, definition: FactDefinition) -> str | None:
        if definition.argument is None:
            if entry.argument is not None:
                self._problem((*trail, "argument"), f"{definition.id} takes no argument")
            return None
        if entry.argument is None:
            self._problem(
                trail, f"{definition.id} needs an argument", f"argument: a {definition.argument}"
            )
            return None
        return self._concept((*trail, "argument"), entry.argument, definition.argument)

    def _concept(self, trail: Trail, given: str, system: str) -> str | None:
        concept = self.vocabulary.concepts.get(given)
        if concept is not None and concept.system == system:
            return given
        named = self.book.named_concept(given, system)
        if named is None:
            known = self.vocabulary.in_system(system)
            near = nearest_name(given, known) or ""
            self._problem(
                trail,
                f"this is not a {system} that is known",
                f"the id or name of a {system}",
                near,
            )
        return named

    def _value(
        self,
        trail: Trail,
        text: str,
        unit: str | None,
        definition: FactDefinition | AttributeDefinition,
    ) -> Value | None:
        place = (*trail, "value") if isinstance(definition, FactDefinition) else trail
        kind = definition.kind
        if kind in ("quantity", "score"):
            return self._quantity(place, text, unit, definition)
        if kind == "code" or kind == "result":
            return self._concept(place, text, definition.system or "result")
        if kind == "presence":
            if text.casefold() not in _TRUTHS:
                self._problem(place, f"{definition.id} is a yes-or-no fact", "true or false")
            return _TRUTHS.get(text.casefold())
        if kind == "date":
            return self._date(place, text)
        return text

    def _quantity(
        self,
        trail: Trail,
        text: str,
        unit: str | None,
        definition: FactDefinition | AttributeDefinition,
    ) -> Quantity | None:
        match = _NUMBER.fullmatch(text.strip())
        if match is None:
            self._problem(trail, f"{definition.id} is a number", f"a number in {definition.unit}")
            return None
        sign, digits, printed = match.groups()
        given = unit or printed
        code = self.book.units.code_of(given, None) if given else "1"
        own = definition.unit
        if (
            code is None
            or convert_factor(code, own, getattr(definition, "molar_mass", None)) is None
        ):
            what = (
                f"this unit does not measure {definition.id}"
                if given
                else f"{definition.id} needs its unit"
            )
            self._problem((*trail[:-1], "unit"), what, f"a unit like {own}")
            return None
        return Quantity(float(digits), code, _SIGNS.get(sign, sign) if sign else None)

    def _date(self, trail: Trail, text: str | None) -> PartialDate | None:
        if text is None:
            return None
        try:
            day = PartialDate.parse(text)
        except InputError:
            self._problem(trail, "this is not a date", "YYYY, YYYY-MM or YYYY-MM-DD")
            return None
        if self.today is not None and day.earliest > self.today:
            self._problem(trail, "this date has not come yet", "a date up to today")
            return None
        return day

    def _list(self, trail: Trail, name: object) -> EventsDefinition | None:
        found = self.vocabulary.events.get(str(name))
        if found is None:
            known = ", ".join(self.vocabulary.events)
            near = nearest_name(str(name), self.vocabulary.events) or ""
            self._problem(trail, "this list of events is not known", f"one of {known}", near)
        return found

    def _event(self, at: int, entry: dict[str, Any]) -> Iterator[Event]:
        trail: Trail = ("events", at)
        definition = self._list((*trail, "events"), entry.get("events"))
        if definition is None:
            return
        dates = {
            key: self._text_date((*trail, key), entry.get(key)) for key in ("on", "start", "end")
        }
        start, end = dates["start"] or dates["on"], dates["end"] or dates["on"]
        attributes: dict[str, tuple[Value, ...]] = {}
        for key, given in entry.items():
            if key in ("events", "on", "start", "end", "ongoing", "certainty"):
                continue
            attribute = definition.attributes.get(key)
            if attribute is None:
                known = ", ".join(definition.attributes)
                near = nearest_name(key, definition.attributes) or ""
                self._problem(
                    (*trail, key),
                    f"{definition.id} has no attribute {key}",
                    f"one of {known}",
                    near,
                )
                continue
            listed = given if isinstance(given, list) else [given]
            values = [self._attribute((*trail, key), one, attribute) for one in listed]
            attributes[key] = tuple(one for one in values if one is not None)
        certainty = self._certainty((*trail, "certainty"), entry.get("certainty"))
        ongoing = self._flag((*trail, "ongoing"), entry.get("ongoing"))
        line = self.marked.value_places.get(trail, (1, 1))[0]
        origin = Origin(self.name, f"line {line}")
        yield Event(definition.id, attributes, start, end, ongoing, origin, certainty)

    def _attribute(
        self, trail: Trail, given: object, attribute: AttributeDefinition
    ) -> Value | None:
        if not isinstance(given, str):
            self._problem(trail, f"{attribute.id} is one value or a list of values")
            return None
        return self._value(trail, given, None, attribute)

    def _text_date(self, trail: Trail, given: object) -> PartialDate | None:
        if given is not None and not isinstance(given, str):
            self._problem(trail, "this is not a date", "YYYY, YYYY-MM or YYYY-MM-DD")
            return None
        return self._date(trail, given)

    def _flag(self, trail: Trail, given: object) -> bool:
        if given is None:
            return False
        found = _TRUTHS.get(str(given).casefold())
        if found is None:
            self._problem(trail, "this is yes or no", "true or false")
        return bool(found)

    def _certainty(self, trail: Trail, given: object) -> Certainty:
        if given is None:
            return Certainty.STATED
        if given not in list(Certainty):
            self._problem(trail, "this certainty is not known", ", ".join(Certainty))
            return Certainty.STATED
        return Certainty(str(given))

    def _absence(self, at: int, entry: AbsenceEntry) -> Iterator[Absence]:
        trail: Trail = ("absences", at)
        definition = self._list((*trail, "events"), entry.events)
        if definition is None:
            return
        system = definition.attributes[definition.main].system or ""
        concept = self._concept((*trail, "concept"), entry.concept, system)
        since = self._date((*trail, "since"), entry.since)
        if concept is not None:
            line = self.marked.value_places.get(trail, (1, 1))[0]
            yield Absence(
                definition.id, concept, since, Origin(self.name, f"line {line}"), entry.status
            )

    def _complete(self, at: int, name: str) -> bool:
        return self._list(("complete", at), name) is not None
