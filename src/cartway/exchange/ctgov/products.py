"""What a trial gives: targets, kind of product, whose cells, what is new about it.

Read from the registry's own words: title and interventions first, the summary where those are
silent. Nothing is inferred from the disease; what is presumed is called so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from cartway.exchange.code_files import TrialWords
from cartway.exchange.ctgov.studies import Trial
from cartway.exchange.ctgov.targets import TargetWords, title_of
from cartway.exchange.ctgov.word_patterns import WordPattern
from cartway.facts import Vocabulary


@dataclass(frozen=True, slots=True)
class Development:
    """What a trial gives.

    Attributes:
        targets: antigens, each once, in the order of the words.
        targets_how: ``stated``, ``product_name`` or ``not_found``.
        product_type: ``autologous``, ``allogeneic``, ``in_vivo``, ``nk``, ``gamma_delta``, ``treg``,
            ``nkt``, ``car_macrophage``, ``tcr_t``, ``til`` or ``other``.
        product_type_how: ``stated``; ``presumed`` where CAR-T is given and nobody says whose;
            ``not_found`` where nothing tells what is given.
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
        self._targets = TargetWords(words, vocabulary)
        self._types = {kind: WordPattern(text) for kind, text in words.product_types.items()}
        self._told = {kind: WordPattern(text) for kind, text in words.told_in_summary.items()}
        self._transplant = re.compile(words.transplant)
        self._allogeneic = WordPattern(words.allogeneic)
        self._autologous = WordPattern(words.autologous)
        self._receptor = WordPattern(words.receptor)
        self._code_name = WordPattern(words.code_name)
        self._cells = WordPattern(words.cells)
        self._generations = {one: WordPattern(text) for one, text in words.generations.items()}

    def development(self, trial: Trial) -> Development:
        """What one trial gives."""
        title = title_of(trial)
        kind, how = self._kind(trial, title)
        coded = any(self._code_name.search(one.lower()) for one in trial.interventions)
        targets, targets_how = self._targets.targets(trial, product=coded or kind != "other")
        if kind == "other" and targets and coded:
            kind, how = "autologous", "presumed"
        if how == "presumed" and not targets and not self._given(trial, title):
            # Only the summary speaks of such cells, and of no target: what is given is another.
            kind, how = "other", "not_found"
        generations = [one for one, words in self._generations.items() if words.search(title)]
        if len(targets) > 1 and "dual" not in generations:
            generations.insert(0, "dual")
        allogeneic = kind == "allogeneic" or self._says(self._allogeneic, title)
        return Development(targets, targets_how, kind, how, allogeneic, tuple(generations))

    def _kind(self, trial: Trial, title: str) -> tuple[str, str]:
        engineered = self._receptor.search(title) is not None
        summary = trial.summary.lower()
        for text, types in ((title, self._types), (summary, self._told)):
            for kind, words in types.items():
                # A trial of CAR-T or TCR-T, as some are called, is one of CAR-T.
                if self._says(words, text) and not (engineered and kind in ("tcr_t", "til")):
                    return kind, "stated"
            own = self._says(self._autologous, text)
            # A summary that speaks of both says whose cells when the patient's own will not do.
            if self._says(self._allogeneic, text) and not (own and text is summary):
                return "allogeneic", "stated"
            if own:
                return "autologous", "stated"
        if self._given(trial, title) or self._receptor.search(summary):
            return "autologous", "presumed"
        return "other", "not_found"

    def _given(self, trial: Trial, title: str) -> bool:
        """Whether title or interventions speak of engineered or other living cells."""
        said = self._receptor.search(title) or self._cells.search(title)
        return said is not None or self._targets.names_product(trial)

    def _says(self, words: WordPattern, text: str) -> bool:
        """Whether the words stand there of the product, not of a transplant."""
        if not words.search(text):
            return False
        return words.search(self._transplant.sub(" ", text)) is not None
