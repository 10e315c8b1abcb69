"""Build a cohort from what a hospital or registry exports, or simulate one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from cartway.cohort.build import Built, Source
from cartway.cohort.build import build_cohort as build
from cartway.cohort.bulk_source import BulkSource
from cartway.cohort.omop_source import OmopSource, is_omop
from cartway.cohort.simulate import simulate_file
from cartway.cohort.table_source import TableSource
from cartway.errors import InputError
from cartway.exchange.bulk import patient_of, read_resources
from cartway.exchange.omop import read_person
from cartway.facts import Vocabulary
from cartway.knowledge.load import load_vocabulary

Progress = Callable[[int, int], None]


def build_cohort(source: Path, output: Path, progress: Progress | None = None) -> Built:
    """Build a cohort file; what the source is, is told by what it holds.

    Args:
        source: a folder of FHIR Bulk Data or of OMOP tables, or a mapping file of CSV tables.

    Raises:
        InputError: the source is none of these, or nothing in it can be used.
    """
    vocabulary = load_vocabulary()
    return build(_source(source, vocabulary), output, vocabulary, progress)


def _source(path: Path, vocabulary: Vocabulary) -> Source:
    if path.suffix in (".yaml", ".yml") and path.is_file():
        return TableSource(path, vocabulary)
    if is_omop(path):
        return OmopSource(path, read_person)
    if path.is_dir():
        return BulkSource(path, patient_of, read_resources)
    raise InputError(
        "this is not a source of patients",
        where=str(path),
        expected="a folder of FHIR NDJSON or OMOP tables, or a mapping file (.yaml) of CSV tables",
        code="I029",
    )


def simulate_cohort(
    output: Path, patients: int, seed: int, as_of: date, progress: Progress | None = None
) -> None:
    """Write a simulated cohort: the same patients for the same seed and day."""
    simulate_file(output, patients, seed, load_vocabulary(), as_of, progress)
