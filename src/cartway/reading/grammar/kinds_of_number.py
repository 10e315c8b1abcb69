"""What kind of number stands there: an age, a time, a count of things, a repeated limit."""

from __future__ import annotations

import re

from cartway.facts.vocabulary import FactDefinition
from cartway.reading.lex import Element
from cartway.reading.link.context import Context
from cartway.reading.link.quantities import fits
from cartway.reading.numbers import Measure

_UNIT = re.compile(r"\s?[A-Za-z]{1,6}\s?/\s?[A-Za-z]{1,4}\b")


def in_unknown_unit(context: Context, measure: Measure) -> bool:
    """ "1.6 pg/yL": a number whose unit is not known is no number of the usual unit."""
    return measure.unit is None and _UNIT.match(context.text, measure.end) is not None


def counts_things(context: Context, measure: Measure) -> bool:
    """ "且至少两项异常": a number that counts things is no further limit of what stood before."""
    return measure.unit is None and context.text[measure.end : measure.end + 1] in tuple(
        "项种类个名"
    )


def repeats_limit(given: list[Element], measure: Measure, last: list[FactDefinition]) -> bool:
    """Whether a number behind *or* is the limit before it in another unit."""
    return (
        len(given) >= 2
        and measure.op is None
        and measure.unit is not None
        and given[-1].is_cue("or")
        and given[-2].kind == "atom"
        and bool(last)
        and all(fits(one, measure) for one in last)
    )


def is_time(context: Context, elements: list[Element], index: int, given: list[Element]) -> bool:
    """Whether a length of time is a window, not the value of a fact."""
    measure = elements[index].measure
    assert measure is not None
    if not measure.is_duration:
        return False
    if _is_told_age(context, measure, given) or _OLD.search(
        context.text, measure.start, measure.end
    ):
        return False
    following = elements[index + 1] if index + 1 < len(elements) else None
    if following is not None and (
        following.kind == "anchor" or following.is_cue("window_after", "before", "since")
    ):
        return True
    before = given[-1] if given else None
    return bool(
        before is not None and (before.is_cue("window", "since") or before.kind == "anchor")
    )


def _is_told_age(context: Context, measure: Measure, given: list[Element]) -> bool:
    """ "Age ≥ 18 years at the time of consent": years right behind the word are no window."""
    if measure.unit != "a" or (measure.op is None and measure.high is None):
        return False
    told = next(
        (
            e
            for e in reversed(given)
            if not (
                e.kind in ("colon", "sign", "comma") or e.is_cue("noise", "then", "patients", "and")
            )
        ),
        None,
    )
    if told is None:
        return False
    if told.kind == "atom":  # "age ≥ 1 year and ≤ 75 years of age at enrolment"
        return bool(told.content.fact == "age" and measure.op is not None)
    return told.kind == "fact" and told.id == "age"


# "18 years or older at enrolment": nothing but a person is so old.
_OLD = re.compile(r"\b(?:old|older|of age|years of age)\b|岁", re.IGNORECASE)
_GROWN = re.compile(
    r"\b(?:adults?|children|adolescents?|patients?|subjects?|participants?|those|p(?:a)?ediatric)(?: (?:patients?|subjects?|participants?|men|women))?\W{1,3}$",
    re.IGNORECASE,
)


def is_age(context: Context, elements: list[Element], index: int, measure: Measure) -> bool:
    """Whether a length of time without a fact is the age of a patient."""
    if "age" not in context.vocabulary.facts:
        return False
    written = context.text[measure.start : measure.end]
    if re.search(r"\bage\b", written, re.IGNORECASE) or _OLD.search(written):
        return True
    if measure.unit != "a" or (measure.op is None and measure.high is None):
        return False
    if _GROWN.search(context.text, max(0, measure.start - 30), measure.start) is not None:
        return True  # "adults (≥ 18 years)"
    # "18 to 75 years" at the head of a line is an age.
    return (
        index <= 1
        and 1 <= measure.value <= 100
        and "year" in written.lower()
        and measure.high is not None
    )
