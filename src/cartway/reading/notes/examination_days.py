"""The day of a test: the date behind its value, the header it stands under, or the letter's."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from datetime import date

from cartway.reading.notes.dating import Calendar, DateMention
from cartway.reading.notes.document import Document, Sentence
from cartway.values import PartialDate


class ExaminationDays:
    """The dates of one note as the days of its tests."""

    def __init__(
        self, document: Document, calendar: Calendar, names_treatment: Callable[[int, int], bool]
    ) -> None:
        self.document = document
        self.calendar = calendar
        self.headers = _headers(document, calendar, names_treatment)
        self._header_starts = [one.start for one in self.headers]
        # Those of blood and of a visit hold for the sentences behind them, too.
        self._lasting = [_lasts(document, one) for one in self.headers]

    def of(self, start: int, end: int, *, loose: bool = False) -> PartialDate | None:
        """The day of a test whose value stands here.

        A date right behind the value; else the date of the header it stands under, or in a
        history the last date named before it; else the date of the letter.
        """
        sentence = self.document.sentence_at(start)
        inside = self.calendar.within(start, end)
        if inside:
            return inside[-1].last  # "Pregnancy test 20 Nov: negative"
        before = self.calendar.within(max(sentence.start, start - 14), start)
        apart = before and _PARTED.search(self.document.lower, before[-1].end, start)
        if (
            before
            and not apart
            and start - before[-1].end <= 2
            and not self._of_bracket(before[-1], start)
        ):
            ago = self.document.lower.endswith(_AGO, before[-1].start, before[-1].end)
            if not ago or self._date_behind(end, sentence.end) is None:
                return before[-1].last
        near = self._date_behind(end, sentence.end)
        if near is not None:
            return near.first
        header = self._header_over(start, sentence, loose=loose)
        if sentence.section in ("treatment", "diagnosis", "", "past", "current"):
            told = self.before(start, same_clause=sentence.section == "past")
            if told is not None and (
                _NOW.search(self.document.lower, told.end, start) or self._of_diagnosis(told, start)
            ):
                told = None  # "MG since 2016, now MGFA IIIb", "diagnosed 06/2022; FVC 68 %"
            if told is not None and (header is None or told.start > header.start):
                return told.last
        if header is not None:
            return header.first
        return PartialDate.of(self.calendar.letter) if self.calendar.letter else None

    def _of_diagnosis(self, told: DateMention, start: int) -> bool:
        """Whether a date tells since when the illness is known, and the value stands in another part."""
        lower = self.document.lower
        return (
            ";" in lower[told.end : start]
            and _KNOWN_SINCE.search(lower, max(0, told.start - 30), told.start) is not None
        )

    def of_answer(self, start: int, end: int) -> PartialDate | None:
        """The day of an answer to treatment: in a history, the last day told on its line."""
        sentence = self.document.sentence_at(start)
        known = self.of(start, end)
        if known is None or known != PartialDate.of(self.calendar.letter or date.min):
            return known
        if sentence.section not in ("treatment", "", "diagnosis") or self._date_behind(
            end, sentence.end
        ):
            return known
        line = self.document.plain.rfind("\n", 0, start) + 1
        told = self.calendar.within(max(line, start - 400), start)
        return told[-1].last if told else known

    def of_state(self, start: int, end: int) -> PartialDate | None:
        """The day of what is seen at the bedside: a date beside it, the heading, or the letter's.

        Tests of another day that the same line tells (*PET 3 May: ...; ECOG 1*) do not date it.
        """
        sentence = self.document.sentence_at(start)
        near = self._date_behind(end, sentence.end)
        if near is not None:
            return near.first
        part = max(
            self.document.plain.rfind(sign, sentence.start, start) for sign in (",", ";", "(", ":")
        )
        beside = self.calendar.within(max(part, sentence.start), start)
        if beside:
            return beside[-1].last
        header = self._header_over(start, sentence)
        if header is not None:
            over = self.document.sentence_at(header.start)
            if header.start - over.start < 24 and not _OTHER_TEST.search(
                self.document.lower, over.start, header.start
            ):
                return header.first
        return PartialDate.of(self.calendar.letter) if self.calendar.letter else None

    def _header_over(
        self, start: int, sentence: Sentence, *, loose: bool = False
    ) -> DateMention | None:
        index = bisect_right(self._header_starts, start) - 1
        if index < 0:
            return None
        header = self.headers[index]
        if header.start >= sentence.start:
            return header
        over = self.document.sentence_at(header.start)
        # A heading with a date holds for the lines below it; a header inside a line for the
        # rest of that line, and for a laboratory list that goes on in the next.
        heading = header.end >= over.end - 2 and over.section in ("laboratory", "status")
        sampled = _SAMPLED.search(self.document.lower, over.start, header.start) is not None
        of_tests = {over.section, sentence.section} <= {"laboratory", ""}
        if sampled and of_tests and 0 <= sentence.line - over.line <= 45:
            return header  # "采样时间 2026-10-30 07:12" over the table of results
        table = _COLUMN_NAMES.fullmatch(self.document.lower, header.end, over.end) is not None
        if table and 0 <= sentence.line - over.line <= 24:
            return header  # "Labs 13 Oct 2026   value   reference": the rows below
        goes_on = over.section == "laboratory" and sentence.section in ("laboratory", "")
        if over.start != sentence.start and not self._lasting[index] and not loose:
            return None
        if (
            over.line == sentence.line
            or (heading and sentence.line - over.line <= 4)
            or (goes_on and sentence.line - over.line <= 1)
        ):
            return header
        return None

    def before(self, start: int, *, same_clause: bool = False) -> DateMention | None:
        """The last date named before a place in its sentence, brackets about other things aside."""
        sentence = self.document.sentence_at(start)
        low = self.document.clause_at(start)[0] if same_clause else sentence.start
        for mention in reversed(self.calendar.within(low, start)):
            opened = self.document.plain.rfind("(", low, mention.start)
            closed = self.document.plain.find(")", mention.end, start)
            inside = opened >= 0 and self.document.plain.find(")", opened, mention.start) < 0
            if (
                inside
                and closed >= 0
                and self.document.plain[opened + 1 : closed].strip()
                != (self.document.plain[mention.start : mention.end].strip())
            ):
                continue
            return mention
        return None

    def _of_bracket(self, mention: DateMention, start: int) -> bool:
        """*(stent, September 2025) albumin 36*: a bracket that tells something else has closed."""
        plain = self.document.plain
        return ")" in plain[mention.end : start] and plain[mention.start - 1 : mention.start] != "("

    def _date_behind(self, end: int, limit: int) -> DateMention | None:
        for mention in self.calendar.within(end, min(limit, end + 26)):
            between = self.document.lower[end : mention.start]
            after = self.document.lower[mention.end : mention.end + 1]
            if re.fullmatch(
                r"(?a)\s?(?:%|l)?[\s,]{0,2}(?:\(?(?:echo|tte|ct|mri|pet|心超|超声)?\s?|on|at|from|of|all|dated|in)?\s?",
                between,
            ) and ("(" not in between or after in ")"):
                if "," in between and "\u4e00" <= after <= "\u9fff":
                    return None  # "体重73kg，2025年8月确诊": the day of the next part
                return mention
            return None
        return None


_BEGAN = re.compile(r"(?a)\s?[,:]?\s?(?:诊断|确诊|起病|发病|初诊|因|查出|发现)")
_SAMPLED = re.compile(
    r"(?a)(?:采样|采集|采血|标本|检验|检测|化验|报告|审核|送检|抽血)(?:时间|日期)[\s:]{0,3}$|(?:collected|sampled|collection (?:date|time)|drawn)(?: on)?[\s:]{0,3}$"
)
_COLUMN_NAMES = re.compile(
    r"(?a)[\s):,|(]*(?:(?:values?|results?|ref(?:erence)?\.?(?: (?:range|interval|values?))?|range|units?|flag|normal|test|结果|参考(?:值|范围|区间)?|单位|提示|项目|正常值)[\s|()/]*){1,5}"
)
_PARTED = re.compile(r"[;。]|\.\s")
# "LMP 2 weeks ago, hCG neg on 17 Nov"
_AGO = ("ago", "前")
_NOW = re.compile(r"(?a)\b(?:now|currently|today|at present|ongoing)\b|目前|现(?!病史)")
_KNOWN_SINCE = re.compile(
    r"(?a)(?:diagnosed|since|onset|symptoms?|确诊于?|起病)(?: in| on)?[\s:]{0,2}$"
)
_SPECIMEN = re.compile(r"(?a)(?:biops\w*|\bbx|\bcore|活检|穿刺|病理)[^.。\n]*$")
_TESTED = re.compile(
    r"(?a)检|查|化验|血|生化|腰穿|骨髓|穿|超声|彩超|心超|ucg|ct\b|mri|pet|免疫|流式|示|:|lab|blood|scan|echo"
)


def _lasts(document: Document, header: DateMention) -> bool:
    """Whether the day holds for the sentences behind, too: not that of a biopsy or of an event."""
    over = document.sentence_at(header.start)
    before = document.lower[max(over.start, header.start - 40) : header.start]
    if _SPECIMEN.search(before):
        return False
    if header.start - over.start <= 8 and not before.strip(" ([-•*"):
        part = re.split(r"(?a)[,;。]", document.lower[header.end : min(over.end, header.end + 40)])[
            0
        ]
        return over.section in ("laboratory", "status") or _TESTED.search(part) is not None
    return True


_OTHER_TEST = re.compile(
    r"(?a)\b(?:echo|tte|pet|ct|mri|lp|bm|csf|marrow|biops\w*|flow|core|fish|pfts?|ecg)\b|超|骨髓|腰穿|头颅|活检|心电|影像|pet|ct|mri"
)
_TEST_WORD = re.compile(
    r"(?a)(?:\blabs?|\bbloods?|laboratory|\becho|\btte|\bpet(?:[/-]ct)?|\bct|\bmri|\blp|\bbm|marrow|biopsy|\bbx|flow"
    r"|\bcsf|\bpfts?|\bcore|\bfish|\becg|x-?ray|\bcxr|serology|virology|activity|status|results|imaging|scan"
    r"|化验|血常规|生化|彩超|心超|ucg|b超|超声|头颅\S{0,6}|骨髓\S{0,4}|复查\S{0,6}|检查|检验|检验项目|化验项目|检查项目|检测项目|腰穿|穿刺|心电图|病理|凝血|活检)"
    r"[\s,()of:of\]on]*$"
)


def _headers(
    document: Document, calendar: Calendar, names_treatment: Callable[[int, int], bool]
) -> list[DateMention]:
    """Dates that stand over values: *Labs 12 Oct:*, *化验(10-26):*, *PET/CT 5 Oct 2026:*."""
    found = []
    lower = document.lower
    for mention in calendar.mentions:
        after = lower[mention.end : mention.end + 4].lstrip(" )")
        before = lower[max(0, mention.start - 28) : mention.start]
        sentence = document.sentence_at(mention.start)
        ago = lower[mention.start : mention.end].endswith(("ago", "earlier", "前"))
        colon = (
            (after.startswith(":") or after.startswith("]"))
            and not ago
            and mention.start - sentence.start < 46
            and not names_treatment(sentence.start, mention.start)
        )
        worded = _TEST_WORD.search(before) is not None or _SAMPLED.search(before) is not None
        heading = (
            sentence.section in ("laboratory", "status")
            and mention.start - sentence.start < 24
            and mention.end >= sentence.end - 3
            and not names_treatment(sentence.start, mention.start)
        )
        opening = (
            document.language == "zh"
            and mention.start - sentence.start <= 8
            and mention.first.month is not None
            and _BEGAN.match(lower, mention.end) is None
            and (sentence.section in ("laboratory", "status", "current", ""))
        )
        if colon or worded or heading or opening:
            found.append(mention)
    return found
