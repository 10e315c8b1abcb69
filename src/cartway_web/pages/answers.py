"""Answers of the last minutes, kept in this process's memory and nowhere else.

A visitor who turns from the list to an option and back asks the same thing again; judging it again
would make everybody wait. Kept by the content of the record, never by who asks.
"""

from __future__ import annotations

import gc
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from cartway.access.judge_offer import (
    Question,
    judge_offer,
    load_vocabulary,
    questions_left,
    standing_options,
)
from cartway.access.option_course import (
    Situation,
    cost_picture,
    cost_rows,
    course_rows,
    population_of,
)
from cartway.facts import Vocabulary
from cartway_web.pages.state import State

KEPT_SECONDS = 600
_MOST = 128
_held: OrderedDict[tuple[str, date], tuple[float, Judged]] = OrderedDict()
_lock = threading.Lock()


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The vocabulary, loaded once."""
    return load_vocabulary()


def warm() -> None:
    """Load what every answer needs, so that the first visitor does not wait for it.

    Answers are large and short-lived: collecting after every 700 objects walked them again and
    again, so the collector waits for more of them.
    """
    gc.set_threshold(50_000, 20, 50)
    today = datetime.now(UTC).date()
    drawn = None
    for one in standing_options(today, vocabulary()).options:
        population = population_of(one)
        if population is not None:
            course_rows(*population, "en")
            cost_rows(*population, Situation(), today, "en")
            drawn = population
    if drawn is not None:
        cost_picture(
            *drawn, Situation(), today, "en"
        )  # the first picture loads the drawing library


@dataclass(frozen=True)
class Judged:
    """The match of a record on a day, with every question it leaves, best first."""

    match: Any
    questions: list[tuple[str, Question]]


def judged(state: State, as_of: date) -> Judged:
    """The answer for a state on a day."""
    key = state.key, as_of
    now = time.monotonic()
    with _lock:
        for old in [one for one, (since, _) in _held.items() if now - since > KEPT_SECONDS]:
            del _held[old]
        if key in _held:
            _held.move_to_end(key)
            return _held[key][1]
    match = judge_offer(state.record, as_of, vocabulary())
    made = Judged(match, questions_left(match, vocabulary(), frozenset()))
    with _lock:
        _held[key] = now, made
        while len(_held) > _MOST:
            _held.popitem(last=False)
    return made
