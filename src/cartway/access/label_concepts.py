"""What a concept is called in a language: a target, a disease, a treatment."""

from __future__ import annotations

from cartway.knowledge.load import load_vocabulary


def label_of(concept: str, language: str) -> str:
    """The label of a concept; its id with spaces when the vocabulary does not hold it."""
    if concept in load_vocabulary().concepts:
        return load_vocabulary().label(concept, language)
    return concept.replace("_", " ")


def labels_of(concepts: tuple[str, ...] | list[str], language: str) -> str:
    """Several labels in a row."""
    return ("、" if language == "zh" else ", ").join(label_of(one, language) for one in concepts)
