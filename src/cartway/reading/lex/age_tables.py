"""Tables of the highest creatinine by age, in bullets, in columns or run together.

A table is one thing that is asked: whoever is within one of its rows is to keep the limit of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from cartway.criteria.nodes import Compare, FactRef, Is, Judgement, Node, all_nodes, any_nodes
from cartway.values import Quantity

_UNIT = r"(?:calendar )?(?:months?|mos?\b|years?|yrs?\b|y\b|个?月|岁)"
_BAND = re.compile(
    rf"(?:\bages?\b\s?(?:\(?(?:in )?years?\)?)?[\s:]*)?(?:"
    rf"(?P<over>≥|>=?|=>|at least|over|older than)\s?(?P<from>\d{{1,2}})(?![\d.])\s?(?P<fromunit>{_UNIT})?"
    rf"(?:\s?(?:(?:and|to|but|or|-|,)\s?)*(?P<upto><=?|≤|=<|less than|under|-|to)\s?(?P<to>\d{{1,2}})(?![\d.])\s?(?P<tounit>{_UNIT})?)?"
    rf"|(?P<low>\d{{1,2}})(?!\d)\s?(?P<lowunit>{_UNIT})?\s?(?=[-<≤=~至tlua])(?:<\s?age\s?|to|-|~|through|and|至)?\s?(?P<below><=?|≤|=<|less than|under)?\s?"
    rf"(?P<high>\d{{1,2}})(?![\d.])\s?(?P<highunit>{_UNIT})?"
    rf"|(?P<under><=?|≤|=<|up to|under|younger than|less than)\s?(?P<top>\d{{1,2}})(?![\d.])\s?(?P<topunit>{_UNIT})?"
    rf"|(?P<plus>\d{{1,2}})(?![\d.])\s?(?P<plusunit>{_UNIT})?\s?(?:\+|and (?:older|above|over)|or (?:older|above|over)|以上)"
    rf")\s?(?:of age|old|and older|or older)?",
    re.IGNORECASE,
)
_VALUE = r"(?:≤|<=?|=)?\s?(?P<{}>\d\.\d{{1,2}}|[12]|\d{{2,3}}(?=\s?(?:u|μ)mol))(?![\d.]|\s?(?:to\b|<|≤|-|~|years?|months?|yrs?|mos?\b|and\b|%|x\b|×))"
_MALE = r"(?:males?|boys?|男性?|\bM\b)"
_FEMALE = r"(?:females?|girls?|女性?|\bF\b)"
_OF = r"(?:\s?(?:mg/dL|(?:u|μ)mol/L))?(?:\s?\(\d{2,3}(?:\.\d)?\s?(?:u|μ)mol/L\))?"
_GAP = r"[\s:;,、=|()&/]*"
_HEAD = r"(?:(?:maximum|max\.?|serum|creatinine|\(?mg/dL\)?|:|&|=|\s)*)"
_LIMIT = re.compile(
    rf"{_GAP}{_HEAD}(?:"
    rf"{_MALE}{_GAP}{_VALUE.format('m1')}{_OF}{_GAP}(?:and |or )?{_FEMALE}{_GAP}{_VALUE.format('f1')}{_OF}"
    rf"|{_FEMALE}{_GAP}{_VALUE.format('f2')}{_OF}{_GAP}(?:and |or )?{_MALE}{_GAP}{_VALUE.format('m2')}{_OF}"
    rf"|{_VALUE.format('m3')}{_OF}\s?\({_MALE}\){_GAP}(?:and |or )?{_VALUE.format('f3')}{_OF}\s?\({_FEMALE}\)"
    rf"|{_VALUE.format('one')}{_OF}(?:{_GAP}{_VALUE.format('two')}{_OF})?"
    r")[)]?",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[\s:;,.|•*&()\\-]*(?:and\b|or\b)?[\s•*-]*", re.IGNORECASE)
# The words that open a table: from the first mention of what is limited to the first row.
_OPENING = re.compile(
    r"(?:(?:not (?:to )?exceed(?:ing)?|(?:no|not) (?:more|greater|higher) than|≤|<=?|less than(?: or equal to)?|below|within|at or below|must not exceed)\s+)?"
    r"(?:age ?\(?(?:in )?years?\)?:?\s*(?:maximum\s?&?\s*)?)?(?:(?:an?|the|normal|maxim\w*|max\.?|age[- ](?:adjusted|based|appropriate)|upper|limits? (?:of|for))\s+)*"
    r"(?:serum |plasma |blood )?(?:creatinine\b(?! clear)|(?:血清|血)?肌酐(?!清除))(?:(?!creatinine clear|≥|>|≤ ?\d|< ?\d)[^.;<>]|\.(?=\d)){0,260}?$",
    re.IGNORECASE,
)
_REFUSED = re.compile(
    r"(?:\bnot|\bno|exceed\w*|above|greater than|more than|higher than|>|≥)\s*(?:the )?$",
    re.IGNORECASE,
)
_FEWEST = 3
# How far the words of one row reach.
_ROW = 60


@dataclass(frozen=True, slots=True)
class _Row:
    low: float
    over: bool
    high: float | None
    below: bool
    male: float
    female: float


def find_age_tables(text: str, start: int, stop: int) -> list[tuple[int, int, Node]]:
    """Give where each table of limits by age begins and ends, and what it asks."""
    found: list[tuple[int, int, Node]] = []
    at = start
    while (rows := _rows(text, at, stop)) is not None:
        first, last, held = rows
        opening = _OPENING.search(text, max(start, first - 320), first)
        before = text[max(start, first - 340) : opening.start()] if opening is not None else ""
        begin = opening.start() if opening is not None else first
        if opening is None and any(name in text[first : first + _ROW] for name in NAMES):
            before, opening = text[max(start, first - _ROW) : first], _OPENING.search("creatinine")
        if opening is not None and not _REFUSED.search(before.rstrip()):
            small = text[begin:last].lower()
            unit = "umol/L" if "mol/l" in small and max(r.male for r in held) > 20 else "mg/dL"
            found.append((begin, last, _asked(held, unit, reverse="female male" in small)))
        at = last
    return found


# One of these stands before every table.
NAMES = ("reatinine", "肌酐")


def _rows(text: str, start: int, stop: int) -> tuple[int, int, list[_Row]] | None:
    """The first run of rows of a table: where it begins and ends, and the rows."""
    for first in _BAND.finditer(text, start, stop):
        rows: list[_Row] = []
        band: re.Match[str] | None = first
        end = first.start()
        while band is not None and (row := _row(text, band, stop)) is not None:
            made, end = row
            rows.append(made)
            gap = _BETWEEN.match(text, end, stop)
            band = _BAND.match(text, gap.end() if gap else end, stop)
        if band is not None:
            continue  # a further row that was not understood: the table is not known
        if len(rows) >= _FEWEST and _in_order(rows):
            return first.start(), end, rows
    return None


def _row(text: str, band: re.Match[str], stop: int) -> tuple[_Row, int] | None:
    limit = _LIMIT.match(text, band.end(), stop)
    bounds = _bounds(band)
    if limit is None or bounds is None:
        return None
    one = limit.group("one")
    if one is not None:
        male = float(one)
        female = float(limit.group("two") or one)
    else:
        male = float(limit.group("m1") or limit.group("m2") or limit.group("m3"))
        female = float(limit.group("f1") or limit.group("f2") or limit.group("f3"))
    return _Row(*bounds, male, female), limit.end()


def _bounds(band: re.Match[str]) -> tuple[float, bool, float | None, bool] | None:
    """From which age, beyond it or not, up to which age, below it or not; in years."""
    g = band.group
    if g("from"):
        low = _years(g("from"), g("fromunit"))
        over = g("over") in (">", "over", "older than")
        if g("to") is None:
            return low, over, None, False
        return low, over, _years(g("to"), g("tounit")), g("upto") in ("<", "less than", "under")
    if g("low"):
        low = _years(g("low"), g("lowunit") or (g("highunit") if not g("lowunit") else None))
        over = (
            "<" in band.group().split(g("high"))[0].replace(g("below") or "", "", 1)
            and "age" in band.group().lower()
        )
        below = (g("below") or "") in ("<", "less than", "under")
        return low, over, _years(g("high"), g("highunit")), below
    if g("top"):
        return (
            0.0,
            False,
            _years(g("top"), g("topunit")),
            g("under") in ("<", "under", "younger than", "less than"),
        )
    return _years(g("plus"), g("plusunit")), False, None, False


def _years(number: str, unit: str | None) -> float:
    value = float(number)
    return value / 12 if unit and unit.lower().startswith(("mo", "月", "个")) else value


def _in_order(rows: list[_Row]) -> bool:
    lows = [row.low for row in rows]
    limits = [row.male for row in rows]
    return lows == sorted(lows) and limits == sorted(limits)


def _asked(rows: list[_Row], unit: str, *, reverse: bool) -> Node:
    parts: list[Node] = []
    age, creatinine = FactRef("age"), FactRef("serum_creatinine")
    for index, row in enumerate(rows):
        following = rows[index + 1] if index + 1 < len(rows) else None
        male, female = (row.female, row.male) if reverse else (row.male, row.female)
        within: list[Node] = []
        if row.low > 0 or row.over:
            within.append(Compare(age, ">" if row.over else ">=", _age(row.low)))
        if row.high is not None:
            # "6-10, 11-15": whole years; the next row begins where this one ends.
            high, below = row.high, row.below
            if following is not None and not below and not following.over and following.low > high:
                high, below = following.low, True
            elif following is not None and following.low == high and not following.over:
                below = True
            within.append(Compare(age, "<" if below else "<=", _age(high)))
        held: Node = Compare(creatinine, "<=", Quantity(male, unit))
        if male != female:
            sex = FactRef("sex")
            other = Compare(creatinine, "<=", Quantity(female, unit))
            held = any_nodes(
                [all_nodes([Is(sex, "male"), held]), all_nodes([Is(sex, "female"), other])]
            )
        parts.append(all_nodes([*within, held]))
    beyond = Judgement("no limit is told for this age")
    if rows[0].low > 0:
        parts.append(all_nodes([Compare(age, "<", _age(rows[0].low)), beyond]))
    if rows[-1].high is not None:
        parts.append(
            all_nodes(
                [Compare(age, ">" if not rows[-1].below else ">=", _age(rows[-1].high)), beyond]
            )
        )
    return any_nodes(parts)


def _age(years: float) -> Quantity:
    if years and years < 1:
        return Quantity(round(years * 12, 1), "mo")
    return Quantity(years, "a")
