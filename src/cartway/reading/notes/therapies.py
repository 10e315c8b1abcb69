"""Treatments: lines with their drugs and dates, other drugs, and what was never given."""

from __future__ import annotations

import re
from dataclasses import replace

from cartway.facts import Value
from cartway.reading.lexicon import Match
from cartway.reading.notes import answered_no
from cartway.reading.notes.doses_now import dose_now
from cartway.reading.notes.drug_courses import agents_of
from cartway.reading.notes.drug_intensity import kind_given
from cartway.reading.notes.not_the_disease import DENIED_BEHIND
from cartway.reading.notes.note import Note
from cartway.reading.notes.therapy_dates import close_lines, date_groups
from cartway.reading.notes.therapy_denials import AGAINST, deny
from cartway.reading.notes.therapy_groups import (
    Group,
    group_treatments,
    kind_of_transplant,
    treatment_of,
    without_repeats,
)
from cartway.reading.notes.therapy_history import outcome_of
from cartway.reading.notes.therapy_statements import (
    TOLERATED,
    add_allergy,
    is_only_named,
    is_planned,
    is_reaction,
)
from cartway.reading.notes.timing import date_near
from cartway.reading.notes.transfusions import blood_product
from cartway.values import PartialDate, Quantity

_ROUTE = re.compile(
    r"(?a)\b(?:intrathecal|\bit\b|topical|inhaler|inhaled|eye drops|cream|nasal|intra-?articular)\b|局部|外用|吸入|雾化|鞘内|鞘注"
)


_DOSE = re.compile(
    r"(?a)\s?(?:片|胶囊|钠|缓释片|注射液)?(?:\(\s?(?:现|目前|现用|现服|now|currently)\s?)?(?P<dose>\d+(?:\.\d+)?)(?:\s?[+/-]\s?(?P<more>\d+(?:\.\d+)?)(?:\s?[+/-]\s?(?P<third>\d+(?:\.\d+)?))?)?\s?(?P<unit>mg|g(?![a-z]))(?P<per>\s?(?:/\s?(?:d|day|日|天|kg)|每日|每天|一天|twice (?:a day|daily)|bid|bd|qds|qd|od|tid|tds|qid|daily|replacement|x)?)"
)


def read_therapies(note: Note, treated: tuple[str, ...]) -> list[Group]:
    """Gather every treatment that was given, is given or was never given.

    Returns:
        The groups of drugs given against the disease, in the order of the note.
    """
    given: list[tuple[Match, str]] = []
    for match in note.matches:
        concept = treatment_of(match)
        if concept is None:
            continue
        concept = kind_of_transplant(note, match, concept)
        scope = note.scope(match)
        section = note.sentence(match.start).section
        if scope.family or section == "family":
            continue
        if _PCR_BEHIND.match(note.lower, match.end):
            continue
        if answered_no.DENIED_BEHIND.match(note.lower, match.end) or DENIED_BEHIND.match(
            note.lower, match.end
        ):
            scope = replace(scope, negated=True)
        if _NOT_TO_BE_HAD.match(note.lower, match.end):
            continue
        if scope.negated and _AGAINST_ONE.match(note.lower, match.end):
            continue  # "never a bispecific against BCMA": others may have been given
        if scope.negated and _is_of_allergy(note, match, section):
            note.add_absence("allergy", concept, match.start, match.end)
        elif concept == "corticosteroid" and _SEX_HORMONES.search(
            note.lower, max(0, match.start - 16), match.end + 16
        ):
            continue  # "激素替代（克龄蒙）": no steroid of the adrenal gland
        elif _EXCEPTED.match(note.lower, match.end):
            continue  # "no immunosuppressant other than steroids": nothing is said of steroids
        elif scope.negated:
            deny(note, match, concept)
        elif TOLERATED.search(note.lower, max(0, match.start - 40), match.start):
            continue
        elif section == "allergy" or is_reaction(note, match):
            add_allergy(note, match, concept)
        elif not is_planned(note, match, section) and not is_only_named(note, match):
            given.append((match, concept))
    groups = group_treatments(note, given)
    date_groups(note, groups)
    groups = without_repeats(note, [one for one in groups if not _only_spoken_of(note, one)])
    against = [one for one in groups if _is_against(note, one, treated)]
    for group in groups:
        group.ended = group.last is not None  # stated, not concluded
    close_lines(note, against)
    ends = _stated_ends(groups)
    _end_regimens(note, groups, ends)
    if any(note.is_a(one, "autoimmune_disease") for one in treated):
        _short_courses(groups, note)
        _standing_drugs(note, groups)
    for group in groups:
        _keep(note, group, group in against, treated, ends)
    return against


_SEX_HORMONES = re.compile(
    r"(?a)克龄蒙|雌激素|孕激素|雌孕|性激素|闭经|月经|更年期|绝经|甲状腺激素|生长激素|促性腺|内分泌治疗"
)


def _is_of_allergy(note: Note, match: Match, section: str) -> bool:
    return bool(
        section == "allergy"
        or _NOT_ALLERGIC.match(note.lower, match.end)
        or _ALLERGIC_BEFORE.search(note.lower, max(0, match.start - 30), match.start)
    )


_PCR_BEHIND = re.compile(r"(?a)[- ]?q?pcr\b")  # "RT-PCR" is no radiotherapy
_NOT_TO_BE_HAD = re.compile(
    r"(?a)\s(?:(?:was|is|were|are|currently|there|here)\s){0,2}(?:not|un|never)[\s-]?(?:\w+ )?(?:available|affordable|reimbursed|approved|licensed|covered|funded|accessible)\b"
)
_AGAINST_ONE = re.compile(
    r"(?a)\s(?:\w+ )?(?:against|targeting|directed (?:at|against|to)|specific for)\s\w"
)
_NOT_ALLERGIC = re.compile(r"(?a)\s?(?:类|类药物)?(?:allerg\w*|hypersensitiv\w*|药物过敏|过敏)")
_ALLERGIC_BEFORE = re.compile(
    r"(?a)(?:allerg(?:y|ic|ies) to|hypersensitivity to)\s(?:\w+\s(?:or|and)\s)?$"
)
_EXCEPTED = re.compile(r"(?a)\s?(?:以外|之外|除外)")


_GIVEN = re.compile(
    r"(?a)receiv|treated|given|infus|after|post|prior|previous|underw|had\b|relaps|progress|\bs/p|since|following|x\s?\d|\bcr\b|\bpr\b|\bpd\b"
    r"|(?<!未)接受|回输|输注|治疗后|予|行|后|既往|曾|复发|进展|疗程|缓解|史"
)


def _only_spoken_of(note: Note, group: Group) -> bool:
    """A cell therapy with no day, answer, line or word of giving: a hope, not a treatment."""
    cells = all(note.is_a(one, "car_t_cell_therapy") for one in group.concepts)
    if cells and _NOT_INFUSED.search(
        note.lower, group.start, min(note.sentence(group.start).end, group.end + 110)
    ):
        return True
    if group.first or group.last or group.responses or group.line is not None:
        return False
    if not all(note.is_a(one, "car_t_cell_therapy") for one in group.concepts):
        return False
    denied = ("car_t_cell_therapy", "cellular_therapy", "gene_modified_cell_therapy")
    if any(one.concept in denied and one.since is None for one in note.gathered.absences):
        return True  # the note says that there was none
    sentence = note.sentence(group.start)
    low, high = max(sentence.start, group.start - 60), min(sentence.end, group.end + 60)
    return bool(_NOT_HERE.search(note.lower, group.end, high)) or not _GIVEN.search(
        note.lower, low, high
    )


_NOT_INFUSED = re.compile(
    r"(?a)\b(?:not|never|was not|were not|could not be) (?:been )?(?:re-?infused|infused|given|administered|released)\b|\bmanufactur\w+ (?:failure|failed|was unsuccessful)\b|\bfailed manufactur\w+|未回输|未能回输|制备失败|未输注"
)
_NOT_HERE = re.compile(
    r"(?a)\b(?:not|un)\s?(?:available|reimbursed|licensed|approved|affordable)|(?:暂)?(?:无法|不可)(?:获得|及)|未上市"
)


def _is_against(note: Note, group: Group, treated: tuple[str, ...]) -> bool:
    known = [one for one in AGAINST if one in note.vocabulary.concepts]
    if group.section in ("medication", "past", "status"):
        return any(
            note.is_a(one, name)
            for one in group.concepts
            for name in _CELLULAR
            if name in note.vocabulary.concepts
        )
    if not known:
        return group.section != "medication"
    if _is_of_other_illness(note, group, treated):
        return False
    if any(note.is_a(one, name) for one in group.concepts for name in known):
        return True
    autoimmune = any(note.is_a(one, "autoimmune_disease") for one in treated)
    return autoimmune and any(note.is_a(one, name) for one in group.concepts for name in _IMMUNE)


_ALSO_IMMUNE = ("rituximab", "corticosteroid", "immunosuppressive_agent", "intravenous_immunoglobulin",
                "surgery", "radiotherapy", "hormonal_therapy", "tumour_resection")  # fmt: skip


def _is_of_other_illness(note: Note, group: Group, treated: tuple[str, ...]) -> bool:
    """*AIHA 2021, prednisolone + rituximab*, *ca prostate, radical RT 2017*: told of another illness."""
    if not any(note.is_a(one, "malignant_neoplasm") for one in treated):
        return False
    known = [one for one in _ALSO_IMMUNE if one in note.vocabulary.concepts]
    if not all(any(note.is_a(one, name) for name in known) for one in group.concepts):
        return False
    sentence = note.sentence(group.start)
    low = max(sentence.start, group.start - 70)
    for other in reversed(note.matches_within(low, group.start)):
        for sense in other.senses:
            if sense.kind != "concept" or sense.system != "disease":
                continue
            above = note.vocabulary.hierarchy.ancestors
            ours = any(
                sense.id == one or sense.id in above(one) or one in above(sense.id)
                for one in treated
            )
            blood = note.is_a(sense.id, "haematological_malignancy") and any(
                note.is_a(one, "haematological_malignancy") for one in treated
            )
            other_tumour = note.is_a(sense.id, "malignant_neoplasm") and not blood
            return not ours and (other_tumour or note.is_a(sense.id, "autoimmune_disease"))
    return False


_CELLULAR = ("cellular_therapy", "haematopoietic_stem_cell_transplantation", "gene_therapy", "solid_organ_transplantation")  # fmt: skip


_IMMUNE = ("immunosuppressant", "immunosuppressive_therapy", "corticosteroid", "systemic_corticosteroid", "biologic_immunosuppressant",
           "immunosuppressive_agent", "biological_immunomodulator", "intravenous_immunoglobulin", "plasma_exchange", "antimalarial", "hydroxychloroquine")  # fmt: skip


def _end_regimens(note: Note, groups: list[Group], ends: dict[str, PartialDate]) -> None:
    """*KCd since July, last carfilzomib 16 Sept*: the regimen ended with the last of its drugs."""
    for group in groups:
        if group.ended or group.first is None:
            continue
        parts = {
            part
            for one in group.concepts
            if one in note.vocabulary.concepts
            for part in note.vocabulary.concepts[one].components
        }
        days = [
            ends[one]
            for one in parts
            if one in ends
            and ends[one].latest >= group.first.earliest
            and not _held_later(note, groups, group, one, ends[one])
        ]
        if days:
            group.last, group.ended = max(days, key=lambda day: day.latest), True
            group.ongoing = False


def _held_later(note: Note, groups: list[Group], group: Group, drug: str, end: PartialDate) -> bool:
    """Whether a later regimen with the drug began before its last day: that is whose end it is."""
    first = group.first
    return first is not None and any(
        other is not group
        and other.first is not None
        and first.latest < other.first.earliest <= end.latest
        and any(
            drug == one or drug in note.vocabulary.concepts[one].components
            for one in other.concepts
            if one in note.vocabulary.concepts
        )
        for other in groups
    )


_PER_DAY = re.compile(r"(?a)\s?\d+(?:\.\d+)?\s?mg\s?(?:/\s?d|/day|daily|od|qd|/日|每日)")


_COURSES = ("anti_cd20_antibody", "plasma_exchange")


def _short_courses(groups: list[Group], note: Note) -> None:
    """*Rituximab 1 g x2 2023, then efgartigimod*: a course ends in the time that it is dated by."""
    for group in groups:
        if group.first is None or group.ended or group.ongoing or group.opened:
            continue
        if all(any(note.is_a(one, name) for name in _COURSES) for one in group.concepts):
            group.last, group.ended = group.first, True


def _standing_drugs(note: Note, groups: list[Group]) -> None:
    """*Prednisolone 7.5 mg/d.* in an autoimmune history: a daily dose without a day is taken now."""
    for group in groups:
        dated = group.first is not None or group.last is not None
        if dated or group.ongoing or len(group.concepts) > 1 or group.responses:
            continue
        if _PER_DAY.match(note.lower, group.end) and not re.search(
            r"(?a)stopp|fail|until|previous|\bpast\b|停|无效|曾|既往", group.text[:80]
        ):
            group.ongoing = True


def _stated_ends(groups: list[Group]) -> dict[str, PartialDate]:
    """The last day that the note states for a drug by itself: *dexamethasone finished 25 June*."""
    ends: dict[str, PartialDate] = {}
    for group in groups:
        if len(group.concepts) == 1 and group.ended and group.last is not None:
            held = ends.get(group.concepts[0])
            if held is None or group.last.earliest > held.earliest:
                ends[group.concepts[0]] = group.last
    return ends


def _keep(
    note: Note, group: Group, against: bool, treated: tuple[str, ...], ends: dict[str, PartialDate]
) -> None:
    attributes: dict[str, tuple[Value, ...]] = {"agent": tuple(dict.fromkeys(group.concepts))}
    if group.line is not None:
        attributes["line"] = (Quantity(float(group.line), "1"),)
    responses = tuple(one for one in group.responses if one in note.vocabulary.concepts)
    if responses:
        attributes["response"] = responses[:1]
        attributes["best_response"] = responses[:1]
    outcome = outcome_of(group)
    if outcome is not None and outcome in note.vocabulary.concepts:
        attributes["outcome"] = (outcome,)
    if against:
        note.add_event(
            "prior_therapy",
            attributes,
            group.start,
            group.end,
            first=group.first,
            last=group.last,
            ongoing=group.ongoing,
        )
    others = [
        (match, concept)
        for match in group.matches
        if (concept := treatment_of(match)) is not None and (not against or _in_both(note, concept))
    ]
    for match, concept in others:
        if _ROUTE.search(
            note.lower,
            max(note.sentence(match.start).start, match.start - 12),
            min(len(note.lower), match.end + 22),
        ):
            continue
        concept = blood_product(note, match.start, match.end, concept)
        held: dict[str, tuple[Value, ...]] = {"agent": agents_of(note, match, concept)}
        procedure = any(note.is_a(concept, one) for one in _PROCEDURES)
        if procedure:
            note.add_event(
                "procedure", held, match.start, match.end,
                first=group.first or group.last, last=group.last or group.first,
            )  # fmt: skip
            done = group.last or group.first
            if concept in _DONE_ONCE and done is not None:
                note.add_absence("procedure", concept, match.start, match.end, since=done)
            continue
        if note.is_a(concept, "vaccine"):
            near = date_near(note, match.start, match.end)
            day = near.last if near is not None else group.last
            note.add_event("medication", held, match.start, match.end, first=day, last=day)
            continue
        dose = _dose(note, match)
        held["agent"] = kind_given(note, match, held["agent"], dose)  # type: ignore[arg-type]  # concepts
        if dose is not None:
            held["dose_per_day"] = (dose,)
        stated = ends.get(concept)
        last, ongoing = group.last, group.ongoing
        if (
            not group.ended
            and stated is not None
            and (group.first is None or stated.latest >= group.first.earliest)
            and not (group.ongoing and group.first is None)
            and (group.ongoing or _same_course(group, stated))
        ):
            last, ongoing = stated, False
        note.add_event(
            "medication", held, match.start, match.end, first=group.first, last=last, ongoing=ongoing,
        )  # fmt: skip


# An organ is removed once.
_DONE_ONCE = ("thymectomy", "splenectomy")
_PROCEDURES = ("surgery", "procedure", "surgical_procedure", "biopsy_procedure", "leukapheresis_procedure",
               "central_line_insertion", "tumour_resection", "lumbar_puncture_procedure")  # fmt: skip


def _same_course(group: Group, stated: PartialDate) -> bool:
    """*Prednisone 2018 ... 20 mg 15-22 July 2026*: an end years later is that of another course."""
    return group.first is None or (stated.latest - group.first.latest).days <= _LONGEST_COURSE


_LONGEST_COURSE = 400


def _in_both(note: Note, concept: str) -> bool:
    names = (
        "corticosteroid",
        "systemic_corticosteroid",
        "immunosuppressant",
        "immunosuppressive_therapy",
        "immunosuppressive_agent",
        "intravenous_immunoglobulin",
        "plasma_exchange",
    )
    return any(note.is_a(concept, one) for one in names if one in note.vocabulary.concepts)


_DOSE_NOW = re.compile(
    r"(?a)\s?\([^()\n]{0,50}?(?:目前|现(?!病|状)|now|currently)\s?(?:为|用|服)?\s?(?=\d)(?P<in>\d+(?:\.\d+)?)\s?mg|[^.;。;\n]{0,3}(?:max\w*\.?|up to|initially|最大|最高|起始)[^;。;\n]{0,24}?\b(?:presently|currently|at present|now|today|目前|现)\s?(?:at |on |为)?\s?(\d+(?:\.\d+)?)\s?mg"
)
# "prednisone since 2018, currently 15 mg daily": the dose of today stands behind the years.
_SINCE_AND_NOW = re.compile(
    r"(?a)[\s(]{1,2}(?:since|from|started|自|从)[^.;。\n]{0,30}?\b(?:presently|currently|at present|now|today|目前|现)\s?(?:on |at |is |为|服)?\s?(\d+(?:\.\d+)?)\s?mg(?!\s?/\s?kg)"
)
_BEFORE_DOSE = re.compile(
    r"(?a)(?:\s?(?:\(|:|,|\b(?:tablets?|tabs?|po|oral(?:ly)?|acetate|now|currently|current(?: dose)?|at present|presently|dose|of|at|is|maintenance)\b|片|口服|目前|现|为|维持|减(?:量)?至|治疗|剂量)){1,5}"
)
_PER_WEEK = re.compile(
    r"(?a)\s?mg\s?(?:/|per |a |once |one time a |p\.?o\.? |po |sc |s\.?c\.? |im )*\s?(?:week|wk|monthly|month|weekly|q\d?w|qw|每周|周|每月|月)"
)


# "80 mg from 5 October, tapered; 15 mg daily at present"
_NOW_BEHIND = re.compile(
    r"(?a)[^.。\n]{0,60}?(\d+(?:\.\d+)?)\s?mg\s?(?:daily|od|qd|/d|/day|a day|per day|once daily)?,?\s?(?:at present|now|currently|at the moment|目前)"
)


def _is_steroid(note: Note, match: Match) -> bool:
    return any(note.is_a(one.id, "corticosteroid") for one in match.senses if one.kind == "concept")


def _dose(note: Note, match: Match) -> Quantity | None:
    today = dose_now(note, match.start, match.end)
    if today is not None:
        return Quantity(today, "mg/d")
    now_only = _DOSE_NOW.match(note.lower, match.end)
    if now_only is not None:
        return Quantity(float(now_only.group("in") or now_only.group(2)), "mg/d")
    later = _SINCE_AND_NOW.match(note.lower, match.end)
    if later is not None and not any(
        treatment_of(one) for one in note.matches_within(match.end, later.end())
    ):
        return Quantity(float(later.group(1)), "mg/d")
    lead = _BEFORE_DOSE.match(note.lower, match.end)
    found = _DOSE.match(note.lower, lead.end() if lead is not None else match.end)
    if (
        found is None
        or "/kg" in found.group("per")
        or (not _is_steroid(note, match) and _PER_WEEK.match(note.lower, found.end("dose")))
    ):
        return None
    now = re.match(
        r"(?a)[^.;。;]{0,50}?(?:\b(?:now|tapered to|reduced to|down to|weaned to)\s|减(?:量)?至\s?|现(?:为|服)?\s?|\d起\s?)(\d+(?:\.\d+)?)\s?mg",
        note.lower[found.end() : found.end() + 70],
    )
    now = now or _NOW_BEHIND.match(note.lower, found.end())
    if now is not None:
        return Quantity(float(now.group(1)), "mg/d")
    value = sum(float(found.group(one) or 0) for one in ("dose", "more", "third"))
    if found.group("unit") == "g":
        value *= 1000
    if found.group("per").strip() in ("bid", "bd", "twice daily", "twice a day"):
        value *= 2
    elif found.group("per").strip() in ("tid", "tds"):
        value *= 3
    elif found.group("per").strip() in ("qid", "qds"):
        value *= 4
    return Quantity(value, "mg/d")
