"""Which of the diseases named is the one to be treated."""

from __future__ import annotations

import re

from cartway.reading.notes.disease_mentions import MALIGNANT, NOT_IT, Mention
from cartway.reading.notes.note import Note
from cartway.reading.notes.timing import part_around

# Where a tumour has gone: no tumour of its own.
SPREAD = ("metastatic_cancer_to_brain", "peritoneal_carcinomatosis", "liver_metastases_of_solid_tumour",
          "pleural_malignancy")  # fmt: skip
_LINEAGES = (
    (re.compile(r"(?a)\bb-?\s?(?:cell )?(?:precursor|lineage|lymphoblastic|cell|all\b)|\bpre-?b\b|common all|common-?b|\(common\)|b系|前体b|急性b淋"), "b_cell_acute_lymphoblastic_leukaemia"),
    (re.compile(r"(?a)\bt-?\s?(?:cell )?(?:precursor|lineage|lymphoblastic|all\b)|t系|前体t|急性t淋"), "t_cell_acute_lymphoblastic_leukaemia"),
)  # fmt: skip


_FOLLICULAR_GRADE = re.compile(
    r"(?a)grade\s?(?P<en>1-2|1|2|3a|3b|3)(?![\w])|(?P<zh>1-2|1|2|3a|3b|3)级"
)


def refined(note: Note, concept: str, mentions: list[Mention]) -> str:
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
    if concept == "ovarian_cancer" and re.search(
        r"(?a)platinum[- ](?:resistant|refractory)|铂(?:类)?耐药", note.lower
    ):
        resistant = "platinum_resistant_ovarian_cancer"
        return resistant if resistant in note.vocabulary.concepts else concept
    if concept == "diffuse_large_b_cell_lymphoma":
        return _transformed(note, concept, mentions)
    if concept == "mantle_cell_lymphoma" and re.search(
        r"(?a)(?<!no )(?<!not )(?<!non-)\b(?:blastoid|pleomorphic)\b|(?<!非)(?<!无)母细胞(?:样|变异)|多形性",
        note.lower,
    ):
        blastoid = "blastoid_mantle_cell_lymphoma"
        return blastoid if blastoid in note.vocabulary.concepts else concept
    if concept in ("acute_lymphoblastic_leukaemia", "lymphoblastic_leukaemia_lymphoma"):
        text = " ".join(
            note.lower[note.sentence(one.match.start).start : note.sentence(one.match.start).end]
            for one in mentions
            if one.concept == concept
        )
        for pattern, code in _LINEAGES:
            if pattern.search(text) and code in note.vocabulary.concepts:
                b_cell = code == "b_cell_acute_lymphoblastic_leukaemia"
                return _by_philadelphia(note, code) if b_cell else code
    organ = {
        "gastric_cancer": "gastric_adenocarcinoma", "pancreatic_cancer": "pancreatic_adenocarcinoma",
        "lung_cancer": "lung_adenocarcinoma",
    }.get(concept)  # fmt: skip
    if organ in note.vocabulary.concepts and any(
        one.concept == "adenocarcinoma" for one in mentions
    ):
        return str(organ)
    if concept == "plasma_cell_leukaemia" and any(
        _PRIMARY_BEHIND.match(note.lower, one.match.end)
        for one in mentions
        if one.concept == concept
    ):
        return "primary_plasma_cell_leukaemia"
    if concept == "acute_myeloid_leukaemia":
        kinds = {
            _FAB[one.group("type")]
            for mention in mentions
            if mention.concept == concept
            and (one := _FAB_TYPE.match(note.lower, mention.match.end)) is not None
        }
        if len(kinds) == 1 and (kind := kinds.pop()) in note.vocabulary.concepts:
            return kind
        other = "acute_myeloid_leukaemia_not_promyelocytic"
        if other in note.vocabulary.concepts and _NOT_PROMYELOCYTIC.search(note.lower):
            return other
    if concept == "b_cell_acute_lymphoblastic_leukaemia":
        return _by_philadelphia(note, concept)
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
    if note.is_a(concept, "systemic_sclerosis"):
        return _with_lung(note, concept, mentions)
    if note.is_a(concept, "solid_tumour"):
        return _of_histology(note, concept, mentions)
    return concept


_HISTOLOGIES = ("adenocarcinoma", "carcinoma", "squamous_cell_carcinoma", "solid_tumour", "malignant_neoplasm",
                "sarcoma", "neuroendocrine_neoplasm", "neuroendocrine_carcinoma")  # fmt: skip


def is_histology_of(note: Note, mention: Mention, treated: tuple[str, ...]) -> bool:
    """*Lung cancer, adenocarcinoma*: how the tumour to be treated looks, not another tumour."""
    return (
        mention.concept in _HISTOLOGIES
        and mention.section != "past"
        and any(note.is_a(one, "solid_tumour") for one in treated)
        and not _historical(note, mention)
    )


def _with_lung(note: Note, concept: str, mentions: list[Mention]) -> str:
    """Systemic sclerosis with an interstitial lung disease named beside it."""
    lung = any(
        note.is_a(one.concept, "interstitial_lung_disease")
        and _is_said(one)
        and not NOT_IT.match(note.lower, one.match.end)
        for one in mentions
    )
    name = f"{concept}_ild"
    return name if lung and name in note.vocabulary.concepts else concept


def _of_histology(note: Note, concept: str, mentions: list[Mention]) -> str:
    """A cancer of an organ and how it looks, where the vocabulary has a name for both."""
    above = note.vocabulary.hierarchy.ancestors
    for mention in mentions:
        if mention.concept not in _HISTOLOGIES[:3] or mention.concept in above(concept):
            continue
        if not _is_said(mention) or not is_histology_of(note, mention, (concept,)):
            continue
        both = [
            one
            for one in note.vocabulary.concepts
            if concept in above(one) and mention.concept in above(one)
        ]
        top = [
            one for one in both if not any(other in above(one) for other in both if other != one)
        ]
        if len(top) == 1:
            return top[0]
    return concept


_FAB_TYPE = re.compile(r"(?a)\s?[-(,]?\s?(?:fab\s?)?m(?P<type>[45])[ab]?(?:eo)?(?![\w])")
_FAB = {"4": "acute_myelomonocytic_leukaemia", "5": "acute_monocytic_leukaemia"}
_NOT_PROMYELOCYTIC = re.compile(
    r"(?a)\b(?:fab )?m[0124567][ab]?\b|\b(?:runx1\W{0,2}runx1t1|cbfb\W{0,2}myh11|aml1\W{0,2}eto|npm1)\b|\bt\(8;21\)|\binv\(16\)"
    r"|\beln\b|\badverse[- ]risk\b|\bvenetoclax\b|维奈克拉|pml\W{0,2}rara\s?(?:融合基因)?(?:\(-\)|negative|neg\b|阴性|not detected|未检出)|non-?apl\b|非apl|\bnon-?m3\b|非m3"
)
_ORIGINS = (
    ("follicular_lymphoma", "dlbcl_from_follicular_lymphoma"),
    ("transformed_follicular_lymphoma", "dlbcl_from_follicular_lymphoma"),
    ("chronic_lymphocytic_leukaemia", "richter_transformation_dlbcl"),
    ("small_lymphocytic_lymphoma", "richter_transformation_dlbcl"),
    ("marginal_zone_lymphoma", "dlbcl_from_marginal_zone_lymphoma"),
)


def _transformed(note: Note, concept: str, mentions: list[Mention]) -> str:
    """A large-cell lymphoma that the note calls transformed, by what it was before."""
    if not re.search(r"(?a)transform|richter|转化", note.lower):
        # Where the kind of cell was told, no special kind of large-cell lymphoma was meant.
        typed = any(one.fact == "cell_of_origin" for one in note.gathered.facts)
        plain = "diffuse_large_b_cell_lymphoma_nos"
        return plain if typed and plain in note.vocabulary.concepts else concept
    for name, code in _ORIGINS:
        if code in note.vocabulary.concepts and any(
            _is_said(one) and note.is_a(one.concept, name) for one in mentions
        ):
            return code
    return concept


_PRIMARY_BEHIND = re.compile(r"(?a)\s?[(,]?\s?(?:原发|primary)")
_PH_LIKE = re.compile(r"(?a)\bph(?:iladelphia)?[- ](?:chromosome[- ])?like\b|ph样")


def _by_philadelphia(note: Note, concept: str) -> str:
    """B-cell leukaemia by its Philadelphia chromosome, where one result tells it."""
    alike = "philadelphia_like_b_all"
    if alike in note.vocabulary.concepts and _PH_LIKE.search(note.lower):
        return alike
    told = {
        one.value for one in note.gathered.facts
        if one.fact == "philadelphia_chromosome" and one.value in ("positive", "negative")
    }  # fmt: skip
    if len(told) != 1:
        return concept
    name = f"philadelphia_{told.pop()}_b_all"
    return name if name in note.vocabulary.concepts else concept


def _is_said(mention: Mention) -> bool:
    """Said of the patient: a disease is never planned, so *would you see her* denies nothing."""
    scope = mention.scope
    return not (scope.negated or scope.family) and mention.section != "plan"


_BESIDES = re.compile(
    r"(?a)(?:\b(?:besides|apart from|other than|except(?: for)?|aside from|in addition to)(?: the| this| his| her)?(?: known)?|除(?:上述|了|外)?)\s?$"
)


def is_named_again(note: Note, mention: Mention, mentions: list[Mention]) -> bool:
    """*No cancer besides the thymoma*: an illness told before, and nothing new of it."""
    start = mention.match.start
    return _BESIDES.search(note.lower, max(0, start - 26), start) is not None and any(
        one.match.start < start and are_related(note, one.concept, mention.concept)
        for one in mentions
    )


def treated_among(note: Note, mentions: list[Mention]) -> tuple[str, ...]:
    """The concepts of the disease to be treated, the most specific of those named."""
    denied = {one.concept for one in mentions if NOT_IT.match(note.lower, one.match.end)}
    mentions = [
        one
        for one in mentions
        if one.concept not in denied and not is_named_again(note, one, mentions)
    ]
    usable = [
        one
        for one in mentions
        if _is_said(one)
        and one.section not in ("past", "family", "allergy", "medication", "social")
    ]
    usable = usable or [one for one in mentions if _is_said(one) and one.section == "past"]
    if not usable:
        return ()
    malignant = [
        one for one in usable
        if note.is_a(one.concept, MALIGNANT) and not _historical(note, one)
        and not note.is_a(one.concept, "carcinoma_in_situ")
    ]  # fmt: skip
    malignant = [one for one in malignant if one.concept not in SPREAD] or malignant
    if _immune_disease_leads(note, usable, malignant):
        malignant = []
    if not malignant:
        stated = [one for one in usable if one.section == "diagnosis"] or usable
        principal = next(
            (one for one in stated if _may_be_treated(note, one.concept)), None
        ) or next((one for one in stated if not _is_comorbid(note, one.concept)), None)
        if principal is None:
            return ()
        same = [one.concept for one in usable if are_related(note, one.concept, principal.concept)]
        return _most_specific(note, same)
    lead = next((one for one in malignant if one.section == "diagnosis"), malignant[0])
    group = [one.concept for one in malignant if _same_disease(note, one.concept, lead.concept)]
    if note.is_a(lead.concept, "plasma_cell_neoplasm"):
        # Myeloma and amyloidosis are two diagnoses of one clone.
        group += [
            one.concept for one in usable
            if note.is_a(one.concept, "light_chain_amyloidosis") and not _historical(note, one)
        ]  # fmt: skip
    return _most_specific(note, group)


def _immune_disease_leads(note: Note, usable: list[Mention], malignant: list[Mention]) -> bool:
    """*诊断：重症肌无力，胸腺瘤术后*: the diagnoses name an immune disease and no tumour of today."""
    stated = [one for one in usable if one.section == "diagnosis"]
    former = {one.concept for one in stated if _historical(note, one)}
    if not former or any(
        one.section == "diagnosis" or one.concept not in former for one in malignant
    ):
        return False
    return any(_may_be_treated(note, one.concept) for one in stated if one.concept not in former)


def _historical(note: Note, mention: Mention) -> bool:
    """A tumour of the past: removed, cured, *history of*."""
    low, high = part_around(note, mention.match.start, mention.match.end)
    if note.lower.startswith((" (", "("), mention.match.end):
        # "Thymoma (type B1, Masaoka I) removed in 2018": the bracket parts nothing.
        closed = note.lower.find(")", mention.match.end, mention.match.end + 60)
        high = max(high, part_around(note, closed, closed + 1)[1] if closed > 0 else high)
    text = note.lower[low:high]
    return bool(
        re.search(
            r"(?a)\b(?:history of|h/o|excised|resected|removed|cured|in situ|surveillance|s/p|previous)\b|原位|根治|术后|曾患|已愈",
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


def are_related(note: Note, one: str, other: str) -> bool:
    """Whether one illness is the other, or stands above it."""
    above = note.vocabulary.hierarchy.ancestors
    return one == other or one in above(other) or other in above(one)


def _same_disease(note: Note, one: str, other: str) -> bool:
    """The same illness, or one it may have turned into."""
    if are_related(note, one, other):
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
    # A crisis is something that happens in a disease, not its name.
    lasting = [one for one in concepts if not note.vocabulary.concepts[one].acute] or concepts
    kept = []
    for one in dict.fromkeys(lasting):
        if not any(other != one and one in above(other) for other in lasting):
            kept.append(one)
    return tuple(kept)
