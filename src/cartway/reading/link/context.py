"""What the grammar knows while it reads one line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from cartway.criteria.nodes import Node
from cartway.facts.vocabulary import Vocabulary
from cartway.reading.lex import CriteriaLexicon, Element

_HAN = re.compile("[\u4e00-\u9fff]")


@dataclass(slots=True)
class Context:
    """One line being read.

    Attributes:
        text: the plain text the places refer to.
        exclusion: whether the line excludes.
        excepted: concepts that an exception leaves out of what is being read.
        asking: whether a condition or an exception is being read.
        earlier: of whom earlier sentences of the line spoke, for "all other patients".
        vocabulary: the one in use.
        chinese: whether the line is written in Chinese.
        phrases: the kinds of clause of which the line holds a word (see `phrase_node`).
    """

    text: str
    exclusion: bool
    lexicon: CriteriaLexicon
    excepted: tuple[str, ...] = ()
    asking: bool = False
    earlier: list[Node] = field(default_factory=list)
    phrases: int = -1

    vocabulary: Vocabulary = field(init=False)
    chinese: bool = field(init=False)

    def __post_init__(self) -> None:
        self.vocabulary = self.lexicon.vocabulary
        self.chinese = not self.text.isascii() and _HAN.search(self.text) is not None

    def words(self, elements: list[Element]) -> str:
        """The text that some elements cover."""
        if not elements:
            return ""
        return self.text[elements[0].start : elements[-1].end].strip()

    def first(self, *names: str) -> str | None:
        """The first of some concepts or facts that the vocabulary has."""
        for name in names:
            if name in self.vocabulary.concepts or name in self.vocabulary.facts:
                return name
        return None

    def is_a(self, concept: str, *targets: str) -> bool:
        """Whether a concept stands at or below one of some others."""
        return not self.vocabulary.hierarchy.ancestors(concept).isdisjoint(targets)
