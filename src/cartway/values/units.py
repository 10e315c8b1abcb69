"""UCUM units as laboratories use them: which can be compared, and by what factor.

A unit is read into powers of a few base dimensions and one factor. The table is ours and small;
UCUM's own tables may not be shipped. A label in braces (``{copies}``) is a dimension of its own
where mixing it up would be an error, and nothing where it only names what is counted.

Source: The Unified Code for Units of Measure, sections 2 and 3 (syntax of terms).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from cartway.errors import CriterionError

_PREFIXES = {
    "Y": 1e24, "M": 1e6, "k": 1e3, "h": 1e2, "d": 1e-1, "c": 1e-2, "m": 1e-3,
    "u": 1e-6, "n": 1e-9, "p": 1e-12, "f": 1e-15,
}  # fmt: skip
# symbol: (factor to base, dimension)
_ATOMS: dict[str, tuple[float, dict[str, int]]] = {
    "g": (1.0, {"mass": 1}),
    "mol": (1.0, {"amount": 1}),
    "L": (1.0, {"length": 3}),
    "l": (1.0, {"length": 3}),
    "m": (10.0, {"length": 1}),  # decimetres, so that a litre is one cubed
    "s": (1.0, {"time": 1}),
    "min": (60.0, {"time": 1}),
    "h": (3600.0, {"time": 1}),
    "d": (86400.0, {"time": 1}),
    "wk": (604800.0, {"time": 1}),
    "mo": (2629800.0, {"time": 1}),
    "a": (31557600.0, {"time": 1}),
    "U": (1.0, {"enzyme": 1}),
    "[IU]": (1.0, {"international": 1}),
    "kat": (6e7, {"enzyme": 1}),
    "eq": (1.0, {"equivalent": 1}),
    "Pa": (1.0, {"pressure": 1}),
    "mm[Hg]": (133.322, {"pressure": 1}),
    "m[Hg]": (133322.0, {"pressure": 1}),
    "bar": (1e5, {"pressure": 1}),
    "Cel": (1.0, {"celsius": 1}),
    "[degF]": (1.0, {"fahrenheit": 1}),
    "Gy": (1.0, {"absorbed": 1}),
    "J": (1.0, {"energy": 1}),
    "V": (1.0, {"potential": 1}),
    "%": (0.01, {}),
    "[ppth]": (0.001, {}),
    "[pH]": (1.0, {"ph": 1}),
    "ULN": (1.0, {"upper_limit_of_normal": 1}),
    "LLN": (1.0, {"lower_limit_of_normal": 1}),
}
_OWN_DIMENSION = {"{copies}": "copies", "{cop}": "copies", "{pack}": "packs"}
_TERM = re.compile(
    r"(?P<symbol>(?:\[[^\]]*\]|[A-Za-z%])+)?(?P<power>[+-]?\d+)?(?P<label>\{[^}]*\})?"
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit read into a factor and powers of dimensions."""

    code: str
    factor: float
    dimension: tuple[tuple[str, int], ...]


def _read_atom(symbol: str) -> tuple[float, dict[str, int]] | None:
    if symbol in _ATOMS:
        return _ATOMS[symbol]
    if len(symbol) > 1 and symbol[0] in _PREFIXES and symbol[1:] in _ATOMS:
        factor, dimension = _ATOMS[symbol[1:]]
        return factor * _PREFIXES[symbol[0]], dimension
    return None


def _read_component(text: str) -> tuple[float, dict[str, int]] | None:
    if text in _OWN_DIMENSION:
        return 1.0, {_OWN_DIMENSION[text]: 1}
    if text == "1" or (text.startswith("{") and text.endswith("}")):
        return 1.0, {}
    power_of_ten = re.fullmatch(r"10[*^](\d+)(\{[^}]*\})?", text)
    if power_of_ten:
        return 10.0 ** int(power_of_ten.group(1)), {}
    match = _TERM.fullmatch(text)
    if match is None or not match.group("symbol"):
        return (float(text), {}) if re.fullmatch(r"\d+(\.\d+)?", text) else None
    read = _read_atom(match.group("symbol"))
    if read is None:
        return None
    power = int(match.group("power") or 1)
    return read[0] ** power, {name: times * power for name, times in read[1].items()}


@lru_cache(maxsize=4096)
def parse_unit(code: str) -> Unit:
    """Read a UCUM code.

    Raises:
        CriterionError: the code is not one cartway knows.
    """
    factor, powers = 1.0, dict[str, int]()
    for index, division in enumerate(re.split(r"/(?![^{]*\})", code.strip())):
        if index == 0 and not division:
            continue  # "/uL" counts per microlitre
        for component in re.split(r"\.(?![^{]*\})(?!\d)", division):
            read = _read_component(component)
            if read is None:
                raise CriterionError(
                    f"{code!r} is not a unit cartway knows",
                    expected="a UCUM code such as 10*9/L, g/dL or %",
                    code="V002",
                )
            sign = -1 if index else 1
            factor *= read[0] ** sign
            for name, times in read[1].items():
                powers[name] = powers.get(name, 0) + sign * times
    return Unit(code, factor, tuple(sorted((n, p) for n, p in powers.items() if p)))


def is_unit(code: str) -> bool:
    """Say whether cartway can read the code."""
    try:
        parse_unit(code)
    except CriterionError:
        return False
    return True


_PER_LITRE = (("length", -3),)


@lru_cache(maxsize=4096)
def convert_factor(source: str, target: str, molar_mass: float | None = None) -> float | None:
    """Give the factor that turns a number in `source` into one in `target`, or None if unlike.

    Args:
        molar_mass: grams in a mole of the substance, for mg/dL against µmol/L.

    **Units**: molar_mass in g/mol.
    """
    factor = _factor(parse_unit(source), parse_unit(target), molar_mass)
    # Twelve digits: 1000 /mm3 must be exactly 1.0 10*9/L, or a limit of 1.0 would be missed.
    return None if factor is None else float(f"{factor:.12g}")


def _factor(a: Unit, b: Unit, molar_mass: float | None) -> float | None:
    if a.dimension == b.dimension:
        return a.factor / b.factor
    if {a.dimension, b.dimension} == {(("fahrenheit", 1),), (("celsius", 1),)}:
        return None  # an offset, not a factor; asked, not guessed
    if molar_mass:
        dims_a, dims_b = dict(a.dimension), dict(b.dimension)
        mass, amount = dims_a.pop("mass", 0), dims_b.pop("amount", 0)
        if mass == amount == 1 and dims_a == dims_b:
            return a.factor / molar_mass / b.factor
        dims_a, dims_b = dict(a.dimension), dict(b.dimension)
        amount, mass = dims_a.pop("amount", 0), dims_b.pop("mass", 0)
        if mass == amount == 1 and dims_a == dims_b:
            return a.factor * molar_mass / b.factor
    return None
