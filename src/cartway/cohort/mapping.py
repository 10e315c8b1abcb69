"""The mapping file of CSV tables: which column is which fact, in what unit, by what words."""

from __future__ import annotations

import codecs
from pathlib import Path

from pydantic import Field

from cartway.errors import InputError
from cartway.facts import AttributeDefinition, FactDefinition, Vocabulary
from cartway.knowledge.load import Record as FileRecord
from cartway.knowledge.load import read_marked, read_record
from cartway.values import convert_factor, is_unit


class ColumnEntry(FileRecord):
    """What a column of a table holds.

    Attributes:
        on: the column with its day.
        unit: of the numbers; the vocabulary's when not given.
        unit_column: the column with the unit of each number.
        values: what the words of the table mean; a word that is not here is rejected.
    """

    fact: str
    argument: str | None = None
    on: str | None = None
    unit: str | None = None
    unit_column: str | None = None
    upper_limit_column: str | None = None
    values: dict[str, str] = Field(default_factory=dict)


class AttributeEntry(FileRecord):
    """An attribute of the events that a table lists."""

    column: str
    unit: str | None = None
    values: dict[str, str] = Field(default_factory=dict)


class TableEntry(FileRecord):
    """One CSV file: facts of patients (`columns`), or a list of events (`events`).

    Attributes:
        encoding: of the text; tables from Chinese systems are often ``gb18030``.
        complete: the table holds everything there was, also for patients it does not name.
    """

    file: str
    patient: str
    separator: str = ","
    encoding: str = "utf-8-sig"
    columns: dict[str, ColumnEntry] = Field(default_factory=dict)
    events: str | None = None
    attributes: dict[str, AttributeEntry] = Field(default_factory=dict)
    start: str | None = None
    end: str | None = None
    complete: bool = False


class Mapping(FileRecord):
    """All tables of a source."""

    tables: tuple[TableEntry, ...]


def read_mapping(path: Path, vocabulary: Vocabulary) -> Mapping:
    """Read and check a mapping file.

    Raises:
        KnowledgeError: the file does not keep to its form; every problem with its line.
        InputError: a fact, list, concept or unit that does not exist; names the nearest.
    """
    mapping = read_record(read_marked(path, path.name), Mapping)
    for table in mapping.tables:
        for entry in table.columns.values():
            definition = vocabulary.fact(entry.fact)
            _check_argument(entry, definition, vocabulary, path)
            system = "result" if definition.kind == "result" else definition.system
            for concept in entry.values.values() if definition.kind in ("code", "result") else ():
                vocabulary.concept(concept, system)
            _check_unit(entry.unit, definition, path)
        _check_encoding(table.encoding, path)
        if table.events is not None:
            listed = vocabulary.event_list(table.events)
            for name, attribute in table.attributes.items():
                if name not in listed.attributes:
                    raise InputError(
                        f"{listed.id} has no attribute {name}",
                        where=path.name,
                        expected=", ".join(listed.attributes),
                        code="C008",
                    )
                for concept in attribute.values.values():
                    vocabulary.concept(concept, listed.attributes[name].system)
                _check_unit(attribute.unit, listed.attributes[name], path)
    return mapping


def _check_argument(
    entry: ColumnEntry, definition: FactDefinition, vocabulary: Vocabulary, path: Path
) -> None:
    if definition.argument and entry.argument:
        vocabulary.concept(entry.argument, definition.argument)
    elif definition.argument or entry.argument:
        raise InputError(
            f"{entry.fact} {'needs an' if definition.argument else 'takes no'} argument",
            where=path.name,
            expected=f"`argument: …`, a concept of {definition.argument}"
            if definition.argument
            else "no argument",
            code="C009",
        )


def _check_unit(
    unit: str | None, definition: FactDefinition | AttributeDefinition, path: Path
) -> None:
    """A unit that cannot measure the fact would make every value of the column useless."""
    if unit is None:
        return
    if not is_unit(unit):
        raise InputError(
            f"{unit!r} is not a unit cartway knows",
            where=path.name,
            expected="a UCUM code such as 10*9/L",
            code="V002",
        )
    mass = getattr(definition, "molar_mass", None)
    if definition.kind == "quantity" and convert_factor(unit, definition.unit, mass) is None:
        raise InputError(
            f"{unit!r} does not measure {definition.id}",
            where=path.name,
            expected=f"a unit such as {definition.unit}",
            code="C013",
        )


def _check_encoding(encoding: str, path: Path) -> None:
    try:
        codecs.lookup(encoding)
    except LookupError:
        raise InputError(
            f"no encoding is called {encoding}", where=path.name, expected="utf-8 or gb18030",
            code="F016",
        ) from None  # fmt: skip
