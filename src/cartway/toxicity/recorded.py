"""From inputs as given to inputs as recorded: names checked, units converted, ranges held."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cartway.errors import nearest_name
from cartway.toxicity.algorithm import Algorithm
from cartway.toxicity.inputs import Input, Number
from cartway.toxicity.refusals import GradingError


def read_inputs(algorithm: Algorithm, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Every input of the algorithm by name, None where it is not recorded.

    Raises:
        GradingError: an unknown name, a wrong type, a value out of range or a contradiction.
    """
    given = algorithm.accept(inputs)
    _refuse_unknown(algorithm, given)
    recorded = {one.name: _read(one, given) for one in algorithm.inputs}
    algorithm.check(recorded)
    return recorded


def known_names(algorithm: Algorithm) -> tuple[str, ...]:
    """Every key that the algorithm accepts, with the keys for other units."""
    return tuple(
        name
        for one in algorithm.inputs
        for name in (one.name, *(unit.name for unit in getattr(one, "also", ())))
    )


def _refuse_unknown(algorithm: Algorithm, given: Mapping[str, Any]) -> None:
    names = known_names(algorithm)
    for name in given:
        if name not in names:
            raise GradingError(
                "unknown_input",
                f"'{name}' is not an input of {algorithm.id}",
                where="inputs",
                expected=", ".join(names),
                nearest=nearest_name(str(name), names),
            )


def _read(one: Input, given: Mapping[str, Any]) -> Any:
    found: list[tuple[str, Any]] = []
    if given.get(one.name) is not None:
        found.append((one.name, one.read(given[one.name])))
    if isinstance(one, Number):
        found += [
            (unit.name, one.read_other(unit, given[unit.name]))
            for unit in one.also
            if given.get(unit.name) is not None
        ]
    if len(found) > 1:
        raise GradingError(
            "inconsistent",
            "the same quantity is given twice",
            where=" and ".join(name for name, _ in found),
            expected="one of them",
        )
    return found[0][1] if found else None
