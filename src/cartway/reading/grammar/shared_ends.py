"""What stands once, at the end of a list of alternatives, and is asked of each of them."""

from __future__ import annotations

import re

from cartway.reading.grammar.terms import Term

# "HBsAg positive, or HBcAb positive with HBV DNA": the first has a verdict of its own.
OWN_VERDICT = re.compile(r"positive|\(\+\)|阳性", re.IGNORECASE)


_SIZES = frozenset({"measurable_disease", "largest_lesion_diameter", "number_of_lesions"})


def shared_disease(group: list[Term]) -> tuple[Term, list[Term]] | None:
    """ "locally advanced or metastatic breast cancer": the states are alternatives, the disease is not."""
    last = group[-1]
    if last.atoms[-1].dim != "disease" or len(last.atoms) < 2 or last.negated:
        return None
    before = [a for t in group[:-1] for a in t.atoms] + last.atoms[:-1]
    if any(a.dim != "status" for a in before):
        return None
    held = Term(
        last.start,
        last.end,
        atoms=last.atoms[-1:],
        unknown=last.unknown,
        judgements=last.judgements,
    )
    first = Term(last.start, last.end, connector=last.connector, atoms=last.atoms[:-1])
    return held, [*group[:-1], first]


def shared_tail(group: list[Term]) -> tuple[Term, list[Term]] | None:
    """ "HBsAg or HBcAb positive with HBV DNA ≥ 1000": the load is asked of either."""
    last = group[-1]
    if len(last.atoms) < 2 or any(len(t.atoms) != 1 for t in group[:-1]):
        return None
    family = last.atoms[0].family
    tail = last.atoms[1:]
    if not family or any(a.family != family or a.dim not in ("result", "compare") for a in tail):
        return None
    if any(t.atoms[0].family != family for t in group[:-1]):
        return None
    held = Term(last.start, last.end, atoms=tail, unknown=last.unknown, window=last.window)
    first = Term(
        last.start, last.end, connector=last.connector, atoms=last.atoms[:1], negated=last.negated
    )
    return held, [*group[:-1], first]


def shared_size(group: list[Term]) -> tuple[Term, list[Term]] | None:
    """ "lymphoma or leukaemia masses of at least 1.5 cm": the size is asked of either."""
    last = group[-1]
    if len(last.atoms) < 2 or last.negated or last.atoms[0].dim != "disease":
        return None
    if any(a.fact not in _SIZES for a in last.atoms[1:]):
        return None
    if any(len(t.atoms) != 1 or t.negated or t.atoms[0].dim != "disease" for t in group[:-1]):
        return None
    held = Term(
        last.start,
        last.end,
        atoms=last.atoms[1:],
        unknown=last.unknown,
        judgements=last.judgements,
        window=last.window,
    )
    first = Term(last.start, last.end, connector=last.connector, atoms=last.atoms[:1])
    return held, [*group[:-1], first]
