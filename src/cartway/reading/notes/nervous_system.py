"""Whether the disease is in the brain, its membranes or its fluid, by test or by statement."""

from __future__ import annotations

import re
from dataclasses import replace

from cartway.facts import Certainty
from cartway.reading.notes.dating import DateMention
from cartway.reading.notes.note import Note
from cartway.reading.notes.timing import date_near, part_around
from cartway.values import PartialDate, Quantity

_CNS_TEST = re.compile(
    r"(?a)\bcsf\b|cerebrospinal|\blp\b|lumbar puncture|脑脊液|腰穿|(?:brain|head|cranial|cerebral|头颅|颅脑|脑)\S{0,4}\s?(?:mri|mr\b|ct|增强|磁共振)|\bmri (?:of the )?(?:brain|head)"
)


_CNS_CLEAR = re.compile(
    r"(?a)(?:csf|cerebrospinal fluid|\blp\b|lumbar puncture|脑脊液|腰穿)[^;。\n]{0,90}?(?:no blasts|no (?:malignant |tumou?r |leukaemic |leukemic |lymphoma |plasma )?cells|\bclear\b|cns-?1\b|negative|\bneg\b|(?:未见|没有|未找到|未查见|无)(?:肿瘤|恶性|幼稚|异常|白血病|淋巴瘤)\S{0,4}|阴性|细胞\s?0(?![.\d])|没事|正常)"
    r"|(?:brain|head|cranial|cerebral|头颅|颅脑|脑)\S{0,4}\s?(?:mri|mr\b|ct|增强mri|增强ct|磁共振)[^;。\n]{0,40}?(?:no (?:metastas\w+|lesions?|evidence|abnormal\w*|cns|lymphoma|tumou?r|leuk\w+|disease|involvement|pathology)|without (?:pathologic\w*|metastas\w+|evidence|abnormal\w*|lesions?)|normal|clear|negative|unremarkable|未见(?:转移|异常|占位|明显异常)|正常|阴性|\(-\))"
    r"|\bmri (?:of the )?(?:brain|head)[^;。\n]{0,90}?(?:no (?:parenchymal|leptomeningeal|intracranial|enhanc\w+|acute|metastas\w+|lesions?|evidence|abnormal\w*|cns|lymphoma|tumou?r|leuk\w+|disease|involvement|pathology)|without (?:pathologic\w*|metastas\w+|evidence|abnormal\w*|lesions?)|normal|clear|negative|unremarkable)"
    r"|\bclear on\b[^;。\n]{0,40}\(no cells"
)


_CNS_DOUBT = re.compile(
    r"(?a)first diagnosis|at diagnosis|初诊|可疑|suspicious|不能定性|待定|不除外|positive|equivocal|never done|未查"
)


_FLUID = re.compile(r"(?a)\bcsf\b|cerebrospinal|\blp\b|lumbar|脑脊液|腰穿")


def _ahead(note: Note, mention: DateMention) -> bool:
    return note.letter is not None and mention.first.earliest > note.letter


_CNS_SICK = re.compile(
    r"(?a)(?:isolated (?:to (?:the )?)?(?:cns|central nervous system)|\b(?:active |isolated )?cns (?:relapse|disease|involvement|infiltration|metastas\w+|lymphoma|leuk\w+)|central nervous system (?:relapse|disease|involvement|infiltration|metastas\w+)"
    r"|isolated to the (?:cns|central nervous system)|(?:plasma cells|blasts|lymphoma cells|malignant cells|tumou?r cells) in the (?:cerebrospinal fluid|csf)|brain (?:metastas\w+|mets?\b)|(?:brain|head|cranial|cerebral)\s(?:mri|mr|ct)\b[^.;\n]{0,40}?(?<!no )(?<!new )\bmet(?:s|astas[ei]s)\b|(?:cerebral|intracranial|leptomeningeal) metastas\w+|(?:头颅|颅脑|脑)(?:增强)?(?:mri|ct|磁共振)[^,;。无未\n]{0,16}转移|颅内转移|\bleptomeningeal (?:disease|involvement|spread|dissemination|lymphoma|leuk\w+|carcinomatosis|deposits?)\b|\bcns-?3\b|中枢(?:神经系统)?(?:受累|侵犯|浸润|复发|白血病|转移)|脑(?:实质|膜|内)?转移|颅内转移|脑膜(?:转移|侵犯|白血病))"
)


_TREATED = re.compile(
    r"(?a)treated|irradiat|radiotherap|radiosurg|gamma[- ]?knife|cyber[- ]?knife|\bsrs\b|\bwbrt\b|resect|放疗|伽马刀|伽玛刀|射波刀|切除"
)
_PLANNED = re.compile(
    r"(?a)(?:radiotherap\w*|radiosurg\w*|knife|\bsrs|\bwbrt|resection|surgery|treatment)[^.;,]{0,20}\b(?:planned|scheduled|proposed|recommended|pending|awaited|next)|(?:planned|scheduled|plan|will|await\w*|consider\w*|for) (?:for )?(?:radiotherap|radiosurg|gamma|cyber|\bsrs|resection)|拟行"
)
_STABLE = re.compile(r"(?a)\bstable\b|no progression|no new|unchanged|稳定|未进展")
_SILENT = re.compile(
    r"(?a)asymptomatic|(?:no|without)(?: neurologic\w*| new| cns)* (?:symptoms|deficits?|signs)|neurologically (?:intact|normal|stable)|无(?:神经系统|明显)?症状"
)
_WORSE = re.compile(
    r"(?a)progress(?!ion-free)|\bnew (?:brain |cerebral )?(?:lesion|met)|grow|enlarg|symptomatic(?<!asymptomatic)|(?<!未)(?<!无)进展|新发|增大"
)


_NONE_BEHIND = re.compile(
    r"(?a)\s?[:=-]?\s?(?:none|no\b|nil|never|negative|absent|not (?:seen|present)|无(?=[,;。\n)]|$)|否(?=[,;。\n)]|$))"
)


def read_nervous_system(note: Note) -> None:
    """Gather what tests and statements say of the brain; old tests clear nothing today."""
    clear_fluid: list[tuple[int, int, PartialDate | None]] = []
    cleared: set[bool] = set()  # whether fluid was seen clear, and whether pictures were, of late
    any_clear = False
    for sentence in note.document.sentences:
        text = note.lower[sentence.start : min(sentence.end, sentence.start + 1500)]
        if (
            not _CNS_TEST.search(text)
            or _CNS_DOUBT.search(text)
            or sentence.section in ("family", "plan")
        ):
            continue
        clear = [*_CNS_CLEAR.finditer(text)]
        if not clear:
            continue
        start, end = sentence.start + clear[-1].start(), sentence.start + clear[-1].end()
        named = [
            one
            for one in note.calendar.within(sentence.start, min(sentence.end, end + 30))
            if not _ahead(note, one)
        ]
        on = named[-1].last if named else note.date_of_test(start, end)
        any_clear = True
        fluid = _FLUID.search(text[clear[-1].start() : clear[-1].end()]) is not None
        if fluid:
            note.add_fact("cerebrospinal_fluid_cytology", "negative", start, end, on=on)
            clear_fluid.append((start, end, on))
        old = note.letter is not None and on is not None and (note.letter - on.latest).days > 35
        if not old:
            cleared.add(fluid)
            note.add_fact("central_nervous_system_involvement", False, start, end, on=on)
            note.add_fact("active_central_nervous_system_involvement", False, start, end, on=on)
    for match in _CNS_SICK.finditer(note.lower):
        scope = note.scopes.of(*match.span())
        if scope.family or scope.planned:
            continue
        if scope.negated or _NONE_BEHIND.match(note.lower, match.end()):
            note.add_fact("central_nervous_system_involvement", False, *match.span())
            note.add_fact("active_central_nervous_system_involvement", False, *match.span())
            continue
        low, high = part_around(note, *match.span())
        doubt = note.scopes.covering("uncertain", *match.span())
        doubted = doubt is not None and low <= doubt.cue_start <= high + 4
        certainty = Certainty.UNCERTAIN if doubted else Certainty.STATED
        near = date_near(note, *match.span())
        told = near or note.date_before(match.start())
        on = told.first if told is not None else None
        note.add_fact(
            "central_nervous_system_involvement", True, *match.span(), on=on, certainty=certainty
        )
        behind = note.lower[match.start() : note.sentence(match.start()).end]
        over = re.search(r"(?a)before car|remission|resolved|转阴|cleared", behind)
        if _SILENT.search(behind):
            note.add_fact("neurological_symptoms", False, *match.span(), on=on)
        if _TREATED.search(behind) and not (_WORSE.search(behind) or _PLANNED.search(behind)):
            over = over or re.search("", behind)
            silent = _STABLE.search(behind) and _SILENT.search(behind)
            if silent and re.search(r"(?a)met|转移", match.group()):
                note.add_fact("active_central_nervous_system_involvement", False, *match.span())
        # A heading names it without a day, and tests told below have cleared it.
        if not over and not (told is None and any_clear):
            note.add_fact(
                "active_central_nervous_system_involvement",
                True,
                *match.span(),
                on=on,
                certainty=certainty,
            )
    _doubt_cleared(note, wholly=len(cleared) > 1)
    for match in re.finditer(r"(?a)\bcns[- ]?([123])[abc]?\b", note.lower):
        near = note.date_before(match.start())
        note.add_fact(
            "central_nervous_system_grade", Quantity(float(match.group(1)), "1"), *match.span(),
            on=near.first if near is not None else note.date_of_test(*match.span()),
        )  # fmt: skip
    graded = {"central_nervous_system_grade", "central_nervous_system_involvement"}
    if any(one.fact in graded and one.value is not False for one in note.gathered.facts):
        return
    for start, end, on in clear_fluid:
        grade = Quantity(1.0, "1")  # no blasts in the fluid, whatever its white cells
        note.add_fact("central_nervous_system_grade", grade, start, end, on=on)


def _doubt_cleared(note: Note, *, wholly: bool) -> None:
    """Where the disease was there once, a clear test does not say that it never was.

    Args:
        wholly: whether fluid and pictures both were clear of late: then none is active.
    """
    name = "central_nervous_system_involvement"
    facts = note.gathered.facts
    days = [
        one.on for one in facts
        if one.fact == name and one.value is True and one.certainty is Certainty.STATED
    ]  # fmt: skip
    if not days:
        return
    told = [day.earliest for day in days if day is not None and day.earliest != note.letter]
    # Told without a day of its own it may be as old as the disease.
    first = min(told) if len(told) == len(days) else None
    doubted = {name} if wholly else {name, f"active_{name}"}
    for index, one in enumerate(facts):
        if one.fact in doubted and one.value is False:
            after = one.on is None or first is None or one.on.latest >= first
            if after:
                facts[index] = replace(one, certainty=Certainty.UNCERTAIN)
