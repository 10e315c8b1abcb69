"""What was not read where it cannot change a verdict that stands: left to a person's judgement.

A line with unread text is never met. But one alternative that holds is enough, and a demand on
some patients asks nothing of the others: there what was not read is a matter for a person, should
it come to it.
"""

from __future__ import annotations

from cartway.criteria.nodes import (
    All,
    AnyOf,
    AtLeast,
    FactRef,
    Implies,
    Is,
    Judgement,
    Node,
    Not,
    Unless,
    Unread,
    all_nodes,
    any_nodes,
    facts_asked,
    unread_texts,
)
from cartway.reading.grammar.families import family_of


def left_to_judgement(node: Node) -> Node:
    """A node with what was not read in it as a matter of judgement; the truth of it is the same."""
    if isinstance(node, Unread):
        return Judgement(node.text)
    if isinstance(node, All):
        return All(tuple(left_to_judgement(one) for one in node.children))
    if isinstance(node, AnyOf):
        return AnyOf(tuple(left_to_judgement(one) for one in node.children))
    if isinstance(node, AtLeast):
        return AtLeast(node.count, tuple(left_to_judgement(one) for one in node.children))
    if isinstance(node, Not):
        return Not(left_to_judgement(node.child))
    if isinstance(node, Implies):
        return Implies(left_to_judgement(node.condition), left_to_judgement(node.child))
    if isinstance(node, Unless):
        return Unless(left_to_judgement(node.child), left_to_judgement(node.exception))
    return node


def alternatives(nodes: list[Node]) -> Node:
    """The alternatives of an inclusion line: one that is wholly read and holds is enough."""
    if all(unread_texts(node) for node in nodes):
        return any_nodes(nodes)
    return any_nodes([left_to_judgement(node) for node in nodes])


def _only_denies(condition: Node) -> bool:
    """A condition that only denies a disease was likely taken from its sentence too early."""
    if isinstance(condition, (All, AnyOf)):
        return all(_only_denies(one) for one in condition.children)
    return (
        isinstance(condition, Not)
        and isinstance(condition.child, Is)
        and condition.child.subject == FactRef("diagnosis")
    )


def demanded_of(condition: Node, demand: Node) -> Node:
    """A demand on those of whom a condition holds; nothing is asked of the others."""
    if unread_texts(condition) or _only_denies(condition):
        return Implies(condition, demand)
    return Implies(condition, left_to_judgement(demand))


_LISTED = frozenset(
    {"condition", "prior_therapy", "medication", "procedure", "diagnosis", "allergy"}
)


def without(node: Node, asked: Node) -> Node:
    """What an exclusion line excludes, less what it lets in.

    "HIV infection. Patients with hepatitis B are permitted": the one says nothing of the other, so
    whoever has both is left to judgement.
    """
    if still_active(node, asked):
        return node  # "Active CNS disease. A history of CNS disease is allowed": no active one is
    if _apart(node, asked):
        return all_nodes([node, any_nodes([Not(asked), Judgement("may be what is let in")])])
    return all_nodes([node, Not(asked)])


_ACTIVE_CNS = frozenset(
    {"active_central_nervous_system_involvement", "central_nervous_system_grade"}
)


def still_active(node: Node, asked: Node) -> bool:
    """Whether only active disease of the nervous system excludes, and an earlier one is let in."""
    if "central_nervous_system_involvement" not in facts_asked(asked):
        return False
    return set(facts_asked(node)) <= _ACTIVE_CNS


def _apart(node: Node, asked: Node) -> bool:
    """Whether what is let in is a test of another subject than any that excludes."""
    held, let_in = set(facts_asked(node)), set(facts_asked(asked))
    if not held or not let_in or (held | let_in) & _LISTED:
        return False
    return not {family_of(name) for name in held} & {family_of(name) for name in let_in}
