"""Operations by the form of their name: *laparotomy 25 October*, *2026-10-25行剖腹探查术*."""

from __future__ import annotations

import re

from cartway.reading.notes.not_the_disease import DENIED_BEHIND
from cartway.reading.notes.note import Note
from cartway.reading.notes.timing import date_near

# Opening the belly, chest or skull, or taking an organ or a large part of one, is major by any
# definition; of the others the letter does not tell.
_MAJOR = re.compile(
    r"(?a)laparotomy|thoracotomy|craniotomy|sternotomy|gastrectomy|col(?:on)?ectomy|hepatectomy|lobectomy|pneumonectomy|nephrectomy|cystectomy(?<!holecystectomy)|"
    r"pancreat\w*ectomy|oesophagectomy|esophagectomy|prostatectomy|hip replacement|knee replacement|arthroplasty|cabg|coronary bypass|whipple|剖腹|开胸|开颅|肺叶|肾切除|置换|搭桥|胰十二指肠"
)
_NAMED = re.compile(
    r"(?a)\b(?!phleb|venotom|lymphaden|vitrec|splen|thym)[a-z]{4,20}(?:ectomy|otomy|ostomy|plasty)\b|\bcabg\b|\bcoronary bypass\b|\bwhipple(?:'s)?(?: procedure)?\b|\bhernia repair\b|\bca?esarean(?: section)?\b|\b(?:hip|knee) replacement\b"
    r"|(?<![\u4e00-\u9fff])(?:[\u4e00-\u9fff]{0,4}行)?[\u4e00-\u9fff]{2,10}?(?:切除|修补|吻合|探查|置换|造瘘|内固定|搭桥|剖宫产)术"
)
_NOT_DONE = re.compile(r"[^行]{0,3}[未无拟待否]|(?:建议|计划|准备|考虑|择期)")
_PLANNED_BEHIND = re.compile(
    r"(?a)\s(?:is |was |has been )?(?:planned|scheduled|proposed|recommended|advised|declined|refused|considered|deferred|awaited|not )"
)
_KNOWN = ("surgery", "procedure")


def read_operations(note: Note) -> None:
    """Gather operations that the vocabulary does not name, with their day."""
    for match in _NAMED.finditer(note.lower):
        section = note.sentence(match.start()).section
        scope = note.scopes.of(*match.span())
        if section in ("family", "plan") or scope.family or scope.planned or scope.negated:
            continue
        if _NOT_DONE.match(match.group()) or _PLANNED_BEHIND.match(note.lower, match.end()):
            continue
        if DENIED_BEHIND.match(note.lower, match.end()) or _is_known(note, *match.span()):
            continue
        near = date_near(note, *match.span()) or note.date_before(match.start(), same_clause=True)
        kind = "major_surgery" if _MAJOR.search(match.group()) else "surgery"
        note.add_event(
            "procedure", {"agent": (kind,)}, *match.span(),
            first=near.first if near else None, last=near.last if near else None,
        )  # fmt: skip


def _is_known(note: Note, start: int, end: int) -> bool:
    """Whether the name holds one that the vocabulary has, and that was read as such."""
    return any(
        sense.kind == "concept" and sense.system == "treatment" and note.is_a(sense.id, kind)
        for match in note.matches_within(start, end)
        for sense in match.senses
        for kind in _KNOWN
    )
