"""The subject that a bracket leaves out: "ALT ≤ 3 × ULN (≤ 5 × ULN with liver metastases)"."""

from __future__ import annotations

from cartway.criteria.nodes import (
    Compare,
    FactRef,
    Node,
    walk,
)
from cartway.reading.grammar.limits_beside import limited_before
from cartway.reading.grammar.limits_for_some import in_unit_of
from cartway.reading.lex import Element
from cartway.reading.lexicon import Sense


def with_subject(aside: list[Element], node: Node | None, line: list[Element]) -> list[Element]:
    """A bare limit in brackets is a limit of what stood before: "≤ 3 (≤ 5 with metastases)"."""
    if node is None or any(e.kind == "fact" and e.system in ("quantity", "score") for e in aside):
        return aside
    subjects = [one.subject for one in walk(node) if isinstance(one, Compare)]
    measured = next(
        (
            e
            for e in aside
            if e.kind == "measure" and e.measure is not None and not e.measure.is_duration
        ),
        None,
    )
    if measured is None or not subjects or not isinstance(subjects[-1], FactRef):
        return aside
    last = next(one for one in reversed(list(walk(node))) if isinstance(one, Compare))
    alike = [
        one.subject.name
        for one in walk(node)
        if isinstance(one, Compare) and isinstance(one.subject, FactRef) and one.limit == last.limit
    ]
    before = limited_before(line, aside[0].start)
    alike = [
        name
        for name in before
        if any(one.name == name for one in subjects if isinstance(one, FactRef))
    ] or alike
    place = aside.index(measured)
    if measured.measure is not None and measured.measure.unit is None:
        own = next(
            (c for c in walk(node) if isinstance(c, Compare) and c.subject in _refs(alike)), last
        )
        measured = in_unit_of(own.limit.unit, measured)
        aside = [*aside[:place], measured, *aside[place + 1 :]]
    inserted: list[Element] = []
    for name in dict.fromkeys(alike):
        sense = Sense("fact", name, "quantity")
        start = measured.start
        if inserted:
            inserted.append(Element("cue", "and", start, start))
        inserted.append(Element("fact", name, start, start, "quantity", None, (sense,)))
    return [*aside[:place], *inserted, *aside[place:]]


def _refs(names: list[str]) -> list[FactRef]:
    return [FactRef(name) for name in names]
