"""The layout of a cohort in columns: one row a patient, the same in memory, Parquet and Spark.

=============================  ====================================================================
column                         holds
=============================  ====================================================================
``patient``                    an id of the cohort's own, text
``fact__<fact>``               list of recorded values, in the order of the record
``fact__<fact>__<argument>``   the same for a fact with an argument, ``fact__antigen_expression__cd19``
``events__<list>``             list of events, in the order of the record
``absences``                   list of what is recorded as absent
``complete``                   list of the ids of the event lists that hold everything there was
=============================  ====================================================================

A column that is missing says that nobody has anything of it recorded; so does a null or an empty
list. Within a struct every field but the value itself may be left out, and then stands for its
default, so that a plain laboratory column is a list of number and day.
"""

from __future__ import annotations

import pyarrow as pa

from cartway.facts import AttributeDefinition, EventsDefinition, FactDefinition

PATIENT = "patient"
ABSENCES = "absences"
COMPLETE = "complete"
FACT_PREFIX = "fact__"
EVENTS_PREFIX = "events__"

CODE = pa.dictionary(pa.int32(), pa.string())
_DAY = pa.date32()

_HELD = (
    ("on_earliest", _DAY),  # null: undated
    ("on_latest", _DAY),  # default: on_earliest
    ("certainty", CODE),  # default: stated
    ("readable", pa.bool_()),  # default: true
)
_NUMBER = (
    ("number", pa.float64()),
    ("comparator", CODE),  # default: none
    ("unit", CODE),  # default: the unit of the vocabulary
)
_LIMITS = (("upper_limit", pa.float64()), ("lower_limit", pa.float64()))
_TIMES = (
    ("start_earliest", _DAY),  # null: undated
    ("start_latest", _DAY),  # default: start_earliest
    ("end_earliest", _DAY),  # null: end unknown
    ("end_latest", _DAY),  # default: end_earliest
    ("ongoing", pa.bool_()),  # default: false
    ("certainty", CODE),
)


def fact_column(name: str, argument: str | None = None) -> str:
    """The column of a fact."""
    return f"{FACT_PREFIX}{name}" + (f"__{argument}" if argument else "")


def events_column(name: str) -> str:
    """The column of a list of events."""
    return f"{EVENTS_PREFIX}{name}"


def value_fields(kind: str) -> tuple[tuple[str, pa.DataType], ...]:
    """The fields that hold a value of a kind."""
    if kind in ("quantity", "score"):
        return _NUMBER
    if kind == "presence":
        return (("yes", pa.bool_()),)
    if kind == "date":
        return (("day_earliest", _DAY), ("day_latest", _DAY))
    return (("code", CODE),)


def fact_type(definition: FactDefinition) -> pa.DataType:
    """The type of a fact's column."""
    limits = _LIMITS if definition.kind in ("quantity", "score") else ()
    return pa.list_(pa.struct([*value_fields(definition.kind), *limits, *_HELD]))


def attribute_type(definition: AttributeDefinition) -> pa.DataType:
    """The type of an attribute's values within an event: a list, for several may hold."""
    fields = value_fields(definition.kind)
    return pa.list_(pa.struct(fields) if len(fields) > 1 else fields[0][1])


def events_type(definition: EventsDefinition) -> pa.DataType:
    """The type of a column of events: times, then one field for each attribute."""
    attributes = [(one.id, attribute_type(one)) for one in definition.attributes.values()]
    return pa.list_(pa.struct([*_TIMES, *attributes]))


ABSENCES_TYPE = pa.list_(
    pa.struct(
        [
            ("events", CODE),
            ("concept", CODE),
            ("since_earliest", _DAY),
            ("since_latest", _DAY),
            ("status", CODE),
        ]
    )
)
COMPLETE_TYPE = pa.list_(CODE)
