"""Recorded things as a lay reader would say them: years for ``a``, 10⁹/L for ``10*9/L``."""

from __future__ import annotations

from cartway.access.explain_lines import name_of, value_words
from cartway.facts import Absence, Event, Fact, Vocabulary
from cartway.knowledge.words import say


def plain_item(item: Fact | Event | Absence, vocabulary: Vocabulary, language: str) -> str:
    """One recorded thing with its value, without its date."""
    if isinstance(item, Fact):
        label = name_of(item.fact, item.argument, vocabulary, language)
        colon = "：" if language == "zh" else ": "
        value = value_words(item.value, vocabulary, language)
        if item.fact == "age":
            value = value.replace("年", "岁")
        return f"{label}{colon}{value}"
    if isinstance(item, Absence):
        return _none(item, vocabulary, language)
    main = vocabulary.event_list(item.events).main
    values = item.attributes.get(main, ())
    what = ", ".join(value_words(one, vocabulary, language) for one in values[:3])
    colon = "：" if language == "zh" else ": "
    return f"{vocabulary.label(item.events, language)}{colon}{what}"


def _none(item: Absence, vocabulary: Vocabulary, language: str) -> str:
    what = vocabulary.label(item.concept, language)
    if item.status is not None:
        what = f"{what} ({vocabulary.label(item.status, language)})"
    if item.since is None:
        return say("match", "none_so_far", language, what=what)
    return say("match", "none_since", language, what=what, since=item.since)


def plain_date(item: Fact | Event | Absence) -> str:
    """The date of a recorded thing, a span for what lasted."""
    if isinstance(item, Fact):
        return str(item.on or "")
    if isinstance(item, Absence):
        return ""
    if item.end and item.end != item.start:
        return f"{item.start or '?'} – {item.end}"
    return str(item.start or "")


def dated_item(item: Fact | Event | Absence, vocabulary: Vocabulary, language: str) -> str:
    """One recorded thing with its date behind it."""
    day = plain_date(item)
    words = plain_item(item, vocabulary, language)
    return f"{words} ({day})" if day else words
