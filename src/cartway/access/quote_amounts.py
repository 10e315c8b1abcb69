"""Amounts of money as people write them, in English and Chinese."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from cartway.knowledge.warnings import quote_currencies

_DIGITS = {sign: at for at, sign in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_NUMERALS = re.compile(r"[零〇一二两三四五六七八九十百千]+(?=万)")


@lru_cache(maxsize=1)
def highest_rates() -> dict[str, float]:
    """The most yuan that one unit of each currency may have cost, by code."""
    return {one.code: one.most_cny_per_unit for one in quote_currencies()}


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    return {
        word.casefold(): one.code for one in quote_currencies() for word in (*one.written, one.code)
    }


def currency_code(written: str) -> str:
    """The code of a currency as it was written; yuan where nothing was."""
    return _codes().get(written.strip().casefold(), written.strip().upper() or "CNY")


@lru_cache(maxsize=1)
def _money() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(_codes(), key=len, reverse=True))
    number = r"\d{1,3}(?:[,，' ]\d{3})+(?!\d)(?:\.\d+)?|\d{1,3}(?:\.\d{3})+(?!\d)|\d+(?:\.\d+)?"
    scale = r"million|mio|thousand|m(?![a-z])|k(?![a-z])|w(?![a-z])|百万|万|千"
    return re.compile(
        rf"(?P<before>(?<![a-z])(?:{words}))?\s*(?P<low>{number})\s*(?P<scale1>{scale})?"
        rf"(?:\s*(?:-|–|—|~|～|至|到|to)\s*(?:{words})?\s*(?P<high>{number}))?"
        rf"\s*(?P<scale2>{scale})?\s*(?P<after>(?:{words})(?![a-z]))?",
        re.IGNORECASE,
    )


_SCALES = {
    "million": 1e6, "mio": 1e6, "m": 1e6, "thousand": 1e3, "k": 1e3, "百万": 1e6, "万": 1e4, "w": 1e4,
    "千": 1e3,
}  # fmt: skip


def amounts_in(text: str, bare: bool = False) -> list[tuple[float, float, str, tuple[int, int]]]:
    """Amounts of money in a text: low, high, currency, place. `bare` takes plain numbers too."""
    found = []
    for match in _money().finditer(text):
        written = match["before"] or match["after"]
        scales = {(match["scale1"] or "").lower(), (match["scale2"] or "").lower()}
        if written is None and not bare and not scales & {"万", "w"}:
            continue
        last = _SCALES.get((match["scale2"] or "").lower(), 1.0)
        first = _SCALES.get((match["scale1"] or "").lower(), 0.0)
        low = _number(match["low"]) * (first or last)
        high = (
            _number(match["high"]) * (last if match["scale2"] else first or 1.0)
            if match["high"]
            else low * (last if first and match["scale2"] else 1.0)
        )
        found.append(
            (low, max(low, high), currency_code(written) if written else "CNY", match.span())
        )
    return found


def _number(text: str) -> float:
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", text):  # 65.000 is never a price with three decimals
        text = text.replace(".", "")
    return float(re.sub(r"[,，' ]", "", text))


def with_digits(text: str) -> str:
    """The text with full-width signs made plain and 八十万 written as 80万."""
    return _NUMERALS.sub(
        lambda found: str(_value(found.group())), unicodedata.normalize("NFKC", text)
    )


def _value(numerals: str) -> int:
    total, digit = 0, 0
    for sign in numerals:
        if sign in _UNITS:
            total += (digit or 1) * _UNITS[sign]
            digit = 0
        else:
            digit = _DIGITS[sign]
    return total + digit
