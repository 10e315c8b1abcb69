"""What a trial gives: targets, kind of product, whose cells, what is new about it.

Read from the registry's own words: title and interventions first, the summary where those are
silent. Nothing is inferred from the disease; what is presumed is called so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from cartway.exchange.code_files import TrialWords
from cartway.exchange.ctgov.studies import Trial
from cartway.facts import Vocabulary

_CAPITAL = re.compile(r"(?<!\\)[A-Z]")


@dataclass(frozen=True, slots=True)
class Development:
    """What a trial gives.

    Attributes:
        targets: antigens, each once, in the order of the words.
        targets_how: ``stated``, ``product_name`` or ``not_found``.
        product_type: ``autologous``, ``allogeneic``, ``in_vivo``, ``nk``, ``gamma_delta``, ``treg``,
            ``nkt``, ``car_macrophage``, ``tcr_t``, ``til`` or ``other``.
        product_type_how: ``stated``, or ``presumed`` where CAR-T is given and nobody says whose.
        allogeneic: the cells are said not to be the patient's own.
        generations: ``dual``, ``logic_gated``, ``armoured``, ``safety_switch``, ``gene_edited``.
    """

    targets: tuple[str, ...]
    targets_how: str
    product_type: str
    product_type_how: str
    allogeneic: bool
    generations: tuple[str, ...]


class ProductWords:
    """Finds in a trial's own words what it gives.

    Args:
        words: patterns and names.
        vocabulary: antigens and their names.
    """

    def __init__(self, words: TrialWords, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._named_only = frozenset(words.named_only)
        self._spellings = {one: _pattern(text) for one, text in words.spellings.items()}
        self._products = [(_pattern("|".join(one.names)), one.targets) for one in words.products]
        self._types = {kind: _pattern(text) for kind, text in words.product_types.items()}
        self._allogeneic = _pattern(words.allogeneic)
        self._autologous = _pattern(words.autologous)
        self._receptor = _pattern(words.receptor)
        self._generations = {one: _pattern(text) for one, text in words.generations.items()}

    def development(self, trial: Trial) -> Development:
        """What one trial gives."""
        title = " ; ".join((trial.title, trial.official_title, *trial.interventions)).lower()
        summary = trial.summary.lower()
        targets, targets_how = self._targets(title, summary)
        kind, how = self._kind(title, summary)
        generations = [one for one, words in self._generations.items() if words.search(title)]
        if len(targets) > 1 and "dual" not in generations:
            generations.insert(0, "dual")
        return Development(
            targets,
            targets_how,
            kind,
            how,
            self._allogeneic.search(title) is not None,
            tuple(generations),
        )

    def _kind(self, title: str, summary: str) -> tuple[str, str]:
        for text in (title, summary):
            for kind, words in self._types.items():
                if words.search(text):
                    return kind, "stated"
            if self._allogeneic.search(text):
                return "allogeneic", "stated"
            if self._autologous.search(text):
                return "autologous", "stated"
        if self._receptor.search(title) or self._receptor.search(summary):
            return "autologous", "presumed"
        return "other", "stated"

    def _targets(self, title: str, summary: str) -> tuple[tuple[str, ...], str]:
        """The antigens and how we know: said by the words, or by a product's name alone."""
        for text in (title, summary):
            stated = {antigen: place for place, antigen in sorted(self._stated(text), reverse=True)}
            named = {antigen: place for place, antigen in sorted(self._named(text), reverse=True)}
            if stated or named:
                found = sorted((place, one) for one, place in (named | stated).items())
                how = "stated" if stated else "product_name"
                return tuple(one for _, one in found), how
        return (), "not_found"

    def _stated(self, text: str) -> Iterator[tuple[int, str]]:
        """Places and antigens of the names and spellings of antigens."""
        for one in self._names.finditer(text):
            antigen = self._antigens[one.group(0)]
            if antigen not in self._named_only:
                yield one.start(), antigen
        for antigen, words in self._spellings.items():
            match = words.search(text)
            if match:
                yield match.start(), antigen

    def _named(self, text: str) -> Iterator[tuple[int, str]]:
        """Places and antigens of the names of products."""
        for words, antigens in self._products:
            match = words.search(text)
            if match:
                for order, antigen in enumerate(antigens):
                    yield match.start() + order, antigen

    @cached_property
    def _antigens(self) -> dict[str, str]:
        names: dict[str, str] = {}
        for antigen in self._vocabulary.in_system("antigen"):
            concept = self._vocabulary.concepts[antigen]
            for words in ((concept.label.get("en", ""),), concept.aliases.get("en", ())):
                for word in words:
                    if len(word) > 2:
                        names.setdefault(word.lower(), antigen)
        return names

    @cached_property
    def _names(self) -> re.Pattern[str]:
        listed = sorted(map(re.escape, self._antigens), key=len, reverse=True)
        return _pattern(rf"(?<![a-z0-9])(?:{'|'.join(listed)})(?![a-z0-9])")


def _pattern(text: str) -> re.Pattern[str]:
    """A pattern for text in small letters: without IGNORECASE it is searched twice as fast."""
    return re.compile(_CAPITAL.sub(lambda one: one.group(0).lower(), text))
