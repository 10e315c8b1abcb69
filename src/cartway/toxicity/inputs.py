"""What an algorithm asks: the kinds of input, what each accepts, and what an unknown one may be.

An input that is not recorded is never filled in. It is replaced by each of its `candidates`, values
at which the rule takes its extremes: every rule is monotone in each number and in each choice that
is ordered by severity, so the two ends are enough there (a generative test holds the rules to it).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cartway.errors import nearest_name
from cartway.toxicity.refusals import GradingError

Values = Mapping[str, Any]


# Not a number compares as false, and no whole number is too long to be compared.
_FAR = 1e300


def always(_recorded: Values) -> bool:
    """Ask whatever else is recorded."""
    return True


def unasked(_recorded: Values) -> bool:
    """Never ask, and never name as assumed: what nobody would leave unsaid, such as a death."""
    return False


@dataclass(frozen=True, kw_only=True)
class Input:
    """One input of an algorithm.

    Attributes:
        name: the key, as in the published rule file.
        optional: a modifier or an alternative: not recorded means `default`, and it is not
            listed as missing (it is listed as assumed where it could have changed the answer).
        asked: whether the input counts as missing, given what is recorded.
    """

    name: str
    kind: str = "value"
    optional: bool = False
    default: Any = None
    asked: Callable[[Values], bool] = always

    def read(self, value: Any) -> Any:
        """Check a recorded value and return it as the rule wants it."""
        raise NotImplementedError

    def candidates(self, recorded: Values) -> tuple[Any, ...]:
        """Values at which the rule takes its extremes while this input is unknown."""
        raise NotImplementedError

    def samples(self, recorded: Values) -> tuple[Any, ...]:
        """Values that stand for every answer which could come back when the input is asked."""
        return self.candidates(recorded)

    def refuse(self, reason: str, what: str, expected: str, nearest: str | None = None) -> Any:
        """Raise for this input."""
        raise GradingError(reason, what, where=self.name, expected=expected, nearest=nearest)


@dataclass(frozen=True, kw_only=True)
class OtherUnit:
    """Another key under which the same quantity may be given.

    Attributes:
        factor: what the given value is multiplied by.
        offset: what is taken away first (Fahrenheit only).
        decimals: the precision of the rule's own limits; 8 mg/dL of uric acid must meet the
            limit of 476 umol/L although 8 x 59.48 is 475.84.
    """

    name: str
    unit: str
    factor: float
    decimals: int
    offset: float = 0.0

    def convert(self, value: float) -> float:
        """Convert to the unit of the rule."""
        return round((value - self.offset) * self.factor, self.decimals)


@dataclass(frozen=True, kw_only=True)
class Number(Input):
    """A measured or counted number.

    Attributes:
        unit: UCUM, "1" for counts and scores.
        lowest: smallest legal value.
        highest: largest legal value; beyond it the unit is probably another one.
        cuts: the limits that the rule compares with, for judging what an answer would settle.
        within: the legal range given what else is recorded.
        also: other keys for the same quantity.
        hint: what a value out of range most likely means.
        no_bounds: without it nothing can be said of the score, in either direction.
        positive: zero and less are refused as such.
    """

    kind: str = "number"
    unit: str = "1"
    lowest: float = 0.0
    highest: float
    whole: bool = False
    cuts: tuple[float, ...] = ()
    within: Callable[[Values], tuple[float, float]] | None = None
    also: tuple[OtherUnit, ...] = ()
    hint: str | None = None
    suspicious: Callable[[float], bool] | None = None
    no_bounds: bool = False
    positive: bool = False

    def read(self, value: Any) -> float:
        number = self._number(value)
        if self.positive and number <= 0:
            self.refuse("non_positive_input", "the value is not above zero", "a value above zero")
        if self.suspicious is not None and self.suspicious(number):
            self.refuse(
                "confirm_unit",
                "the value is unlikely in the unit of this input; another may have been meant",
                f"confirm the unit: {self.hint}",
            )
        if not self.lowest <= number <= self.highest:
            expected = f"{self.lowest:g} to {self.highest:g}"
            if self.unit != "1":
                expected += f" {self.unit}"
            if self.hint and number > self.highest:
                expected += f" ({self.hint})"
            self.refuse("out_of_range", "the value is out of range", expected)
        return number

    def read_other(self, unit: OtherUnit, value: Any) -> float:
        """Read a value given under another key and unit."""
        return self.read(unit.convert(self._number(value)))

    def _number(self, value: Any) -> float:
        expected = "a whole number" if self.whole else "a number"
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.refuse("wrong_type", f"the value is {_shape(value)}", expected)
        if not -_FAR < value < _FAR:
            self.refuse("wrong_type", "the value is not a finite number", expected)
        if self.whole:
            if value != int(value):
                self.refuse("wrong_type", "the value is not whole", expected)
            return int(value)
        return value  # type: ignore[no-any-return]  # narrowed by the refusals above

    def _range(self, recorded: Values) -> tuple[float, float]:
        low, high = self.within(recorded) if self.within else (self.lowest, self.highest)
        return (int(low), int(high)) if self.whole else (low, high)

    def candidates(self, recorded: Values) -> tuple[Any, ...]:
        if self.no_bounds:
            return (None,)
        low, high = self._range(recorded)
        return (low, high) if low < high else (low,)

    def samples(self, recorded: Values) -> tuple[Any, ...]:
        if self.no_bounds:
            return (1.0,)  # any answer will do: the index is then known, whatever it is
        low, high = self._range(recorded)
        inside = sorted(cut for cut in self.cuts if low <= cut <= high)
        step = 1 if self.whole else 0.001
        around = [value for cut in inside for value in (cut - step, cut, cut + step)]
        return tuple(sorted({low, high, *(v for v in around if low <= v <= high)}))


@dataclass(frozen=True, kw_only=True)
class YesNo(Input):
    """A question answered yes or no."""

    kind: str = "yes_no"

    def read(self, value: Any) -> bool:
        if not isinstance(value, bool):
            self.refuse("wrong_type", f"the value is {_shape(value)}", "true or false")
        return bool(value)

    def candidates(self, recorded: Values) -> tuple[Any, ...]:
        return (False, True)


@dataclass(frozen=True, kw_only=True)
class Choice(Input):
    """One of several answers, in order from the mildest to the gravest.

    Attributes:
        ends: the two candidates that suffice, when the order is the rule's own.
    """

    kind: str = "choice"
    choices: tuple[str, ...]
    ends: tuple[str, str] | None = None

    def read(self, value: Any) -> str:
        if not isinstance(value, str):
            self.refuse("wrong_type", f"the value is {_shape(value)}", " | ".join(self.choices))
        if value not in self.choices:
            self.refuse(
                "unknown_item",
                "the answer is not one of the choices",
                " | ".join(self.choices),
                nearest_name(value, self.choices),
            )
        return str(value)

    def candidates(self, recorded: Values) -> tuple[Any, ...]:
        return self.ends or self.choices

    def samples(self, recorded: Values) -> tuple[Any, ...]:
        return self.choices


@dataclass(frozen=True, kw_only=True)
class Several(Input):
    """Any number of answers out of a list; an empty list says that none applies."""

    kind: str = "several"
    choices: tuple[str, ...]

    def read(self, value: Any) -> tuple[str, ...]:
        if isinstance(value, str) or not isinstance(value, list | tuple | set | frozenset):
            self.refuse("wrong_type", f"the value is {_shape(value)}", "a list of names")
        for item in value:
            if item not in self.choices:
                self.refuse(
                    "unknown_item",
                    "an item of the list is not known",
                    " | ".join(self.choices),
                    nearest_name(str(item), self.choices),
                )
        return tuple(choice for choice in self.choices if choice in value)

    def candidates(self, recorded: Values) -> tuple[Any, ...]:
        return ((), self.choices)


def _shape(value: Any) -> str:
    names = {bool: "true or false", int: "a number", float: "a number", str: "text"}
    if isinstance(value, Mapping):
        return "a group of keys"
    return names.get(type(value), "a list" if isinstance(value, list | tuple) else "something else")
