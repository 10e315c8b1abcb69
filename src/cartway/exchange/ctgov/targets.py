"""What a trial's product is aimed at, read from the words around each antigen's name.

An antigen in a title may be the target, a mark of the disease (*CD20 positive*), what an earlier
treatment was aimed at (*after CD19 CAR-T*) or the target of an antibody given beside. Each mention
is weighed by its neighbours; a weak one counts only where no strong one stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from cartway.exchange.code_files import TrialWords
from cartway.exchange.ctgov.studies import Trial
from cartway.exchange.ctgov.word_patterns import WordPattern
from cartway.facts import Vocabulary

_WEAK, _PLAIN, _STRONG = 1, 2, 3
_BEFORE, _AFTER = 60, 40
_SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True)
class _Mention:
    """Antigens named together, as in *CD19/CD22*."""

    antigens: tuple[str, ...]
    start: int
    end: int


class TargetWords:
    """Finds in a trial's own words what its product is aimed at.

    Args:
        words: patterns and names.
        vocabulary: antigens and their names.
    """

    def __init__(self, words: TrialWords, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._named_only = frozenset(words.named_only)
        self._spellings = {one: WordPattern(text) for one, text in words.spellings.items()}
        self._products = [(WordPattern("|".join(one.names)), one.targets) for one in words.products]
        around = words.around_target
        self._antibody = re.compile(rf"\s*(?:{around.antibody_after})")
        self._marker = re.compile(rf"(?:{around.marker_after})")
        self._history = re.compile(rf"(?:{around.history_before})$")
        self._before = re.compile(rf"(?:{around.construct_before})$")
        self._after = re.compile(rf"(?:{around.construct_after})")
        self._joined = re.compile(rf"(?:{around.joined_by})")
        self._several = WordPattern(words.generations["dual"])

    def targets(self, trial: Trial, product: bool = True) -> tuple[tuple[str, ...], str]:
        """The antigens in the order of the words, and how we know.

        Args:
            product: an engineered product is given; else only what is named as its target counts.

        Returns:
            The antigens with ``stated``, ``product_name`` or ``not_found``.
        """
        title = title_of(trial)
        text = " ; ".join((trial.summary, *trial.keywords, *trial.conditions)).lower()
        stated, named = self._stated(title), self._named(title)
        strong = _at_least(stated, _PLAIN if product else _STRONG)
        if strong:
            found = strong | _at_least(named, _PLAIN)
            if len(found) == 1 and self._several.search(title):
                found |= _after(found, _at_least(self._stated(text), _STRONG))
            return _in_order(found), "stated"
        said = self._stated(text)
        explained = _at_least(said, _STRONG)
        if _at_least(named, _PLAIN):
            how = "stated" if explained.keys() & named.keys() else "product_name"
            return _in_order(_at_least(named, _PLAIN)), how
        if not product:
            return (_in_order(explained), "stated") if explained else ((), "not_found")
        for found, how in (
            ({one: held for one, held in stated.items() if one in explained}, "stated"),
            (explained, "stated"),
            (stated, "stated"),
            (named, "product_name"),
            (self._named(text), "product_name"),
            (_at_least(said, _PLAIN), "stated"),
            (said, "stated"),
        ):
            if found:
                return _in_order(found), how
        return (), "not_found"

    def names_product(self, trial: Trial) -> bool:
        """Whether the title or an intervention names a product known by its name."""
        title = title_of(trial)
        return any(words.search(title) for words, _ in self._products)

    def _stated(self, text: str) -> dict[str, tuple[int, int]]:
        """Each antigen named, with its place and the weight of its best mention."""
        found: dict[str, tuple[int, int]] = {}
        for one in self._grouped(text):
            weight = self._weight(one, text)
            for order, antigen in enumerate(one.antigens):
                place, best = found.get(antigen, (one.start + order, 0))
                if weight:
                    found[antigen] = (place, max(best, weight))
        return found

    def _weight(self, one: _Mention, text: str) -> int:
        before = text[max(0, one.start - _BEFORE) : one.start]
        after = text[one.end : one.end + _AFTER]
        if self._antibody.match(after):
            return 0
        if self._history.search(before) or self._marker.match(after):
            return _WEAK
        strong = self._before.search(before) or self._after.match(after)
        return _STRONG if strong else _PLAIN

    def _named(self, text: str) -> dict[str, tuple[int, int]]:
        """The antigens of the products named, with place and weight."""
        found: dict[str, tuple[int, int]] = {}
        for words, antigens in self._products:
            for match in words.finditer(text):
                before = text[max(0, match.start() - _BEFORE) : match.start()]
                weight = _WEAK if self._history.search(before) else _PLAIN
                for order, antigen in enumerate(antigens):
                    place, best = found.get(antigen, (match.start() + order, 0))
                    found[antigen] = (place, max(best, weight))
        return found

    def _grouped(self, text: str) -> Iterator[_Mention]:
        held: _Mention | None = None
        for start, end, antigen in sorted(self._mentions(text)):
            if held is None:
                held = _Mention((antigen,), start, end)
                continue
            joined = start <= held.end or self._joined.fullmatch(text[held.end : start])
            if joined:
                antigens = tuple(dict.fromkeys((*held.antigens, antigen)))
                held = _Mention(antigens, held.start, max(held.end, end))
            else:
                yield held
                held = _Mention((antigen,), start, end)
        if held is not None:
            yield held

    def _mentions(self, text: str) -> Iterator[tuple[int, int, str]]:
        for one in self._names.finditer(text):
            antigen = self._antigens[one.group(0)]
            if antigen not in self._named_only:
                yield one.start(), one.end(), antigen
        for antigen, words in self._spellings.items():
            for one in words.finditer(text):
                yield one.start(), one.end(), antigen

    @cached_property
    def _antigens(self) -> dict[str, str]:
        names: dict[str, str] = {}
        for antigen in self._vocabulary.in_system("antigen"):
            concept = self._vocabulary.concepts[antigen]
            for words in ((concept.label.get("en", ""),), concept.aliases.get("en", ())):
                for word in words:
                    if len(word) >= _SHORTEST_NAME:
                        names.setdefault(word.lower(), antigen)
        return names

    @cached_property
    def _names(self) -> re.Pattern[str]:
        listed = sorted(map(re.escape, self._antigens), key=len, reverse=True)
        return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(listed)})(?![a-z0-9])")


def title_of(trial: Trial) -> str:
    """Titles and interventions in lower case: what the registrant says first."""
    return " ; ".join((trial.title, trial.official_title, *trial.interventions)).lower()


def _at_least(found: Mapping[str, tuple[int, int]], weight: int) -> dict[str, tuple[int, int]]:
    return {antigen: held for antigen, held in found.items() if held[1] >= weight}


def _after(
    first: Mapping[str, tuple[int, int]], then: Mapping[str, tuple[int, int]]
) -> dict[str, tuple[int, int]]:
    """What the summary adds, placed behind what the title says."""
    end = max(place for place, _ in first.values()) + 1
    return {one: (end + place, weight) for one, (place, weight) in then.items() if one not in first}


def _in_order(found: Mapping[str, tuple[int, int]]) -> tuple[str, ...]:
    return tuple(sorted(found, key=lambda one: (found[one][0], one)))
