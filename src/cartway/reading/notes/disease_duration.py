"""How long the disease to be treated has been known: *SLE since 2017*, *diagnosed 06/2022*, *病史8年*."""

from __future__ import annotations

import re

from cartway.facts import Certainty
from cartway.reading.notes.dating import DateMention
from cartway.reading.notes.note import Note
from cartway.reading.notes.treated_disease import are_related
from cartway.values import PartialDate, Quantity

_DAYS_IN_A_MONTH = 30.44
_REACH = 160
_TOLD_BEFORE = re.compile(
    r"(?a)(?:\b(?:diagnosed|diagnosis|dx|known|confirmed|since|manifest\w*)(?: (?:first|initially|was|made|established|confirmed|by \w+|with [a-z ]{0,24}))?(?: in| on| since)?|确诊于?|诊断于|自)[\s:,(]{0,3}$"
)
_TOLD_BEHIND = re.compile(r"(?a)[\s,]{0,2}(?:年|月)?(?:起病并?)?(?:确诊|诊断)")
_LENGTH = re.compile(
    r"(?a)(?P<years>\d{1,2})[- ]years?[- ](?:long )?history of|(?:\bfor|known for|over) (?:the (?:last|past) |about |more than |over )?(?P<for>\d{1,2}) (?P<unit>years|months)\b"
    r"|(?:病史|病程|确诊|患病)\s?(?P<zh>\d{1,2})\s?(?P<zh_unit>余?年|年余?|个?余?月)"
)


def read_duration(note: Note, treated: tuple[str, ...]) -> None:
    """Gather the time since the diagnosis, from what stands beside a name of the disease."""
    if note.letter is None or "time_since_diagnosis" not in note.vocabulary.facts:
        return
    for match in note.matches:
        concept = next((s.id for s in match.senses if s.system == "disease"), None)
        if concept is None or not any(are_related(note, concept, one) for one in treated):
            continue
        scope = note.scope(match)
        sentence = note.sentence(match.start)
        if scope.negated or scope.family or sentence.section in ("family", "plan"):
            continue
        low, high = max(sentence.start, match.start - _REACH), min(sentence.end, match.end + _REACH)
        if _stated(note, low, high) or _dated(note, match.end, low, high):
            return


_LAST_RELAPSE = re.compile(
    r"(?a)(?:\b(?:last|latest|most recent) (?:attack|relapse|flare|exacerbation|episode)(?: was| on| in| of|:)*|末次(?:发作|复发)(?:时间)?(?:为|:|于)?|最近一次(?:发作|复发)(?:为|:|于)?)\s?$"
)


def read_last_relapse(note: Note) -> None:
    """Gather when the last attack was: *last attack 12 April 2026*, *末次发作2026-04-12*."""
    for mention in note.calendar.mentions:
        low = max(0, mention.start - 40)
        if _LAST_RELAPSE.search(note.lower, low, mention.start) is None:
            continue
        months = _months(note, mention)
        if months is not None and mention.first.month is not None:
            note.add_fact(
                "time_since_last_relapse", Quantity(months, "mo"), mention.start, mention.end
            )
            return


def _stated(note: Note, low: int, high: int) -> bool:
    found = _LENGTH.search(note.lower, low, high)
    if found is None or _other_between(note, low, high):
        return False
    number = float(found.group("years") or found.group("for") or found.group("zh"))
    unit = found.group("unit") or found.group("zh_unit") or "years"
    months = number * (12 if "year" in unit or "年" in unit else 1)
    note.add_fact("time_since_diagnosis", Quantity(months, "mo"), *found.span())
    return True


def _dated(note: Note, end: int, low: int, high: int) -> bool:
    # "Raynaud's since 2020, diagnosed May 2022": a day of the diagnosis counts more than a *since*.
    for mention in sorted(note.calendar.within(low, high), key=lambda one: _is_loose(note, one)):
        told = _TOLD_BEFORE.search(note.lower, max(low, mention.start - 50), mention.start) or (
            _TOLD_BEHIND.match(note.lower, mention.end)
        )
        if not told or mention.first != mention.last:
            continue
        if _is_loose(note, mention) and _OTHER_MATTER.search(note.lower, end, mention.start):
            continue
        if _other_between(note, min(end, mention.start), max(end, mention.start)):
            continue
        months = _months(note, mention)
        if months is None:
            continue
        # A bare year leaves months open: so long at least.
        sign = ">=" if mention.first.month is None else None
        note.add_fact(
            "time_since_diagnosis",
            Quantity(months, "mo", sign),
            mention.start,
            mention.end,
            certainty=Certainty.DERIVED,
        )
        return True
    return False


_OTHER_MATTER = re.compile(r"(?a)[,;(]|\.\s|\bwith\b|\bon\b|\band\b")


def _is_loose(note: Note, mention: DateMention) -> bool:
    return re.search(r"(?a)(?:since|自)\W{0,3}$", note.lower[: mention.start][-10:]) is not None


def _months(note: Note, mention: DateMention) -> float | None:
    day: PartialDate = mention.first
    if note.letter is None or day.earliest > note.letter:
        return None
    last = min(day.latest, note.letter)
    return round((note.letter - last).days / _DAYS_IN_A_MONTH, 1)


def _other_between(note: Note, low: int, high: int) -> bool:
    """Whether a treatment stands between: then the date may be its own."""
    return any(
        sense.system == "treatment"
        for match in note.matches_within(low, high)
        for sense in match.senses
    )
