"""The names of a vocabulary and the reader's cues in one table, and a line cut into elements by it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from cartway.criteria.nodes import Node
from cartway.facts.vocabulary import Vocabulary
from cartway.reading.data import reading_data
from cartway.reading.lex.covers import Covers, find_covers
from cartway.reading.lex.element import Element
from cartway.reading.lex.naming import Form, antigen_at_head, form_of, named, state_at_head
from cartway.reading.lex.worth import Worth, worth_trying
from cartway.reading.lexicon import Lexicon, Match, Sense, Tokens, tokens
from cartway.reading.numbers import Measure, find_measures
from cartway.reading.numbers.values import token_behind
from cartway.reading.rewording import reworded

_SIGNS = {
    ",": "comma", "、": "comma", ";": "semicolon", "(": "open", ")": "close", "[": "open",
    "]": "close", "/": "slash", ":": "colon", "|": "comma", "。": "stop", "{": "open", "}": "close",
    "\n": "stop",
}  # fmt: skip
_BRACKETS = frozenset("()[]")
_TREATED = re.compile(r"requiring systemic treatment", re.IGNORECASE)
_INFECTED = re.compile(r"infect|sepsis|bacteri|viral|virus|fung|tubercul|感染", re.IGNORECASE)
_RECURRENT = re.compile(r"recurrent|复发性", re.IGNORECASE)


class _Forms(dict[tuple[Sense, ...], Form]):
    """What every set of senses met so far counts as."""

    def __missing__(self, senses: tuple[Sense, ...]) -> Form:
        form = self[senses] = form_of(senses)
        return form


class Lexed(NamedTuple):
    """A line, cut.

    Attributes:
        text: the line in plain words, to which the places of the elements refer.
        phrases: the kinds of clause of which it holds a word (see `phrase_node`).
    """

    text: str
    elements: list[Element]
    phrases: int


# Systems whose names are common words, and those that describe trials, not patients.
_NOT_OF_PATIENTS = frozenset({"result", "status", "sex", "recruitment_status", "option_kind"})


class CriteriaLexicon:
    """The names of a vocabulary and the reader's cues in one table."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.kept: dict[tuple[str, bool], Node] = {}
        self._forms = _Forms()
        self.trie = Lexicon(vocabulary, _NOT_OF_PATIENTS, _named_otherwise(vocabulary)).trie
        for system, concepts in reading_data("names").items():
            for concept, names in concepts.items():
                if concept in vocabulary.concepts:
                    for name in names:
                        self.trie.add(name, Sense("concept", concept, system), any_case=True)
        for file in ("cues", "cues_of_disease", "cues_of_illness"):
            data: Any = reading_data(file)
            for group, languages in data.items():
                for names in languages.values():
                    for name in names:
                        self.trie.add(name, Sense("cue", group), any_case=len(name) > 1)
        for names in reading_data("harmless")["harmless"].values():
            for name in names:
                self.trie.add(name, Sense("cue", "noise"), any_case=len(name) > 1)

    def line(self, text: str) -> Lexed:
        """Cut a line into elements, put into plain words first."""
        found = tokens(text)
        small = text.lower()
        worth = worth_trying(small, found)
        if worth.rewordings:
            asked = text

            def rewordings_worth(changed: str) -> int:
                nonlocal asked, found, small, worth
                asked, found, small = changed, tokens(changed), changed.lower()
                worth = worth_trying(small, found)
                return worth.rewordings

            plain = reworded(text, worth.rewordings, rewordings_worth)
            assert plain == asked  # it asks anew of every change
        else:
            plain = text
        elements = self._elements(plain, 0, len(plain), found, small, worth)
        return Lexed(plain, elements, worth.phrases)

    def elements(self, text: str, start: int = 0, end: int | None = None) -> list[Element]:
        """Give the elements of `text[start:end]`, as it is worded."""
        stop = len(text) if end is None else end
        found = tokens(text, start, end)
        small = text[start:stop].lower()
        return self._elements(text, start, stop, found, small, worth_trying(small, found))

    def _elements(
        self, text: str, start: int, stop: int, found: Tokens, small: str, worth: Worth
    ) -> list[Element]:
        measures = {m.first: m for m in find_measures(text, found)}
        matches = {m.first: m for m in self.trie.find(text, found)}
        covers = find_covers(text, start, stop, found, matches, self.vocabulary, small, worth)
        given = self._walk(text, found, measures, matches, covers)
        return self._settle_states(text, given)

    def _walk(
        self,
        text: str,
        found: Tokens,
        measures: Mapping[int, Measure],
        matches: Mapping[int, Match],
        covers: Covers | None,
    ) -> list[Element]:
        """From token to token: what covers a stretch, else the longer of a number and a name."""
        kinds, folded, starts, ends, _ = found
        forms = self._forms
        given: list[Element] = []
        index, count = 0, len(starts)
        named_to = 0
        while index < count:
            if covers is not None:
                after = self._covered(text, found, index, matches, covers, given)
                if after is not None:
                    named_to = max(named_to, _named_to(matches, index, after))
                    index = after
                    continue
            measure = measures.get(index)
            match = matches.get(index)
            if match is None and index < named_to and measure is None:
                # A number took the head of the name that was found here: what is left may be one.
                match = self.trie.at(text, found, index)
            elif match is not None:
                named_to = match.after
            if measure is not None and (match is None or match.after <= measure.after):
                given.append(Element("measure", "", measure.start, measure.end, "", measure))
                named_to = max(named_to, _named_to(matches, index, measure.after))
                index = max(measure.after, index + 1)
                continue
            if match is not None and not (measures and _holds_measure(measures, match)):
                form = forms[match.senses]
                if form.diseased:
                    state = state_at_head(text, match)
                    if state is not None:
                        given.append(state)
                    given += antigen_at_head(text, match, self.vocabulary)
                given.append(named(match, form))
                index = match.after
                continue
            cut = match is not None or kinds[index] == "han"
            given.append(
                self._left_over(kinds[index], folded[index], starts[index], ends[index], cut)
            )
            index += 1
        return given

    def _left_over(self, kind: str, folded: str, start: int, end: int, cut: bool) -> Element:
        """A token that no name holds; what is left of a name that a number cut into is a cue, if any."""
        if cut:
            senses = self.trie.alone(folded)
            if senses and all(one.kind == "cue" for one in senses):
                form = self._forms[senses]
                return Element(form.kind, form.id, start, end, form.system, None, form.senses)
        return _bare(kind, folded, start, end)

    def _covered(
        self,
        text: str,
        found: Tokens,
        index: int,
        matches: Mapping[int, Match],
        covers: Covers,
        given: list[Element],
    ) -> int | None:
        """Add what covers a token, and give the token that comes next; None if nothing does."""
        start = found.starts[index]
        known = covers.known.get(start)
        if known is not None:
            given.append(known.element(start))
            return token_behind(found, index, known.end)
        anchor = covers.anchors.over(start)
        if anchor is not None:
            given.append(Element("anchor", "", *anchor))
            return token_behind(found, index, anchor[1])
        if covers.references.over(start) is None:
            return None
        # What a source is called says nothing of the patient, but it may name the disease.
        cited = matches.get(index)
        sense = cited.sense("concept") if cited is not None else None
        if cited is not None and sense is not None and sense.system == "disease":
            given.append(named(cited, self._forms[cited.senses]))
            return cited.after
        if text[start] in _BRACKETS:
            given.append(_bare(found.kinds[index], found.folded[index], start, found.ends[index]))
        return index + 1

    def _settle_states(self, text: str, given: list[Element]) -> list[Element]:
        """ "recurrent" is a state of a tumour, and a judging word of anything else."""
        above = self.vocabulary.hierarchy.ancestors
        for index, element in enumerate(given):
            if element.kind == "cue" and element.id in ("active", "judgement"):
                _settle_in_list(text, given, index)
            if (
                element.id == "judgement"
                and element.kind == "cue"
                and _RECURRENT.fullmatch(text, element.start, element.end)
            ):
                ahead = given[index + 1 : index + 7]
                if any(e.kind == "concept" and "neoplasm" in above(e.id) for e in ahead):
                    element.id = "relapsed"
            elif element.id == "intravenous_antimicrobials_needed" and (
                _TREATED.fullmatch(text, element.start, element.end) is not None
                and _INFECTED.search(text) is None
            ):
                # "autoimmune disease requiring systemic treatment": of an infection nothing is said.
                given[index] = Element("cue", "judgement", element.start, element.end)
        return given


def _named_to(matches: Mapping[int, Match], first: int, after: int) -> int:
    """The token behind the names that begin in a stretch: they may reach beyond it."""
    return max((m.after for at in range(first, after) if (m := matches.get(at))), default=0)


_STATES = (
    "metastatic",
    "unresectable",
    "locally_advanced",
    "relapsed",
    "refractory",
    "progressive",
)
_PROGRESSIVE = re.compile(r"progressive", re.IGNORECASE)


def _settle_in_list(text: str, given: list[Element], index: int) -> None:
    """ "unresectable, metastatic, progressive or recurrent": in a list of states, states."""
    element = given[index]
    words = text[element.start : element.end]
    before = [e for e in given[max(0, index - 3) : index] if e.kind == "cue"]
    if not any(e.id in _STATES for e in before):
        return
    joined = given[index - 1].kind in ("comma", "slash") or given[index - 1].is_cue("or", "and")
    if joined and _PROGRESSIVE.fullmatch(words):
        element.id = "progressive"
    elif joined and _RECURRENT.fullmatch(words):
        element.id = "relapsed"


def _holds_measure(measures: Mapping[int, Measure], match: Match) -> bool:
    """A measure that begins inside a cue ("no more than 3") takes its words for itself."""
    return match.senses[0].kind == "cue" and any(
        measures[at].after > match.after
        for at in range(match.first + 1, match.after)
        if at in measures
    )


def _bare(kind: str, folded: str, start: int, end: int) -> Element:
    """A token that no name and no number holds."""
    sign = _SIGNS.get(folded)
    if sign is None:
        sign = "sign" if kind == "sign" else "word"
    return Element(sign, folded, start, end)


def _named_otherwise(vocabulary: Vocabulary) -> frozenset[str]:
    """Facts whose names are words of the grammar: those with an argument, codes and dates."""
    return frozenset(
        f.id for f in vocabulary.facts.values() if f.argument or f.kind in ("code", "date", "text")
    )


_BUILT: WeakKeyDictionary[Vocabulary, CriteriaLexicon] = WeakKeyDictionary()


def criteria_lexicon(vocabulary: Vocabulary) -> CriteriaLexicon:
    """Give the lexicon for criteria of a vocabulary, built once for each."""
    lexicon = _BUILT.get(vocabulary)
    if lexicon is None:
        lexicon = _BUILT[vocabulary] = CriteriaLexicon(vocabulary)
    return lexicon
