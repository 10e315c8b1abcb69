"""Inputs that several algorithms share, so that a quantity has one range and one set of units.

Ranges are wide enough for every patient; what lies outside is almost always another unit, and is
asked about, never converted on a guess. Conversions are those of the rule file.
"""

from __future__ import annotations

from cartway.toxicity.inputs import Number, OtherUnit

HIGHEST_TEMPERATURE = 45.0
LOWEST_TEMPERATURE = 25.0


def temperature(cuts: tuple[float, ...]) -> Number:
    """Highest temperature of the assessment window, in degrees Celsius."""
    return Number(
        name="temp_c",
        unit="Cel",
        lowest=LOWEST_TEMPERATURE,
        highest=HIGHEST_TEMPERATURE,
        cuts=cuts,
        suspicious=looks_like_fahrenheit,
        hint="degrees Celsius as temp_c, or degrees Fahrenheit as temp_f",
        also=(OtherUnit(name="temp_f", unit="[degF]", factor=5 / 9, offset=32.0, decimals=2),),
    )


def looks_like_fahrenheit(value: float) -> bool:
    """Whether a temperature given as Celsius can only be meant as Fahrenheit."""
    return 77.0 <= value <= 115.0


def absolute_neutrophil_count(cuts: tuple[float, ...]) -> Number:
    """Neutrophils per microlitre."""
    return Number(
        name="anc_per_ul",
        unit="/uL",
        highest=1_000_000,
        cuts=cuts,
        suspicious=_looks_like_thousands,
        hint="cells per microlitre as anc_per_ul, or 10*9/L as anc_1e9_l",
        also=(OtherUnit(name="anc_1e9_l", unit="10*9/L", factor=1000, decimals=3),),
    )


def _looks_like_thousands(value: float) -> bool:
    return 0 < value < 30 and value != int(value)


def platelets(name: str, cuts: tuple[float, ...] = (), *, ratio: bool = False) -> Number:
    """Platelets in 10*9/L; `ratio` where they divide, so that zero is refused."""
    return Number(
        name=name,
        unit="10*9/L",
        highest=5000,
        cuts=cuts,
        hint="10*9/L; a count per microlitre is given as plt_per_ul",
        also=(OtherUnit(name="plt_per_ul", unit="/uL", factor=0.001, decimals=3),),
        positive=ratio,
        no_bounds=ratio,
    )


def haemoglobin(cuts: tuple[float, ...]) -> Number:
    """Haemoglobin in g/dL."""
    return Number(
        name="hb_g_dl",
        unit="g/dL",
        highest=30,
        cuts=cuts,
        hint="g/dL as hb_g_dl, or g/L as hb_g_l",
        also=(OtherUnit(name="hb_g_l", unit="g/L", factor=0.1, decimals=2),),
    )


def c_reactive_protein(cuts: tuple[float, ...] = (), *, ratio: bool = False) -> Number:
    """C-reactive protein in mg/dL; Chinese laboratories report mg/L."""
    return Number(
        name="crp_mg_dl",
        unit="mg/dL",
        highest=100,
        cuts=cuts,
        hint="mg/dL as crp_mg_dl, or mg/L as crp_mg_l",
        also=(OtherUnit(name="crp_mg_l", unit="mg/L", factor=0.1, decimals=4),),
        positive=ratio,
        no_bounds=ratio,
    )


def ferritin(cuts: tuple[float, ...] = ()) -> Number:
    """Ferritin in ng/mL, the same number as in ug/L."""
    return Number(
        name="ferritin_ng_ml",
        unit="ng/mL",
        highest=10_000_000,
        cuts=cuts,
        also=(OtherUnit(name="ferritin_ug_l", unit="ug/L", factor=1, decimals=4),),
    )


def age(*, optional: bool = False, cuts: tuple[float, ...] = ()) -> Number:
    """Age in completed or decimal years."""
    return Number(name="age_y", unit="a", highest=125, optional=optional, cuts=cuts)
