"""Diseases: the one to be treated, what else the patient has or had, and what is denied."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from cartway.facts import Certainty
from cartway.reading.lexicon import Match
from cartway.reading.notes.note import Note
from cartway.reading.notes.scope import Scope
from cartway.reading.notes.timing import FARTHEST, date_near, part_around
from cartway.values import PartialDate, Quantity

MALIGNANT = "malignant_neoplasm"
_SINCE = re.compile(r"(?a)\b(?:since|from)\b|以来|起")
_GRADE = re.compile(
    r"(?a)\b(?:grade|gr\.?|g)\s?(?P<en>[1-5]|iv|i{1,3}|v)\b|(?P<zh>[1-5]|iv|i{1,3})\s?(?:级|度)"
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
_OTHER = re.compile(r"(?a)\bother\b|其他|其它|另")
_TRANSFORMED = re.compile(r"(?a)transform|richter|转化")
_ACTIVE_ONLY = re.compile(r"(?a)\b(?:active|acute|ongoing|current|uncontrolled)\s+$|活动性$|急性$")
_ACTIVE_BEHIND = re.compile(r"(?a)\s?(?:at present|now|currently|at the moment|目前)")
_MORE_STATED = re.compile(
    r"(?a)(?:relapsed|refractory|advanced|metastatic|primary|secondary|newly diagnosed|复发|难治|晚期|转移性|原发)\W*$"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A disease that the note names, with the kind of statement."""

    concept: str
    match: Match
    section: str
    scope: Scope


def disease_mentions(note: Note) -> list[Mention]:
    """Every disease named, except those of relatives."""
    found = []
    for match in note.matches:
        for sense in match.senses:
            if sense.kind == "concept" and sense.system == "disease":
                if _is_part_of_other(note, match, sense.id):
                    break
                scope = note.scope(match)
                if _IS_NOT.search(note.lower, max(0, match.start - 12), match.start):
                    scope = replace(scope, negated=True)
                found.append(Mention(sense.id, match, note.sentence(match.start).section, scope))
    return found


_TEST_BEHIND = re.compile(
    r"(?a)\s?(?:两对半|五项|标志物|表面|核心|抗体|抗原|病毒|dna|rna|serology|marker|surface|core|antibod|antigen|virus|药|治疗|细胞|相关性?周围|-?directed|panel|screen|疫苗|vaccin|科|门诊|病房|中心)"
)
# "非胸腺瘤", "rather than sarcoidosis": what it turned out not to be.
_IS_NOT = re.compile(r"(?a)(?:非|不是|并非|rather than |not an? )$")
_AGAINST_BEFORE = re.compile(r"(?a)(?:抗|anti-?\s?)$")
_NEGATIVE_BEHIND = re.compile(
    r"(?a)(?:\s?(?:、|,|/|and|or|和|及)\s?[a-z\u4e00-\u9fff -]{1,14}){0,4}\s?(?:抗体|serology|均|全|is|was|were|tests?|screen)*\s?(?:阴性|阴(?![道部])|\(-\)|negative|neg\b)"
)
_NOT_IT = re.compile(
    r"(?a)\s?(?:itself )?(?:was |is |has been )?(?:not (?:diagnosed|confirmed|present|found|proven|suspected)|excluded|ruled out|已排除|排除|除外|证据不足)"
)


def _is_part_of_other(note: Note, match: Match, concept: str) -> bool:
    """A name of a disease inside the name of a test or drug, or a heading."""
    behind = note.lower[match.end : match.end + 60]
    if _TEST_BEHIND.match(behind) or _NEGATIVE_BEHIND.match(behind):
        return True
    if _AGAINST_BEFORE.search(note.lower[max(0, match.start - 6) : match.start]):
        return True
    headings = ("infection", "neoplasm", "allergy_disorder", "comorbid_condition")
    return concept in headings and (behind.lstrip().startswith(":") or concept == "neoplasm")


def read_conditions(note: Note) -> tuple[str, ...]:
    """Gather diagnosis, conditions and denials.

    Returns:
        The concepts of the disease to be treated.
    """
    mentions = disease_mentions(note)
    treated = _treated(note, mentions)
    for mention in mentions:
        if mention.scope.family or mention.section == "family":
            continue
        if mention.scope.negated or _NOT_IT.match(note.lower, mention.match.end):
            if not any(_related(note, mention.concept, one) for one in treated):
                _deny(note, mention)
        elif (
            mention.scope.planned
            or mention.section == "allergy"
            or any(_related(note, mention.concept, one) for one in treated)
        ):
            continue
        else:
            _add_condition(note, mention)
    treated = tuple(dict.fromkeys(_refined(note, one, mentions) for one in treated))
    for concept in treated:
        first = next((one for one in mentions if _related(note, one.concept, concept)), mentions[0])
        note.add_fact("diagnosis", concept, first.match.start, first.match.end)
    return treated


_LINEAGES = (
    (re.compile(r"(?a)\bb-?\s?(?:cell )?(?:precursor|lineage|lymphoblastic|cell|all\b)|\bpre-?b\b|common all|common-?b|\(common\)|b系|前体b|急性b淋"), "b_cell_acute_lymphoblastic_leukaemia"),
    (re.compile(r"(?a)\bt-?\s?(?:cell )?(?:precursor|lineage|lymphoblastic|all\b)|t系|前体t|急性t淋"), "t_cell_acute_lymphoblastic_leukaemia"),
)  # fmt: skip
_FOLLICULAR_GRADE = re.compile(
    r"(?a)grade\s?(?P<en>1-2|1|2|3a|3b|3)(?![\w])|(?P<zh>1-2|1|2|3a|3b|3)级"
)


def _refined(note: Note, concept: str, mentions: list[Mention]) -> str:
    """The grade of a follicular lymphoma as last reported, and the organ of an adenocarcinoma."""
    if note.is_a(concept, "follicular_lymphoma_any_grade"):
        last = None
        for match in _FOLLICULAR_GRADE.finditer(note.lower):
            sentence = note.sentence(match.start())
            text = note.lower[sentence.start : sentence.end]
            if "follicular" in text or "滤泡" in text or "fl" in text.split():
                last = match.group("en") or match.group("zh")
        name = f"follicular_lymphoma_grade_{last.replace('-', '_')}" if last else ""
        return name if name in note.vocabulary.concepts else concept
    if concept in ("acute_lymphoblastic_leukaemia", "lymphoblastic_leukaemia_lymphoma"):
        text = " ".join(
            note.lower[note.sentence(one.match.start).start : note.sentence(one.match.start).end]
            for one in mentions
            if one.concept == concept
        )
        for pattern, code in _LINEAGES:
            if pattern.search(text) and code in note.vocabulary.concepts:
                return code
    if concept in (
        "adenocarcinoma",
        "carcinoma",
        "squamous_cell_carcinoma",
        "solid_tumour",
        "malignant_neoplasm",
    ):
        for mention in mentions:
            if mention.concept != concept:
                continue
            low, high = part_around(note, mention.match.start, mention.match.end)
            for word, code in note.habits.organ_cancers.items():
                if word in note.lower[low:high] and code in note.vocabulary.concepts:
                    return code
    return concept


def _treated(note: Note, mentions: list[Mention]) -> tuple[str, ...]:
    denied = {one.concept for one in mentions if _NOT_IT.match(note.lower, one.match.end)}
    mentions = [one for one in mentions if one.concept not in denied]
    usable = [
        one
        for one in mentions
        if one.scope.of_patient_now
        and one.section not in ("past", "family", "allergy", "medication", "social")
    ]
    usable = usable or [
        one for one in mentions if one.scope.of_patient_now and one.section == "past"
    ]
    if not usable:
        return ()
    malignant = [
        one for one in usable if note.is_a(one.concept, MALIGNANT) and not _historical(note, one)
    ]
    if not malignant:
        stated = [one for one in usable if one.section == "diagnosis"] or usable
        principal = next(
            (one for one in stated if _may_be_treated(note, one.concept)), None
        ) or next((one for one in stated if not _is_comorbid(note, one.concept)), None)
        if principal is None:
            return ()
        same = [one.concept for one in usable if _related(note, one.concept, principal.concept)]
        return _most_specific(note, same)
    lead = next((one for one in malignant if one.section == "diagnosis"), malignant[0])
    group = [one.concept for one in malignant if _same_disease(note, one.concept, lead.concept)]
    return _most_specific(note, group)


def _is_patients(mention: Mention) -> bool:
    """Said of the patient; a disease is not planned, so a word of planning near it means a therapy."""
    return not (mention.scope.negated or mention.scope.family) and mention.section != "plan"


def _historical(note: Note, mention: Mention) -> bool:
    """A tumour of the past: removed, cured, *history of*."""
    low, high = part_around(note, mention.match.start, mention.match.end)
    text = note.lower[low:high]
    return bool(
        re.search(
            r"(?a)\b(?:history of|h/o|excised|resected|cured|in situ|surveillance|s/p|previous)\b|原位|根治|术后|曾患|已愈",
            text,
        )
    )


_TREATABLE = ("autoimmune_disease", "rheumatic_disease", "neuroimmunological_disease", "plasma_cell_neoplasm",
              "benign_haematological_disease", "inflammatory_myopathy", "connective_tissue_disease")  # fmt: skip


def _may_be_treated(note: Note, concept: str) -> bool:
    known = [one for one in _TREATABLE if one in note.vocabulary.concepts]
    return any(note.is_a(concept, one) for one in known) if known else True


def _is_comorbid(note: Note, concept: str) -> bool:
    return any(
        note.is_a(concept, one)
        for one in ("comorbid_condition", "infection", "treatment_complication")
    )


def _related(note: Note, one: str, other: str) -> bool:
    above = note.vocabulary.hierarchy.ancestors
    return one == other or one in above(other) or other in above(one)


def _same_disease(note: Note, one: str, other: str) -> bool:
    """The same illness, or one it may have turned into."""
    if _related(note, one, other):
        return True
    for group in (
        "lymphoid_malignancy",
        "myeloid_malignancy",
        "plasma_cell_neoplasm",
        "haematological_malignancy",
    ):
        if note.is_a(one, group) and note.is_a(other, group):
            return True
    solid = "solid_tumour"
    return solid in note.vocabulary.concepts and one == other


def _most_specific(note: Note, concepts: list[str]) -> tuple[str, ...]:
    above = note.vocabulary.hierarchy.ancestors
    kept = []
    for one in dict.fromkeys(concepts):
        if not any(other != one and one in above(other) for other in concepts):
            kept.append(one)
    return tuple(kept)


def _deny(note: Note, mention: Mention) -> None:
    match = mention.match
    stretch = note.scopes.covering("negated", match.start, match.end)
    start = stretch.cue_start if stretch is not None else match.start
    before = note.lower[max(0, match.start - 14) : match.start]
    cue = note.lower[start : match.start]
    active = (
        _ACTIVE_ONLY.search(before)
        or _ACTIVE_BEHIND.match(note.lower, match.end)
        or (re.search(r"(?a)\b(?:evidence|sign|signs|symptoms) of\b|征象|依据", cue))
    )
    if (
        not active
        and note.is_a(mention.concept, "infection")
        and not re.search(r"(?a)history|ever|史|曾", cue + note.lower[match.end : match.end + 8])
    ):
        active = re.search("", "")
    since = None
    near = date_near(note, match.start, match.end)
    if near is not None and _SINCE.search(note.lower, match.end, near.start):
        since = near.first
    note.add_absence(
        "condition",
        mention.concept,
        start,
        match.end,
        since=since,
        status="condition_active" if active else None,
    )


def _add_condition(note: Note, mention: Mention) -> None:
    match, scope = mention.match, mention.scope
    concept = note.vocabulary.concepts[mention.concept]
    near = date_near(note, match.start, match.end)
    start = near.first if near is not None else None
    start = start or _at_age(note, match)
    end: PartialDate | None = None
    low, high = part_around(note, match.start, match.end)
    text = note.lower[low:high]
    own = note.lower[match.start : _own_end(note, match)]
    status: str | None = None
    resolved = bool(_RESOLVED_NEAR.search(text) or _RESOLVED_NEAR.search(own[:90]))
    controlled = bool(_CONTROLLED_NEAR.search(own[:70]))
    ongoing = bool(_ONGOING_NEAR.search(own[:110]) or _ONGOING_NEAR.search(text))
    if resolved and not re.search(r"(?a)\b(?:not|un)resolved|\bimproving\b", text):
        status, end = "condition_resolved", start
    elif controlled:
        # An autoimmune disease that needs its treatment is there, however stable.
        autoimmune = note.is_a(_located(note, mention), "autoimmune_disease")
        status = "condition_active" if autoimmune else "condition_controlled"
    elif not concept.acute and (
        ongoing or mention.section in ("diagnosis", "past", "status", "current")
    ):
        episode = note.is_a(mention.concept, "infection") and near is not None and not ongoing
        status = None if episode else "condition_active"
    if concept.acute and end is None and status != "condition_active":
        end = start
    attributes: dict[str, tuple[object, ...]] = {"code": (mention.concept,)}
    if status is not None:
        attributes["status"] = (status,)
    specific = _located(note, mention)
    attributes["code"] = (specific,)
    if specific == "autoimmune_thyroid_disease" and re.search(
        r"(?a)levothyroxine|thyroxine|优甲乐|左甲状腺素",
        note.lower[match.start : _own_end(note, match)],
    ):
        attributes["code"] = (specific, "hypothyroidism")
    if note.is_a(specific, MALIGNANT) and "second_primary_malignancy" in note.vocabulary.concepts:
        attributes["code"] = (specific, "second_primary_malignancy")
    kind = _gvhd_kind(note, mention)
    if kind is not None:
        attributes["code"] = (kind,)
    grade = _grade_of(note, match, low, high)
    if grade is not None:
        word = grade.group("en") or grade.group("zh")
        attributes["grade"] = (Quantity(float(_ROMAN.get(word) or word), "1"),)
    certainty = (
        Certainty.UNCERTAIN if scope.uncertain and _doubted(note, mention) else Certainty.STATED
    )
    note.add_event(
        "condition",
        attributes,  # type: ignore[arg-type]  # the values are concepts and quantities
        match.start,
        match.end,
        first=start,
        last=end,
        ongoing=status in ("condition_active", "condition_controlled") and end is None,
        certainty=certainty,
    )


_SKIN = re.compile(
    r"(?a)skin|scalp|cheek|face|facial|nose|ear\b|forehead|temple|hand|arm|leg|皮肤|头皮|面部|鼻"
)
_IMMUNE_RELATED = re.compile(
    r"(?a)(?:immune[- ](?:related|mediated)|autoimmune|免疫相关性?|自身免疫性?)\s?$"
)
_DIABETES = re.compile(r"(?a)diabet|t[12]dm|糖尿病")
_LOCALISED = re.compile(
    r"(?a)radical|prostatectomy|surveillance|gleason 3\s?\+\s?3|根治|localised|localized"
)


def _located(note: Note, mention: Mention) -> str:
    """A tumour by its site and extent, where the name alone is broader."""
    sentence = note.sentence(mention.match.start)
    text = note.lower[
        max(sentence.start, mention.match.start - 40) : _own_end(note, mention.match)
    ][:160]
    found = mention.concept
    if found == "squamous_cell_carcinoma" and _SKIN.search(text):
        found = "squamous_cell_skin_carcinoma"
    elif found == "prostate_cancer" and _LOCALISED.search(text):
        found = "localised_prostate_cancer"
    elif (
        found == "eye_disease"
        and "retinopath" in text
        and _DIABETES.search(note.lower, sentence.start, sentence.end)
    ):
        found = "diabetic_retinopathy"
    elif found == "hypothyroidism" and _IMMUNE_RELATED.search(
        note.lower, max(0, mention.match.start - 24), mention.match.start
    ):
        found = "immune_related_hypothyroidism"
    return found if found in note.vocabulary.concepts else mention.concept


_AT_AGE = re.compile(r"(?a)at (?:the )?age (?:of )?(?P<en>\d{1,2})|(?P<zh>\d{1,2})岁时")


def _at_age(note: Note, match: Match) -> PartialDate | None:
    """*One febrile convulsion at age of 2 years*: the year, from the patient's own age."""
    low, high = part_around(note, match.start, match.end)
    found = _AT_AGE.search(note.lower, low, min(high, match.end + 40))
    if found is None or note.letter is None:
        return None
    years = int(found.group("en") or found.group("zh"))
    for fact in note.gathered.facts:
        if fact.fact == "birth_date" and isinstance(fact.value, PartialDate):
            return PartialDate(fact.value.year + years)
    for fact in note.gathered.facts:
        if fact.fact == "age" and isinstance(fact.value, Quantity) and fact.value.unit == "a":
            return PartialDate(note.letter.year - int(fact.value.value) + years)
    return None


def _grade_of(note: Note, match: Match, low: int, high: int) -> re.Match[str] | None:
    """The grade right before the name, else the first behind it: *grade 3 CRS and grade 2 ICANS*."""
    before = [*_GRADE.finditer(note.lower, low, match.start)]
    if before and match.start - before[-1].end() <= 8:
        return before[-1]
    return _GRADE.search(note.lower, match.end, min(high, match.end + 40)) or (
        before[-1] if before else None
    )


def _own_end(note: Note, match: Match) -> int:
    """Where what is said of this disease ends: at the next disease, or the part between semicolons."""
    limit = min(note.document.clause_at(match.start)[1], match.end + FARTHEST)
    for other in note.matches_within(match.end, limit):
        if any(one.kind == "concept" and one.system == "disease" for one in other.senses):
            return other.start
    return limit


def _gvhd_kind(note: Note, mention: Mention) -> str | None:
    if mention.concept != "graft_versus_host_disease":
        return None
    around = note.lower[max(0, mention.match.start - 12) : mention.match.end + 20]
    for word, kind in (
        ("chronic", "chronic"),
        ("慢性", "chronic"),
        ("acute", "acute"),
        ("急性", "acute"),
    ):
        name = f"{kind}_graft_versus_host_disease"
        if word in around and name in note.vocabulary.concepts:
            return name
    return None


_RESOLVED_NEAR = re.compile(
    r"(?a)\b(?:resolved|cured|recovered|healed|gone|excised|resected|removed|ablated|no recurrence|none since|s/p|status post|lumpectomy|mastectomy|never since"
    r"|completely regressed|eradicated|svr|in remission|surgery|treated)\b|已愈|治愈|痊愈|已恢复|已吸收|切除|根治|消融|未再发|无复发|根除|转阴|陈旧|至今未发"
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
