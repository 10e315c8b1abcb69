"""Dates as they are written: every form in both languages, with year, month and day as far as given."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from cartway.reading.notes.document import Document

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
         "august aug", "september sept sep", "october oct", "november nov", "december dec"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip


_M = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"


_Y = r"(?:19|20)\d\d"


_MO = r"(?:1[0-2]|0?[1-9])"


_D = r"(?:3[01]|[12]\d|0?[1-9])"


DATE = re.compile(
    rf"(?a)(?<![\d.^*a-z])(?:"
    rf"(?P<iso>(?P<iso_y>{_Y})[-./年]\s?(?P<iso_m>{_MO})[-./月]\s?(?P<iso_d>{_D})(?:日|号|(?!\d)))"
    rf"|(?P<ym>(?P<ym_y>{_Y})(?:年\s?(?P<ym_m1>{_MO})月|[-./](?P<ym_m2>{_MO})(?![\d%]))(?:初|底|末|中旬|上旬|下旬)?)"
    rf"|(?P<yy>(?P<yy_1>{_Y})-(?P<yy_2>\d\d)(?!\d))"
    rf"|(?P<num>(?P<num_a>\d{{1,2}})(?P<num_s>[./-])(?P<num_b>\d{{1,2}})(?P=num_s)(?P<num_y>{_Y}|\d\d)(?![\d/]))"
    rf"|(?P<my>(?P<my_m>{_MO})[/.](?P<my_y>{_Y})(?!\d|\.\d))"
    rf"|(?P<dd>(?P<dd_1>{_D})\s?-\s?(?P<dd_2>{_D})(?:st|nd|rd|th)?\s+(?P<dd_m>{_M})(?:,?\s+(?P<dd_y>{_Y}))?)"
    rf"|(?P<dmy>(?P<dmy_d>{_D})(?:st|nd|rd|th)?[\s-]*(?:of\s+)?(?P<dmy_m>{_M})(?:,?[\s-]*(?P<dmy_y>{_Y})(?!\d))?)"
    rf"|(?P<mdy>(?P<mdy_m>{_M})\s?['’]?(?P<mdy_d>{_D})(?:st|nd|rd|th)?(?![\d%/]|\.\d)(?:,?\s+(?P<mdy_y>{_Y}))?)"
    rf"|(?P<mony>(?P<mony_m>{_M}),?\s*(?:of\s+)?-?(?P<mony_y>{_Y})(?!\d))"
    rf"|(?P<mon>(?P<mon_m>{_M}))"
    rf"|(?P<md>(?P<md_m>{_MO})月(?:(?P<md_d>{_D})[日号]?)?(?:初|底|末|中旬|上旬|下旬)?)"
    rf"|(?P<dots>(?P<dots_d>{_D})\.(?P<dots_m>{_MO})\.(?!\d))"
    rf"|(?P<pair>(?P<pair_a>\d\d?)\.(?P<pair_b>\d\d?)(?![\d.%]))"
    rf"|(?P<short>(?P<short_m>{_D})[-/](?P<short_d>{_D})(?![\d/%]|\.\d|-(?!\d\d?/\d)\d))"
    rf"|(?P<year>(?P<year_y>{_Y})(?:年初|年底|年|(?![\d%/:]|[.,]\d)))"
    rf"|(?P<ago>(?P<ago_n>\d{{1,3}}|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve)"
    rf"\s?(?P<ago_u>day|week|wk|month|mo|year|yr|天|日|周|星期|个月|月|年)s?(?:\s+(?:ago|earlier)|余?前))"
    r")",
)


_NAMED_EDITION = re.compile(
    r"(?a)(?<![a-z])(?:acr|eular|mayo|who|nccn|lugano|imwg|nih|criteria|sledai|bilag|cclg|score|version|edition|2k)"
    r"[\s/a-z-]{0,8}$"
)


_NOT_DATE_AFTER = re.compile(
    r"(?a)\s?(?:次|个|周|天|级|期|分|种|x|×|\^|mg|ml|g/|u/|/u|iu|mmol|umol|ng|score|cells|copies|h\b|%)"
)


_MONTH_LEAD = re.compile(
    r"(?a)(?:\b(?:in|since|until|till|from|by|to|during|of|early|late|mid|and|end|last|around|before"
    r"|after|through|for|marrow|lp|pet|ct|mri|small one in|covid-19 in)|[(\-,/])[\s-]*$"
)


@dataclass(frozen=True, slots=True)
class Raw:
    """A date as written: the parts that stand there."""

    start: int
    end: int
    year: int | None
    month: int | None
    day: int | None
    last_day: int | None = None
    last_year: int | None = None


def raw_dates(document: Document, as_of: date | None = None) -> list[Raw | None]:
    """Every date as it is written, before any year is worked out.

    Args:
        as_of: no note tells what happened after it, which may show whether the month stands first.
    """
    lower, plain = document.lower, document.plain
    order = _order(document, as_of)
    found: list[Raw | None] = []
    short_years = _writes_short_years(lower)
    for match in DATE.finditer(lower):
        if short_years and (year := _short_year(match, lower)) is not None:
            found.append(year)
            continue
        found.append(_raw(match, lower, plain, document.language, order))
    return [one for one in found if one is not None]


_SHORT_YEARS = re.compile(
    rf"(?a)\b(?P<m1>{_M})\s?(?P<q>['’])?(?P<y1>\d\d)\s?(?:-|–|~|to|until|till)\s?(?P<m2>{_M})\s?['’]?(?P<y2>\d\d)(?![\d:/.,]\d|,? \d{{4}})"
)


def _writes_short_years(lower: str) -> bool:
    """Whether *Oct 23 - May 24* is years, not days: the months run backwards and the numbers on."""
    for one in _SHORT_YEARS.finditer(lower):
        backwards = _MONTHS[one["m2"].rstrip(".")] < _MONTHS[one["m1"].rstrip(".")]
        if one["q"] or (backwards and 10 <= int(one["y1"]) < int(one["y2"]) <= int(one["y1"]) + 9):
            return True
    return False


def _short_year(match: re.Match[str], lower: str) -> Raw | None:
    """A month with a year of two digits."""
    month = match.group("mdy_m")
    if month is None or match.group("mdy_y") is not None or int(match.group("mdy_d")) < 10:
        return None
    return Raw(
        match.start(),
        match.end(),
        2000 + int(match.group("mdy_d")),
        _MONTHS[month.rstrip(".")],
        None,
    )


@dataclass(frozen=True, slots=True)
class _Order:
    """Whether the month stands before the day, and whether the note itself shows it."""

    month_first: bool
    proven: bool


_FULL = re.compile(rf"(?a)(?<!\d)(\d{{1,2}})[/-](\d{{1,2}})[/-]({_Y}|\d\d)(?!\d)")


def _order(document: Document, as_of: date | None) -> _Order:
    if document.language == "zh":
        return _Order(True, proven=True)
    slashed = False
    for match in _FULL.finditer(document.lower):
        a, b = int(match.group(1)), int(match.group(2))
        if a > 12 >= b:
            return _Order(False, proven=True)
        if b > 12 >= a:
            return _Order(True, proven=True)
        slashed = True
    british = _BRITISH.search(document.lower) is not None
    if slashed and as_of is not None and not british:
        ahead = _ahead(document, as_of)
        if ahead is not None:
            return _Order(ahead, proven=True)
    # "18/5" and "24th August": no month is that high, and the day stands first where it is named.
    daily = any(
        int(one.group(1)) > 12 >= int(one.group(2))
        for one in re.finditer(r"(?a)(?<![\d/.])(\d{1,2})/(\d{1,2})(?![\d/])", document.lower)
        if not _is_span(document.lower, one.start(), int(one.group(2)))
    )
    american = _AMERICAN.search(document.lower) is not None
    return _Order(american and not british, proven=british and (slashed or daily))


def _ahead(document: Document, as_of: date) -> bool | None:
    """Whether the month stands first, shown by days that would else lie in the future."""
    later = [0, 0]  # with the day first, with the month first
    for match in _FULL.finditer(document.lower):
        a, b, year = (int(one) for one in match.groups())
        year += 2000 if year < 100 else 0
        for place, (month, day) in enumerate(((b, a), (a, b))):
            later[place] += (year, month, day) > (as_of.year, as_of.month, as_of.day)
    if bool(later[0]) == bool(later[1]):
        return None
    return later[0] > 0


_AMERICAN = re.compile(r"(?a)\bhgb\b|\bhematolog|\btumor\b|\bk/ul\b|\bdz\b")
_BRITISH = re.compile(
    r"(?a)haem|tumour|oedema|leukaem|\bpaed|\bclinic letter\b|yours sincerely|yours faithfully"
)
_LED = re.compile(
    r"(?a)(?:\b(?:on|since|from|until|till|to|of|last|ended|dated|by|echo|tte|cxr|ct|pet|mri|virology|viro|labs?|bloods?|marrow|bm|lp|ecg|p?rbcs?|platelets?|transfused)|(?:^|\n))\s{0,3}$"
)


def _is_span(lower: str, start: int, denominator: int) -> bool:
    """*6/52*, *3/12*, *5/7*: weeks, months and days in British notes, unless a word leads a date."""
    if denominator not in (7, 12):
        return False
    numerator = re.match(r"(?a)\d{1,2}", lower[start : start + 2])
    if numerator is not None and int(numerator.group()) > 14:
        return False
    return _LED.search(lower, max(0, start - 14), start) is None


_PAIR_BEFORE = re.compile(r"(?a)(?:^|[(,;。~、至到于自从较次\n-])$")
_PAIR_BEHIND = re.compile(
    r"(?a)\s?(?:[)~、:,;。-]|起|止|至|[\u4e00-\u9fff](?<![级分倍个次月年岁万元升克米]))|\s|$"
)
_POINTED_FIRST = re.compile(rf"(?a)(?<!\d){_Y}\.{_MO}\.{_D}(?!\d)")
_NAMED_BEFORE = re.compile(
    r"(?a)(?:\b(?:on|since|from|until|till|to|of|last|ended|dated|by|at)|[a-z/]{2,}|[(-])\s?$"
)


_DONE_ON = re.compile(
    r"(?a)(?:日)?(?:血(?:象|常规|生化|气)|生化|心(?:超|电|脏)|胸部?(?:ct|片)|头颅|腹部|骨髓|骨穿|彩超|b超|ct|mri|pet|凝血|肝功|肾功|输(?:注|过|了|红|血|机)|打(?:过|了)|复查|入院|出院|化验|检查|我院|外院|行|予)"
)
_PARTS = ("", "\n", " ", ",", "。", ";", "、", "(", ":")


def _pair(match: re.Match[str], lower: str, language: str) -> Raw | None:
    """*9.17* or *15.06:* where the note writes its full dates with points, too."""
    start, end = match.span()
    a, b = int(match.group("pair_a")), int(match.group("pair_b"))
    if _is_limit(lower, start, end) or _NOT_DATE_AFTER.match(lower, end):
        return None
    if language == "zh":
        if not (1 <= a <= 12 and 1 <= b <= 31):
            return None
        if not _POINTED_FIRST.search(lower):
            # "8.27血象:…", "8.25输过血小板": a day before what was done on it.
            done = _DONE_ON.match(lower, end) and lower[start - 1 : start] in _PARTS
            return Raw(start, end, None, a, b) if done else None
        before = _PAIR_BEFORE.search(lower[max(0, start - 2) : start])
        return Raw(start, end, None, a, b) if before and _PAIR_BEHIND.match(lower, end) else None
    whole = len(match.group()) == 5 and 1 <= a <= 31 and 1 <= b <= 12
    if not whole or not _POINTED.search(lower) or lower[end : end + 1] not in "):,":
        return None
    named = _NAMED_BEFORE.search(lower, max(0, start - 12), start)
    return Raw(start, end, None, b, a) if named else None


def _raw(match: re.Match[str], lower: str, plain: str, language: str, order: _Order) -> Raw | None:
    kind = match.lastgroup or ""
    part = match.groupdict()
    start, end = match.span()
    kind = next(name for name in _KINDS if part[name] is not None)
    glued = lower[start - 1 : start] == "-" and "a" <= lower[start - 2 : start - 1] <= "z"
    if glued and kind not in ("mony", "mon", "dmy", "mdy"):
        return None  # "CCLG-2008", "SLEDAI-2000": a name, not a year

    def number(name: str) -> int | None:
        value = part[name]
        return int(value) if value else None

    def month(name: str) -> int:
        return _MONTHS[part[name].rstrip(".")]

    if kind == "iso":
        return Raw(start, end, number("iso_y"), number("iso_m"), number("iso_d"))
    if kind == "ym":
        return Raw(start, end, number("ym_y"), number("ym_m1") or number("ym_m2"), None)
    if kind == "yy":
        year = number("yy_1") or 0
        other = year - year % 100 + (number("yy_2") or 0)
        return Raw(start, end, year, None, None, last_year=other) if other > year else None
    if kind == "num":
        return _numeric(start, end, part, order.month_first)
    if kind == "my":
        return Raw(start, end, number("my_y"), number("my_m"), None)
    if kind == "dd":
        return Raw(start, end, number("dd_y"), month("dd_m"), number("dd_1"), number("dd_2"))
    if kind == "dmy":
        return Raw(start, end, number("dmy_y"), month("dmy_m"), number("dmy_d"))
    if kind == "mdy":
        if part["mdy_m"] == "may" and plain[start] != "M":
            return None
        return Raw(start, end, number("mdy_y"), month("mdy_m"), number("mdy_d"))
    if kind == "mony":
        return Raw(start, end, number("mony_y"), month("mony_m"), None)
    if kind == "mon":
        name = part["mon_m"].rstrip(".")
        capital = plain[start].isupper()
        led = _MONTH_LEAD.search(lower, max(0, start - 16), start)
        following = re.match(r"(?a)\s*(?:[-)]|to [a-z]{3})", lower[end : end + 8])
        if not capital or not (led or following or len(name) > 4):
            return None
        return Raw(start, end, None, month("mon_m"), None)
    if kind == "md":
        # "6岁3月" is an age; "近3月" and "单药2月" are spans of time, not March and February.
        if part["md_d"] is None and re.search(
            r"(?a)(?:岁|年龄)\s?$", lower[max(0, start - 3) : start]
        ):
            return None
        span = lower[max(0, start - 1) : start] in _SPAN_LEAD
        if part["md_d"] is None and (
            (span and lower[end : end + 1] not in ("停", "起"))
            or lower[end : end + 1] in ("余", "多", "来")
        ):
            return None
        return Raw(start, end, None, number("md_m"), number("md_d"))
    if kind == "dots":
        if not _POINTED.search(lower):
            return None
        return Raw(start, end, None, number("dots_m"), number("dots_d"))
    if kind == "pair":
        return _pair(match, lower, language)
    if kind == "short":
        if _NOT_DATE_AFTER.match(lower, end) or _is_limit(lower, start, end):
            return None
        first, second = int(part["short_m"] or 0), int(part["short_d"] or 0)
        if order.month_first:
            return Raw(start, end, None, first, second) if first <= 12 else None
        slashed = "/" in lower[start:end]
        if not (order.proven and slashed) or second > 12 or _is_span(lower, start, second):
            return None
        return Raw(start, end, None, second, first)
    if kind == "year":
        before = lower[max(0, start - 14) : start]
        if _NAMED_EDITION.search(before) or _NOT_DATE_AFTER.match(lower, end):
            return None
        if not part["year"].endswith(("年", "年初", "年底")) and re.match(
            r"(?a)\s?(?:criteria|score|version|edition|classification|v\d)|版|标准",
            lower[end : end + 16],
        ):
            return None
        return Raw(start, end, number("year_y"), None, None)
    return None


_KINDS = ("iso", "ym", "yy", "num", "my", "dd", "dmy", "mdy", "mony", "mon", "md", "dots", "pair", "short",
          "year", "ago")  # fmt: skip


_SPAN_LEAD = tuple("剂素停药近前后满药达约服共余每于半续用疗")


_POINTED = re.compile(rf"(?a)(?<!\d){_D}\.{_MO}\.{_Y}(?!\d)")


def _numeric(start: int, end: int, part: dict[str, str | None], month_first: bool) -> Raw | None:
    a, b, year = int(part["num_a"] or 0), int(part["num_b"] or 0), int(part["num_y"] or 0)
    if year < 100:
        year += 2000 if year < 70 else 1900
    day, month = (b, a) if month_first else (a, b)
    if month > 12 >= day:
        day, month = month, day
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return Raw(start, end, year, month, day)


_LIMIT_BEFORE = re.compile(
    r"(?a)\d\s?(?:[a-z%][a-z/%0-9^*.]{0,12}\s?)?\(\s?$|(?:参考值?|正常值?|range|ref|normal)[^,;]{0,6}$"
)


_VALUE_BEFORE = re.compile(
    r"(?a)(?<![\d^.])(\d+(?:\.\d+)?)(?:\s?[x×*]\s?10\s?\^?\d{1,2})?\s?(?:[a-z%/]{1,8}[a-z0-9./]{0,8}|秒)?\s?$"
)
_RANGE_INSIDE = re.compile(r"(?a)(\d+(?:\.\d+)?)\s?[-~]\s?(\d+(?:\.\d+)?)\s?[a-z%/^*0-9.秒]{0,10}")


def _is_range_of_value(lower: str, start: int, end: int) -> bool:
    """Whether a bracket holds limits that fit the value before it: *PT 12.9 s (11-14)*."""
    opened = lower.rfind("(", max(0, start - 8), start)
    closed = lower.find(")", end, end + 16)
    if opened < 0 or closed < 0:
        return False
    inside = _RANGE_INSIDE.fullmatch(lower, opened + 1, closed)
    value = _VALUE_BEFORE.search(lower, max(0, opened - 24), opened)
    if inside is None or value is None:
        return False
    low, high, held = float(inside.group(1)), float(inside.group(2)), float(value.group(1))
    return low < high and low / 3 <= held <= high * 3


_CELL = re.compile(r"(?a)[\d.]+\s?[-~]\s?[\d.]+[^\n\d]{0,16}(?:\n|$)")


def _is_cell(lower: str, start: int, end: int) -> bool:
    """Whether it is the last column of a row of a table, behind a value: *41  U/L  7-40*."""
    before = lower[max(0, start - 30) : start]
    if "-" not in lower[start:end] or not before[-1:].isspace() or "\n" in before[-3:]:
        return False
    row = lower[lower.rfind("\n", 0, start) + 1 : start]
    return _CELL.match(lower, start) is not None and re.search(r"(?a)\d\s", row) is not None


def _is_limit(lower: str, start: int, end: int) -> bool:
    """Whether a short date is really a reference range, ``10 (3-10)``, or a score, ``9/10``."""
    if _is_range_of_value(lower, start, end) or _is_cell(lower, start, end):
        return True
    if re.search(
        r"(?a)(?:mud|血缘|相合|无关|供者?|同胞|match\w*|score|index|grade|nrs|hla|gleason)\W{0,3}$",
        lower[max(0, start - 12) : start],
    ):
        return True
    if lower[end : end + 1] == ")" and lower[start - 1 : start] == "(":
        return (
            bool(_LIMIT_BEFORE.search(lower, max(0, start - 24), start))
            and "-" in lower[start:end]
            and (not re.match(r"(?a)0\d|1[0-2]-\d\d", lower[start:end]))
        )
    return False
