"""Vaccinations told in a row: *Vaccines: Shingrix x2 2024, flu shot 5 October, COVID booster August*."""

from __future__ import annotations

import re

from cartway.reading.notes.note import Note
from cartway.reading.notes.timing import part_around

_ROW = re.compile(
    r"(?a)\b(?:vaccin(?:es?|ations?|ated|ation history)|immuni[sz](?:ations?|ed))\b[^.;:。\n]{0,30}[:\-–]|疫苗(?:接种)?(?:史)?\s?[:：]|\bvaccinated (?:against|with|for)\b"
)
_SEVERAL = re.compile(r"(?a)[,;]|\band\b|、")
# In such a row the name of a disease stands for its vaccine.
_NAMES = (
    (re.compile(r"(?a)\b(?:influenza|flu)\b(?! ?mist)|流感"), "influenza_vaccine"),
    (re.compile(r"(?a)\b(?:covid|sars-cov)\S*|新冠"), "covid_19_vaccine"),
    (re.compile(r"(?a)\bpneumo\w*|肺炎球菌"), "pneumococcal_vaccine"),
    (re.compile(r"(?a)\b(?:hepatitis b|hep b|hbv)\b|乙肝"), "hepatitis_b_vaccine"),
    (re.compile(r"(?a)\btetanus|\btdap\b|\btd\b|破伤风"), "tetanus_vaccine"),
    (re.compile(r"(?a)\brabies\b|狂犬"), "rabies_vaccine"),
    (re.compile(r"(?a)\bshingrix\b|recombinant zoster"), "zoster_vaccine_recombinant"),
    (re.compile(r"(?a)\byellow fever\b|黄热"), "yellow_fever_vaccine"),
    (re.compile(r"(?a)\bmmr\b|\bmeasles\b|麻腮风|麻疹"), "measles_mumps_rubella_vaccine"),
    (re.compile(r"(?a)\b(?:varicella|chickenpox)\b|水痘"), "varicella_vaccine"),
    (re.compile(r"(?a)\bbcg\b|卡介苗"), "bcg_vaccine"),
    (re.compile(r"(?a)\bhpv\b"), "human_papillomavirus_vaccine"),
)
_DENIED = re.compile(r"(?a)\b(?:no|never|not|declined|refused|due|planned|without)\b|未|无|拟")
# A shot named by itself anywhere in a note.
_SHOT = re.compile(
    r"(?a)\b(?P<what>influenza|flu|covid(?:-19)?|sars-cov-2|pneumococcal|hepatitis b|tetanus|rabies|shingles|zoster)\s(?:\w+\s)?(?:shot|jab|booster|immuni[sz]ation|dose)s?\b"
)


def read_vaccinations(note: Note) -> None:
    """Gather each vaccine of a row with its day; shots named elsewhere likewise."""
    known: set[tuple[object, object]] = {
        (one.attributes["agent"][0], one.start)
        for one in note.gathered.events
        if one.events == "medication" and "agent" in one.attributes
    }
    for match in _ROW.finditer(note.lower):
        sentence = note.sentence(match.start())
        if sentence.section in ("family", "plan"):
            continue
        end = note.plain.find("\n", match.end())
        end = min(end if end >= 0 else len(note.plain), match.end() + 400)
        for low, high in _parts(note.lower, match.end(), end):
            if _DENIED.search(note.lower, low, high) is None:
                _keep(note, low, high, known)
    for match in _SHOT.finditer(note.lower):
        low, high = part_around(note, *match.span())
        section = note.sentence(match.start()).section
        if section not in ("family", "plan") and _DENIED.search(note.lower, low, high) is None:
            _keep(note, max(low, match.start()), high, known)


def _parts(lower: str, start: int, end: int) -> list[tuple[int, int]]:
    found, low = [], start
    for match in _SEVERAL.finditer(lower, start, end):
        found.append((low, match.start()))
        low = match.end()
    return [*found, (low, end)]


def _keep(note: Note, low: int, high: int, known: set[tuple[object, object]]) -> None:
    for pattern, concept in _NAMES:
        named = pattern.search(note.lower, low, high)
        if named is None or concept not in note.vocabulary.concepts:
            continue
        dates = note.calendar.within(low, high)
        first = dates[0].first if dates else None
        last = dates[-1].last if dates else None
        if (concept, first) in known:
            continue
        known.add((concept, first))
        note.add_event(
            "medication", {"agent": (concept,)}, named.start(), named.end(), first=first, last=last
        )
