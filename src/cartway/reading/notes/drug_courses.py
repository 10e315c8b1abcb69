"""How a drug beside the treatment of the disease was given: by vein or not, how long, and until when."""

from __future__ import annotations

import re
from datetime import timedelta

from cartway.reading.lexicon import Match
from cartway.reading.notes.note import Note
from cartway.reading.notes.therapy_groups import Group
from cartway.values import PartialDate

_BY_VEIN = re.compile(
    r"(?a)\bi\.?v\.?(?=[\s,.;)]|$)|\bintravenous(?:ly)?\b|静滴|静脉(?:滴注|输注|点滴|用药|给药|使用|泵入|抗)|\bvgtt\b|ivgtt|静点"
)
_VEIN_BEFORE = re.compile(r"(?a)(?:\bi\.?v\.?|\bintravenous)\s$|静脉(?:滴注|输注|用)?$|静滴$")
_BY_MOUTH = re.compile(
    r"(?a)\b(?:oral(?:ly)?|p\.?o\.?|by mouth|tablets?|capsules?|inhaled|topical)\b|口服|片|胶囊|吸入|外用"
)
_ONLY_BY_VEIN = re.compile(
    r"(?a)(?:mero|imi|erta)penem|carbapenem|ceftriaxone|cefepime|ceftazidime|cefotaxime|cefazolin|piperacillin|pip/taz|tazocin|amikacin|tigecycline"
    r"|teicoplanin|daptomycin|(?:caspo|mica|anidula)fungin|amphotericin|ambisome|foscarnet|美罗培南|亚胺培南|厄他培南|碳青霉烯|头孢(?:曲松|他啶|吡肟|哌酮)"
    r"|哌拉西林|替加环素|替考拉宁|达托霉素|(?:卡泊|米卡)芬净|两性霉素|膦甲酸"
)
_NEXT_STEP = re.compile(r"(?a)[,;，。]|\bthen\b|\bfollowed\b|\bswitch|\band\b|后|改|续|序贯")
_PREVENTS = re.compile(r"(?a)prophyla|prevent|预防")


def agents_of(note: Note, match: Match, concept: str) -> tuple[str, ...]:
    """A drug, with the way it was given where that is asked for: an anti-infective drug by vein."""
    wide = "anti_infective_drug"
    if not note.is_a(concept, wide) or "intravenous_antimicrobial" not in note.vocabulary.concepts:
        return (concept,)
    if _VEIN_BEFORE.search(note.lower, max(0, match.start - 16), match.start):
        return (concept, "intravenous_antimicrobial")
    sentence = note.sentence(match.start)
    low, high = max(sentence.start, match.start - 24), min(sentence.end, match.end + 24)
    for other in note.matches_within(match.end, high):
        if any(one.system == "treatment" for one in other.senses):
            high = other.start
            break
    later = _NEXT_STEP.search(note.lower, match.end, high)
    high = later.start() if later is not None else high
    for sign in (",", ";", ".", "，", "。"):
        cut = note.lower.rfind(sign, low, match.start)
        low = max(low, cut + 1)
    near = note.lower[low:high]
    if _PREVENTS.search(near) or _BY_MOUTH.search(near):
        return (concept,)
    name = note.lower[match.start : match.end]
    if _BY_VEIN.search(near) or _ONLY_BY_VEIN.search(name):
        return (concept, "intravenous_antimicrobial")
    return (concept,)


_LENGTH = re.compile(
    r"(?a)(?:\b(?:for|to run|total of|course of|planned(?: for)?|over)\s(?:a total of |another |about )?|[x×]\s?|\()(?P<n>\d{1,3})[ -]?(?P<u>d(?:ays?)?|weeks?|wks?|months?|mo)\b"
    r"|(?:共|口服|静滴|疗程|治疗|滴注|使用|应用|予以?)?\s?(?P<zn>\d{1,3})\s?(?P<zu>天|周|个月)(?![前后内余龄]|\s?(?:一|1|2|3)次|以)"
)
_DAYS = {"d": 1, "天": 1, "w": 7, "周": 7, "m": 30, "个": 30}
_SWITCHED = re.compile(
    r"(?a)\bthen\b|switch|changed|replaced|stopp|discontinu|->|改用|改为|换用|更换|停"
)
_SHORT = timedelta(days=14)
_LONG_GIVEN = ("antituberculosis_drug", "hepatitis_b_antiviral", "antiretroviral_therapy")


def end_by_length(note: Note, group: Group) -> None:
    """*Oral for 10 days*, *started 10 July, to run 6 months*: the end, or that it goes on."""
    if note.letter is None or group.first is None or group.last is not None:
        return
    if any(note.is_a(one, "anticancer_therapy") for one in group.concepts):
        return
    sentence = note.sentence(group.start)
    high = min(sentence.end, group.end + 60)
    found = _LENGTH.search(note.lower, group.end, high)
    if found is not None and group.first.day is not None:
        number = int(found.group("n") or found.group("zn"))
        unit = (found.group("u") or found.group("zu"))[0]
        last = group.first.earliest + timedelta(days=number * _DAYS[unit])
        if last <= note.letter:
            group.last, group.ongoing = PartialDate.of(last), False
        else:
            group.ongoing = True
        return
    if group.opened and not _SWITCHED.search(group.text):
        passing = any(note.is_a(one, "anti_infective_drug") for one in group.concepts) and not any(
            note.is_a(one, long) for one in group.concepts for long in _LONG_GIVEN
        )
        if not passing or note.letter - group.first.earliest <= _SHORT:
            group.ongoing = True
