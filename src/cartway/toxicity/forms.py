"""An input as a form shows it: kind, unit, range, choices, label and question."""

from __future__ import annotations

from typing import Any

from cartway.toxicity.inputs import Choice, Input, Number, Several
from cartway.toxicity.published import input_words, words


def describe_input(one: Input) -> dict[str, Any]:
    """Everything needed to ask for an input, in both languages."""
    named = input_words()[one.name]
    described: dict[str, Any] = {
        "name": one.name,
        "kind": one.kind,
        "optional": one.optional,
        "label": named.label.model_dump(),
        "question": named.question.model_dump(),
    }
    if isinstance(one, Number):
        described |= {
            "unit": one.unit,
            "lowest": one.lowest,
            "highest": one.highest,
            "whole": one.whole,
            "also": [{"name": unit.name, "unit": unit.unit} for unit in one.also],
        }
    if isinstance(one, Choice | Several):
        labels = words().choices
        described["choices"] = [
            {"value": choice, "label": labels[choice].model_dump()} for choice in one.choices
        ]
    return described
