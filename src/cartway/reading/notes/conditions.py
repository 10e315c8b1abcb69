"""Diseases: the one to be treated, what else the patient has or had, and what is denied."""

from __future__ import annotations

import re

from cartway.facts import Certainty
from cartway.reading.lexicon import Match
from cartway.reading.notes.condition_details import at_age, grade_of, gvhd_kind, located, own_end
from cartway.reading.notes.dating import back_from
from cartway.reading.notes.disease_mentions import MALIGNANT, NOT_IT, Mention, disease_mentions
from cartway.reading.notes.infection_course import course_over, passes
from cartway.reading.notes.note import Note
from cartway.reading.notes.single_events import only_once
from cartway.reading.notes.timing import date_near, part_around
from cartway.reading.notes.treated_disease import (
    SPREAD,
    are_related,
    is_histology_of,
    is_named_again,
    refined,
    treated_among,
)
from cartway.values import PartialDate, Quantity

_SINCE = re.compile(r"(?a)\b(?:since|from)\b|以来|起")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "二": 2, "三": 3, "first": 1, "second": 2,
          "third": 3, "1st": 1, "2nd": 2, "3rd": 3}  # fmt: skip
_ACTIVE_ONLY = re.compile(r"(?a)\b(?:active|acute|ongoing|current|uncontrolled)\s+$|活动性$|急性$")
_ACTIVE_BEHIND = re.compile(
    r"(?a)\s?(?:at present|now|currently|at the moment|目前)(?! (?:or|nor|and) (?:in the past|previously|ever|before))"
)


def read_conditions(note: Note) -> tuple[str, ...]:
    """Gather diagnosis, conditions and denials.

    Returns:
        The concepts of the disease to be treated.
    """
    mentions = disease_mentions(note)
    treated = treated_among(note, mentions)
    for mention in mentions:
        if mention.scope.family or mention.section == "family":
            continue
        if mention.scope.negated or NOT_IT.match(note.lower, mention.match.end):
            if not any(
                are_related(note, mention.concept, one)
                and not (
                    one != mention.concept
                    and note.is_a(mention.concept, one)
                    and not note.is_a(one, MALIGNANT)
                )
                for one in treated
            ) or _others_denied(note, mention):
                _deny(note, mention)
        elif is_named_again(note, mention, mentions) or (
            mention.scope.planned
            or mention.section == "allergy"
            or is_histology_of(note, mention, treated)
            or (
                any(
                    are_related(note, mention.concept, one)
                    and not _part_of_it(note, mention.concept, one)
                    for one in treated
                )
                and not note.vocabulary.concepts[mention.concept].acute
            )
        ):
            continue
        elif not _says_again(note, mention, mentions):
            _add_condition(note, mention)
    treated = tuple(dict.fromkeys(refined(note, one, mentions) for one in treated))
    treated = _not_denied(note, treated, mentions)
    if any(note.is_a(one, "large_b_cell_lymphoma") for one in treated) and any(
        one.fact == "double_hit_rearrangement" and one.value == "positive"
        for one in note.gathered.facts
    ):
        treated = (*treated, "double_hit_lymphoma")  # told by its genes beside its origin
    for concept in treated:
        first = next(
            (one for one in mentions if are_related(note, one.concept, concept)), mentions[0]
        )
        note.add_fact("diagnosis", concept, first.match.start, first.match.end)
    return treated


_RICHTER = "richter_transformation"


def _not_denied(note: Note, treated: tuple[str, ...], mentions: list[Mention]) -> tuple[str, ...]:
    """*?Richter's ... biopsy: CLL, no Richter*: a transformation that was feared and not found."""
    last = next((one for one in reversed(mentions) if note.is_a(one.concept, _RICHTER)), None)
    if last is None or not (last.scope.negated or NOT_IT.match(note.lower, last.match.end)):
        return treated
    return tuple(one for one in treated if not note.is_a(one, _RICHTER))


def _part_of_it(note: Note, concept: str, treated: str) -> bool:
    """*Systemic sclerosis ... interstitial lung disease 4 years*: an illness that it brought along."""
    return (
        concept != treated
        and note.is_a(treated, concept)
        and note.is_a(concept, "comorbid_condition")
        and not note.is_a(concept, "autoimmune_disease")
        and not note.is_a(concept, MALIGNANT)
    )


def _says_again(note: Note, mention: Mention, mentions: list[Mention]) -> bool:
    """*2025-06 deep vein thrombosis ..., the thrombosis has gone*: the same, by its broader name."""
    start = note.sentence(mention.match.start).start
    return any(
        start <= one.match.start < mention.match.start
        and not one.scope.negated
        and one.concept != mention.concept
        and note.is_a(one.concept, mention.concept)
        for one in mentions
    )


_OTHERS = re.compile(r"(?a)\b(?:other|further|additional|second)\b|其[他它]")


def _others_denied(note: Note, mention: Mention) -> bool:
    """*No other autoimmune disease*: none beside the one that is treated."""
    stretch = note.scopes.covering("negated", mention.match.start, mention.match.end)
    start = stretch.cue_start if stretch is not None else mention.match.start
    return note.is_a(mention.concept, "autoimmune_disease") and (
        _OTHERS.search(note.lower, start, mention.match.start) is not None
    )


def _deny(note: Note, mention: Mention) -> None:
    match = mention.match
    stretch = note.scopes.covering("negated", match.start, match.end)
    start = stretch.cue_start if stretch is not None else match.start
    before = note.lower[max(0, match.start - 14) : match.start]
    cue = note.lower[start : match.start]
    active = (
        _ACTIVE_ONLY.search(before)
        or _ACTIVE_BEHIND.match(note.lower, match.end)
        or re.search(r"(?a)新发(?:的)?$|\bnew\W{1,3}$", before)
        or (re.search(r"(?a)\b(?:evidence|sign|signs|symptoms) of\b|征象|依据", cue))
    )
    history = mention.section == "past" and cue.startswith(("否认", "deni"))
    if (
        not active
        and not history
        and note.is_a(mention.concept, "infection")
        and not note.is_a(mention.concept, "central_nervous_system_disorder")
        and not re.search(r"(?a)history|ever|史|曾", cue + note.lower[match.end : match.end + 8])
    ):
        active = re.search("", "")
    since = None
    near = date_near(note, match.start, match.end)
    if near is not None and _SINCE.search(note.lower, match.end, near.start):
        since = near.first
    if mention.concept in ("hepatitis_b", "hepatitis", "viral_hepatitis", "hepatitis_c"):
        for kind in ("b", "c"):
            if mention.concept in (f"hepatitis_{kind}", "hepatitis", "viral_hepatitis"):
                note.add_fact(f"hepatitis_{kind}_infection_active", False, start, match.end)
    note.add_absence(
        "condition",
        mention.concept,
        start,
        match.end,
        since=since,
        status="condition_active" if active else None,
    )
    given = _TREATED_SO.get(mention.concept)
    if given is not None and given in note.vocabulary.concepts and not active:
        note.add_absence("prior_therapy", given, start, match.end, since=since)


# What was not done leaves no state behind.
_TREATED_SO = {"organ_transplant_status": "solid_organ_transplantation"}


def _add_condition(note: Note, mention: Mention) -> None:
    match, scope = mention.match, mention.scope
    concept = note.vocabulary.concepts[located(note, mention)]
    near = date_near(note, match.start, match.end)
    start = near.first if near is not None else None
    start = start or at_age(note, match)
    if start is None and (concept.acute or passes(note, mention.concept)):
        start = _told_under(note, match)
    end: PartialDate | None = None
    low, high = part_around(note, match.start, match.end)
    text = note.lower[low:high]
    own = note.lower[match.start : own_end(note, match)]
    if _GONE_BEHIND.search(
        note.lower, match.end, min(note.document.clause_at(match.start)[1], match.end + 60)
    ):
        own += "消失"
    status: str | None = None
    watched = _WATCHED.search(own[:90]) is not None
    resolved = not watched and bool(_RESOLVED_NEAR.search(text) or _RESOLVED_NEAR.search(own[:90]))
    uncontrolled = bool(_UNCONTROLLED_NEAR.search(own[:70]))
    controlled = bool(_CONTROLLED_NEAR.search(own[:70])) and not uncontrolled
    ongoing = bool(_ONGOING_NEAR.search(own[:110]) or _ONGOING_NEAR.search(text))
    if resolved and _TREATED_WITH.search(text) and _lasts(note, mention.concept):
        # "hypertension treated with lisinopril": treatment holds it, and does not end it.
        resolved, ongoing = _RESOLVED_NEAR.search(_TREATED_WITH.sub(" ", text)) is not None, True
    healed = course_over(note, match.start, match.end) if passes(note, mention.concept) else None
    if healed is not None:
        status, end = "condition_resolved", healed.last
        if end is not None and (start is None or start.earliest > end.earliest):
            start = end
    elif (
        resolved
        and not _relapsed_since(note, mention)
        and not re.search(r"(?a)\b(?:not|un)resolved|\bimproving\b", text)
    ):
        status, end = "condition_resolved", start
    elif uncontrolled and "condition_uncontrolled" in note.vocabulary.concepts:
        status = "condition_uncontrolled"
    elif _relapsed_since(note, mention):
        status = "condition_active"
    elif controlled:
        # An autoimmune disease that needs its treatment is there, however stable.
        autoimmune = note.is_a(located(note, mention), "autoimmune_disease")
        status = "condition_active" if autoimmune else "condition_controlled"
    elif note.is_a(located(note, mention), "autoimmune_disease") and _QUIET.search(own[:90]):
        status = "condition_controlled"
    elif _OF_CHILDHOOD.search(note.lower, max(0, match.start - 12), match.end + 24):
        status = None
    elif not concept.acute and (
        ongoing or mention.section in ("diagnosis", "past", "status", "current")
    ):
        told_of = near is not None or mention.section == "past"
        episode = told_of and not ongoing and _comes_and_goes(note, mention.concept)
        status = None if episode else "condition_active"
    if status is None and start is None and _on_tracing(note, mention):
        status = "condition_active"
    if (
        status is None
        and start is not None
        and note.letter is not None
        and 0 <= (note.letter - start.latest).days <= _OF_LATE
        and note.is_a(located(note, mention), "autoimmune_disease")
    ):
        status = "condition_active"  # it came, or came back, within the last weeks
    if concept.acute and end is None and status != "condition_active":
        end = start
    if (
        status == "condition_active"
        and not ongoing
        and _is_past_event(note, mention.concept, start)
    ):
        status, end = None, start
    attributes: dict[str, tuple[object, ...]] = {"code": (mention.concept,)}
    if status is not None:
        attributes["status"] = (status,)
    specific = located(note, mention)
    attributes["code"] = (specific,)
    if specific == "autoimmune_thyroid_disease" and _UNDERACTIVE.search(note.lower):
        attributes["code"] = (specific, "hypothyroidism")
    if (
        note.is_a(specific, MALIGNANT)
        and specific not in SPREAD
        and "second_primary_malignancy" in note.vocabulary.concepts
    ):
        attributes["code"] = (specific, "second_primary_malignancy")
    kind = gvhd_kind(note, mention)
    if kind is not None:
        attributes["code"] = (kind,)
    grade = grade_of(note, match, low, high)
    if grade is not None:
        word = grade.group("en") or grade.group("zh") or grade.group("degree")
        attributes["grade"] = (Quantity(float(_ROMAN.get(word) or word), "1"),)
    only_once(note, match, mention.concept, end or start)
    certainty = (
        Certainty.UNCERTAIN if scope.uncertain and _doubted(note, mention) else Certainty.STATED
    )
    _none_since(note, specific, match, start)
    note.add_event(
        "condition",
        attributes,  # type: ignore[arg-type]  # the values are concepts and quantities
        match.start,
        match.end,
        first=start,
        last=end,
        ongoing=status in ("condition_active", "condition_controlled", "condition_uncontrolled")
        and end is None,
        certainty=certainty,
    )


_NONE_SINCE = re.compile(
    r"(?a)\bnone (?:since|thereafter|afterwards|after that)\b|\bnever since\b|\bno (?:further|more|other) (?:episodes?|crises|crisis|attacks?|events?|seizures?|fits|bleeds?|bleeding|clots?|thrombos\w+|infections?|strokes?)\b|\bno recurrence\b|\b(?:has|have|did) not recur\w*|未再(?:发|出现|出血)|无再发"
)
_NONE_WITHIN = re.compile(
    r"(?a)\bnone (?:in|within|for|over) (?:the )?(?:last|past)? ?(?P<n>\d{1,2}|six|twelve|three) (?P<unit>months|years|weeks)\b"
)
_WORDED = {"three": 3, "six": 6, "twelve": 12}


def _none_since(note: Note, concept: str, match: Match, start: PartialDate | None) -> None:
    """*Crisis Feb 2025, none since*; *seizures 2024. None in the last 12 months*."""
    low, high = match.end, min(len(note.lower), match.end + 120)
    line = note.lower.find("\n", low, high)
    high = line if line >= 0 else high
    within = _NONE_WITHIN.search(note.lower, low, high)
    since: PartialDate | None = None
    if within is not None and note.letter is not None:
        word = within.group("n")
        number = _WORDED.get(word) or int(word)
        since = back_from(note.letter, number, within.group("unit"))
    elif start is not None and _NONE_SINCE.search(note.lower, low, high):
        since = start
    if since is not None and not any(
        sense.system == "disease" and sense.id != concept
        for other in note.matches_within(low, high)
        for sense in other.senses
    ):
        note.add_absence("condition", concept, match.start, match.end, since=since)


# In Chinese a day leads what happened then: "9月18日出现簇集水疱，诊断带状疱疹".
_FARTHEST_LEAD = 40


def _told_under(note: Note, match: Match) -> PartialDate | None:
    if note.document.language != "zh":
        return None
    told = note.date_before(match.start, same_clause=True)
    if told is None or match.start - told.end > _FARTHEST_LEAD or told.first != told.last:
        return None
    return told.first


_TRACING = re.compile(
    r"(?a)(?:\b(?:ecg|ekg|holter|electrocardiogram)\b|心电图|动态心电)[^.;。;\n]{0,40}$"
)


def _on_tracing(note: Note, mention: Mention) -> bool:
    """*ECG: atrial fibrillation, 102/min*: what a tracing shows is there."""
    if "arrhythmia" not in note.vocabulary.concepts or not note.is_a(mention.concept, "arrhythmia"):
        return False
    if mention.section in ("past", "family", "plan"):
        return False
    return (
        _TRACING.search(note.lower, max(0, mention.match.start - 60), mention.match.start)
        is not None
    )


_TREATED_WITH = re.compile(r"(?a)\btreated (?:with|by)\b")
_LASTING = ("hypertension", "diabetes_mellitus", "hypothyroidism", "arrhythmia", "heart_failure",
            "chronic_obstructive_pulmonary_disease", "asthma", "ischaemic_heart_disease")  # fmt: skip


def _lasts(note: Note, concept: str) -> bool:
    return any(note.is_a(concept, one) for one in _LASTING if one in note.vocabulary.concepts)


def _relapsed_since(note: Note, mention: Mention) -> bool:
    """*AIHA: first 2022 (remission). Relapsed 12 June 2026*: an illness that has come back."""
    if not note.is_a(mention.concept, "autoimmune_disease"):
        return False
    line = note.plain.find("\n", mention.match.end)
    text = note.lower[
        mention.match.end : min(line if line >= 0 else len(note.lower), mention.match.end + 160)
    ]
    again = re.search(r"(?a)\brelapsed\b|\bflared\b|复发(?!缓解)", text)
    return again is not None and not re.search(
        r"(?a)remission|resolved|缓解|控制", text[again.end() :]
    )


def _comes_and_goes(note: Note, concept: str) -> bool:
    """An infection that is over in weeks: *two UTIs this winter*, *shingles*."""
    lasting = any(note.is_a(concept, one) for one in _CHRONIC if one in note.vocabulary.concepts)
    return note.is_a(concept, "infection") and not lasting


_OF_LATE = 60
# An autoimmune disease without symptoms and without treatment.
_QUIET = re.compile(
    r"(?a)\bno (?:relapses?|recurrences?|flares?)(?: ever)? since\b|未再复发|(?<!无病)无复发|\b(?:quiescent|inactive|asymptomatic|burnt out|burned out)\b|(?:off|without|no) (?:any )?(?:treatment|therapy|medication)[^.;]{0,24}(?:no|without) (?:symptoms|activity|flares?)"
    r"|(?:未再?(?:治疗|用药)|停药)[^。;]{0,14}(?:无症状|无活动|静止|缓解)|静止期"
)
_OF_CHILDHOOD = re.compile(
    r"(?a)\bchildhood\b|\bas a (?:child|boy|girl|teenager)\b|\bin (?:infancy|adolescence|youth)\b|幼年|儿时|童年|小时候|幼时"
)
# "深静脉血栓，抗凝3月，复查血栓消失": what has gone is named once more before the word.
_GONE_BEHIND = re.compile(r"(?a)复查[^,;。]{0,12}(?:消失|再通|溶解)")
# Thyroiditis that calls for the hormone is an underactive thyroid.
_UNDERACTIVE = re.compile(
    r"(?a)thyroxine|(?<!no )(?<!without )hypothyroid|优甲乐|甲状腺素(?:钠|片)?\s?\d|左旋?甲状腺素|(?<![无未])甲减|(?<![无未])甲状腺功能减退"
)
_UNCONTROLLED_NEAR = re.compile(
    r"(?a)\b(?:un|poorly |not |inadequately |suboptimally )controlled\b|控制(?:欠佳|不佳|不良|差|不理想|不满意)|未控制"
)
_WATCHED = re.compile(
    r"(?a)\b(?:active surveillance|watchful waiting|never treated|untreated|not treated|under observation)\b|未治疗|观察随访"
)
_EVENTS = ("stroke", "encephalopathy", "neuropsychiatric_lupus", "thromboembolism", "bleeding", "acute_kidney_injury",
           "infection", "myocardial_infarction")  # fmt: skip
_CHRONIC = ("hepatitis_b", "hepatitis_c", "hiv_infection", "latent_tuberculosis")


def _is_past_event(note: Note, concept: str, start: PartialDate | None) -> bool:
    """*Stroke 2019*, *PRES Sept 2020*: what came and went half a year ago or more."""
    if start is None or note.letter is None or (note.letter - start.latest).days < 180:
        return False
    if any(note.is_a(concept, one) for one in _CHRONIC if one in note.vocabulary.concepts):
        return False
    if note.is_a(concept, MALIGNANT):
        return True  # found years ago: what became of it is not told
    return any(note.is_a(concept, one) for one in _EVENTS if one in note.vocabulary.concepts)


_RESOLVED_NEAR = re.compile(
    r"(?a)\b(?:resolved|cured|recovered|healed|gone|excised|resected|removed|ablated|no recurrence|none since|(?:one|two|three|several|\d) (?:more )?before|s/p|status post|lumpectomy|mastectomy|never since"
    r"|now (?:fine|well|ok|okay|better|clear|recovered|normal|good)|(?:is|was|all|he's|she's) (?:fine|ok|okay|over|better) (?:now|again|since)|got better|no (?:active |current |ongoing |sign of )?ha?emolysis|recovered|completely regressed|eradicated|svr|in remission|surgery|treated)\b|已愈|治愈|(?:已|后|\d)缓解|(?<![未不])愈(?!合不)|痊愈|已恢复|已吸收|(?:ct|病灶|炎症)(?:较前|基本|完全|明显)?吸收|切除|根治|消融|未再发|无复发|根除|转阴|陈旧|至今未发|没事|(?<!控制)好了|治好|康复|(?<!未)消失"
)
_CONTROLLED_NEAR = re.compile(
    r"(?a)\b(?:well[- ]controlled|controlled|stable|under control)\b|控制可|控制良好|控制好|稳定|控制平稳|控制满意"
)
_ONGOING_NEAR = re.compile(
    r"(?a)\b(?:ongoing|on treatment|under treatment|i\.?v\.?\s|active|currently|now|persist\w*|chronic|continu\w*|insulin|inhaler)\b"
    r"|治疗中|静滴|至今|口服|目前|现|服|活动"
)


def _doubted(note: Note, mention: Mention) -> bool:
    low, high = part_around(note, mention.match.start, mention.match.end)
    stretch = note.scopes.covering("uncertain", mention.match.start, mention.match.end)
    return stretch is not None and low <= stretch.cue_start < high
