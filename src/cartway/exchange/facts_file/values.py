"""The values of a facts file, each checked against what it belongs to; problems are collected."""

from __future__ import annotations

import re
from datetime import date

from cartway.errors import InputError, nearest_name
from cartway.exchange.codebook import CodeBook
from cartway.facts import AttributeDefinition, Certainty, FactDefinition, Value
from cartway.knowledge.load import MarkedYaml, Problem
from cartway.knowledge.load.marked_yaml import Trail
from cartway.values import PartialDate, Quantity, convert_factor

_NUMBER = re.compile(r"(<=|>=|<|>|≤|≥)?\s*([+-]?\d{1,12}(?:\.\d{1,9})?)\s*(\S.{0,30})?")
_SIGNS = {"≤": "<=", "≥": ">="}
_TRUTHS = {"true": True, "yes": True, "false": False, "no": False}


class ValueReader:
    """Reads the values of one file.

    Attributes:
        problems: what cannot be used, each with its line and column.
    """

    def __init__(self, marked: MarkedYaml, book: CodeBook, name: str, today: date | None) -> None:
        self.marked, self.book, self.name, self.today = marked, book, name, today
        self.vocabulary = book.vocabulary
        self.problems: list[Problem] = []

    def problem(self, trail: Trail, what: str, expected: str = "", nearest: str = "") -> None:
        """Note a problem at its line and column."""
        self.problems.append(
            self.marked.problem("F020", trail, what, expected=expected, nearest=nearest)
        )

    def concept(self, trail: Trail, given: str, system: str) -> str | None:
        """A concept of a system by id or exact name."""
        concept = self.vocabulary.concepts.get(given)
        if concept is not None and concept.system == system:
            return given
        named = self.book.named_concept(given, system)
        if named is None:
            known = self.vocabulary.in_system(system)
            near = nearest_name(given, known) or ""
            self.problem(
                trail,
                f"this is not a {system} that is known",
                f"the id or name of a {system}",
                near,
            )
        return named

    def value(
        self,
        trail: Trail,
        text: str,
        unit: str | None,
        definition: FactDefinition | AttributeDefinition,
    ) -> Value | None:
        """A value of the kind that a fact or an attribute has."""
        place = (*trail, "value") if isinstance(definition, FactDefinition) else trail
        kind = definition.kind
        if kind in ("quantity", "score"):
            return self._quantity(place, text, unit, definition)
        if kind == "code" or kind == "result":
            return self.concept(place, text, definition.system or "result")
        if kind == "presence":
            if text.casefold() not in _TRUTHS:
                self.problem(place, f"{definition.id} is a yes-or-no fact", "true or false")
            return _TRUTHS.get(text.casefold())
        if kind == "date":
            return self.date(place, text)
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
            self.problem(trail, f"{definition.id} is a number", f"a number in {definition.unit}")
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
            self.problem((*trail[:-1], "unit"), what, f"a unit like {own}")
            return None
        return Quantity(float(digits), code, _SIGNS.get(sign, sign) if sign else None)

    def date(self, trail: Trail, text: str | None) -> PartialDate | None:
        """A date, whole or partial, that has come."""
        if text is None:
            return None
        try:
            day = PartialDate.parse(text)
        except InputError:
            self.problem(trail, "this is not a date", "YYYY, YYYY-MM or YYYY-MM-DD")
            return None
        if self.today is not None and day.earliest > self.today:
            self.problem(trail, "this date has not come yet", "a date up to today")
            return None
        return day

    def text_date(self, trail: Trail, given: object) -> PartialDate | None:
        """A date of an entry whose form is not checked yet."""
        if given is not None and not isinstance(given, str):
            self.problem(trail, "this is not a date", "YYYY, YYYY-MM or YYYY-MM-DD")
            return None
        return self.date(trail, given)

    def flag(self, trail: Trail, given: object) -> bool:
        """Yes or no."""
        if given is None:
            return False
        found = _TRUTHS.get(str(given).casefold())
        if found is None:
            self.problem(trail, "this is yes or no", "true or false")
        return bool(found)

    def certainty(self, trail: Trail, given: object) -> Certainty:
        """How sure an event is."""
        if given is None:
            return Certainty.STATED
        if given not in list(Certainty):
            self.problem(trail, "this certainty is not known", ", ".join(Certainty))
            return Certainty.STATED
        return Certainty(str(given))
