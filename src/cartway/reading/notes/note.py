"""One note under reading: its text, names, dates and scopes, and what has been gathered so far."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import TypeVar

from cartway.facts import Absence, Certainty, Event, Fact, Origin, Record, Value, Vocabulary
from cartway.reading.lexicon import Match, Sense, build_lexicon, tokens
from cartway.reading.notes.cues import Cues, load_cues
from cartway.reading.notes.dating import Calendar, DateMention
from cartway.reading.notes.document import Document, Sentence, open_document
from cartway.reading.notes.habits import Habits, load_habits
from cartway.reading.notes.scope import Scope, Scopes
from cartway.values import PartialDate


@dataclass
class Gathered:
    """What the rules have found; duplicates are dropped at the end."""

    facts: list[Fact] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    absences: list[Absence] = field(default_factory=list)
    complete: set[str] = field(default_factory=set)

    def record(self) -> Record:
        """Everything, each once."""
        return Record(
            tuple(_once(self.facts)), tuple(_once(self.events)), tuple(_once(self.absences)),
            frozenset(self.complete),
        )  # fmt: skip


T = TypeVar("T")


def _once(items: list[T]) -> list[T]:
    seen: dict[str, T] = {}
    for item in items:
        seen.setdefault(repr(item), item)
    return list(seen.values())


class Note:
    """A note and the questions that every rule asks of it."""

    def __init__(
        self,
        original: str,
        vocabulary: Vocabulary,
        as_of: date | None,
        language: str | None,
        name: str = "note",
    ) -> None:
        self.name = name
        self.vocabulary = vocabulary
        self.cues: Cues = load_cues()
        self.habits: Habits = load_habits()
        self.document: Document = open_document(original, self.cues, language)
        self.calendar = Calendar(self.document, as_of)
        self.scopes = Scopes(self.document, self.cues)
        self.gathered = Gathered()
        # The sign of multiplication would be taken for a letter: "R-CHOP×4" is R-CHOP four times.
        self.named = self.plain.replace("×", "*")
        self.tokens = tokens(self.named)
        self.matches = self._find_names()
        self._match_starts = [one.start for one in self.matches]
        self.headers = _test_headers(self)
        self._header_starts = [one.start for one in self.headers]

    @property
    def plain(self) -> str:
        """The text the rules work on."""
        return self.document.plain

    @property
    def lower(self) -> str:
        """The same in lower case."""
        return self.document.lower

    @property
    def letter(self) -> date | None:
        """The date of the letter."""
        return self.calendar.letter

    def _find_names(self) -> list[Match]:
        lexicon = build_lexicon(self.vocabulary)
        found = [
            one if not _ends_in_times(self.lower, one) else self._without_times(one)
            for one in lexicon.find(self.named, self.tokens)
            if not _is_other_word(self.lower, one)
        ]
        taken = [one.start for one in found]
        extra = _labels_found(self.plain, self.vocabulary, found)
        extra += self._further_results(found)
        found = sorted([*found, *extra], key=lambda one: one.start)
        taken = [one.start for one in found]
        extra = []
        for match in self.habits.short_pattern.finditer(self.plain):
            start, end = match.span("name")
            index = bisect_right(taken, start) - 1
            if index >= 0 and found[index].end > start:
                continue
            if index + 1 < len(found) and found[index + 1].start < end:
                continue
            fact = self.habits.short_names[_squeezed(match.group("name"))]
            if fact in self.vocabulary.facts:
                kind = self.vocabulary.facts[fact].kind
                extra.append(Match(start, end, -1, -1, (Sense("fact", fact, kind),)))
        return sorted([*found, *extra], key=lambda one: one.start)

    def _further_results(self, found: list[Match]) -> list[Match]:
        starts = [one.start for one in found]
        extra = []
        for match in self.habits.result_pattern.finditer(self.lower):
            index = bisect_right(starts, match.end() - 1) - 1
            if index >= 0 and found[index].end > match.start():
                continue
            fact = self.habits.result_names[match.group()]
            if fact in self.vocabulary.facts:
                extra.append(
                    Match(match.start(), match.end(), -1, -1, (Sense("fact", fact, "result"),))
                )
        return extra

    def _without_times(self, match: Match) -> Match:
        """*R-CHOP x6* is six times R-CHOP, not *R-CHOP-X*."""
        text = self.plain[match.start : match.end - 1].rstrip(" -+")
        again = build_lexicon(self.vocabulary).find(text)
        if len(again) == 1 and again[0].start == 0:
            return Match(match.start, match.start + again[0].end, -1, -1, again[0].senses)
        return match

    def matches_within(self, start: int, end: int) -> list[Match]:
        """The names that begin inside a stretch."""
        low = bisect_left(self._match_starts, start)
        high = bisect_left(self._match_starts, end)
        return self.matches[low:high]

    def scope(self, match: Match) -> Scope:
        """What kind of statement a name stands in."""
        return self.scopes.of(match.start, match.end)

    def sentence(self, offset: int) -> Sentence:
        """The sentence that holds an offset."""
        return self.document.sentence_at(offset)

    def is_a(self, concept: str, target: str) -> bool:
        """Whether a concept is the target or below it; False if either is not in the vocabulary."""
        return target in self.vocabulary.hierarchy.ancestors(concept)

    def origin(self, start: int, end: int) -> Origin:
        """The place in the original text."""
        first, last = self.document.text.span(start, end)
        return Origin(self.name, self.sentence(start).section, first, last)

    def date_of_test(self, start: int, end: int) -> PartialDate | None:
        """The day of a test whose value stands here.

        A date right behind the value; else the date of the header it stands under, or in a
        history the last date named before it; else the date of the letter.
        """
        sentence = self.sentence(start)
        before = self.calendar.within(max(sentence.start, start - 14), start)
        if before and start - before[-1].end <= 2:
            return before[-1].last
        near = self._date_behind(end, sentence.end)
        if near is not None:
            return near.first
        header = self._header_over(start, sentence)
        if sentence.section in ("treatment", "diagnosis", "", "past", "current"):
            told = self.date_before(start)
            if told is not None and (header is None or told.start > header.start):
                return told.last
        if header is not None:
            return header.first
        return PartialDate.of(self.letter) if self.letter else None

    def _header_over(self, start: int, sentence: Sentence) -> DateMention | None:
        index = bisect_right(self._header_starts, start) - 1
        if index < 0:
            return None
        header = self.headers[index]
        if header.start >= sentence.start:
            return header
        over = self.sentence(header.start)
        # A heading with a date holds for the lines below it; a header inside a line for the
        # rest of that line, and for a laboratory list that goes on in the next.
        heading = header.end >= over.end - 2 and over.section in ("laboratory", "status")
        goes_on = over.section == "laboratory" and sentence.section in ("laboratory", "")
        if (
            over.line == sentence.line
            or (heading and sentence.line - over.line <= 4)
            or (goes_on and sentence.line - over.line <= 1)
        ):
            return header
        return None

    def date_before(self, start: int, *, same_clause: bool = False) -> DateMention | None:
        """The last date named before a place in its sentence, brackets about other things aside."""
        sentence = self.sentence(start)
        low = self.document.clause_at(start)[0] if same_clause else sentence.start
        for mention in reversed(self.calendar.within(low, start)):
            opened = self.plain.rfind("(", low, mention.start)
            closed = self.plain.find(")", mention.end, start)
            inside = opened >= 0 and self.plain.find(")", opened, mention.start) < 0
            if (
                inside
                and closed >= 0
                and self.plain[opened + 1 : closed].strip()
                != (self.plain[mention.start : mention.end].strip())
            ):
                continue
            return mention
        return None

    def _date_behind(self, end: int, limit: int) -> DateMention | None:
        for mention in self.calendar.within(end, min(limit, end + 26)):
            between = self.lower[end : mention.start]
            after = self.lower[mention.end : mention.end + 1]
            if re.fullmatch(
                r"(?a)\s?(?:%|l)?[\s,]{0,2}(?:\(?(?:echo|tte|ct|mri|pet|心超|超声)?\s?|on|at|from|of|all|dated|in)?\s?",
                between,
            ) and ("(" not in between or after in ")"):
                return mention
            return None
        return None

    def add_fact(
        self,
        name: str,
        value: Value,
        start: int,
        end: int,
        *,
        on: PartialDate | None = None,
        argument: str | None = None,
        certainty: Certainty = Certainty.STATED,
        limits: tuple[float | None, float | None] = (None, None),
        readable: bool = True,
    ) -> None:
        """Keep a fact, if the vocabulary knows it."""
        if name not in self.vocabulary.facts:
            return
        if on is None and self.letter is not None:
            on = PartialDate.of(self.letter)
        self.gathered.facts.append(
            Fact(
                name,
                value,
                on,
                argument,
                self.origin(start, end),
                certainty,
                limits[1],
                limits[0],
                readable,
            )
        )

    def add_event(
        self,
        events: str,
        attributes: Mapping[str, tuple[Value, ...]],
        start: int,
        end: int,
        *,
        first: PartialDate | None = None,
        last: PartialDate | None = None,
        ongoing: bool = False,
        certainty: Certainty = Certainty.STATED,
    ) -> None:
        """Keep an event, if the vocabulary knows its list; unknown attributes are left out."""
        definition = self.vocabulary.events.get(events)
        if definition is None:
            return
        known = {
            key: values
            for key, values in attributes.items()
            if values and key in definition.attributes
        }
        if not known:
            return
        self.gathered.events.append(
            Event(events, known, first, last, ongoing, self.origin(start, end), certainty)
        )

    def add_absence(
        self,
        events: str,
        concept: str,
        start: int,
        end: int,
        *,
        since: PartialDate | None = None,
        status: str | None = None,
    ) -> None:
        """Keep that something is denied."""
        if events in self.vocabulary.events:
            self.gathered.absences.append(
                Absence(events, concept, since, self.origin(start, end), status)
            )


@lru_cache(maxsize=4)
def _label_pattern(vocabulary: Vocabulary) -> tuple[re.Pattern[str], dict[str, str]]:
    """Regimens by the short form that opens their label: *VRd (bortezomib, ...)*."""
    names = {
        concept.label["en"].split(" (")[0]: concept.id
        for concept in vocabulary.concepts.values()
        if concept.system == "treatment" and " (" in concept.label.get("en", "")
    }
    names = {
        name: code
        for name, code in names.items()
        if 2 <= len(name) <= 12 and name[0].isupper() and any(c.isupper() for c in name[1:])
    }
    pattern = "|".join(re.escape(one) for one in sorted(names, key=len, reverse=True)) or r"(?!)"
    return re.compile(rf"(?a)(?<![A-Za-z0-9-])(?:{pattern})(?![A-Za-z0-9])"), names


def _labels_found(plain: str, vocabulary: Vocabulary, found: list[Match]) -> list[Match]:
    pattern, names = _label_pattern(vocabulary)
    starts = [one.start for one in found]
    extra = []
    for match in pattern.finditer(plain):
        index = bisect_right(starts, match.end() - 1) - 1
        if index < 0 or found[index].end <= match.start():
            sense = Sense("concept", names[match.group()], "treatment")
            extra.append(Match(match.start(), match.end(), -1, -1, (sense,)))
    return extra


# Short names that are other words in a note: flu vaccine, home O2, 95 % RA, antibody tests.
_OTHER_WORDS: dict[str, re.Pattern[str]] = {
    "fit": re.compile(r"(?a)(?!.*\b(?:a|one|epileptic|grand mal|febrile|tonic-clonic) fit).*"),
    "flu": re.compile(r"(?a)(?:^|.*\W)flu(?:enza)?\s?(?:vaccin|shot|jab|a\b|b\b|-like|\.)"),
    "ra": re.compile(r"(?a).*(?:%|on|at|air)\s?ra\b"),
    "antibody": re.compile(r"(?a).*antibody(?! therapy| treatment| drug| infusion)"),
    "antibodies": re.compile(r"(?a).*antibodies(?! therapy| treatment)"),
    "pd": re.compile(r"(?a).*pd\b(?!-)"),
    "cr": re.compile(r"(?a).*"),
    "ms": re.compile(r"(?a).*\bms\b"),
    "pt": re.compile(r"(?a).*\bpt\b(?!\s?\d|\s?\()"),
}


def _ends_in_times(lower: str, match: Match) -> bool:
    return lower[match.end - 1] in "x×" and lower[match.end : match.end + 2].strip()[:1].isdigit()


def _is_other_word(lower: str, match: Match) -> bool:
    text = lower[match.start : match.end]
    if not any(c.isalpha() for c in text):
        return True
    treatment = any(one.kind == "concept" and one.system == "treatment" for one in match.senses)
    if len(text) == 1 and text.isascii() and treatment:
        return True
    if (
        treatment
        and text.isascii()
        and text.isalpha()
        and lower[match.end : match.end + 1].isdigit()
    ):
        return len(text) <= 4  # "ETV6" is a gene
    disease = any(one.kind == "concept" for one in match.senses)
    if text == "ln":
        return "lupus" not in lower and "sle" not in lower.split()
    if text == "pe" and lower[match.end : match.end + 1] == ":":
        return True  # physical examination
    pattern = _OTHER_WORDS.get(text)
    if pattern is None or not disease:
        return False
    return pattern.match(lower[max(0, match.start - 8) : match.end + 10]) is not None


def _squeezed(name: str) -> str:
    return re.sub(r"[\s.]+", " ", name.lower()).strip()


_TEST_WORD = re.compile(
    r"(?a)(?:\blabs?|\bbloods?|laboratory|\becho|\btte|\bpet(?:[/-]ct)?|\bct|\bmri|\blp|\bbm|marrow|biopsy|\bbx|flow"
    r"|\bcsf|\bpfts?|\bcore|\bfish|\becg|x-?ray|\bcxr|serology|virology|activity|status|results|imaging|scan"
    r"|化验|血常规|生化|彩超|心超|ucg|b超|超声|头颅\S{0,6}|骨髓\S{0,4}|复查\S{0,6}|检查|检验|腰穿|穿刺|心电图|病理|凝血|活检)"
    r"[\s,()of:of\]on]*$"
)


def _names_treatment(note: Note, start: int, end: int) -> bool:
    return any(
        sense.system == "treatment" and not note.is_a(sense.id, "biopsy_procedure")
        for match in note.matches_within(start, end)
        for sense in match.senses
    )


def _test_headers(note: Note) -> list[DateMention]:
    """Dates that stand over values: *Labs 12 Oct:*, *化验(10-26):*, *PET/CT 5 Oct 2026:*."""
    found = []
    lower = note.lower
    for mention in note.calendar.mentions:
        after = lower[mention.end : mention.end + 4].lstrip(" )")
        before = lower[max(0, mention.start - 28) : mention.start]
        sentence = note.sentence(mention.start)
        ago = lower[mention.start : mention.end].endswith(("ago", "earlier", "前"))
        colon = (
            (after.startswith(":") or after.startswith("]"))
            and not ago
            and mention.start - sentence.start < 46
            and not _names_treatment(note, sentence.start, mention.start)
        )
        worded = _TEST_WORD.search(before) is not None
        heading = (
            sentence.section in ("laboratory", "status")
            and mention.start - sentence.start < 24
            and mention.end >= sentence.end - 3
            and not _names_treatment(note, sentence.start, mention.start)
        )
        opening = (
            note.document.language == "zh"
            and mention.start - sentence.start <= 8
            and (sentence.section in ("laboratory", "status", "current", ""))
        )
        if colon or worded or heading or opening:
            found.append(mention)
    return found
