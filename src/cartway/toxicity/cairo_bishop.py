"""Tumour lysis syndrome: Cairo-Bishop 2004 (laboratory and clinical), with the Howard 2011 variant.

Published tables differ between > and >= at the limits; >= and <= are used, as in S_BLOODREF_TLS.

Source: S_BLOODREF_TLS, laboratory criteria; S_JMCR_TLS, grading table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cartway.toxicity.algorithm import Algorithm, Outcome
from cartway.toxicity.inputs import Choice, Input, Number, OtherUnit, Values, YesNo, unasked
from cartway.toxicity.quantities import age

WINDOW = (-3, 7)
CHILD_BELOW_YEARS = 18
CREATININE_FROM = 1.5
_ARRHYTHMIA = {
    "none": 0,
    "no_intervention": 1,
    "nonurgent": 2,
    "symptomatic": 3,
    "life_threatening": 4,
}
_SEIZURE = {"none": 0, "controlled": 2, "altered_consciousness": 3, "prolonged_or_refractory": 4}

_URIC_ACID = Number(
    name="uric_acid_umol_l",
    unit="umol/L",
    highest=6000,
    cuts=(476,),
    also=(OtherUnit(name="uric_acid_mg_dl", unit="mg/dL", factor=59.48, decimals=0),),
)
_POTASSIUM = Number(name="potassium_mmol_l", unit="mmol/L", highest=20, cuts=(6.0,))
_PHOSPHATE = Number(
    name="phosphate_mmol_l",
    unit="mmol/L",
    highest=20,
    cuts=(1.45, 2.1),
    also=(OtherUnit(name="phosphate_mg_dl", unit="mg/dL", factor=1 / 3.097, decimals=2),),
)
_CALCIUM = Number(
    name="calcium_mmol_l",
    unit="mmol/L",
    highest=6,
    cuts=(1.75,),
    hint="mmol/L as calcium_mmol_l, or mg/dL as calcium_mg_dl",
    also=(OtherUnit(name="calcium_mg_dl", unit="mg/dL", factor=1 / 4.008, decimals=2),),
)
_ANALYTES = (_URIC_ACID, _POTASSIUM, _PHOSPHATE, _CALCIUM)


@dataclass(frozen=True, kw_only=True)
class Baseline(Input):
    """The same analytes before treatment, for the clause on a change of a quarter."""

    kind: str = "group"

    def read(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            self.refuse("wrong_type", "the value is not a group of keys", "keys with values")
        known: dict[str, tuple[Number, OtherUnit | None]] = {}
        for one in _ANALYTES:
            known[one.name] = (one, None)
            known |= {unit.name: (one, unit) for unit in one.also}
        read: dict[str, Any] = {}
        for name, given in value.items():
            if name not in known:
                self.refuse("unknown_input", f"'{name}' is not known here", ", ".join(known))
            if given is not None:
                one, unit = known[name]
                read[one.name] = one.read(given) if unit is None else one.read_other(unit, given)
        return read

    def candidates(self, recorded: Values) -> tuple[Any, ...]:
        changed = {one.name: 0.0 for one in _ANALYTES} | {"calcium_mmol_l": _CALCIUM.highest * 2}
        return ({}, changed)


@dataclass(frozen=True, kw_only=True)
class Day(Number):
    """A day that counts inside a window only: unknown, it may lie inside or outside."""

    def candidates(self, recorded: Values) -> tuple[Any, ...]:
        return (self.lowest, 0, self.highest)


def _limits_met(v: Values) -> dict[str, bool]:
    phosphate_from = 2.1 if v["age_y"] < CHILD_BELOW_YEARS else 1.45
    return {
        "uric_acid_umol_l": v["uric_acid_umol_l"] >= 476,
        "potassium_mmol_l": v["potassium_mmol_l"] >= 6.0,
        "phosphate_mmol_l": v["phosphate_mmol_l"] >= phosphate_from,
        "calcium_mmol_l": v["calcium_mmol_l"] <= 1.75,
    }


def _changed_by_a_quarter(v: Values, name: str) -> bool:
    before = (v["baseline"] or {}).get(name)
    if before is None:
        return False
    if name == "calcium_mmol_l":
        return bool(v[name] <= 0.75 * before)
    return bool(v[name] >= 1.25 * before)


def _creatinine_grade(multiple: float) -> int:
    return (
        (multiple >= CREATININE_FROM)
        + (multiple > CREATININE_FROM)
        + (multiple > 3)
        + (multiple > 6)
    )


def grade_tumour_lysis(v: Values) -> Outcome:
    """Grade complete inputs; the limits of one assessment are taken to fall within 24 hours."""
    inside = WINDOW[0] <= v["day"] <= WINDOW[1]
    limits = _limits_met(v)
    either = [met or _changed_by_a_quarter(v, name) for name, met in limits.items()]
    laboratory = inside and sum(either) >= 2
    clinical = max(
        _creatinine_grade(v["creatinine_x_uln"]),
        _ARRHYTHMIA[v["arrhythmia"]],
        _SEIZURE[v["seizure"]],
    )
    grade = 5 if v["death_from_tls"] else clinical if laboratory else 0
    findings = {
        "ltls": laboratory,
        "ctls": laboratory and (clinical > 0 or bool(v["death_from_tls"])),
        "howard_ltls": inside and sum(limits.values()) >= 2,
    }
    return Outcome(grade, findings, () if inside else ("outside_window",))


CAIRO_BISHOP = Algorithm(
    id="cairo_bishop_2004",
    scale="grade",
    inputs=(
        age(cuts=(CHILD_BELOW_YEARS,)),
        *_ANALYTES,
        Baseline(name="baseline", optional=True, default=None),
        Day(
            name="day",
            unit="d",
            lowest=-60,
            highest=400,
            cuts=(WINDOW[0], WINDOW[1] + 1),
        ),
        Number(
            name="creatinine_x_uln",
            highest=100,
            cuts=(CREATININE_FROM, 3.0, 6.0),
        ),
        Choice(name="arrhythmia", choices=tuple(_ARRHYTHMIA), ends=("none", "life_threatening")),
        Choice(name="seizure", choices=tuple(_SEIZURE), ends=("none", "prolonged_or_refractory")),
        YesNo(name="death_from_tls", optional=True, default=False, asked=unasked),
    ),
    rule=grade_tumour_lysis,
    settled=lambda v: bool(v["death_from_tls"]),
)
