"""The facts of simulated patients: who they are, what was measured, what was found."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from cartway.cohort.simulate.columns import Ints, days_column, list_column, pick, words_column
from cartway.cohort.simulate.diseases import COUNTRIES, STATUSES
from cartway.cohort.simulate.measurements import ANSWERS, FITNESS, MEASURED, RESULTS, Measured
from cartway.cohort.simulate.people import People
from cartway.engines.columnar.layout import fact_column
from cartway.facts import Vocabulary

Columns = dict[str, pa.Array]
Bools = NDArray[np.bool_]
_RESULTS = ("positive", "negative", "indeterminate")


def fact_columns(generator: np.random.Generator, people: People, vocabulary: Vocabulary) -> Columns:
    """All facts of a chunk."""
    columns = _personal(generator, people)
    columns.update(_disease(generator, people, vocabulary))
    for test in MEASURED:
        columns[fact_column(test.fact)] = _measured(generator, people, test)
    for fact, (positive, recorded) in RESULTS.items():
        columns[fact_column(fact)] = _result(generator, people, positive, recorded)
    for fact, (yes, recorded) in ANSWERS.items():
        held = generator.random(people.rows) < recorded
        answers = generator.random(int(held.sum())) < yes
        columns[fact_column(fact)] = list_column(held.astype(np.int64), {"yes": pa.array(answers)})
    pregnant = people.female & (generator.random(people.rows) < 0.4)
    columns[fact_column("pregnant")] = list_column(
        pregnant.astype(np.int64), {"yes": pa.array(generator.random(int(pregnant.sum())) < 0.01)}
    )
    return columns


def _personal(generator: np.random.Generator, people: People) -> Columns:
    known = generator.random(people.rows) < 0.99
    born = people.born[known]
    # One in twenty records gives the year of birth only.
    vague = generator.random(len(born)) < 0.05
    years = born.astype("datetime64[D]").astype("datetime64[Y]")
    first = years.astype("datetime64[D]").astype(np.int64)
    last = (years + 1).astype("datetime64[D]").astype(np.int64) - 1
    fitness = pick(generator, FITNESS, people.rows)
    country = pick(generator, COUNTRIES, people.rows)
    assessed = generator.random(people.rows) < 0.85
    return {
        fact_column("birth_date"): list_column(
            known.astype(np.int64),
            {
                "day_earliest": days_column(np.where(vague, first, born)),
                "day_latest": days_column(np.where(vague, last, born)),
            },
        ),
        fact_column("sex"): list_column(
            np.ones(people.rows, np.int64),
            {"code": words_column(people.female.astype(np.int64), ("male", "female"))},
        ),
        fact_column("country_of_residence"): list_column(
            (country >= 0).astype(np.int64),
            {"code": words_column(country[country >= 0], [name for name, _ in COUNTRIES])},
        ),
        fact_column("ecog_performance_status"): list_column(
            assessed.astype(np.int64),
            {
                "number": pa.array(fitness[assessed].astype(np.float64)),
                "on_earliest": days_column(_recent(generator, people, int(assessed.sum()), 40)),
            },
        ),
    }


def _disease(generator: np.random.Generator, people: People, vocabulary: Vocabulary) -> Columns:
    every = np.ones(people.rows, np.int64)
    names = [one.concept for one in people.diseases]
    malignant = np.array([one.malignant for one in people.diseases])[people.disease]
    status = np.where(malignant, pick(generator, STATUSES, people.rows), -1)
    counted = generator.random(people.rows) < 0.7
    columns = {
        fact_column("diagnosis"): list_column(every, {"code": words_column(people.disease, names)}),
        fact_column("disease_status"): list_column(
            (status >= 0).astype(np.int64),
            {"code": words_column(status[status >= 0], [name for name, _ in STATUSES])},
        ),
        fact_column("prior_lines_of_therapy"): list_column(
            counted.astype(np.int64),
            {"number": pa.array(people.lines[counted].astype(np.float64))},
        ),
    }
    antigens = sorted({name for one in people.diseases for name, _ in one.antigens})
    for antigen in antigens:
        share = np.array([dict(one.antigens).get(antigen, 0.0) for one in people.diseases])
        tested = (share[people.disease] > 0) & (generator.random(people.rows) < 0.6)
        expressed = generator.random(int(tested.sum())) < share[people.disease][tested]
        columns[fact_column("antigen_expression", antigen)] = list_column(
            tested.astype(np.int64),
            {
                "code": words_column(np.where(expressed, 0, 1), _RESULTS),
                "on_earliest": days_column(_recent(generator, people, int(tested.sum()), 300)),
            },
        )
    return columns


def _measured(generator: np.random.Generator, people: People, test: Measured) -> pa.Array:
    recorded = generator.random(people.rows) < test.recorded
    counts = np.where(recorded, 1 + generator.poisson(test.often - 1, people.rows), 0)
    size = int(counts.sum())
    usual = test.middle * np.exp(generator.normal(0, test.spread, people.rows))
    wander = np.exp(generator.normal(0, test.spread / 4, size))
    number = np.round(np.repeat(usual, counts) * wander, test.digits)
    if test.fact == "oxygen_saturation_room_air":
        number = np.minimum(number, 100)
    fields = {
        "number": pa.array(number),
        "on_earliest": days_column(_days_apart(generator, people, counts, 30)),
    }
    if test.upper_limit is not None:
        printed = generator.random(size) < test.limit_recorded
        fields["upper_limit"] = pa.array(np.full(size, float(test.upper_limit)), mask=~printed)
    return list_column(counts, fields)


def _result(
    generator: np.random.Generator, people: People, positive: float, recorded: float
) -> pa.Array:
    held = generator.random(people.rows) < recorded
    size = int(held.sum())
    found = pick(generator, (("positive", positive), ("negative", 1 - positive - 0.003)), size)
    return list_column(
        held.astype(np.int64),
        {
            "code": words_column(np.where(found < 0, 2, found), _RESULTS),
            "on_earliest": days_column(_recent(generator, people, size, 120)),
        },
    )


def _days_apart(generator: np.random.Generator, people: People, counts: Ints, scale: float) -> Ints:
    """Days of repeated measurements, the latest first, one a day."""
    gaps = 1 + np.minimum(generator.exponential(scale, int(counts.sum())), 900).astype(np.int64)
    far = np.cumsum(gaps)
    starts = np.cumsum(counts) - counts
    before = np.concatenate([[0], far])[starts]
    days: Ints = people.today + 1 - (far - np.repeat(before, counts))
    return days


def _recent(generator: np.random.Generator, people: People, size: int, scale: float) -> Ints:
    return people.today - np.minimum(generator.exponential(scale, size), 3000).astype(np.int64)
