"""Answers of the last minutes, kept in this process's memory and nowhere else.

A visitor who turns from the list to an option and back asks the same thing again; judging it again
would make everybody wait. Kept by the content of the record, never by who asks.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from cartway.access.judge_offer import judge_offer, load_vocabulary, standing_options
from cartway.facts import Vocabulary
from cartway_web.pages.state import State

KEPT_SECONDS = 600
_MOST = 128
_held: OrderedDict[tuple[str, date], tuple[float, Any]] = OrderedDict()
_lock = threading.Lock()


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The vocabulary, loaded once."""
    return load_vocabulary()


def warm() -> None:
    """Load what every answer needs, so that the first visitor does not wait for it."""
    standing_options(datetime.now(UTC).date(), vocabulary())


def judged(state: State, as_of: date) -> Any:
    """The match of a state on a day."""
    key = state.key, as_of
    now = time.monotonic()
    with _lock:
        for old in [one for one, (since, _) in _held.items() if now - since > KEPT_SECONDS]:
            del _held[old]
        if key in _held:
            _held.move_to_end(key)
            return _held[key][1]
    match = judge_offer(state.record, as_of, vocabulary())
    with _lock:
        _held[key] = now, match
        while len(_held) > _MOST:
            _held.popitem(last=False)
    return match
