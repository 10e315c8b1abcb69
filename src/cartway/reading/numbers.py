"""Numbers with their comparison, range and unit, in symbols and in words, both languages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from cartway.reading.data import reading_data
from cartway.reading.lexicon.tokens import Token, tokens
from cartway.reading.units import DURATIONS, RATIOS, UnitFound, unit_at

_POWER = re.compile(r"\s*[xX×*·]\s*10\s*(?:\^|\*{1,2}|e|E)?\s*\(?([3-9]|1[0-2])\)?(?![\d.])")
_BARE_POWER = re.compile(r"10\s*(?:\^|\*\*|[eE])\s*\(?(\d{1,2})\)?")
_REPEATED = re.compile(r"\s*\(\s*(\d+(?:\.\d+)?|[A-Za-z]+)\s*\)")
_E_NOTATION = re.compile(r"[eE]\+?(\d{1,2})(?=\s*(?:/|copies|cells|IU))")
_TITRE = re.compile(r"1\s?:\s?(\d{2,5})(?!\d)")
_TIMES_LIMIT = re.compile(r"(?:正常值?上限|上限值?|ULN)\)?\s?的?$")
_ROMAN = {"I": 1.0, "II": 2.0, "III": 3.0, "IV": 4.0, "V": 5.0}
_GRADED = frozenset(
    {"grade", "class", "level", "nyha", "classification", "degree", "type", "stage"}
)
_FLIPPED = {
    "<": ">",
    "<=": ">=",
    "≤": ">=",
    ">": "<",
    ">=": "<=",
    "≥": "<=",
    "=<": ">=",
    "=>": "<=",
}


@dataclass(frozen=True, slots=True)
class Measure:
    """A number as a text gives it.

    Attributes:
        start, end: place in the plain text, comparison and unit included.
        first, after: the tokens it covers.
        op: ``<``, ``<=``, ``=``, ``>=``, ``>`` or None where none was written.
        value: the number; the lower one of a range.
        unit: UCUM code, or None where none was written.
        high: the upper number of a range.
        plus: a plus sign follows, as in "2+".
        number: place where the number itself begins.
        worded: the number was a word.
        listed: the range was a list such as "0 or 1".
    """

    start: int
    end: int
    first: int
    after: int
    op: str | None
    value: float
    unit: str | None
    high: float | None = None
    plus: bool = False
    number: int = 0
    worded: bool = False
    listed: bool = False

    @property
    def is_duration(self) -> bool:
        """Whether it is a length of time."""
        return self.unit in DURATIONS

    @property
    def is_ratio(self) -> bool:
        """Whether it is a multiple of a limit of normal."""
        return self.unit in RATIOS


@dataclass(frozen=True, slots=True)
class _Words:
    before: dict[tuple[str, ...], str]
    after: dict[tuple[str, ...], str]
    longest_before: int
    longest_after: int
    between: frozenset[tuple[str, ...]]
    ranges: frozenset[str]
    passed_over: frozenset[str]
    numbers: dict[str, float]
    counted: frozenset[str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    data: Any = reading_data("numbers")
    before: dict[tuple[str, ...], str] = {}
    after: dict[tuple[str, ...], str] = {}
    for op, places in data["comparators"].items():
        for table, key in ((before, "before"), (after, "after")):
            for phrase in places[key]:
                table[tuple(t.folded for t in tokens(phrase))] = op
    numbers = {
        **{w: float(v) for w, v in data["words"]["en"].items()},
        **{w: float(v) for w, v in data["words"]["zh"].items()},
    }
    return _Words(
        before,
        after,
        max(map(len, before)),
        max(map(len, after)),
        frozenset(tuple(t.folded for t in tokens(w)) for w in data["between"]),
        frozenset(data["ranges"]),
        frozenset(data["passed_over"]),
        numbers,
        frozenset(data["counted"]),
    )


@dataclass(frozen=True, slots=True)
class _Value:
    value: float
    unit: UnitFound | None
    end: int
    after: int
    worded: bool = False


def _read_value(text: str, found: Sequence[Token], index: int) -> _Value | None:
    token = found[index]
    words = _words()
    worded = token.kind != "number"
    end = token.end
    roman = _roman(text, found, index)
    if roman is not None:
        return _Value(roman, None, end, index + 1)
    titre = _TITRE.match(text, token.start) if token.folded == "1" else None
    if titre is not None:
        after = index + 1
        while after < len(found) and found[after].start < titre.end():
            after += 1
        return _Value(float(titre.group(1)), None, titre.end(), after)
    if worded:
        raw = words.numbers.get(token.folded)
        if raw is None:
            return None
        value = raw
        if token.kind == "han":
            joined = token.folded
            if index + 1 < len(found) and joined + found[index + 1].folded in words.numbers:
                value = words.numbers[joined + found[index + 1].folded]
                end = found[index + 1].end
            following = text[end : end + 1]
            if following not in words.counted:
                return None
    else:
        if len(token.folded) > 15:
            return None  # no measurement has so many digits
        value = float(token.folded)
    power = None
    exponent = _BARE_POWER.match(text, token.start) if token.folded == "10" else None
    if exponent is not None:
        power, value, end = int(exponent.group(1)), 1.0, exponent.end()
    elif not worded:
        exponent = _POWER.match(text, end) or _E_NOTATION.match(text, end)
        if exponent is not None:
            power, end = int(exponent.group(1)), exponent.end()
    repeated = _REPEATED.match(text, end)
    if repeated is not None and _says_number(repeated.group(1)) is not None:
        end = repeated.end()
        if worded and (again := _says_number(repeated.group(1))) is not None:
            value = again
    unit = unit_at(text, end)
    if unit is not None and _is_name(text, unit, end):
        unit = None
    if power is not None:
        if unit is not None and unit.code.startswith("/"):
            unit = UnitFound(f"10*{power}{unit.code}", unit.end)
        elif unit is not None and unit.code.startswith("10*"):
            pass
        else:
            value *= 10.0**power
    if unit is not None:
        end = unit.end
    after = index + 1
    while after < len(found) and found[after].start < end:
        after += 1
    return _Value(value, unit, end, after, worded)


def _roman(text: str, found: Sequence[Token], index: int) -> float | None:
    """ "grade II", "NYHA III-IV", "Ⅲ度": Roman numbers count only where a grade is spoken of."""
    token = found[index]
    value = _ROMAN.get(text[token.start : token.end]) if token.kind == "word" else None
    if value is None:
        return None
    if text[token.end : token.end + 1] in ("度", "级", "型"):
        return value
    for back in range(index - 1, max(index - 7, -1), -1):
        folded = found[back].folded
        if folded in _GRADED or folded in ("级", "度"):
            return value
        if (
            folded
            in (
                "(",
                ")",
                "-",
                "~",
                "to",
                "or",
                "≥",
                ">=",
                ">",
                "≤",
                "<=",
                "<",
                "than",
                "least",
                "/",
                "functional",
                "overall",
                "equal",
                "and",
            )
            or text[found[back].start : found[back].end] in _ROMAN
        ):
            continue
        break
    return None


def _is_name(text: str, unit: UnitFound, end: int) -> bool:
    # "2 ULN" is a multiple; "2 d" is two days; "4 D" or "5 S" begins a name.
    written = text[end : unit.end].strip()
    following = text[unit.end : unit.end + 1]
    return (len(written) == 1 and written in "DSHGMY") or (following.isalpha() and following.isascii()
        and written.isalpha() and written.isascii())  # fmt: skip


def _says_number(word: str) -> float | None:
    if word[:1].isdigit():
        return float(word)
    return _words().numbers.get(word.lower())


def _prefix(found: Sequence[Token], index: int) -> tuple[str | None, int]:
    """The comparison before a token, and the index where it begins."""
    words = _words()
    at = index
    for _ in range(4):
        for length in range(min(words.longest_before, at), 0, -1):
            key = tuple(t.folded for t in found[at - length : at])
            op = words.before.get(key)
            if op is not None:
                return op, at - length
        if at > 0 and found[at - 1].folded in words.passed_over:
            at -= 1
            continue
        break
    return None, index


def _suffix(found: Sequence[Token], index: int) -> tuple[str | None, int]:
    words = _words()
    if index < len(found) and found[index].folded == "," and index + 1 < len(found):
        inner = _suffix(found, index + 1)
        if inner[0] is not None and found[index + 1].kind == "word":
            return inner
    for length in range(min(words.longest_after, len(found) - index), 0, -1):
        key = tuple(t.folded for t in found[index : index + length])
        op = words.after.get(key)
        if op is not None:
            return op, index + length
    return None, index


def find_measures(text: str, found: list[Token] | None = None) -> list[Measure]:
    """Give the numbers in a plain text, each with its comparison, range and unit.

    Args:
        text: plain text (see `plain_text`).
        found: its tokens, when already made.
    """
    if found is None:
        found = tokens(text)
    words = _words()
    measures: list[Measure] = []
    index = 0
    count = len(found)
    while index < count:
        token = found[index]
        if token.kind == "sign" or (
            token.kind != "number"
            and token.folded not in words.numbers
            and text[token.start : token.end] not in _ROMAN
        ):
            index += 1
            continue
        if token.kind == "number" and _inside_name(text, found, index):
            index += 1
            continue
        value = _read_value(text, found, index)
        if value is None:
            index += 1
            continue
        measure = _measure(text, found, index, value)
        if measures and measure.first < measures[-1].after:
            measure = _starting(measure, measures[-1].after, found)
        measures.append(measure)
        index = max(measure.after, index + 1)
    return measures


def _starting(measure: Measure, first: int, found: Sequence[Token]) -> Measure:
    first = min(first, measure.after - 1)
    return replace(measure, first=first, start=found[first].start)


def _inside_name(text: str, found: Sequence[Token], index: int) -> bool:
    """Whether a number belongs to a name such as CD19, C3 or B7-H3, or is an item's number."""
    token = found[index]
    before = text[token.start - 1 : token.start]
    if before.isalpha() and before.isascii():
        # "x10^9" and "ULN3" aside, a letter glued to the number makes it a name.
        glued = found[index - 1].folded if index else ""
        return glued not in ("x", "of", "than", "to", "least", "score", "ecog", "kps", "uln")
    return before == "-" and index >= 2 and _glued_name(text, found, index)


def _glued_name(text: str, found: Sequence[Token], index: int) -> bool:
    # "IL-6", "PD-1", "COVID-19": capitals, a hyphen and a number without a space.
    word = found[index - 2]
    raw = text[word.start : word.end]
    return (
        word.kind == "word"
        and word.end == found[index - 1].start
        and raw.isupper()
        and len(raw) <= 6
        and raw not in ("ECOG", "KPS", "AGE", "AGED", "PS")
    )


def _measure(text: str, found: Sequence[Token], index: int, low: _Value) -> Measure:
    op, first = _prefix(found, index)
    words = _words()
    after, end, unit = low.after, low.end, low.unit
    high: float | None = None
    listed = False
    between = any(
        tuple(t.folded for t in found[max(0, first - len(b)) : first]) == b for b in words.between
    )
    if after + 1 < len(found):
        separator = found[after].folded
        following: _Value | None = None
        at = after + 1
        if separator in words.ranges or (
            separator in ("and", "与", "和", "及") and (between or op == ">=")
        ):
            if found[at].folded in ("≤", "<=", "<") and at + 1 < len(found):
                at += 1
            following = _value_at(text, found, at)
            if following is not None and following.value <= low.value and following.unit is None:
                following = None
            if (
                following is not None
                and separator not in words.ranges
                and not between
                and low.unit is not None
            ):
                following = None
        elif separator in ("or", "/", ",", "或", "、") and op is None:
            following, at = _listed(text, found, after, low)
            listed = following is not None
        if following is not None:
            high, end, after = following.value, following.end, following.after
            unit = following.unit or unit
            op = None
    if op is None and high is None and after < len(found):
        op, after_suffix = _suffix(found, after)
        if op is not None:
            after = after_suffix
            end = found[after - 1].end
        elif found[after].folded in _FLIPPED and (
            after + 1 >= len(found) or found[after + 1].kind != "number"
        ):
            op = _FLIPPED[found[after].folded]
            end = found[after].end
            after += 1
    if (
        unit is None
        and text[end : end + 1] == "倍"
        and _TIMES_LIMIT.search(text[: found[index].start][-14:])
    ):
        # "≤正常值上限的5倍": the comparison stands before the limit's name.
        unit = UnitFound("ULN", end + 1)
        end += 1
        while after < len(found) and found[after].start < end:
            after += 1
        if op is None:
            op, first = _far_prefix(found, first)
    plus = text[end : end + 1] == "+" and unit is None
    if plus:
        end += 1
        while after < len(found) and found[after].start < end:
            after += 1
    return Measure(
        start=found[first].start,
        end=end,
        first=first,
        after=after,
        op=op,
        value=low.value,
        unit=unit.code if unit else None,
        high=high,
        plus=plus,
        number=found[index].start,
        worded=low.worded,
        listed=listed,
    )


def _far_prefix(found: Sequence[Token], first: int) -> tuple[str | None, int]:
    for at in range(first, max(first - 14, 0), -1):
        op, begin = _prefix(found, at)
        if op is not None:
            return op, begin
    return None, first


def _value_at(text: str, found: Sequence[Token], index: int) -> _Value | None:
    if index < len(found) and found[index].kind in ("number", "word", "han"):
        return _read_value(text, found, index)
    return None


def _listed(
    text: str, found: Sequence[Token], after: int, low: _Value
) -> tuple[_Value | None, int]:
    """The last of a list of whole numbers that follow one another: "0, 1 or 2"."""
    last: _Value | None = None
    expected = low.value
    at = after
    while at + 1 < len(found) and found[at].folded in (
        "or",
        "/",
        ",",
        "或",
        "、",
        "and",
        "及",
        "和",
    ):
        step = at + 1
        if found[step].folded in ("or", "或", "and") and step + 1 < len(found):
            step += 1
        following = _value_at(text, found, step)
        if following is None or following.value != expected + 1 or low.value != int(low.value):
            break
        if low.unit is not None and (
            following.unit is None or following.unit.code != low.unit.code
        ):
            break
        last, expected, at = following, following.value, following.after
    if last is not None and found[at - 1].kind == "number" and last.value > 5:
        return None, after
    return last, at
