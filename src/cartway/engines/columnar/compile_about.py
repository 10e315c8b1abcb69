"""Lines that an option's own facts settle: judged once, for all options together."""

from __future__ import annotations

from collections.abc import Iterable

from cartway.criteria import Node, Option
from cartway.engines.columnar.atoms.leaf import Constant
from cartway.engines.columnar.bits import unpack
from cartway.engines.columnar.block import Block
from cartway.engines.columnar.convert import records_to_table
from cartway.engines.columnar.evaluate import evaluate, explain
from cartway.engines.columnar.plan import Plan
from cartway.facts import Fact, Record, Vocabulary

Asked = tuple[Node, tuple[Fact, ...]]


def asked_about(options: Iterable[Option]) -> list[Asked]:
    """Every line about an option, with the option's facts, each pair once."""
    pairs = (
        (line.eligibility, option.facts)
        for option in options
        for line in option.lines
        if line.about == "option"
    )
    return list(dict.fromkeys(pairs))


def settle(
    asked: list[Asked], plan: Plan, numbers: dict[Node, int], vocabulary: Vocabulary
) -> dict[Asked, Constant]:
    """What each pair gives: every set of facts is a row of one small block.

    Args:
        plan: has a step for every node asked.
        numbers: the step of each node.
    """
    rows = {facts: row for row, facts in enumerate(dict.fromkeys(facts for _, facts in asked))}
    if not rows:
        return {}
    table = records_to_table([Record(facts=facts) for facts in rows], vocabulary)
    block = Block(table.combine_chunks().to_batches()[0])
    slots = evaluate(plan, block)
    whys = explain(plan, block, slots)
    settled: dict[Asked, Constant] = {}
    for node in dict.fromkeys(node for node, _ in asked):
        step = numbers[node]
        true, possible = (unpack(plane, block.rows) for plane in slots[step])
        reasons = [(why.reason, unpack(who, block.rows)) for why, who in whys[step].items()]
        for facts, row in rows.items():
            why = dict.fromkeys(reason for reason, who in reasons if who[row])
            settled[node, facts] = Constant(int(true[row]) + int(possible[row]), tuple(why))
    return settled
