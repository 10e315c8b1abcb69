"""Which lists the note declares complete, and what it denies in general words."""

from __future__ import annotations

import re

from cartway.reading.notes.closing_statements import closed_lists
from cartway.reading.notes.note import Note


def read_completeness(note: Note) -> None:
    """Note which event lists hold everything there was."""
    lower = note.lower
    for group, lists in (
        ("complete_treatment", ("prior_therapy",)),
        ("complete_condition", ("condition",)),
        ("complete_allergy", ("allergy",)),
        ("complete_medication", ("medication",)),
    ):
        for match in note.cues.patterns[group].finditer(lower):
            sentence = note.sentence(match.start())
            if sentence.section == "family":
                continue
            if group == "complete_allergy" and lower[
                match.end() : match.end() + 4
            ].strip().startswith("to"):
                continue  # "no known allergy to murine protein" closes nothing
            if group == "complete_medication" and lower[match.end() :].startswith("过敏", 0, 2):
                continue
            if group == "complete_treatment" and not _about_treatment(note, match):
                continue
            for name in lists:
                if name in note.vocabulary.events:
                    note.gathered.complete.add(name)
    for name, _, _ in closed_lists(note):
        if name in note.vocabulary.events:
            note.gathered.complete.add(name)
    for match in _ALLERGIES.finditer(lower):
        if note.sentence(match.start()).section != "family" and "allergy" in note.vocabulary.events:
            note.gathered.complete.add("allergy")
    for match in _NO_OTHER_TUMOUR.finditer(lower):
        if note.sentence(match.start()).section != "family":
            for concept in ("second_primary_malignancy", "malignant_neoplasm"):
                note.add_absence("condition", concept, *match.span())
    for match in _NO_HEART.finditer(lower):
        note.add_absence("condition", "cardiovascular_disease", *match.span())
    for match in _NO_LUNG.finditer(lower):
        note.add_absence("condition", "lung_disease", *match.span())
    for match in _NO_BRAIN.finditer(lower):
        if not note.scopes.covering("family", *match.span()):
            note.add_absence("condition", "metastatic_cancer_to_brain", *match.span())
    for match in _NO_CELLS.finditer(lower):
        if note.sentence(match.start()).section not in ("family", "plan"):
            for concept in ("cellular_therapy", "gene_therapy", "gene_modified_cell_therapy"):
                if concept in note.vocabulary.concepts:
                    note.add_absence("prior_therapy", concept, *match.span())
    for match in _NO_TARGETED.finditer(lower):
        target = _TARGETS.get(re.sub(r"[\s-]", "", match.group("zh") or match.group("en")))
        concept = f"anti_{target}_targeted_therapy"
        if concept in note.vocabulary.concepts and note.sentence(match.start()).section != "family":
            note.add_absence("prior_therapy", concept, *match.span())
    for match in _NO_GVHD.finditer(lower):
        for concept in (
            "graft_versus_host_disease", "acute_graft_versus_host_disease",
            "chronic_graft_versus_host_disease",
        ):  # fmt: skip
            note.add_absence("condition", concept, *match.span(), status="condition_active")
    if _NO_ALLERGY.search(lower) and "allergy" in note.vocabulary.events:
        note.gathered.complete.add("allergy")
    if any(
        note.sentence(one.start("end")).section == "medication"
        for one in _THAT_IS_ALL.finditer(lower)
    ):
        note.gathered.complete.add("medication")
    if _ALL_DRUGS.search(lower):
        note.gathered.complete.add("medication")
    if any(not _of_something_beside(note, one.start()) for one in _NO_TREATMENT.finditer(lower)):
        note.gathered.complete.add("prior_therapy")


_TARGETS = {"claudin18.2": "claudin18_2", "cldn18.2": "claudin18_2", "bcma": "bcma", "cd19": "cd19", "cd20": "cd20",
            "cd22": "cd22", "cd7": "cd7", "gprc5d": "gprc5d", "gpc3": "gpc3", "mesothelin": "mesothelin",
            "cd30": "cd30", "cd38": "cd38", "cd123": "cd123", "her2": "her2"}  # fmt: skip
_TARGET = r"claudin ?18\.2|cldn ?18\.2|bcma|cd19|cd20|cd22|cd7|gprc5d|gpc3|mesothelin|cd30|cd38|cd123|her-?2"
# "未接受过靶向Claudin18.2药物", "no prior CLDN18.2-directed therapy"
_NO_TARGETED = re.compile(
    rf"(?a)(?:未|没有?|无)(?:曾)?(?:接受|使用|用|做|进行)?过?(?:任何)?(?:靶向|针对|抗)\s?(?P<zh>{_TARGET})(?:的)?(?:靶点|靶向)?(?:的)?(?:药物|治疗)"
    rf"|\b(?:no|never (?:had|received)(?: any)?) (?:prior |previous )?(?P<en>{_TARGET})[- ](?:directed|targeted|targeting) (?:therap|treatment|agent|drug)"
)
# "否认药物、食物过敏史", "没有药物过敏": of drugs in general, in any order of the list.
_NO_ALLERGY = re.compile(
    r"(?a)(?:否认|无|没有|未发现)(?:明确|已知|明显)?(?:其[他它])?(?:(?:食物|花粉|海鲜|酒精|接触物)(?:、|及|和|或|与|,)?){0,3}(?:药物|药品|药)(?:(?:、|及|和|或|与|,)?(?:食物|花粉|海鲜|酒精|接触物)){0,3}等?(?:的)?过敏"
    r"|(?:药物|食物|药物食物|食物药物)?过敏(?:史)?(?:\(-\)|:\s?(?:无|否认|没有)(?=[,;。\n)]|$)|(?:均)?否认|史?均?无(?=[,;。\n)]|$))|没有(?:什么)?过敏"
)
# "Medications: A, B. Nothing else."
_THAT_IS_ALL = re.compile(
    r"(?a)[.;\n]\s?(?P<end>(?:nothing else|no others?|none other|that is all|that's all))(?:\.|\n|$)"
)
# "Allergies: contrast (urticaria). Nothing else."
_ALLERGIES = re.compile(
    r"(?a)(?:\ballerg(?:y|ies)|过敏史)\s?[:：][^\n]{2,120}?(?:[.;。；]\s?(?:nothing else|none other|no others?|nil else|otherwise none)\b|[.;。；,，]\s?(?:余无|其余无|余否认)(?=[.;。；\n]|$))"
)
_NO_CELLS = re.compile(
    r"(?a)\b(?:no|not|never|without|nor|n't)\b[^.;:\n]{0,60}?\b(?:cell(?:ular)?|gene)(?: therapy| treatment)?(?: or | and | nor |/)(?:any |other )?(?:cell(?:ular)? |gene )(?:therap(?:y|ies)|treatments?|products?)"
    r"|(?:无|未(?:曾)?(?:接受|进行|行|做|用)?过?)[^。；;:：\n]{0,20}?(?:细胞|基因)(?:治疗)?(?:或|及|和|、|/)(?:其他)?(?:细胞|基因)治疗"
)
_NO_GVHD = re.compile(
    r"(?a)\bno (?:signs? of |evidence of |active )*(?:acute|chronic)(?: or | and |/|, ?)(?:acute|chronic) (?:gvhd|graft)|无(?:急性|慢性)(?:或|及|、)(?:急性|慢性)?(?:gvhd|移植物抗宿主病)"
)
# A heading that says so of its own list: "MEDS (complete): ...", "用药（全部）：".
_ALL_DRUGS = re.compile(
    r"(?a)(?:^|\n)[^\n:]{0,24}(?:\bmeds\b|\bmedications?\b|\bdrugs\b|用药|带药)\s?\([^()\n]{0,24}(?:\bcomplete\b|\bfull list\b|\ball\b|完整|全部)[^()\n]{0,12}\)\s?:"
)
_NO_OTHER_TUMOUR = re.compile(
    r"(?a)(?:\bno (?:history of |known )?(?:other |second |prior |previous |past |personal |additional ){0,2}(?:cancers?|malignanc(?:y|ies)|tumou?rs?)\b|\b(?:past|prior|previous|other|second) (?:malignanc(?:y|ies)|cancers?)\s?:\s?(?:none|no\b|nil)|\bor other (?:cancer|malignancy)|无其[他它](?:恶性)?肿瘤|及其[他它]肿瘤史?|否认(?:其[他它])?(?:恶性)?肿瘤|无(?:恶性)?肿瘤(?:病)?史|(?<=[,;。、\n])\s?(?:无|没有)(?:恶性)?肿瘤(?=[,;。\n]|$)|(?:恶性)?肿瘤(?:病)?史?(?:均|都)(?:无|否认|没有)(?=[,;。\n]|$)|(?:pet-?/?ct|胃肠镜|肠镜|肿瘤筛查|肿瘤标志物|全身筛查)(?:\([^()]{0,12}\))?(?:均|检查)?未见(?:恶性)?肿瘤|没有?(?:得过|患过|查出过?)?(?:别的|其[他它])(?:恶性)?(?:癌症?|肿瘤))"
)
_NO_HEART = re.compile(
    r"(?a)(?:\b(?:no|nil|denies(?: any)?) (?:\w+ ){0,2}(?:heart|cardiac|cardiovascular)(?: or \w+)? (?:disease|history|hx|problems?|issues?|conditions?)|无[^,;。\n]{0,12}心脏病|否认[^,;。\n]{0,20}心脏病)"
)
_NO_LUNG = re.compile(
    r"(?a)(?:\bno (?:\w+ ){0,3}(?:or )?(?:lung|pulmonary|respiratory) (?:disease|history|problems?)|无[^,;。\n]{0,12}肺(?:部)?疾?病(?!灶))"
)
_NO_BRAIN = re.compile(
    r"(?a)\bno (?:\w+ )?brain (?:or \w+ )?met(?:s|astas[ei]s)\b|\bno (?:cerebral|intracranial) metastas[ei]s|无(?:颅内|脑(?:实质|膜|内)?)转移|未见(?:颅内|脑)转移"
)
_NO_TREATMENT = re.compile(
    r"(?a)(?:untreated|treatment[- ]na[iï]ve|no (?:prior|previous) (?:systemic |anticancer |antitumou?r )?(?:therapy|treatment)\b|未接受(?:过)?任何(?:抗肿瘤)?治疗|初治)(?! relapse| first| for)"
)


def _of_something_beside(note: Note, start: int) -> bool:
    """*Vitiligo, untreated*: said of another illness than the one to be treated."""
    sentence = note.sentence(start)
    if sentence.section in ("past", "family"):
        return True
    if not any(note.is_a(s.id, "malignant_neoplasm") for m in note.matches for s in m.senses):
        return False
    for other in reversed(note.matches_within(sentence.start, start)):
        for sense in other.senses:
            if sense.kind == "concept" and sense.system == "disease":
                return not note.is_a(sense.id, "malignant_neoplasm")
    return False


_TREATMENT = re.compile(
    r"(?a)treat|therap|drug|chemo|line|list|given|received|治疗|化疗|用药|方案|移植|rx|oncolog|anti|\b(?:pd|pr|cr|sd|vgpr)\b"
)


def _about_treatment(note: Note, match: re.Match[str]) -> bool:
    """*The list is complete* says so of treatments only where treatments are spoken of."""
    sentence = note.sentence(match.start())
    line_start = note.plain.rfind("\n", 0, match.start()) + 1
    around = note.lower[line_start : sentence.end]
    before = note.lower[max(0, match.start() - 12) : match.start()]
    if "复发后" in before or before.endswith(("期间", "此间", "其间", "近期")):
        return False
    return sentence.section == "treatment" or _TREATMENT.search(around) is not None
