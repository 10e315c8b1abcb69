"""One piece of a line that means something, or that is not known."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from cartway.reading.lexicon import Sense
from cartway.reading.numbers import Measure


@dataclass(slots=True)
class Element:
    """One piece of a line that means something, or that is not known.

    Attributes:
        kind: fact, concept, event, measure, cue, anchor, word, comma, semicolon, open, close,
            slash, colon, stop; the grammar adds ``atom``.
        id: of the fact or concept; the group of a cue; the folded word.
        system: of a concept; the kind of a fact.
        start, end: place in the plain text.
    """

    kind: str
    id: str
    start: int
    end: int
    system: str = ""
    measure: Measure | None = None
    senses: tuple[Sense, ...] = ()
    content: Any = field(default=None, repr=False)

    def is_cue(self, *groups: str) -> bool:
        """Whether it is a cue of one of some groups."""
        return self.kind == "cue" and self.id in groups

    def facts(self) -> tuple[Sense, ...]:
        """The facts it may name."""
        return tuple(s for s in self.senses if s.kind == "fact")

    def concepts(self, *systems: str) -> tuple[str, ...]:
        """The concepts it may name, of some systems or of any."""
        return tuple(
            s.id
            for s in self.senses
            if s.kind == "concept" and (not systems or s.system in systems)
        )
