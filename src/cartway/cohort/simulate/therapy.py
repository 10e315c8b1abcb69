"""What was done and what else they have: lines of therapy and conditions of simulated patients."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from cartway.cohort.simulate.columns import (
    Ints,
    days_column,
    list_column,
    lists_of,
    pick,
    words_column,
)
from cartway.cohort.simulate.diseases import COMORBIDITIES, RESPONSES, Disease
from cartway.cohort.simulate.people import People
from cartway.engines.columnar.layout import ABSENCES, COMPLETE, events_column
from cartway.facts import Vocabulary

_CELLS = "car_t_cell_therapy"
_CELLS_SHARE = 0.03


def event_columns(
    generator: np.random.Generator, people: People, vocabulary: Vocabulary
) -> dict[str, pa.Array]:
    """The events of a chunk, what is absent, and which lists are complete."""
    columns: dict[str, pa.Array] = {}
    if "prior_therapy" in vocabulary.events:
        columns[events_column("prior_therapy")] = _therapies(generator, people, vocabulary)
    if "condition" in vocabulary.events:
        columns[events_column("condition")] = _conditions(generator, people, vocabulary)
    complete = generator.random(people.rows) < 0.55
    names = pa.array(np.zeros(int(complete.sum()), np.int32))
    columns[COMPLETE] = lists_of(
        complete.astype(np.int64),
        pa.DictionaryArray.from_arrays(names, pa.array(["prior_therapy"])),
    )
    denied = generator.random(people.rows) < 0.25
    size = np.zeros(int(denied.sum()), np.int64)
    if _CELLS in vocabulary.concepts:
        columns[ABSENCES] = list_column(
            denied.astype(np.int64),
            {
                "events": words_column(size, ("prior_therapy",)),
                "concept": words_column(size, (_CELLS,)),
            },
        )
    return columns


def _regimens(disease: Disease, words: dict[str, int]) -> list[list[int]]:
    """The treatments of each line as places in the table of words, those that are known."""
    return [[words[one] for one in line if one in words] for line in disease.lines]


def _therapies(generator: np.random.Generator, people: People, vocabulary: Vocabulary) -> pa.Array:
    named = {one for each in people.diseases for line in each.lines for one in line} | {_CELLS}
    table = sorted(named & vocabulary.concepts.keys())
    words = {name: at for at, name in enumerate(table)}
    # Every line that any disease gives is one row of a small table; a last row is CAR-T.
    rows: list[list[int]] = []
    first = []
    for disease in people.diseases:
        first.append(len(rows))
        rows += _regimens(disease, words)
    rows.append([words[_CELLS]] if _CELLS in words else [])
    sizes = np.array([len(row) for row in rows])
    starts = np.cumsum(sizes) - sizes
    flat = np.array([one for row in rows for one in row], np.int64)
    counts = people.lines
    patient = np.repeat(np.arange(people.rows), counts)
    line = _numbers_within(counts)
    given = np.array([len(one.lines) for one in people.diseases])[people.disease][patient]
    which = np.array(first)[people.disease][patient] + np.minimum(line, given - 1)
    cells = (line >= 2) & (generator.random(len(line)) < _CELLS_SHARE)
    which = np.where(cells, len(rows) - 1, which)
    agents = sizes[which]
    at = flat[np.repeat(starts[which], agents) + _numbers_within(agents)]
    before = np.repeat(counts, counts) - line
    start = people.today - (before * 240 + generator.integers(0, 120, len(line)))
    response = pick(generator, RESPONSES, len(line))
    attributes = vocabulary.events["prior_therapy"].attributes
    fields = {
        "start_earliest": days_column(start),
        "end_earliest": days_column(start + generator.integers(20, 120, len(line))),
        "agent": lists_of(agents, words_column(at, table)),
        "line": _one_each(pa.array((line + 1).astype(np.float64)), np.ones(len(line), np.bool_)),
        "response": lists_of(
            (response >= 0).astype(np.int64),
            words_column(response[response >= 0], [name for name, _ in RESPONSES]),
        ),
    }
    known = {n: f for n, f in fields.items() if n in attributes or n.endswith("_earliest")}
    return list_column(counts, known)


def _one_each(numbers: pa.Array, held: NDArray[np.bool_]) -> pa.Array:
    items = pa.StructArray.from_arrays([numbers], ["number"])
    return lists_of(held.astype(np.int64), items)


def _conditions(generator: np.random.Generator, people: People, vocabulary: Vocabulary) -> pa.Array:
    known = [one for one in COMORBIDITIES if one[0] in vocabulary.concepts]
    shares = np.array([share for _, share in known])
    held = generator.random((people.rows, len(known))) < shares
    patient, which = np.nonzero(held)
    counts = np.bincount(patient, minlength=people.rows)
    size = len(which)
    statuses = [
        (name, share)
        for name, share in (("condition_active", 0.5), ("condition_resolved", 0.2))
        if name in vocabulary.concepts
    ]
    status = pick(generator, statuses, size) if statuses else np.full(size, -1)
    one = np.ones(size, np.int64)
    return list_column(
        counts,
        {
            "start_earliest": days_column(people.today - generator.integers(10, 4000, size)),
            "code": lists_of(one, words_column(which, [name for name, _ in known])),
            "status": lists_of(
                (status >= 0).astype(np.int64),
                words_column(status[status >= 0], [name for name, _ in statuses]),
            ),
        },
    )


def _numbers_within(counts: Ints) -> Ints:
    """0, 1, 2 … within each group of so many."""
    starts = np.cumsum(counts) - counts
    within: Ints = np.arange(int(counts.sum())) - np.repeat(starts, counts)
    return within
