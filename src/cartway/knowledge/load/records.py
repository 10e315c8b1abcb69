"""One marked YAML file to one record: a pydantic model that refuses what it does not know.

The scalars arrive as text; the declared type of each field turns them into numbers, dates and
truths, so that the file's own look never decides what a value is.
"""

import types
from typing import Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, ValidationError

from cartway.errors import nearest_name
from cartway.knowledge.load.marked_yaml import MarkedYaml, Trail
from cartway.knowledge.load.problems import KnowledgeError, Problem, some_of


class Record(BaseModel):
    """What every part of a knowledge file is: frozen, and closed to unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, defer_build=True)


RecordT = TypeVar("RecordT", bound=BaseModel)

_CODES = {
    "extra_forbidden": "K004",
    "missing": "K005",
    "enum": "K007",
    "literal_error": "K007",
    "value_error": "K014",
    "assertion_error": "K014",
}
_EXPECTED = {
    "string_type": "a text",
    "list_type": "a list, each entry on its own line after '- '",
    "tuple_type": "a list, each entry on its own line after '- '",
    "dict_type": "keys with values",
    "model_type": "keys with values",
    "model_attributes_type": "keys with values",
    "int_parsing": "a whole number",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_parsing": "a number",
    "float_type": "a number",
    "bool_parsing": "true or false",
    "bool_type": "true or false",
    "date_from_datetime_parsing": "a date as 2026-11-22",
    "date_parsing": "a date as 2026-11-22",
}


class RuleBroken(ValueError):  # noqa: N818  # reads as what happened, and never leaves this package
    """A validator's complaint with the code and the help that belong to it."""

    def __init__(self, code: str, what: str, *, expected: str = "", nearest: str = "") -> None:
        super().__init__(what)
        self.code, self.what = code, what
        self.expected, self.nearest = expected, nearest


def read_record(marked: MarkedYaml, model: type[RecordT]) -> RecordT:
    """Make a record of a marked file.

    Raises:
        KnowledgeError: with every problem of the record, each at its place.
    """
    try:
        return model.model_validate(marked.values)
    except ValidationError as error:
        found = [_problem(marked, model, one) for one in error.errors(include_url=False)]
        raise KnowledgeError(found) from None


def _problem(marked: MarkedYaml, model: type[BaseModel], error: Any) -> Problem:
    kind: str = error["type"]
    trail = _trail_in_file(marked, tuple(error["loc"]))
    code = _CODES.get(kind, "K006")
    if kind == "extra_forbidden":
        known = _known_keys(model, trail[:-1])
        return marked.problem(
            code,
            trail,
            f"The key '{trail[-1]}' is not known here.",
            expected=f"one of {some_of(known, 40)}" if known else "no such key",
            nearest=nearest_name(str(trail[-1]), known) or "",
            at_key=True,
        )
    if kind == "missing":
        missing = error["loc"][-1]
        return marked.problem(
            code, trail, f"The key '{missing}' is missing.", expected=f"'{missing}' with a value"
        )
    cause = error.get("ctx", {}).get("error")
    if isinstance(cause, RuleBroken):
        return marked.problem(
            cause.code, trail, cause.what, expected=cause.expected, nearest=cause.nearest
        )
    if kind in {"literal_error", "enum"}:
        given = error["input"]
        expected = str(error.get("ctx", {}).get("expected", ""))
        names = [part.strip(" '") for part in expected.replace(" or ", ", ").split(",")]
        return marked.problem(
            code,
            trail,
            f"{_shown(given)} is not allowed here.",
            expected=expected,
            nearest=(nearest_name(given, names) or "") if isinstance(given, str) else "",
        )
    if code == "K014":
        return marked.problem(code, trail, str(error["msg"]).split(", ", 1)[-1])
    return marked.problem(
        code,
        trail,
        f"{_shown(error['input'])} does not fit here.",
        expected=_EXPECTED.get(kind, str(error["msg"])),
    )


def _shown(value: Any) -> str:
    if value is None:
        return "Nothing"
    if isinstance(value, dict):
        return "A group of keys"
    if isinstance(value, list):
        return "A list"
    text = str(value)
    return f"'{text if len(text) <= 60 else text[:57] + '…'}'"


def _trail_in_file(marked: MarkedYaml, loc: tuple[Any, ...]) -> Trail:
    """The part of pydantic's location that stands in the file (it adds names of types)."""
    trail: Trail = ()
    for step in loc:
        longer = (*trail, step)
        if longer in marked.value_places:
            trail = longer
    return trail


def _known_keys(model: type[BaseModel], trail: Trail) -> list[str]:
    here: Any = model
    for step in trail:
        here = _annotation_below(here, step)
    models = [one for one in _unwrapped(here) if isinstance(one, type)]
    return [
        info.alias or name
        for one in models
        if issubclass(one, BaseModel)
        for name, info in one.model_fields.items()
    ]


def _annotation_below(annotation: Any, step: str | int) -> Any:
    for one in _unwrapped(annotation):
        if isinstance(one, type) and issubclass(one, BaseModel):
            for name, info in one.model_fields.items():
                if step in (name, info.alias):
                    return info.annotation
        arguments = get_args(one)
        origin = get_origin(one)
        if isinstance(step, int) and origin in {list, tuple} and arguments:
            return arguments[0]
        if isinstance(step, str) and origin is dict and len(arguments) == 2:
            return arguments[1]
    return None


def _unwrapped(annotation: Any) -> list[Any]:
    if get_origin(annotation) in {Union, types.UnionType}:
        return [part for one in get_args(annotation) for part in _unwrapped(one)]
    if hasattr(annotation, "__metadata__"):
        return _unwrapped(get_args(annotation)[0])
    return [annotation]
