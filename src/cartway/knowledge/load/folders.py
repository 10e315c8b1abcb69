"""A folder of knowledge files to records by id, with every problem of the folder at once."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from cartway.knowledge.load.cache import kept
from cartway.knowledge.load.marked_yaml import MarkedYaml, read_marked
from cartway.knowledge.load.places import files_of, shown_path
from cartway.knowledge.load.problems import KnowledgeError, Problem
from cartway.knowledge.load.records import read_record

RecordT = TypeVar("RecordT", bound=BaseModel)
Check = Callable[[MarkedYaml, RecordT], Iterable[Problem]]


def read_folder(
    folder: str, model: type[RecordT], check: Check[RecordT] | None = None
) -> dict[str, RecordT]:
    """The records of a folder by id: one a file, the file named after its id.

    Args:
        folder: below the knowledge folder, such as `products`.
        model: the class of the records; it has a field `id`.
        check: what else must hold of a record, with the marked file to point into.

    Raises:
        KnowledgeError: with every problem of every file.
    """
    return kept(
        folder.replace("/", "-"),
        files_of(folder),
        lambda: read_records(files_of(folder), model, check),
    )


def read_records(
    files: Iterable[Path], model: type[RecordT], check: Check[RecordT] | None = None
) -> dict[str, RecordT]:
    """The records of these files by id, each file named after its record's id."""
    records: dict[str, RecordT] = {}
    places: dict[str, str] = {}
    problems: list[Problem] = []
    for path in files:
        try:
            marked = read_marked(path, shown_path(path))
            record = read_record(marked, model)
        except KnowledgeError as error:
            problems += error.problems
            continue
        name = str(getattr(record, "id", path.stem))
        if name != path.stem:
            problems.append(
                marked.problem(
                    "K009",
                    ("id",),
                    f"The id is '{name}' and the file is named '{path.name}'.",
                    expected=f"id: {path.stem}",
                )
            )
        if name in records:
            problems.append(
                marked.problem(
                    "K010", ("id",), f"The id '{name}' already stands in {places[name]}."
                )
            )
        if check is not None:
            problems += check(marked, record)
        records[name] = record
        places[name] = shown_path(path)
    if problems:
        raise KnowledgeError(problems)
    return records
