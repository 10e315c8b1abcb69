"""Sizes on imaging: measurable disease and the largest diameter."""

from __future__ import annotations

import re

from cartway.facts import Certainty
from cartway.reading.notes.note import Note
from cartway.values import PartialDate, Quantity

_SIZE = re.compile(
    r"(?a)(?<![\d.^])(?P<a>\d{1,3}(?:\.\d+)?)(?:\s?(?P<u1>cm|mm|厘米|毫米))?(?:\s?[x×*]\s?(?P<b>\d{1,3}(?:\.\d+)?)(?:\s?(?P<u2>cm|mm|厘米|毫米))?)?"
    r"(?:\s?[x×*]\s?(?P<c>\d{1,3}(?:\.\d+)?))?(?:\s?(?:and|、|,|和)\s?(?P<d>\d{1,3}(?:\.\d+)?))?\s?(?P<unit>cm|mm|厘米|毫米)(?![a-z\dhH2])"
)
_LESION = re.compile(
    r"(?a)mass|node|lymph|lesion|nodule|tumou?r|conglomerate|adenopathy|metastas|deposit|plasmacytoma|retroperitoneal|mediastin|axilla|liver|s\d|bulk"
    r"|肿块|淋巴结|结节|病灶|包块|肿物|占位|转移|腹膜后|纵隔|肝|肿瘤|大者|浸润"
)
_NOT_LESION = re.compile(
    r"(?a)spleen|splen|height|cm tall|kg|脾|身高|margin|skin|scar|vein|thickness|effusion|prostat|ventric|atri|aort(?!ic)|catheter"
)
_NODE = re.compile(r"(?a)node|lymph|adenopathy|淋巴结")
_IMAGING = re.compile(
    r"(?a)\b(?:ct|pet|mri|pet/ct|pet-ct|ultrasound|us|scan)\b|彩超|超声|b超|cm|mm|厘米|毫米"
)
_SCAN = re.compile(r"(?a)\bpet(?:[/-]ct)?\b|\bct\b|\bmri\b|增强|平扫")
_HISTORY = re.compile(
    r"(?a)\b(?:at (?:first |initial )?diagnosis|initially|originally|at presentation|stage i{1,3}[abx]{0,2} ?\()|初诊"
)


_SAID_MEASURABLE = re.compile(
    r"(?a)(?P<not>\b(?:no|without|not) (?:\w+ )?|(?:无|未见|没有))?(?:\bmeasurable (?:disease|lesions?|tumou?r|nodes?)\b|可测量(?:的)?(?:靶)?病灶)(?! (?:is |are )?(?:required|needed|criteria))"
)


def _read_statement(note: Note) -> None:
    """*Measurable disease on PET-CT*: said without a size."""
    for match in _SAID_MEASURABLE.finditer(note.lower):
        scope = note.scopes.of(*match.span())
        if scope.family or scope.planned or note.sentence(match.start()).section == "plan":
            continue
        denied = match.group("not") is not None or scope.negated
        on = note.date_of_test(*match.span())
        note.add_fact("measurable_disease", not denied, *match.span(), on=on)
        return


def read_lesions(note: Note) -> None:
    """Gather measurable lesions of the last examination and their largest diameter."""
    _read_statement(note)
    found: list[tuple[PartialDate | None, float, bool, bool, int, int, bool, bool]] = []
    for match in _SIZE.finditer(note.lower):
        sentence = note.sentence(match.start())
        if sentence.section in ("family", "plan", "past", "allergy", "medication"):
            continue
        unit = match.group("unit")
        around = note.lower[
            max(sentence.start, match.start() - 90) : min(sentence.end, match.end() + 24)
        ]
        behind = re.split(r"(?a)[,;。]", note.lower[match.end() : match.end() + 6])[0]
        part = note.lower[max(sentence.start, match.start() - 26) : match.end()] + behind
        scanned = _SCAN.search(note.lower, sentence.start, match.start()) is not None
        if not (_LESION.search(around) or scanned) or _NOT_LESION.search(part):
            continue
        if "kg" in note.lower[match.end() : match.end() + 12]:
            continue
        numbers = [float(match.group(key)) for key in ("a", "b", "c", "d") if match.group(key)]
        if match.group("d") and not match.group("b"):
            longest = max(numbers)
        else:
            longest = max(float(match.group(key)) for key in ("a", "b", "c") if match.group(key))
            longest = max(longest, float(match.group("d") or 0))
        centimetres = longest / 10 if unit in ("mm", "毫米") else longest
        if not 0.2 <= centimetres <= 40 or _HISTORY.search(around):
            continue
        mention = note.date_before(match.start())
        on = mention.last if mention is not None else note.date_of_test(*match.span())
        node = _NODE.search(part) is not None
        touched = re.search(r"(?a)可触?及|palpable|palpat", around) is not None
        if touched and not _IMAGING.search(around.replace(match.group(), "")):
            continue
        dated = mention is not None or (
            on is not None and note.letter is not None and on != PartialDate.of(note.letter)
        )
        now = sentence.section in ("current", "status", "laboratory")
        found.append(
            (on, centimetres, node, "短径" in part or "short" in part, *match.span(), dated, now)
        )
    if not found:
        return
    # A size without a day of its own, in a history that dates others, is not the last one.
    if any(one[6] for one in found):
        found = [one for one in found if one[6] or one[7]]
    newest = max((one[0].earliest for one in found if one[0] is not None), default=None)
    recent = [
        one
        for one in found
        if newest is None or one[0] is None or (newest - one[0].earliest).days <= 45
    ]
    largest = max(recent, key=lambda one: one[1])
    note.add_fact(
        "largest_lesion_diameter",
        Quantity(round(largest[1], 3), "cm"),
        largest[4],
        largest[5],
        on=largest[0],
    )
    # Lugano: a node over 1.5 cm, another lesion over 1.0 cm; RECIST 1.1: a short axis of 15 mm.
    measurable = [one for one in recent if one[1] >= (1.5 if one[3] else 1.6 if one[2] else 1.01)]
    if measurable:
        one = max(measurable, key=lambda lesion: lesion[1])
        note.add_fact(
            "measurable_disease", True, one[4], one[5], on=one[0], certainty=Certainty.DERIVED
        )
    if largest[1] >= 7.5:
        note.add_fact(
            "bulky_disease",
            True,
            largest[4],
            largest[5],
            on=largest[0],
            certainty=Certainty.DERIVED,
        )
