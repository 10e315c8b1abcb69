"""Say why a line is unknown, and on which recorded values a line rests."""

from __future__ import annotations

from cartway.access.quantity_words import quantity_words
from cartway.engines.reference import LineVerdict, Why
from cartway.facts import Absence, Event, Fact, Vocabulary
from cartway.facts.record import Value
from cartway.knowledge.words import say
from cartway.values import PartialDate, Quantity


def why_words(verdict: LineVerdict, vocabulary: Vocabulary, language: str) -> str:
    """The reasons of an unknown line, joined; empty for one that is met or not met."""
    reasons = [_reason(why, vocabulary, language) for why in verdict.outcome.whys]
    return "; ".join(dict.fromkeys(reasons))


def _reason(why: Why, vocabulary: Vocabulary, language: str) -> str:
    what = say("reasons", "anything", language)
    if why.fact is not None:
        what = name_of(why.fact, why.argument, vocabulary, language)
    return say("reasons", why.reason.value, language, what=what)


def name_of(fact: str, argument: str | None, vocabulary: Vocabulary, language: str) -> str:
    """The label of a fact or list, with its argument."""
    label = vocabulary.label(fact, language)
    if argument is None:
        return label
    return f"{label} ({vocabulary.label(argument, language)})"


def proof_words(verdict: LineVerdict, vocabulary: Vocabulary, language: str) -> list[str]:
    """Each recorded thing the line rests on, with value and date."""
    return [item_words(item, vocabulary, language) for item in verdict.outcome.proof]


def item_words(item: Fact | Event | Absence, vocabulary: Vocabulary, language: str) -> str:
    """One recorded thing in words: *platelet count 71 10\\*9/L (2026-10-12)*."""
    if isinstance(item, Fact):
        label = name_of(item.fact, item.argument, vocabulary, language)
        value = value_words(item.value, vocabulary, language)
        return f"{label}: {value}{_dated(item.on)}"
    if isinstance(item, Absence):
        concept = vocabulary.label(item.concept, language)
        since = f" ({say('match', 'since', language)} {item.since})" if item.since else ""
        return f"{say('match', 'none_of', language)} {concept}{since}"
    main = vocabulary.event_list(item.events).main
    values = item.attributes.get(main, ())
    # A regimen says more than the list of its drugs.
    shown = values[:1] if values else ()
    what = ", ".join(value_words(one, vocabulary, language) for one in shown)
    dates = (
        f"{item.start or '?'} – {item.end}" if item.end and item.end != item.start else item.start
    )
    return f"{vocabulary.label(item.events, language)}: {what}" + (f" ({dates})" if dates else "")


def value_words(value: Value, vocabulary: Vocabulary, language: str) -> str:
    """A recorded value in words."""
    if value is True or value is False:
        return say("match", "yes" if value else "no", language)
    if isinstance(value, Quantity):
        return quantity_words(value, language)
    if isinstance(value, PartialDate):
        return str(value)
    return vocabulary.label(str(value), language)


def _dated(on: PartialDate | None) -> str:
    return f" ({on})" if on else ""
