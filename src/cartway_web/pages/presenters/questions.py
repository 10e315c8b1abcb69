"""The next best question as a form: its words, its inputs, and help for a lay reader."""

from __future__ import annotations

from typing import Any

from cartway.access.ask_questions import form_of
from cartway.access.quantity_words import unit_words
from cartway_web.pages.answers import Judged, vocabulary
from cartway_web.pages.state import State

_FEW = 8
# What only a doctor can say is never asked of a family: it stands on the option's page instead.
FOR_THE_DOCTOR = frozenset(
    {
        "investigator_judges_unsuitable",
        "life_expectancy_weeks",
        "organ_function_adequate",
        "measurable_disease",
    }
)


def next_question(
    answer: Judged, state: State, language: str, wanted: str = ""
) -> dict[str, Any] | None:
    """The question to ask now; one that was asked for by name comes first."""
    left = [
        one
        for one in answer.questions
        if one[0] not in state.asked and one[1].fact not in FOR_THE_DOCTOR
    ]
    chosen = next((one for one in left if one[0] == wanted), None)
    if chosen is None and wanted:
        return _question(wanted, 0, state, language)
    if chosen is None and left:
        chosen = left[0]
    if chosen is None:
        return None
    key, question = chosen
    return _question(key, question.settles, state, language) | {"left": len(left)}


def _question(key: str, settles: int, state: State, language: str) -> dict[str, Any]:
    fact, _, argument = key.partition("|")
    asked = form_of(fact, argument or None, vocabulary(), state.record)
    choices = [(one, words.get(language) or words["en"]) for one, words in asked.choices]
    return {
        "key": asked.key,
        "form": asked.form,
        "text": asked.text[language],
        "help": help_key(asked.form, fact),
        "settles": settles,
        "choices": choices,
        "few": len(choices) <= _FEW,
        "units": [(one, unit_words(one, language)) for one in asked.units],
        "dated": asked.dated,
        "number": len(state.asked) + 1,
    }


def help_key(form: str, fact: str) -> str:
    """The key of the help that fits a question."""
    own = {
        "diagnosis": "help_diagnosis",
        "disease_status": "help_status",
        "prior_lines_of_therapy": "help_lines",
        "ecog_performance_status": "help_ecog",
    }
    return own.get(fact, f"help_{form}")
