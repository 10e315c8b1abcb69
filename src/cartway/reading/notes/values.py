"""A number as a laboratory line gives it, with unit, bound and reference limits."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from cartway.reading.units import unit_at

_NUMBER = re.compile(
    r"(?a)(?P<sign><=|>=|=<|=>|[<>≤≥]|低于|小于|高于|大于|below\s|above\s|over\s|under\s|less than\s|more than\s)?\s?"
    r"(?P<number>\d{1,3}(?:,\d{3})+(?![\d,])(?:\.\d+)?|\d{1,3}(?: \d{3})+(?=\s?/)|\d+(?:\.\d+)?|\.\d+)"
    r"(?:\s?[x×*]\s?10(?:\s?\^\s?|\*\*|\*)?(?P<power>[2-9]|1[0-2])(?!\d)|[eE]\+?(?P<e>\d{1,2})(?!\d))?"
)
_SIGNS = {"≤": "<=", "≥": ">=", "=<": "<=", "=>": ">=", "低于": "<", "小于": "<", "高于": ">",
          "大于": ">", "below": "<", "above": ">", "over": ">", "under": "<", "less than": "<",
          "more than": ">"}  # fmt: skip
_LAKH = re.compile(
    r"(?a)\s?la(?:kh|c)s?\b(?:\s?(?:/|per)\s?(?:cu\.?\s?mm|cmm|mm3|[uμµ]l|microlit\w*)\b)?",
    re.IGNORECASE,
)
_GIGA = re.compile(r"(?a)\s?(?:G/[lL]|Gpt/[lL]|/nL|/nl)(?![a-zA-Z])")
_LIMITS = re.compile(
    r"(?a)\s?[(\[,]?\s?(?:(?P<label>uln|upper limit(?: of normal)?|upper normal|norm(?:al)?(?: range| value| limit)?(?: (?:is |of )?(?:up to|below|under|less than))?|up to|limit|ref(?:erence)?"
    r"(?: range| interval| value)?|n|rr|nl|正常值?(?:上限|范围)?|参考值?(?:范围|上限|区间)?|上限)\s?[:=]?\s?)?"
    r"(?:(?P<low>\d+(?:\.\d+)?)\s?[-~至]\s?(?P<high>\d+(?:\.\d+)?)"
    r"|(?P<below><=|[<≤])\s?(?P<only>\d+(?:\.\d+)?)"
    r"|(?P<above>>=|[>≥])\s?(?P<only_low>\d+(?:\.\d+)?)"
    r"|(?P<plain>\d+(?:\.\d+)?))"
    r"(?P<unit>\s?(?!both|each)[a-zA-Z/%^*0-9.]{0,14})?(?P<both>\s?(?:both|each|均))?\s?[)\]]",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"(?a)\s?,?\s?(?:uln|上限)\s?[:=]?\s?(?P<high>\d+(?:\.\d+)?)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Number:
    """A number in the text.

    Attributes:
        unit: UCUM code, or None where none was written.
        power: the power of ten that was written as part of the number (``x10^9``).
        lower, upper: reference limits in the same unit.
        both: the limits hold for the value before, too.
    """

    start: int
    end: int
    value: float
    comparator: str | None = None
    unit: str | None = None
    lower: float | None = None
    upper: float | None = None
    both: bool = False
    bare: float = 0.0


def number_at(text: str, position: int, limit: int) -> Number | None:
    """The number that begins at a place, or None."""
    match = _NUMBER.match(text, position, limit)
    if match is None:
        return None
    value = float(match.group("number").replace(",", "").replace(" ", ""))
    bare = value
    power = match.group("power") or match.group("e")
    end = match.end()
    unit = unit_at(text, end) if end < limit else None
    code = unit.code if unit is not None else None
    lakh = _LAKH.match(text, end)
    if lakh is not None and not power:
        # A lakh is a hundred thousand, in India; of cells in a microlitre.
        return Number(match.start(), lakh.end(), value * 100, _sign(match), "10*9/L", bare=bare)
    giga = _GIGA.match(text, end)
    if giga is not None and not power:
        return Number(match.start(), giga.end(), value, _sign(match), "10*9/L", bare=bare)
    if unit is not None and (unit.end > limit or _part_of_word(text, end, unit.end)):
        unit, code = None, None
    if power:
        exponent = int(power)
        if code is not None and code.startswith("/"):
            code = f"10*{exponent}{code}"
        elif code is not None and code == "L":
            code = f"10*{exponent}/L"
        else:
            value *= 10.0**exponent
    if unit is not None:
        end = unit.end
    return Number(match.start(), end, value, _sign(match), code, bare=bare)


def _sign(match: re.Match[str]) -> str | None:
    sign = match.group("sign")
    return _SIGNS.get(sign.strip(), sign.strip()) if sign else None


def _part_of_word(text: str, start: int, end: int) -> bool:
    written = text[start:end].strip()
    following = text[end : end + 1]
    return (
        bool(written)
        and written[-1].isascii()
        and written[-1].isalpha()
        and following.isascii()
        and following.isalpha()
    )


_COLUMN = re.compile(
    r"(?a)[ |]*(?:[(\[]?(?:h|l|hh|ll|high|low|n|normal|↑|↓|\*|偏高|偏低|高|低)[)\]]?(?=[ |])[ |]*)?",
    re.IGNORECASE,
)
_COLUMN_RANGE = re.compile(
    r"(?a)[ |]*(?:(?P<low>\d+(?:\.\d+)?)\s?[-~]\s?(?P<high>\d+(?:\.\d+)?)|(?:<=?|≤)\s?(?P<only>\d+(?:\.\d+)?))"
    r"(?P<behind>[ ]?[a-z%/^*×0-9.]{0,14})(?=\s*(?:[|\n,;(]|$|[ ]{2,}|(?:h|l|↑|↓|\*)\b))",
    re.IGNORECASE,
)


_COUNTED = re.compile(r"(?a)[ ]?[a-zμ%/\u4e00-\u9fff]", re.IGNORECASE)
_POWER = re.compile(
    r"(?a)[ ]?[x×*]?\s?10\s?[\^*]{0,2}(?P<power>12|9|6|3)\s?/\s?(?P<volume>u?[lL])\b"
)


def _with_column(text: str, number: Number, limit: int) -> Number:
    """The number with the limits and the unit that stand in the next columns of its row."""
    position = _end_of(_COLUMN, text, number.end, limit)
    unit, code = unit_at(text, position), number.unit
    power = _POWER.match(text, position)
    if code is None and power is not None:
        code = f"10*{power.group('power')}/{'uL' if power.group('volume')[0] == 'u' else 'L'}"
        position = power.end()
    elif code is None and unit is not None and _COUNTED.match(text, position) is not None:
        code, position = unit.code, unit.end
    position = _end_of(_COLUMN, text, position, limit)
    match = _COLUMN_RANGE.match(text, position, limit)
    if match is None or (position == number.end and text[position : position + 1] != " "):
        return number
    low, high = match.group("low"), match.group("high") or match.group("only")
    if low and (
        float(high) <= float(low) or not float(low) / 50 <= number.bare <= float(high) * 50
    ):
        return number
    end = match.end()
    if code is None and (behind := unit_at(text, match.start("behind"))) is not None:
        code, end = behind.code, max(end, behind.end)
    return replace(
        number, unit=code, lower=float(low) if low else None, upper=float(high), end=min(end, limit)
    )


def _end_of(pattern: re.Pattern[str], text: str, position: int, limit: int) -> int:
    match = pattern.match(text, position, limit)
    return match.end() if match is not None else position


def with_limits(text: str, number: Number, limit: int) -> Number:
    """The number with the reference limits behind it: in brackets, or in the next columns."""
    match = _LIMITS.match(text, number.end, limit)
    if match is None:
        labelled = _LABELLED.match(text, number.end, limit)
        if labelled is None:
            return _with_column(text, number, limit)
        return replace(number, upper=float(labelled.group("high")), end=labelled.end())
    opened = text[match.start() : match.end()].lstrip()[:1] in "([,"
    plain = match.group("plain")
    if plain is not None and not match.group("label"):
        return number  # a bare number in brackets is no limit
    if not opened and not match.group("label"):
        return number
    lower = match.group("low") or match.group("only_low")
    upper = match.group("high") or match.group("only") or plain
    if (
        match.group("low")
        and match.group("high")
        and float(match.group("high")) <= float(match.group("low"))
    ):
        return number
    return replace(
        number,
        lower=float(lower) if lower else None,
        upper=float(upper) if upper else None,
        end=match.end(),
        both=bool(match.group("both")),
    )
