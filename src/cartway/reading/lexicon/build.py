"""Builds the lexicon from a vocabulary: every name of every concept, fact and list of events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from weakref import WeakKeyDictionary

from cartway.facts.vocabulary import Vocabulary
from cartway.reading.lexicon.tokens import Tokens, tokens
from cartway.reading.lexicon.trie import Match, Sense, Trie

# Systems whose names are common words ("male", "positive", "stable"): left to the readers' cues.
_KEPT_APART = frozenset({"result", "status", "sex"})


class Lexicon:
    """Names of the vocabulary, found in plain text.

    Args:
        vocabulary: facts, events and concepts with their names in both languages.
        apart: systems of concepts whose names are too common to be found everywhere.
        without: facts whose names a reader finds in its own way.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        apart: frozenset[str] = _KEPT_APART,
        without: frozenset[str] = frozenset(),
    ) -> None:
        self.vocabulary = vocabulary
        self.trie = Trie()
        self.has_argument = frozenset(f.id for f in vocabulary.facts.values() if f.argument)
        for fact in vocabulary.facts.values():
            if fact.id in without:
                continue
            self._file(Sense("fact", fact.id, fact.kind), fact.label, fact.aliases)
            self._file(Sense("fact", fact.id, fact.kind), {}, fact.abbreviations)
        for events in vocabulary.events.values():
            self._file(Sense("event", events.id), events.label, {})
        for concept in vocabulary.concepts.values():
            if concept.system not in apart:
                sense = Sense("concept", concept.id, concept.system)
                self._file(sense, concept.label, concept.aliases)
                self._file(sense, {}, concept.abbreviations)

    def _file(
        self, sense: Sense, label: Mapping[str, str], aliases: Mapping[str, Iterable[str]]
    ) -> None:
        for name in label.values():
            self.trie.add(name, sense)
        for names in aliases.values():
            for name in names:
                self.trie.add(name, sense)

    def find(self, text: str, found: Tokens | None = None) -> list[Match]:
        """Give the names in a plain text, longest first from the left, none overlapping."""
        return self.trie.find(text, tokens(text) if found is None else found)


_BUILT: WeakKeyDictionary[Vocabulary, Lexicon] = WeakKeyDictionary()


def build_lexicon(vocabulary: Vocabulary) -> Lexicon:
    """Give the lexicon of a vocabulary, built once for each."""
    lexicon = _BUILT.get(vocabulary)
    if lexicon is None:
        lexicon = _BUILT[vocabulary] = Lexicon(vocabulary)
    return lexicon
