"""Drugs that were given in a trial, and trials that were never joined."""

from __future__ import annotations

import re
from dataclasses import replace

from cartway.reading.notes.note import Note

_IN_A_TRIAL = re.compile(
    r"(?a)phase [1-4i]{1,3}[ab]? (?:trial|study)|\bclinical (?:trial|study)\b|\binvestigational\b|\b(?:study|trial) drug\b"
    r"|临床试验|试验药|研究药物|[ⅠⅡⅢ]期研究"
)
_NEVER = re.compile(
    r"(?a)(?:\bno (?:other )?(?:trial|study|investigational) (?:drugs?|agents?|medication|participation)"
    r"|\bno (?:clinical )?trials?\b(?! (?:is |are |was |were )?(?:available|open|found|options?|slots?|sites?|for|at|near|here|locally|could))"
    r"|(?:never (?:took|taken) part|not (?:taken part|participated)|has not been) in (?:any |an? |other |another |clinical |drug )*(?:trials?|stud(?:y|ies))"
    r"|(?:未|没有?|否认)(?:曾)?(?:参加|参与)过?(?:任何|其他|其它)?(?:药物)?临床(?:试验|研究))"
)
# Of today: whoever is in no trial now may have left one last week.
_NOT_NOW = re.compile(
    r"(?a)\bnot (?:currently )?(?:in|on|enrolled (?:in|on)|part of|participating in) (?:a|any|another|other) (?:clinical )?(?:trial|study)"
)
_TAKEN = re.compile(
    r"(?a)\b(?:participat\w+|enrolled|inhibitors?|drug|last dose|progress\w*|pd|off[- ]study|withdr\w+|agonists?|antibody|vaccine)\b"
    r"|参加|入组|末次|用药|无效|出组|退出|进展"
)
_TO_COME = re.compile(
    r"(?a)consent|refer|screen|eligib|consider|discuss|plan|wish|inform|candidate|car-?t|知情|筛选|拟|建议|考虑|评估|准备|咨询"
)
_REACH = 60


def read_trial_drugs(note: Note) -> None:
    """Mark the treatment a trial gave; note that there was none where the note says so."""
    never = list(_NEVER.finditer(note.lower))
    not_now = list(_NOT_NOW.finditer(note.lower))
    joined = [
        match
        for match in _IN_A_TRIAL.finditer(note.lower)
        if not any(one.start() <= match.start() < one.end() for one in [*never, *not_now])
        and note.scopes.covering("negated", *match.span()) is None
    ]
    for match in joined:
        _mark(note, match.start(), match.end())
    for match in [*never, *not_now]:
        note.add_fact("concurrent_trial_participation", False, *match.span())
    for match in never:
        other = "other" in match.group() or "其他" in match.group() or "其它" in match.group()
        if not (joined and other) and not _marked(note):
            for events in ("medication", "prior_therapy"):
                note.add_absence(events, "investigational_agent", *match.span())


def _marked(note: Note) -> bool:
    return any(
        "investigational_agent" in one.attributes.get("agent", ()) for one in note.gathered.events
    )


def _mark(note: Note, start: int, end: int) -> None:
    sentence = note.sentence(start)
    near: tuple[int, int] | None = None
    for place, event in enumerate(note.gathered.events):
        at = event.origin.start
        if event.events != "prior_therapy" or at is None or not sentence.start <= at < sentence.end:
            continue
        if any(
            note.is_a(str(one), "cellular_therapy") for one in event.attributes.get("agent", ())
        ):
            continue
        away = min(abs(at - start), abs(at - end))
        if away <= _REACH and (near is None or away < near[0]):
            near = (away, place)
    if near is None:
        _dated(note, start, end, sentence.start, sentence.end)
        return
    event = note.gathered.events[near[1]]
    agents = tuple(dict.fromkeys((*event.attributes.get("agent", ()), "investigational_agent")))
    note.gathered.events[near[1]] = replace(event, attributes={**event.attributes, "agent": agents})


def _dated(note: Note, start: int, end: int, low: int, high: int) -> None:
    """A drug without a known name that a trial gave: "a phase I trial, 9 Sep - 20 Oct"."""
    low, high = max(low, start - _REACH), min(high, end + _REACH)
    beside = note.lower[low:high]
    dates = note.calendar.within(low, high)
    if 1 <= len(dates) <= 3 and _TAKEN.search(beside) and not _TO_COME.search(beside):
        note.add_event(
            "prior_therapy",
            {"agent": ("investigational_agent",)},
            start,
            end,
            first=dates[0].first,
            last=dates[-1].last,
        )
