"""Recorded things as a lay reader would say them: years for ``a``, 10⁹/L for ``10*9/L``."""

from __future__ import annotations

from cartway.access.explain_lines import name_of, value_words
from cartway.facts import Absence, Event, Fact, Vocabulary
from cartway.facts.record import Value
from cartway.knowledge.words import keys_of, say
from cartway.values import Quantity

_SIGNS = {"<=": "≤", ">=": "≥"}
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def unit_words(code: str, language: str) -> str:
    """A unit as it is printed on a report, or the word for a length of time."""
    if code == "1":
        return ""
    if f"unit_{code}" in keys_of("phrases"):
        return say("phrases", f"unit_{code}", language)
    head, star, rest = code.partition("10*")
    if star:
        digits = rest[: len(rest) - len(rest.lstrip("0123456789"))]
        code = f"{head}10{digits.translate(_RAISED)}{rest[len(digits) :]}"
    if code == "Cel":
        return "°C"
    for plain, printed in (("umol", "µmol"), ("ug", "µg"), ("uL", "µL"), ("{copies}", "copies")):
        code = code.replace(plain, printed)
    return code.replace("[IU]", "IU").replace("mm[Hg]", "mmHg").replace("(24.h)", "24 h")


def plain_value(value: Value, vocabulary: Vocabulary, language: str) -> str:
    """A value in words."""
    if not isinstance(value, Quantity):
        return value_words(value, vocabulary, language)
    sign = _SIGNS.get(value.comparator or "", value.comparator or "")
    unit = unit_words(value.unit, language)
    gap = "" if unit in ("", "%", "年", "岁") else " "
    return f"{sign}{value.value:g}{gap}{unit}"


def plain_item(item: Fact | Event | Absence, vocabulary: Vocabulary, language: str) -> str:
    """One recorded thing with its value, without its date."""
    if isinstance(item, Fact):
        label = name_of(item.fact, item.argument, vocabulary, language)
        colon = "：" if language == "zh" else ": "
        value = plain_value(item.value, vocabulary, language)
        if item.fact == "age":
            value = value.replace("年", "岁")
        return f"{label}{colon}{value}"
    if isinstance(item, Absence):
        return f"{say('match', 'none_of', language)} {vocabulary.label(item.concept, language)}"
    main = vocabulary.event_list(item.events).main
    values = item.attributes.get(main, ())
    what = ", ".join(plain_value(one, vocabulary, language) for one in values[:3])
    colon = "：" if language == "zh" else ": "
    return f"{vocabulary.label(item.events, language)}{colon}{what}"


def plain_date(item: Fact | Event | Absence) -> str:
    """The date of a recorded thing, a span for what lasted."""
    if isinstance(item, Fact):
        return str(item.on or "")
    if isinstance(item, Absence):
        return str(item.since or "")
    if item.end and item.end != item.start:
        return f"{item.start or '?'} – {item.end}"
    return str(item.start or "")


def dated_item(item: Fact | Event | Absence, vocabulary: Vocabulary, language: str) -> str:
    """One recorded thing with its date behind it."""
    day = plain_date(item)
    words = plain_item(item, vocabulary, language)
    return f"{words} ({day})" if day else words
