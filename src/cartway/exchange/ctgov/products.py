"""What a trial gives, from its title and interventions: targets, kind of product, whose cells."""

from __future__ import annotations

import re
from functools import cached_property

from cartway.exchange.code_files import TrialWords
from cartway.exchange.ctgov.studies import Trial
from cartway.facts import Vocabulary


class ProductWords:
    """Finds targets and kinds of product in a trial's own words.

    Args:
        words: patterns of kinds of product.
        vocabulary: antigens and their names.
    """

    def __init__(self, words: TrialWords, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._types = {
            kind: re.compile(pattern, re.IGNORECASE)
            for kind, pattern in words.product_types.items()
        }
        self._allogeneic = re.compile(words.allogeneic, re.IGNORECASE)

    def targets(self, trial: Trial) -> tuple[str, ...]:
        """The antigens that the title or an intervention names, each once."""
        text = _words_of(trial)
        found = {
            self._antigens[one.group(0).casefold()]: None for one in self._names.finditer(text)
        }
        return tuple(found)

    def product_type(self, trial: Trial) -> str:
        """The kind of product, or ``other``."""
        text = _words_of(trial)
        return next((kind for kind, one in self._types.items() if one.search(text)), "other")

    def is_allogeneic(self, trial: Trial) -> bool:
        """Whether the words say that the cells are not the patient's own."""
        return self._allogeneic.search(_words_of(trial)) is not None

    @cached_property
    def _antigens(self) -> dict[str, str]:
        names: dict[str, str] = {}
        for antigen in self._vocabulary.in_system("antigen"):
            concept = self._vocabulary.concepts[antigen]
            for words in ((concept.label.get("en", ""),), concept.aliases.get("en", ())):
                for word in words:
                    if len(word) > 2:
                        names.setdefault(word.casefold(), antigen)
        return names

    @cached_property
    def _names(self) -> re.Pattern[str]:
        listed = sorted(map(re.escape, self._antigens), key=len, reverse=True)
        return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(listed)})(?![a-z0-9])", re.IGNORECASE)


def _words_of(trial: Trial) -> str:
    return " ; ".join((trial.title, trial.official_title, *trial.interventions))
