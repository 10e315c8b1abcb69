"""Blood products and growth factors with the day they were given, as laboratory lines note them."""

from __future__ import annotations

import re

from cartway.facts import Event
from cartway.reading.notes.note import Note
from cartway.reading.notes.timing import date_near

_RED = re.compile(
    r"(?a)(?:\bblood(?= on \d)|\b(?:p?rbcs?|prc|red (?:blood )?cells?|packed (?:red )?cells?|erythrocytes?|erythrocyte concentrates?|eks?)\b|输?(?:注)?(?:去白)?(?:悬浮|浓缩|悬浮少白|洗涤)?红细胞(?!\s?\d+\s?[x×*]|计数)|输血(?!小板|浆))"
)
_PLATELETS = re.compile(
    r"(?a)(?:\bplatelets?\b[^.;()]{0,12}\btransfus\w*|\bplt\b (?:tx|transfus\w*)|\blast (?:platelets?|plts?)\b(?! (?:count|\d+\s?[x×]))|\bplatelets? given\b|\b\d{1,2}\s?(?:u|units?|bags?|pools?|doses?|sdp)\b (?:of )?(?:(?:apheresis|pooled|irradiated|sdp) )*(?:platelets?|plts?)\b|\btransfused (?:with )?(?:platelets?|plts?)\b|\b(?:got|received) (?:platelets?|plts?)\b(?= on)|(?<=\()(?:plts?|platelets)(?=\s\d{1,2}[\s/-](?:[a-z]{3}|\d))|(?<=transfusions: )pl(?:ate)?le?ts?\b|(?<=transfusion: )pl(?:ate)?le?ts?\b|\bplt\b(?=\s\d{1,2}/\d{1,2},? p?rbc)|输(?:注|过|了)?(?:机采|单采|异体|治疗量|\d|\s)*血小板|(?:机采|单采)血小板)"
)
_GIVEN = re.compile(
    r"(?a)transfus|\b(?:p?rbcs?|platelets?|plts?) x ?\d|concentrate|\b(?:units?|bags?|pools?) of\b|\d\s?(?:u\b|units?|bags?)|\d\s?(?:p?rbcs?|red)|\blast\b|\breceived\b|\bgot\b|(?<=, )blood on|\((?:plts?|platelets)\s\d|\bgiven\b|输|末次"
)
_OF_PLATELETS = re.compile(r"(?a)(?:plat\w*|plt|血小板)(?:[^.;。]|\.(?=\d)){0,34}$")
_OF_HAEMOGLOBIN = re.compile(
    r"(?a)(?:\bhb\b|\bhgb\b|ha?emoglobin|血红蛋白|red cells?|rbc|红细胞)(?:[^.;。]|\.(?=\d)){0,34}$"
)


def blood_product(note: Note, start: int, end: int, concept: str) -> str:
    """The kind of a transfusion that is only called so, by the value it stands behind."""
    if concept not in ("transfusion", "blood_transfusion", "blood_product"):
        return concept
    around = note.lower[max(0, start - 40) : end + 4]
    before = around[: start - max(0, start - 40) + 2]
    platelets, red = _OF_PLATELETS.search(before), _OF_HAEMOGLOBIN.search(around)
    if platelets is not None and (red is None or _last(_PLATELET, before) > _last(_BLOOD, around)):
        kind = "platelet_transfusion"
    elif red is not None:
        kind = "red_cell_transfusion"
    else:
        return concept
    return kind if kind in note.vocabulary.concepts else concept


_PLATELET = re.compile(r"(?a)plat|plt|血小板")
_BLOOD = re.compile(r"(?a)\bhb\b|\bhgb\b|ha?emoglobin|血红蛋白|red cells?|rbc|红细胞")


def _last(pattern: re.Pattern[str], text: str) -> int:
    """Where a name stands for the last time; the nearest one before a transfusion is its kind."""
    return max((match.start() for match in pattern.finditer(text)), default=-1)


def _drop_doubles(note: Note, kind: str, match: re.Match[str]) -> None:
    """Leave out the same transfusion where it was read otherwise: its day is told here."""
    place = note.origin(*match.span())
    low, high = place.start or 0, place.end or 0

    def same(event: Event) -> bool:
        start, end = event.origin.start, event.origin.end
        held = event.attributes.get("agent") in ((kind,), ("transfusion",))
        return held and start is not None and end is not None and start < high and low < end

    note.gathered.events[:] = [one for one in note.gathered.events if not same(one)]


_ANY = ("transfusion",)
_KINDS = (_ANY, ("red_cell_transfusion",), ("platelet_transfusion",))
_DONE = re.compile(
    r"(?a)\b(?:transfused|(?:last|latest|most recent) (?:blood )?transfusions?)\b:?(?:\s(?:on|was|last|again on|given))*\s(?=\d{1,2}|[a-z]{3,9}\s\d)"
)


def _read_done(note: Note) -> None:
    """*Hb 8.2 (transfused 29 March)*: of what, the value before tells; when, the day behind."""
    for match in _DONE.finditer(note.lower):
        near = date_near(note, *match.span())
        kind = blood_product(note, *match.span(), "transfusion")
        if near is None or not match.end() - 1 <= near.start <= match.end() + 4:
            continue
        place = note.origin(*match.span())
        low, high = place.start or 0, place.end or 0
        doubles = [
            one
            for one in note.gathered.events
            if one.attributes.get("agent") in _KINDS and low <= (one.origin.start or 0) < high
        ]
        told = [one.attributes["agent"][0] for one in doubles if one.attributes["agent"] != _ANY]
        if kind == "transfusion" and told:
            kind = str(told[0])
        note.gathered.events[:] = [
            one for one in note.gathered.events if not any(one is double for double in doubles)
        ]
        note.add_event(
            "medication", {"agent": (kind,)}, *match.span(), first=near.first, last=near.last
        )
        if match.group().startswith(("last", "latest", "most recent")):
            note.add_absence("medication", kind, *match.span(), since=near.last)


_NEEDED_NONE = re.compile(
    r"(?a)\b(?:needed|required|received|had|given|has had) no (?P<kind>platelets?|red cells?|rbcs?|blood|transfusions?)\b|\bno (?P<what>platelets?|red cells?|rbcs?|blood|transfusions?) (?:were |was |have been )?(?:needed|required)\b"
)


def _read_none(note: Note) -> None:
    """*has needed no platelets*: none were given."""
    for match in _NEEDED_NONE.finditer(note.lower):
        name = match.group("kind") or match.group("what")
        kind = {"p": "platelet_transfusion", "r": "red_cell_transfusion"}.get(
            name[0], "transfusion"
        )
        if kind in note.vocabulary.concepts and not note.scopes.covering("family", *match.span()):
            note.add_absence("medication", kind, *match.span())


def read_transfusions(note: Note) -> None:
    """Gather transfusions that the names of the vocabulary do not cover: *2 RBC on 14 Aug*."""
    _read_done(note)
    _read_none(note)
    for pattern, kind in ((_RED, "red_cell_transfusion"), (_PLATELETS, "platelet_transfusion")):
        if kind not in note.vocabulary.concepts:
            continue
        for match in pattern.finditer(note.lower):
            if note.scopes.covering("negated", *match.span()) or note.sentence(
                match.start()
            ).section in ("family", "plan"):
                continue
            around = note.lower[max(0, match.start() - 14) : match.end() + 18]
            if not _GIVEN.search(around) or re.search(r"(?a)\bno\b|无|未", around[:14]):
                continue
            near = date_near(note, *match.span()) or note.date_before(
                match.start(), same_clause=True
            )
            if near is None:
                continue
            _drop_doubles(note, kind, match)
            note.add_event(
                "medication", {"agent": (kind,)}, *match.span(), first=near.first, last=near.last
            )
