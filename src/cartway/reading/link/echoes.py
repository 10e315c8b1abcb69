"""A general name beside the test or fact that says the same."""

from __future__ import annotations

from cartway.reading.grammar.terms import Atom
from cartway.reading.link.context import Context


def without_echo(context: Context, atoms: list[Atom]) -> list[Atom]:
    """Leave out a general name beside the test or fact that says the same ("HIV antibody positive HIV infection")."""
    kept: list[Atom] = []
    tested = {a.family for a in atoms if a.dim in ("result", "compare")}
    for atom in atoms:
        if (
            atom.dim == "disease"
            and any(a.dim == "result" for a in atoms)
            and atom.codes[0].endswith("infection")
            and context.is_a(atom.codes[0], "infection")
        ):
            continue  # "active infection (HBsAg positive)": the test says which
        if atom.dim == "disease" and any(
            _names(code, family) for code in atom.codes for family in tested
        ):
            continue
        if (
            atom.dim == "presence"
            and len(atoms) > 1
            and atom.fact in ("active_infection",)
            and any(a.dim in ("disease", "result") and a is not atom for a in atoms)
        ):
            continue
        if atom.dim == "presence" and any(
            a is not atom and a.dim in ("result", "compare") and _names(atom.fact, a.family)
            for a in atoms
        ):
            continue
        kept.append(atom)
    return kept or atoms


def _names(code: str, family: str) -> bool:
    return bool(family) and len(family) > 2 and code.startswith(family)
