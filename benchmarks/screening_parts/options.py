"""Options for the benchmark: lines such as trials have, from a pool of so many distinct atoms."""

from __future__ import annotations

import numpy as np

from cartway.cohort.simulate.diseases import DISEASES
from cartway.cohort.simulate.measurements import MEASURED, RESULTS
from cartway.criteria import Line, Option, nodes
from cartway.criteria.nodes import Attribute, FactRef, Node
from cartway.facts import Vocabulary
from cartway.values import Duration, Quantity

LINES = 22
ATOMS = 3000
_WINDOWS = (None, Duration(7, "d"), Duration(14, "d"), Duration(28, "d"))


def atoms(vocabulary: Vocabulary, count: int, seed: int, events: bool = True) -> list[Node]:
    """Distinct atoms in the mixture that eligibility criteria have."""
    generator = np.random.default_rng(seed)
    agents = [
        one
        for one in vocabulary.in_system("treatment")
        if len(vocabulary.hierarchy.descendants(one)) > 1
    ] + sorted({a for d in DISEASES for r in d.lines for a in r} & vocabulary.concepts.keys())
    diseases = vocabulary.in_system("disease")
    tests = [one for one in MEASURED if one.fact in vocabulary.facts]
    found: dict[Node, None] = {}
    while len(found) < count:
        kind = generator.random()
        if kind < 0.55:
            test = tests[generator.integers(len(tests))]
            found[_laboratory(generator, test, vocabulary)] = None
        elif kind < 0.6:
            limit = Quantity(float(generator.integers(12, 86)), "a")
            found[nodes.Compare(FactRef("age"), str(generator.choice([">=", "<="])), limit)] = None
        elif kind < 0.8:
            concept = str(diseases[generator.integers(len(diseases))])
            found[nodes.Is(FactRef("diagnosis"), concept)] = None
        elif kind < 0.86:
            fact = str(generator.choice(list(RESULTS)))
            window = Duration(float(generator.integers(1, 200)), "d")
            found[nodes.Is(FactRef(fact), "positive", window)] = None
        elif agents and events:
            where = nodes.Is(Attribute("agent"), str(agents[generator.integers(len(agents))]))
            window = None
            if generator.random() < 0.5:
                window = Duration(float(generator.integers(1, 104)), "wk")
            found[nodes.AnyEvent("prior_therapy", where, window)] = None
    return list(found)


def _laboratory(generator: np.random.Generator, test: object, vocabulary: Vocabulary) -> Node:
    middle, fact = test.middle, test.fact
    window = _WINDOWS[generator.integers(len(_WINDOWS))]
    operator = str(generator.choice([">=", "<=", ">", "<"]))
    if test.upper_limit is not None and generator.random() < 0.3:
        limit = Quantity(float(generator.integers(2, 21)) / 2, "ULN")
    else:
        limit = Quantity(
            float(f"{middle * generator.uniform(0.3, 2.0):.3g}"), vocabulary.fact(fact).unit
        )
    return nodes.Compare(FactRef(fact), operator, limit, window)


def options(
    vocabulary: Vocabulary, count: int, seed: int, distinct: int = ATOMS, events: bool = True
) -> list[Option]:
    """Options of 22 lines drawn from the pool, one in three an exclusion."""
    pool = atoms(vocabulary, distinct, seed, events)
    generator = np.random.default_rng(seed + 1)
    made = []
    for number in range(count):
        chosen = generator.choice(len(pool), LINES, replace=False)
        lines = tuple(
            Line("", "exclusion" if at % 3 == 2 else "inclusion", pool[place], "benchmark")
            for at, place in enumerate(chosen.tolist())
        )
        made.append(Option("trial", f"synthetic-{number}", {"en": "", "zh": ""}, lines))
    return made
