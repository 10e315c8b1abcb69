"""Which diseases a trial is for, and of which group: blood, solid tumours, autoimmune.

The conditions come first; where they tell nothing, keywords, title and summary do, in that order.
Conditions that no name in the vocabulary fits still show their group by their words.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

from cartway.exchange.code_files import TrialWords
from cartway.exchange.ctgov.conditions import ConditionNames
from cartway.exchange.ctgov.studies import Trial
from cartway.facts import Vocabulary

GROUPS = {
    "haematological": ("haematological_malignancy", "light_chain_amyloidosis"),
    "solid": ("solid_tumour",),
    "autoimmune": ("autoimmune_disease",),
}
_BEGINNING = 600


class DiseaseGroups:
    """Finds the diseases and the groups of a trial.

    Args:
        words: the words that show a group.
        names: finds the disease a condition names.
        vocabulary: what is above each disease.
    """

    def __init__(self, words: TrialWords, names: ConditionNames, vocabulary: Vocabulary) -> None:
        self._names = names
        self._words = {one: re.compile(text) for one, text in words.disease_groups.items()}
        self._aside = re.compile(words.no_group)
        self._vague = re.compile(words.vague_group)
        above = vocabulary.hierarchy.ancestors
        self._group_of: dict[str, str] = {}
        for disease in vocabulary.in_system("disease"):
            tops = {disease, *above(disease)}
            for group, names_of in GROUPS.items():
                if tops.intersection(names_of):
                    self._group_of.setdefault(disease, group)

    def diseases(self, trial: Trial) -> tuple[str, ...]:
        """The diseases of the conditions, else of the keywords, as concepts."""
        for texts in (trial.conditions, trial.keywords):
            found = [one for text in texts for one in self._names.diseases(html.unescape(text))]
            if found:
                return tuple(dict.fromkeys(found))
        return ()

    def groups(self, trial: Trial) -> tuple[str, ...]:
        """The groups, in a fixed order; none where nothing tells."""
        exact = [one for one in trial.conditions if not self._is_vague(one)]
        keywords = [one for one in trial.keywords if not self._is_vague(one)]
        summary = trial.summary[:_BEGINNING]
        for texts in (exact, keywords, (trial.title,), (summary,), trial.conditions):
            found = set(self._of(texts))
            if found:
                return tuple(group for group in GROUPS if group in found)
        return ()

    def _is_vague(self, text: str) -> bool:
        return self._vague.fullmatch(text.strip().lower()) is not None

    def _of(self, texts: Iterable[str]) -> Iterator[str]:
        for text in texts:
            plain = html.unescape(html.unescape(text))
            named = {
                self._group_of[one] for one in self._names.diseases(plain) if one in self._group_of
            }
            yield from named or self._by_words(plain)

    def _by_words(self, text: str) -> Iterator[str]:
        """The groups whose words stand in the text; what one group claims is set aside."""
        rest = self._aside.sub(" ", text.lower())
        for group, words in self._words.items():
            if words.search(rest):
                yield group
                rest = words.sub(" ", rest)
