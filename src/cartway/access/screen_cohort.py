"""Screen a cohort against everything on offer: by option, line, hospital and question."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa

from cartway.access.find_hospitals import trial_counts
from cartway.access.gather_options import Offer, gather_options
from cartway.access.next_questions import question_text
from cartway.cohort.columns import check_columns, read_schema
from cartway.cohort.report import Report, Row
from cartway.cohort.screening import matching_patients, open_cohort, screen_file
from cartway.cohort.spark import local_session, screen_frame
from cartway.cohort.tables import check_name, table_of, write_table, write_tables
from cartway.engines.columnar import Plan, compile_options
from cartway.errors import InputError
from cartway.facts import Vocabulary
from cartway.knowledge.hospitals import hospitals, site_table
from cartway.knowledge.load import load_vocabulary

Progress = Callable[[int, int], None]
VIEWS = ("option", "line", "reason", "hospital", "question")


@dataclass(frozen=True)
class Screening:
    """The answer for a cohort on one day, in every form it can take."""

    as_of: date
    offer: Offer
    report: Report
    vocabulary: Vocabulary

    @cached_property
    def views(self) -> Mapping[str, list[Row]]:
        """The rows of every table, small numbers left out."""
        known = {one.hospital: one.name for one in site_table().hospitals}
        known.update((name, one.name) for name, one in hospitals().items())
        names = {name: {"en": one.en, "zh": one.zh} for name, one in known.items()}
        questions = self.report.by_question()
        for row in questions:
            text = question_text(row["fact"], row["argument"], self.vocabulary)
            row.update(question_en=text["en"], question_zh=text["zh"])
        return {
            "option": self.report.by_option(),
            "line": self.report.by_line(),
            "reason": self.report.by_reason(),
            "hospital": self.report.by_group(names),
            "question": questions,
        }

    def table(self, view: str) -> pa.Table:
        """One view as an Arrow table, for Parquet and CSV."""
        return table_of(self.views[view])

    def json(self) -> bytes:
        """Everything as JSON."""
        views = self.views
        content: dict[str, Any] = {
            "as_of": self.as_of.isoformat(),
            "knowledge_release": self.offer.release,
            "trial_snapshot": self.offer.snapshot,
            "patients": self.report.patients,
            "left_out_below": self.report.below,
            "options": views["option"],
            "lines": views["line"],
            "reasons": views["reason"],
            "hospitals": views["hospital"],
            "questions": views["question"],
        }
        return orjson.dumps(content, option=orjson.OPT_INDENT_2)


def screen_cohort(
    path: Path,
    as_of: date,
    *,
    engine: str = "local",
    workers: int = 2,
    detail: bool = True,
    below: int = 5,
    progress: Progress | None = None,
) -> Screening:
    """Screen a cohort file against the products and trials of a day.

    Args:
        engine: ``local`` (processes of this machine) or ``spark``.
        detail: also count reasons, questions and whom one line alone excludes.
        below: counts under this are left out of everything that leaves.

    Raises:
        InputError: the file is not a cohort or holds nobody, or Spark is asked for and not installed.
    """
    # Refused at once, before anything is compiled.
    if engine != "spark" or not path.is_dir():
        with open_cohort(path) as held:
            if not held.metadata.num_rows:
                raise InputError(
                    "the cohort holds no patient", where=str(path), expected="at least one",
                    code="I025",
                )  # fmt: skip
    vocabulary = load_vocabulary()
    check_columns(read_schema(path), vocabulary, str(path))
    offer = gather_options(as_of, vocabulary)
    plan = compile_options(offer.options, vocabulary, as_of)
    groups = hospital_groups(plan)
    if engine == "spark":
        frame = local_session(workers).read.parquet(str(path))
        tally = screen_frame(frame, plan, detail=detail, groups=groups)
    else:
        tally = screen_file(
            path, plan, workers=workers, detail=detail, groups=groups, progress=progress
        )
    return Screening(as_of, offer, Report(plan, offer.options, tally, below), vocabulary)


def hospital_groups(plan: Plan) -> dict[str, Sequence[int]]:
    """The options of each hospital: the trials that it is a registered site of."""
    place = {one.id: at for at, one in enumerate(plan.options)}
    found = {
        name: [place[trial] for trial in count.trials if trial in place]
        for name, count in trial_counts().hospitals.items()
    }
    return {name: places for name, places in found.items() if places}


def save_view(screening: Screening, view: str, path: Path) -> None:
    """Write one view as Parquet or CSV.

    Raises:
        InputError: the name ends otherwise, or nothing can be written there.
    """
    write_table(screening.table(view), path)


def check_matches(cohort: Path, path: Path) -> None:
    """Refuse a list of patients that could not be written, before anything is screened.

    Raises:
        InputError: the list is not named as Parquet, or the cohort is a folder.
    """
    check_name(path, (".parquet",))
    open_cohort(cohort).close()


def list_matches(screening: Screening, cohort: Path, path: Path) -> int:
    """Write who may have which option, patient by patient: not for release.

    Returns:
        The number of pairs.
    """
    return write_tables(matching_patients(cohort, screening.report.plan), path)


__all__ = [
    "VIEWS", "Screening", "check_matches", "check_name", "hospital_groups", "list_matches", "save_view",
    "screen_cohort",
]  # fmt: skip
