"""Numbers with units as they are printed on a report: years for ``a``, 10⁹/L for ``10*9/L``."""

from __future__ import annotations

from cartway.knowledge.words import keys_of, say
from cartway.values import Quantity

_SIGNS = {"<=": "≤", ">=": "≥"}
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def unit_words(code: str, language: str) -> str:
    """A unit as it is printed on a report, or the word for a length of time."""
    if code == "1":
        return ""
    if f"unit_{code}" in keys_of("phrases"):
        return say("phrases", f"unit_{code}", language)
    head, star, rest = code.partition("10*")
    if star:
        digits = rest[: len(rest) - len(rest.lstrip("0123456789"))]
        code = f"{head}10{digits.translate(_RAISED)}{rest[len(digits) :]}"
    if code == "Cel":
        return "°C"
    for plain, printed in (("umol", "µmol"), ("ug", "µg"), ("uL", "µL"), ("{copies}", "copies")):
        code = code.replace(plain, printed)
    return code.replace("[IU]", "IU").replace("mm[Hg]", "mmHg").replace("(24.h)", "24 h")


def quantity_words(value: Quantity, language: str) -> str:
    """A number with its unit and its ``<`` or ``≥``, in words."""
    sign = _SIGNS.get(value.comparator or "", value.comparator or "")
    unit = unit_words(value.unit, language)
    gap = "" if unit in ("", "%", "年", "岁") else " "
    return f"{sign}{value.value:g}{gap}{unit}"
