"""One number with its unit: digits, words, powers of ten, titres, Roman grades."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cartway.reading.lexicon.tokens import Tokens
from cartway.reading.numbers.words import number_words
from cartway.reading.units import UnitFound, unit_at

_POWER = re.compile(r"\s*[xX×*·]\s*10\s*(?:\^|\*{1,2}|e|E)?\s*\(?([3-9]|1[0-2])\)?(?![\d.])")
_BARE_POWER = re.compile(r"10\s*(?:\^|\*\*|[eE])\s*\(?(\d{1,2})\)?")
_REPEATED = re.compile(r"\s*\(\s*(\d+(?:\.\d+)?|[A-Za-z]+)\s*\)")
_E_NOTATION = re.compile(r"[eE]\+?(\d{1,2})(?=\s*(?:/|copies|cells|IU))")
_TITRE = re.compile(r"1\s?:\s?(\d{2,5})(?!\d)")
ROMAN = {"I": 1.0, "II": 2.0, "III": 3.0, "IV": 4.0, "V": 5.0}
_GRADED = frozenset(
    {"grade", "class", "level", "nyha", "classification", "degree", "type", "stage", "级", "度"}
)
# What may stand between the word for a grade and its Roman number.
_BESIDE_ROMAN = frozenset(
    {
        "(", ")", "-", "~", "to", "or", "≥", ">=", ">", "≤", "<=", "<", "than", "least", "/",
        "functional", "overall", "equal", "and",
    }
)  # fmt: skip
_GRADE_BEHIND = re.compile(r"(?:\s?[-~至到或/、和]\s?[IV]{1,3})+\s?(?:度|级|型|期|类)")
_MOST_DIGITS = 15  # no measurement has more


@dataclass(frozen=True, slots=True)
class Value:
    """A number with its unit, without comparison.

    Attributes:
        end: place in the plain text behind it, unit included.
        after: the token behind it.
        worded: the number was a word.
    """

    value: float
    unit: UnitFound | None
    end: int
    after: int
    worded: bool = False


def read_value(text: str, found: Tokens, index: int) -> Value | None:
    """Give the number that begins with a token; None where it is not a number after all."""
    kind, folded = found.kinds[index], found.folded[index]
    start, end = found.starts[index], found.ends[index]
    worded = kind != "number"
    roman = _roman(text, found, index) if kind == "word" else None
    if roman is not None:
        return Value(roman, None, end, index + 1)
    titre = _TITRE.match(text, start) if folded == "1" else None
    if titre is not None:
        after = token_behind(found, index + 1, titre.end())
        return Value(float(titre.group(1)), None, titre.end(), after)
    if worded:
        numbers = number_words().numbers
        raw = numbers.get(folded)
        if raw is None:
            return None
        value = raw
        if kind == "han":
            if index + 1 < len(found.folded):
                joined = numbers.get(folded + found.folded[index + 1])
                if joined is not None:
                    value = joined
                    end = found.ends[index + 1]
            if text[end : end + 1] not in number_words().counted:
                return None
    else:
        if len(folded) > _MOST_DIGITS:
            return None
        value = float(folded)
    power = None
    exponent = _BARE_POWER.match(text, start) if folded == "10" else None
    if exponent is not None:
        power, value, end = int(exponent.group(1)), 1.0, exponent.end()
    elif not worded:
        exponent = _POWER.match(text, end) or _E_NOTATION.match(text, end)
        if exponent is not None:
            power, end = int(exponent.group(1)), exponent.end()
    repeated = _REPEATED.match(text, end)
    if repeated is not None:
        again = _said(repeated.group(1))
        if again is not None:
            end = repeated.end()
            value = again if worded else value
    unit = unit_at(text, end)
    if unit is not None and _is_name(text, unit, end):
        unit = None
    if power is not None:
        if unit is not None and unit.code.startswith("/"):
            unit = UnitFound(f"10*{power}{unit.code}", unit.end)
        elif unit is None or not unit.code.startswith("10*"):
            value *= 10.0**power
    if unit is not None:
        end = unit.end
    return Value(value, unit, end, token_behind(found, index + 1, end), worded)


def token_behind(found: Tokens, index: int, place: int) -> int:
    """The first token, from one on, that begins at or behind a place."""
    starts = found.starts
    while index < len(starts) and starts[index] < place:
        index += 1
    return index


def _roman(text: str, found: Tokens, index: int) -> float | None:
    """ "grade II", "NYHA III-IV", "Ⅲ度": Roman numbers count only where a grade is spoken of."""
    _, folded, starts, ends, _ = found
    value = ROMAN.get(text[starts[index] : ends[index]])
    if value is None:
        return None
    if text[ends[index] : ends[index] + 1] in ("度", "级", "型"):
        return value
    if _GRADE_BEHIND.match(text, ends[index]):
        return value
    for back in range(index - 1, max(index - 7, -1), -1):
        if folded[back] in _GRADED:
            return value
        if folded[back] not in _BESIDE_ROMAN and text[starts[back] : ends[back]] not in ROMAN:
            break
    return None


def _is_name(text: str, unit: UnitFound, end: int) -> bool:
    # "2 ULN" is a multiple; "2 d" is two days; "4 D" or "5 S" begins a name.
    written = text[end : unit.end].strip()
    following = text[unit.end : unit.end + 1]
    return (len(written) == 1 and written in "DSHGMY") or (following.isalpha() and following.isascii()
        and written.isalpha() and written.isascii())  # fmt: skip


def _said(word: str) -> float | None:
    if word[:1].isdigit():
        return float(word)
    return number_words().numbers.get(word.lower())
