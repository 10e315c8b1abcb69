"""Where the disease has gone: organs that it has reached, and whether it has spread far."""

from __future__ import annotations

import re

from cartway.facts import Certainty
from cartway.reading.notes.not_the_disease import DENIED_BEHIND
from cartway.reading.notes.note import Note
from cartway.reading.notes.timing import part_around

_ORGANS = (
    ("liver_involvement", r"liver|hepatic|肝脏?"),
    ("lung_involvement", r"lungs?|pulmonary|双?肺"),
    ("bone_involvement", r"bones?|bony|osseous|skelet\w+|骨骼|骨质|骨(?!髓|穿|骼|质)"),
    ("bone_marrow_involvement", r"(?:bone )?marrow|骨髓"),
    ("peritoneal_involvement", r"periton\w+|omental|omentum|腹膜|大?网膜"),
    ("spleen_involvement", r"spleen|splenic|脾脏?"),
    ("skin_involvement", r"skin|cutaneous|皮肤"),
    ("cardiac_involvement", r"cardiac|heart|心脏"),
    ("testicular_involvement", r"testes|testis|testicular|testicle|睾丸"),
    ("gastrointestinal_involvement", r"gastrointestinal|gastric|stomach|bowel|colon(?:ic)?|胃肠道?|胃|肠道?|结肠"),
    ("lymph_node_involvement", r"(?:lymph )?nodes?|nodal|淋巴结"),
)  # fmt: skip
_OTHERS = (
    r"brain|cns|脑脊液|adrenals?|kidneys?|renal|pancreas|breast|pleura|肾上腺|脑|肾|胰腺?|胸膜|卵巢"
)
_ANY = "(?:" + "|".join(pattern for _, pattern in _ORGANS) + "|" + _OTHERS + ")"
_LIST = rf"{_ANY}(?:\s?(?:,|、|/|\+|&|and|or|nor|及|和|与|或)\s?(?:and\s)?(?:l |r |left |right |双侧|左|右)?{_ANY}){{0,6}}"
_LED = re.compile(
    rf"(?a)(?<![a-z])(?P<organs>{_LIST})\s?(?:\(\d[\d/.年月日-]{{1,9}}\)\s?)?(?:均|皆)?(?:未见|未|无)?(?:multiple |多发|广泛|内多发|内)?(?:mets?\b|metasta\w+|involvement|infiltrat\w+|deposits?|carcinomatosis|dissemination|seeding|implants|播散|种植|uptake|relapse|联合复发|复发|转移瘤?|受累|受侵|侵犯|浸润|累及)"
)
_FOLLOWED = re.compile(
    rf"(?a)(?:\bmetasta\w+|\bmets?|\bspread|\binvolv\w+|\binfiltrat\w+|累及|侵犯|转移至|浸润|侵及)(?: (?:disease|cancer|carcinoma|[a-z]+ (?:ductal )?adenocarcinoma))?"
    rf"\s?(?:to|in|of|into|at)?\s?[:(]?\s?(?:the )?(?P<organs>{_LIST})(?![a-z])"
)
_STAGED = re.compile(
    rf"(?a)(?:stage|分期)\s?(?:iv|4)[ab]?\s?(?:disease\s)?\((?:extranodal:? ?)?(?P<organs>{_LIST})"
)
_LESIONS = re.compile(
    r"(?a)(?P<organs>hepatic|liver|lung|pulmonary|bone|bony|osseous|peritoneal|omental)\s(?:lesions?|(?<=al )nodules|(?<=al )masses|disease(?= (?:at|in|of|,|with)| t\d)|met\b)|(?P<zh>肝|肺|骨)(?:内|脏)?(?:多发|散在)?(?:结节|占位|病灶|低密度影)(?!硬化|样?变|性再生)"
)
_MARROW_SHARE = re.compile(
    r"(?a)marrow[^.;\n]{0,30}?(?P<share>\d{1,3})\s?%\s?(?:infiltrat\w+|involve\w+|cll\b|lymphoma|mcl\b|tumou?r|disease|paratrab\w+)|骨髓(?:淋巴瘤细胞|肿瘤细胞|异常细胞)\s?(?:约|占)?\s?(?P<zh>\d{1,3})\s?%"
)
_MARROW_SEEN = re.compile(
    r"(?a)骨髓(?:活检|穿刺|涂片|细胞学)?[^。;\n]{0,14}?见[^。;\n]{0,3}?[\u4e00-\u9fff]{1,6}瘤细胞(?!未|阴)|骨髓(?:活检|穿刺|涂片)?[^。;\n]{0,24}?见[^。;\n]{0,8}(?:淋巴瘤|肿瘤|白血病|骨髓瘤)(?:细胞)?[^。;\n]{0,4}(?:累及|浸润|侵犯)|marrow (?:biopsy )?(?:is |was )?(?:involved|infiltrated)\b"
)
_CLEAR_BEHIND = re.compile(
    r"(?a)\s?(?::|are|is|were|was)?\s?(?:clear|normal|negative|not (?:involved|seen)|absent|阴性|未见|正常|无)"
)
_PORTAL = re.compile(
    r"(?a)门静脉[^,;。\n]{0,6}癌栓|portal vein[^.;,\n]{0,16}(?:tumou?r )?thromb\w+|\bpvtt\b"
)
_FAR = re.compile(
    r"(?a)\bmetasta(?:tic|s[ei]s)\b|\bmets?\b|(?<!无)(?<!未见)远处转移|多发转移|\bperitoneal (?:carcinomatosis|seeding|dissemination|implants|deposits)\b|腹膜(?:种植|播散)|(?:肝|肺|骨|脑|腹膜|肾上腺)[^,;。\n]{0,3}转移|(?<!mvi )(?<!mvi-)(?<!mvi:)(?<!mvi)\bm1[abc]?\b"
)
_NOT_FAR = re.compile(
    r"(?a)\bm0\b|\bno (?:distant )?metasta\w+|\bno mets\b|(?:无|未见|没有)(?:明显)?(?:远处|肝外|其他)?转移(?!性)"
)


# "头颅MRI未见转移", "no metastases in the brain": said of one organ, not of the whole body.
_ONE_ORGAN = re.compile(
    r"(?a)(?:头|颅|脑|骨扫描|骨显像|肝|胸|肺|盆腔|brain|head|cranial|cerebral|bone scan|skelet\w+|liver|chest|spine|spinal|mri|ultrasound|超声)[^.;。;\n]{0,22}$"
)
_IN_ORGAN = re.compile(
    rf"(?a)\s?(?:disease |lesions? )?(?:in|to|of|at|on) (?:the )?(?:{_ANY[3:-1]}|head|spine)"
)


def read_spread(note: Note, treated: tuple[str, ...]) -> None:
    """Gather which organs the disease to be treated has reached.

    A plain *liver disease* is an illness of its own and tells nothing here.
    """
    patterns = (_LED, _FOLLOWED, _STAGED, _LESIONS)
    malignant = any(note.is_a(one, "malignant_neoplasm") for one in treated)
    if not malignant:
        return
    for pattern in patterns:
        for match in pattern.finditer(note.lower):
            _keep(note, match)
    for match in _NO_CARCINOMATOSIS.finditer(note.lower):
        note.add_fact("peritoneal_involvement", False, *match.span())
    for match in (*_MARROW_SHARE.finditer(note.lower), *_MARROW_SEEN.finditer(note.lower)):
        if _said(note, *match.span()):
            on = note.date_of_test(*match.span())
            note.add_fact("bone_marrow_involvement", True, *match.span(), on=on)
    for match in _PORTAL.finditer(note.lower):
        if _said(note, *match.span()):
            inside = re.search(r"(?a)未见|无|\bno\b|without", match.group())
            value = note.scopes.covering("negated", *match.span()) is None and inside is None
            on = note.date_of_test(*match.span())
            note.add_fact("portal_vein_tumour_thrombus", value, *match.span(), on=on)
    if any(note.is_a(one, "plasma_cell_neoplasm") for one in treated):
        _read_outside_bone(note, _OUTSIDE_BONE)
    if any(note.is_a(one, "leukaemia") for one in treated):
        _read_outside_bone(note, _OUTSIDE_MARROW)
    _read_in_blood(note)
    if any(note.is_a(one, "solid_tumour") for one in treated):
        _read_distance(note)
        for match in _UNRESECTABLE.finditer(note.lower):
            if _said(note, *match.span()):
                note.add_fact("unresectable_disease", True, *match.span())
                break


_OUTSIDE_BONE = re.compile(
    r"(?a)\b(?:extra-?\s?medullary|para-?(?:skeletal|medullary|osseous|spinal|vertebral)|soft[- ]tissue)\s(?:\w+\s){0,2}?(?:mass(?:es)?|plasmacytomas?|lesions?|disease|deposits?|component)|\bplasmacytomas?\b|\bemd\b"
    r"|髓外(?:浆细胞瘤|病变|病灶|软组织|受累|浸润|侵犯|复发)|(?:骨旁|椎旁|软组织)[^,;。\n]{0,6}(?:肿块|浆细胞瘤|占位|包块)|浆细胞瘤"
)


_OUTSIDE_MARROW = re.compile(
    r"(?a)\b(?:myeloid|granulocytic) sarcoma\b|\bleuk(?:a)?emia cutis\b|\bchloroma\b|髓系肉瘤|粒细胞肉瘤|绿色瘤|皮肤白血病"
)
_IN_BLOOD = re.compile(
    r"(?a)(?:peripheral blood|\bpb\b|外周血)[^.;。\n]{0,90}?(?<!\d)\d{1,2}(?:\.\d)?\s?% (?:clonal|lymphoma|mcl|malignant|neoplastic)\b|外周血[^。;\n]{0,24}?(?:淋巴瘤细胞|异常b细胞|克隆性b)[^。;\n]{0,8}?\d"
)


def _read_in_blood(note: Note) -> None:
    """A counted share of lymphoma cells in the blood."""
    for match in _IN_BLOOD.finditer(note.lower):
        negated = note.scopes.covering("negated", *match.span()) is not None
        if _said(note, *match.span()) and not negated:
            on = note.date_of_test(*match.span())
            note.add_fact("leukaemic_phase", True, *match.span(), on=on)
            return


def _read_outside_bone(note: Note, pattern: re.Pattern[str]) -> None:
    """A mass beside the bone, in soft tissue or skin: disease outside the marrow."""
    for match in pattern.finditer(note.lower):
        if not _said(note, *match.span()) or note.scopes.covering("resolved", *match.span()):
            continue
        negated = note.scopes.covering("negated", *match.span()) is not None or bool(
            _CLEAR_BEHIND.match(note.lower, match.end())
            or DENIED_BEHIND.match(note.lower, match.end())
        )
        told = {one.value for one in note.gathered.facts if one.fact == "extramedullary_disease"}
        if (not negated) in told or (negated and told):
            continue
        on = note.date_of_test(*match.span())
        note.add_fact("extramedullary_disease", not negated, *match.span(), on=on)


_NO_CARCINOMATOSIS = re.compile(
    r"(?a)\bno (?:peritoneal )?carcinomatosis\b|无腹膜(?:转移|种植|播散)"
)
_UNRESECTABLE = re.compile(
    r"(?a)\b(?:unresectable|inoperable|not resectable)\b|(?:没法|无法|不能|没有?机会)(?:做|行)?手术|不可切除|无法(?:手术)?切除|不能(?:手术)?切除|无手术指征"
)


def _said(note: Note, start: int, end: int) -> bool:
    section = note.sentence(start).section
    scope = note.scopes.of(start, end)
    return not (
        section in ("family", "past", "plan", "allergy", "medication")
        or scope.family or scope.planned or scope.not_done
    )  # fmt: skip


def _keep(note: Note, match: re.Match[str]) -> None:
    start, end = match.span()
    if not _said(note, start, end) or note.scopes.covering("resolved", start, end) is not None:
        return
    groups = match.groupdict()
    text = groups.get("organs") or groups.get("zh") or ""
    negated = note.scopes.covering("negated", start, end) is not None or bool(
        _CLEAR_BEHIND.match(note.lower, end) or re.search(r"(?a)未见|未受|无", match.group())
    )
    low, high = part_around(note, start, end)
    doubt = note.scopes.covering("uncertain", start, end)
    doubted = doubt is not None and low <= doubt.cue_start < high
    at = note.lower.find(text, start, end)
    for fact, pattern in _ORGANS:
        if not re.search(rf"(?a)(?<![a-z])(?:{pattern})(?![a-z])", text):
            continue
        if fact == "bone_involvement" and "marrow" in text and "bone marrow" in text:
            continue
        if any(
            one.fact == fact and one.origin.start is not None and one.value is not negated
            and abs(one.origin.start - note.origin(at, end).start) < 12  # type: ignore[operator]  # both have places
            for one in note.gathered.facts
        ):  # fmt: skip
            continue
        note.add_fact(
            fact, not negated, start, end, on=note.date_of_test(start, end),
            certainty=Certainty.UNCERTAIN if doubted and not negated else Certainty.STATED,
        )  # fmt: skip


def _read_distance(note: Note) -> None:
    for match in _FAR.finditer(note.lower):
        if not _said(note, *match.span()):
            continue
        if note.scopes.covering("negated", *match.span()) is not None:
            continue
        if _CLEAR_BEHIND.match(note.lower, match.end()):
            continue
        note.add_fact("metastatic_disease", True, *match.span())
        return
    for match in _NOT_FAR.finditer(note.lower):
        if (
            _said(note, *match.span())
            and not _ONE_ORGAN.search(note.lower, max(0, match.start() - 24), match.start())
            and not _IN_ORGAN.match(note.lower, match.end())
        ):
            note.add_fact("metastatic_disease", False, *match.span())
            return
