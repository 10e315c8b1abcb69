"""What would settle most: reasons by line, and questions whose answer decides a line."""

from __future__ import annotations

import numpy as np

from cartway.engines.columnar.bits import Words, size
from cartway.engines.columnar.evaluate import Slots, Why, Whys
from cartway.engines.columnar.plan import Plan, PlannedLine
from cartway.engines.columnar.tally import Question, Tally

# A person's judgement, consent and unread text are not answered by a fact.
ASKABLE = frozenset(
    {
        "not_recorded", "out_of_window", "result_pending", "sources_disagree", "unit_unclear",
        "uncertain", "too_general", "limit_not_recorded", "borderline", "list_not_complete",
    }
)  # fmt: skip


def count_whys(plan: Plan, whys: Whys, tally: Tally) -> None:
    """Count patients by line and reason."""
    for at, step in enumerate(plan.line_steps):
        for why, who in whys[step].items():
            tally.whys[at, why] = size(who)


def count_questions(plan: Plan, whys: Whys, slots: Slots, verdicts: Slots, tally: Tally) -> None:
    """Count pairs and patients for whom one answer would decide a line of a possible option.

    A line counts for a question only where nothing else in it is unknown.
    """
    decided: dict[tuple[int, tuple[tuple[str, str | None], ...]], dict[Question, Words]] = {}
    someone: dict[Question, Words] = {}
    for place, option in enumerate(plan.options):
        if option.kind == "pathway":  # a legal path opens with an option, not with an answer
            continue
        waiting = verdicts[place, 1] & ~verdicts[place, 0]
        if not waiting.any():
            continue
        asked: dict[Question, Words] = {}
        for line in option.lines:
            if not (line.decides and line.askable):
                continue
            key = (line.step, line.concepts)
            if key not in decided:
                decided[key] = _decided_by(line, whys[line.step], plan.unasked)
            for question, who in decided[key].items():
                asked[question] = asked[question] | who if question in asked else who
        for question, who in asked.items():
            held = who & waiting
            count = size(held)
            if count:
                tally.settles[question] += count
                someone[question] = someone[question] | held if question in someone else held
    for question, who in someone.items():
        tally.askers[question] += size(who)


def _decided_by(
    line: PlannedLine, whys: dict[Why, Words], unasked: frozenset[str]
) -> dict[Question, Words]:
    """For each question, for whom nothing else in the line is unknown."""
    by_subject: dict[Question | None, Words] = {}
    for why, who in whys.items():
        subject = (
            None if why.reason not in ASKABLE or why.fact is None else (why.fact, why.argument)
        )
        by_subject[subject] = by_subject[subject] | who if subject in by_subject else who
    several = _several(list(by_subject.values()))
    concepts = dict(line.concepts)
    found: dict[Question, Words] = {}
    for subject, who in by_subject.items():
        if subject is None:
            continue
        name, argument = subject
        if name in unasked:
            continue
        question = (name, concepts.get(name, argument))
        if name not in concepts or question[1] is not None:
            found[question] = who & ~several
    return found


def _several(sets: list[Words]) -> Words:
    """Those who are in more than one of the sets."""
    if not sets:
        return np.zeros(0, np.uint64)
    once, twice = np.zeros_like(sets[0]), np.zeros_like(sets[0])
    for who in sets:
        twice |= once & who
        once |= who
    return twice
