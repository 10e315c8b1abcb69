"""The questions of the field, found by whatever words a person uses, with sourced answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from rapidfuzz import fuzz

from cartway.access.search_knowledge import search_knowledge
from cartway.knowledge.answers import Answer, answer, answers, changed_records
from cartway.knowledge.load import knowledge_release
from cartway.knowledge.shelf_lives import stale_since


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer as of a day.

    Attributes:
        outdated: records that changed since the answer was last read; it may be wrong there.
        stale_since: the day from which it counts as old, if that day has passed.
    """

    answer: Answer
    as_of: date
    release: str
    outdated: tuple[str, ...]
    stale_since: date | None

    def to_json(self) -> dict[str, Any]:
        """The answer as plain values."""
        return {
            "id": self.answer.id,
            "question": self.answer.question.model_dump(),
            "sentences": [
                {"text": one.text.model_dump(), "records": list(one.records)}
                for one in self.answer.sentences
            ],
            "as_of": self.as_of.isoformat(),
            "knowledge_release": self.release,
            "checked": self.answer.checked.isoformat(),
            "outdated": list(self.outdated),
            "stale_since": None if self.stale_since is None else self.stale_since.isoformat(),
        }


def all_answers(as_of: date) -> tuple[Answered, ...]:
    """Every question with its answer."""
    return tuple(_answered(name, as_of) for name in answers())


def answer_question(text: str, as_of: date, *, limit: int = 3) -> tuple[Answered, ...]:
    """The answers that fit a question best; none when none fits, which is an answer too."""
    hits = search_knowledge(text, as_of, kinds=("answers",), limit=2 * limit)
    found = [answer(hit.record.split("/", 1)[1]) for hit in hits]
    nearest = sorted(found, key=lambda one: -_likeness(text, one))[:limit]
    return tuple(_answered(one.id, as_of) for one in nearest)


def _likeness(text: str, one: Answer) -> float:
    """How near a text is to the question, in whichever words it is also asked."""
    asked = (one.question.en, one.question.zh, *one.also_asked.en, *one.also_asked.zh)
    return max(fuzz.WRatio(text.casefold(), words.casefold()) for words in asked)


def _answered(name: str, as_of: date) -> Answered:
    one = answer(name)
    return Answered(
        one, as_of, knowledge_release(), changed_records(one), stale_since("answers", one, as_of)
    )
