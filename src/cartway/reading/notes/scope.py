"""What kind of statement a mention stands in: denied, of the family, planned, doubted, over.

Every cue word opens a stretch of text; a mention inside the stretch has that quality. The
stretches are found once for the whole note, so the work is linear.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from cartway.reading.notes.cues import Cues
from cartway.reading.notes.document import Document, Sentence
from cartway.reading.notes.relayed import is_patient, patient_of_relative


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where a cue word holds."""

    start: int
    end: int
    cue_start: int
    cue_end: int


@dataclass(frozen=True, slots=True)
class Scope:
    """The qualities of one mention."""

    negated: bool = False
    family: bool = False
    planned: bool = False
    uncertain: bool = False
    resolved: bool = False
    ongoing: bool = False
    controlled: bool = False
    not_done: bool = False
    pending: bool = False

    @property
    def of_patient_now(self) -> bool:
        """Said of the patient as a fact."""
        return not (self.negated or self.family or self.planned)


# A cue does not reach farther than this, so that a text without stops costs no more than any other.
_FARTHEST = 300
_BREAK_EN = re.compile(
    r"(?a)[;:()\n]|->|\b(?:but|except|apart|however|although|besides|other than|which|who|and is|and was"
    r"|because|due|despite|then|since|after|before|on|(?<!suspicious )(?<!concerning )(?<!evidence )for|with|at|in|from|so far|at present|now)\b"
)
# "has not responded to X", "could not tolerate X", "without any benefit from X": X was given.
_NO_ANSWER = re.compile(
    r"(?a)\b(?:not|never|no|without|n't)\s(?:\w+\s){0,2}?(?:respon\w+|tolerat\w+|benefit\w*|improv\w*|achiev\w*|reached|remission|remitted|help(?:ed)?\b|work(?:ed)?\b|control(?:led)?\b|complet(?:ed|e)\b|finish(?:ed)?\b)"
)
# "never been treated with X", "not put on X": the denial reaches over the verb to what it takes.
_VERB_AND_WITH = re.compile(
    r"(?a)\s?(?:\w+\s){0,3}?(?:treat(?:ed|ment)|therapy|managed|dosed|infused|conditioned|maintained|vaccinated|immuni[sz]ed|started|put|placed|commenced)\s(?:with|on|by)\s"
)
_LIST_END = re.compile(r"(?a)\b(?:or|nor|and)\b")
_POSITIVE_AFTER_COMMA = re.compile(
    r"(?a)\s*(?:and\s+)?(?:no\b|not\b|never\b|denie|without\b|but\b|then\b|given\b|gave\b|receiv|treated\b|got\b|instead\b|started\b|switched\b|currently\b|now\b|takes?\b|taking\b|uses\b|had\b|has\b|had\b|was\b|is\b|he\b|she\b|they\b"
    r"|mild|moderate|severe|small|trace|stable|with\b|on\b|one\b|two\b|\d|last\b|only\b|none\b|[a-z]+ "
    r"(?:clear|normal|negative|neg|positive|pos|resolved|stable|none|was|is|had|has|in \d{4}|patent)\b)"
)
_BREAK_ZH = re.compile(
    r"(?a)[;。()\n]|,(?!\s?(?:也无|亦无))|但|(?<![切清解])除|(?:此|以|之|另)外|:"
)
_DONOR = re.compile(r"(?a)供者|供子|供体|半相合|全合|同胞|donor|matched|haplo|sibling")


_GRAFT_FROM = re.compile(
    r"(?a)(?:transplant\w*|graft|cells|dli|hsct|sct|移植)[^.;]{0,24}\bfrom (?:the |an? |his |her )?(?:\w+ ){0,2}$"
)


class Scopes:
    """The stretches of every kind of cue in one note."""

    def __init__(self, document: Document, cues: Cues) -> None:
        self.document = document
        self._cues = cues
        lower = document.lower
        self.relayed = patient_of_relative(lower)
        masked = _mask(_mask(lower, cues.patterns["not_negation"]), _NO_ANSWER)
        self._kinds: dict[str, tuple[list[int], list[Stretch]]] = {}
        self._keep("negated", self._forward(cues.patterns["negation"], masked, self._negation_end))
        self._keep("family", self._family(cues.patterns["family"], lower))
        self._keep("planned", self._forward(cues.patterns["planned"], lower, self._planned_end))
        self._keep("uncertain", self._around(cues.patterns["uncertain"], lower))
        for kind in ("resolved", "ongoing", "controlled", "not_done", "pending"):
            self._keep(kind, self._around(cues.patterns[kind], lower))

    def _keep(self, kind: str, stretches: list[Stretch]) -> None:
        stretches.sort(key=lambda one: one.start)
        self._kinds[kind] = ([one.start for one in stretches], stretches)

    def covering(self, kind: str, start: int, end: int) -> Stretch | None:
        """The nearest stretch of a kind that holds a mention."""
        starts, stretches = self._kinds[kind]
        index = bisect_right(starts, start) - 1
        for back in range(index, max(-1, index - 12), -1):
            one = stretches[back]
            if one.end >= end and not (one.cue_start >= start and one.cue_end <= end):
                return one
        return None

    def of(self, start: int, end: int) -> Scope:
        """All qualities of a mention."""
        sentence = self.document.sentence_at(start)
        return Scope(
            negated=self.covering("negated", start, end) is not None,
            family=sentence.section == "family" or self.covering("family", start, end) is not None,
            planned=sentence.section == "plan" or self.covering("planned", start, end) is not None,
            uncertain=self.covering("uncertain", start, end) is not None,
            resolved=self.covering("resolved", start, end) is not None,
            ongoing=self.covering("ongoing", start, end) is not None,
            controlled=self.covering("controlled", start, end) is not None,
            not_done=self.covering("not_done", start, end) is not None,
            pending=self.covering("pending", start, end) is not None,
        )

    def _forward(
        self, pattern: re.Pattern[str], text: str, find_end: Callable[[int, int, Sentence], int]
    ) -> list[Stretch]:
        found = []
        for match in pattern.finditer(text):
            sentence = self.document.sentence_at(match.start())
            end = find_end(match.start(), match.end(), sentence)
            found.append(Stretch(match.end(), end, match.start(), match.end()))
        return found

    def _clause_end(self, start: int, end: int, sentence: Sentence) -> int:
        return min(self.document.clause_at(start)[1], end + _FARTHEST)

    def _planned_end(self, start: int, end: int, sentence: Sentence) -> int:
        """A plan told in brackets ends with them: "embolism (apixaban, planned lifelong), ulcer"."""
        limit = self._clause_end(start, end, sentence)
        lower = self.document.lower
        opened = lower.rfind("(", max(sentence.start, start - _FARTHEST), start)
        closed = lower.find(")", end, limit)
        inside = opened >= 0 and lower.find(")", opened, start) < 0
        return closed if inside and closed >= 0 else limit

    def _negation_end(self, start: int, end: int, sentence: Sentence) -> int:
        limit = self._clause_end(start, end, sentence)
        lower = self.document.lower
        if "\u4e00" <= lower[start] <= "\u9fff":
            match = _BREAK_ZH.search(lower, end, limit)
            return match.start() if match else limit
        goes_on = _VERB_AND_WITH.match(lower, end, limit)
        after = goes_on.end() if goes_on is not None else end + 1
        match = _BREAK_EN.search(lower, after, limit) if after < limit else None
        if match:
            limit = match.start()
        return _list_end(lower, end, limit)

    def _around(self, pattern: re.Pattern[str], text: str) -> list[Stretch]:
        """A cue that may stand before or after: it holds for the part between commas or points."""
        found = []
        for match in pattern.finditer(text):
            start, end = self._part(match.start(), match.end())
            found.append(Stretch(start, end, match.start(), match.end()))
        return found

    def _part(self, start: int, end: int) -> tuple[int, int]:
        clause_start, clause_end = self.document.clause_at(start)
        return clause_start, clause_end

    def _family(self, pattern: re.Pattern[str], text: str) -> list[Stretch]:
        found = []
        for match in pattern.finditer(text):
            if is_patient(self.relayed, text, *match.span()):
                continue
            sentence = self.document.sentence_at(match.start())
            end = self._clause_end(match.start(), match.end(), sentence)
            around = text[max(0, match.start() - 8) : match.end() + 24]
            if _DONOR.search(around) or _GRAFT_FROM.search(
                text, max(0, match.start() - 60), match.start()
            ):
                continue
            stop = re.search(
                r"(?a)\bbut (?:he|she|the patient)\b|患者|本人", text[match.end() : end]
            )
            if stop:
                end = match.end() + stop.start()
            found.append(Stretch(match.end(), end, match.start(), match.end()))
        return found


def _list_end(lower: str, start: int, limit: int) -> int:
    """Where a list that a *no* opened ends: commas go on only towards an *or*."""
    comma = lower.find(",", start, limit)
    if comma < 0:
        return limit
    if not _LIST_END.search(lower, comma, limit):
        # "No CAD, CHF, CVA, seizures": short names to the end are one list, with no "or" at all.
        segments = lower[comma + 1 : limit].rstrip(" .;\n").split(",")
        plain = all(
            0 < len(one.split()) <= 3
            and one.replace(" ", "").replace("-", "").isalpha()
            and not _POSITIVE_AFTER_COMMA.match(one)
            for one in segments
        )
        return limit if plain else comma
    position = comma
    while position >= 0:
        if _POSITIVE_AFTER_COMMA.match(lower, position + 1, limit):
            return position
        following = lower.find(",", position + 1, limit)
        joined = _LIST_END.search(lower, position, following if following >= 0 else limit)
        if joined:
            return following if following >= 0 else limit
        if following < 0:
            return limit
        if following - position > 60:
            return position
        position = following
    return limit


def _mask(lower: str, pattern: re.Pattern[str]) -> str:
    """Blank out phrases that look like denials and are not."""
    return pattern.sub(lambda match: " " * len(match.group()), lower)
