"""CTCAE v5 grades of blood counts, as used in reports of CAR-T.

Either one count (`test`, `value`, `lln`) or several by their own names; several are each graded,
and the bounds are of the gravest. Only what is recorded is graded. Febrile neutropenia and
infection need a clinical judgement and are not graded here.

Source: S_CTCAE5, Blood and lymphatic system disorders; Investigations (from memory, pending).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from cartway.toxicity.algorithm import Algorithm, Graded, Outcome
from cartway.toxicity.bounds import grade_inputs
from cartway.toxicity.inputs import Choice, Input, Number, OtherUnit, Values, YesNo
from cartway.toxicity.recorded import read_inputs
from cartway.toxicity.refusals import GradingError

# Below these limits the grade is 2, 3 and 4; grade 1 reaches from the first up to the lower limit
# of normal. Anaemia has no count for grade 4.
_LIMITS = {
    "neutrophils": (1.5, 1.0, 0.5),
    "platelets": (75.0, 50.0, 25.0),
    "anaemia": (10.0, 8.0),
    "lymphocytes": (0.8, 0.5, 0.2),
    "wbc": (3.0, 2.0, 1.0),
}
_TEST_OF = {
    "anc_1e9_l": "neutrophils",
    "plt_1e9_l": "platelets",
    "hb_g_dl": "anaemia",
    "alc_1e9_l": "lymphocytes",
    "wbc_1e9_l": "wbc",
}
_MOST = {
    "neutrophils": 1000,
    "platelets": 5000,
    "anaemia": 30,
    "lymphocytes": 2000,
    "wbc": 2000,
}
_CUTS = tuple(sorted({limit for limits in _LIMITS.values() for limit in limits}))


def grade_count(v: Values) -> Outcome:
    """Grade one complete count, from the gravest limit upwards."""
    test, value = v["test"], v["value"]
    limits = _LIMITS[test]
    below = sum(value < limit for limit in limits)
    grade = below + 1 if below else 1 if value < v["lln"] else 0
    if test == "anaemia":
        if v["life_threatening"]:
            grade = 4
        elif v["transfusion_indicated"]:
            grade = max(grade, 3)
    return Outcome(grade)


def _check(v: Values) -> None:
    test, value = v["test"], v["value"]
    if test is not None and value is not None and value > _MOST[test]:
        unit = "g/dL" if test == "anaemia" else "10*9/L"
        raise GradingError(
            "out_of_range",
            f"the value is out of range in {unit}",
            where="value",
            expected=f"0 to {_MOST[test]} {unit}; perhaps another unit was meant",
        )


_ONE_COUNT = Algorithm(
    id="ctcae_v5_heme",
    scale="grade",
    inputs=(
        Choice(name="test", choices=tuple(_LIMITS)),
        Number(name="value", unit="10*9/L", highest=5000, cuts=_CUTS),
        Number(name="lln", unit="10*9/L", highest=1000),
        YesNo(name="transfusion_indicated", optional=True, default=False),
        YesNo(name="life_threatening", optional=True, default=False),
    ),
    rule=grade_count,
    check=_check,
)


@dataclass(frozen=True, kw_only=True)
class LowerLimits(Input):
    """The lower limit of normal: one number, or one for each count by name."""

    kind: str = "group"

    def read(self, value: Any) -> Any:
        if not isinstance(value, Mapping):
            return Number(name=self.name, highest=1000).read(value)
        known = {**_TEST_OF, **{test: test for test in _LIMITS}}
        read = {}
        for name, limit in value.items():
            if name not in known:
                self.refuse("unknown_input", f"'{name}' is not known here", ", ".join(known))
            if limit is not None:
                read[known[name]] = Number(name=f"{self.name}.{name}", highest=1000).read(limit)
        return read

    def candidates(self, recorded: Values) -> tuple[Any, ...]:
        return (0.0, math.inf)


def _count(name: str, also: tuple[OtherUnit, ...] = ()) -> Number:
    test = _TEST_OF[name]
    return Number(
        name=name,
        unit="g/dL" if test == "anaemia" else "10*9/L",
        highest=_MOST[test],
        cuts=_LIMITS[test],
        also=also,
        optional=True,
    )


def _per_microlitre(name: str) -> tuple[OtherUnit, ...]:
    return (OtherUnit(name=name, unit="/uL", factor=0.001, decimals=6),)


_COUNTS = (
    _count("anc_1e9_l", _per_microlitre("anc_per_ul")),
    _count("plt_1e9_l", _per_microlitre("plt_per_ul")),
    _count("hb_g_dl", (OtherUnit(name="hb_g_l", unit="g/L", factor=0.1, decimals=2),)),
    _count("alc_1e9_l", _per_microlitre("alc_per_ul")),
    _count("wbc_1e9_l", _per_microlitre("wbc_per_ul")),
)


def _grade(inputs: Mapping[str, Any]) -> Graded:
    recorded = read_inputs(CTCAE_BLOOD_COUNTS, inputs)
    panel = {name: recorded[name] for name in _TEST_OF if recorded[name] is not None}
    # A count that is named but empty was asked for and is not known.
    named = {**{unit.name: one.name for one in _COUNTS for unit in one.also}}
    empty = [
        name
        for key, value in inputs.items()
        if value is None and (name := named.get(key, key)) in _TEST_OF and name not in panel
    ]
    rest = {name: recorded[name] for name in ("transfusion_indicated", "life_threatening")}
    if not panel and not empty:
        limit = recorded["lln"]
        one = {"test": recorded["test"], "value": recorded["value"]}
        return grade_inputs(_ONE_COUNT, {**one, "lln": _limit_of(limit, one["test"]), **rest})
    if recorded["test"] is not None or recorded["value"] is not None:
        raise GradingError(
            "inconsistent",
            "a count is given both by its own name and as test and value",
            where="test, value",
            expected="one way",
        )
    if len(panel) + len(empty) > 1 and isinstance(recorded["lln"], int | float):
        raise GradingError(
            "inconsistent",
            "one lower limit is given for several counts",
            where="lln",
            expected="a lower limit for each count, by name",
        )
    graded = {
        name: grade_inputs(
            _ONE_COUNT,
            {
                "test": _TEST_OF[name],
                "value": panel.get(name),
                "lln": _limit_of(recorded["lln"], _TEST_OF[name]),
                **rest,
            },
        )
        for name in _TEST_OF
        if name in panel or name in empty
    }
    return _gravest(graded)


def _limit_of(limit: Any, test: str | None) -> Any:
    if isinstance(limit, Mapping):
        return limit.get(test)
    return limit


def _gravest(graded: Mapping[str, Graded]) -> Graded:
    def widest(name: str) -> int:
        one = graded[name]
        return int((one.highest or 0) - (one.lowest or 0))

    missing = tuple(
        dict.fromkeys(
            name if key == "value" else key for name, one in graded.items() for key in one.missing
        )
    )
    lowest = max(one.lowest or 0 for one in graded.values())
    highest = max(one.highest or 0 for one in graded.values())
    open_ones = [name for name in graded if graded[name].narrows]
    narrows = max(open_ones, key=widest) if open_ones and lowest < highest else None
    if narrows is not None and graded[narrows].narrows != "value":
        narrows = graded[narrows].narrows
    return Graded(
        CTCAE_BLOOD_COUNTS.id,
        lowest,
        highest,
        missing=missing,
        narrows=narrows,
        assumed=tuple(dict.fromkeys(key for one in graded.values() for key in one.assumed)),
        findings={
            "counts": {
                _TEST_OF[name]: {"lowest": one.lowest, "highest": one.highest}
                for name, one in graded.items()
            }
        },
    )


CTCAE_BLOOD_COUNTS = replace(
    _ONE_COUNT,
    inputs=(
        *(one for one in _ONE_COUNT.inputs if one.name in {"test", "value"}),
        LowerLimits(name="lln"),
        *(one for one in _ONE_COUNT.inputs if one.optional),
        *_COUNTS,
    ),
    grade_by=_grade,
)
