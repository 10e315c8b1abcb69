"""The same work on many parts, over the cores of this machine: same results, same order."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

PartT = TypeVar("PartT")
ResultT = TypeVar("ResultT")

# What the processes of a pool work on: they are forked from this one, and see it without being told.
_shared: tuple[Callable[[Any], Any], Sequence[Any]] | None = None


def spread(
    work: Callable[[PartT], ResultT], parts: Sequence[PartT], *, workers: int | None = None
) -> Iterator[ResultT]:
    """Do work on each part and give the results in the order of the parts.

    Only where a process can be forked safely are there several; elsewhere this one does it all.

    Args:
        work: looks at nothing that changes, and what it gives can be pickled.
        workers: most processes to use; one for each core unless given.
    """
    most = min(workers or cores(), len(parts))
    done = 0
    if most > 1 and can_fork():
        try:
            for result in _forked(work, parts, most):
                yield result
                done += 1
        except (BrokenProcessPool, OSError):
            pass  # a process was ended from outside or could not begin: what is left is done here
    for part in parts[done:]:
        yield work(part)


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def can_fork() -> bool:
    """Whether a fork of this process would be whole: Linux, no other threads, no daemon."""
    return (
        sys.platform == "linux"
        and threading.active_count() == 1
        and not multiprocessing.current_process().daemon
    )


def _forked(
    work: Callable[[PartT], ResultT], parts: Sequence[PartT], most: int
) -> Iterator[ResultT]:
    global _shared
    held, _shared = _shared, (work, parts)
    try:
        with ProcessPoolExecutor(most, multiprocessing.get_context("fork")) as pool:
            yield from pool.map(_one, range(len(parts)))
    finally:
        _shared = held


def _one(index: int) -> Any:
    assert _shared is not None
    work, parts = _shared
    return work(parts[index])
