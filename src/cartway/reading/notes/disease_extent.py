"""How far the disease has spread: stages, cells in marrow and blood, proteins, scores."""

from __future__ import annotations

import re

from cartway.facts import Certainty, Fact
from cartway.reading.notes.note import Note
from cartway.reading.notes.timing import date_near, part_around
from cartway.values import Quantity

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


_STAGE = re.compile(
    r"(?a)(?P<system>r-?iss|\biss|ann arbor|lugano|bclc|cotswolds|durie|\bds|rai|binet|(?:clinical |tnm |ajcc )?stage|临床分期|分期)"
    r"[\s-]?(?:stage|分期|期|:|=)?\s?(?:as\s)?(?P<stage>iv|i{1,3}|[1-4]|[0-d])(?P<part>[ab](?![a-z]))?(?:\s?期)?(?:\s?(?P<symptom>[ab])(?![a-z]))?(?![a-z0-9]|\.\d)"
    r"|(?<![a-z])(?P<zh>iv|i{1,3})\s?(?P<zh_part>[abe])?期\s?(?P<zh_symptom>[ab])?(?![a-z])"
)


_BLASTS = re.compile(
    r"(?a)(?P<before>\d{1,3}(?:\.\d+)?)\s?%\s?(?:lympho|myelo|lymphoid |leuk\w+ )?blasts?"
    r"|(?:blasts?|原始(?:细胞)?|原幼(?:淋|细胞)?|幼稚(?:细胞|淋巴细胞|单核)?|原始\+幼稚(?:单核)?|原始\+幼单|原单\+幼单|lymphoblasts?)\s?(?:\+\s?(?:promonocytes|幼单|幼稚单核))?\s?(?:(?:of|about|around|still|at|were|remained|in (?:the )?(?:bone )?marrow|约|占|仍|还有|:|=|count|was|is)\s?){0,2}(?P<sign>[<>≤≥]=?)?\s?(?P<after>\d{1,3}(?:\.\d+)?)\s?%"
)


_PLASMA = re.compile(
    r"(?a)(?P<before>\d{1,3}(?:\.\d+)?)\s?%\s?(?:clonal |monoclonal |malignant )?(?:plasma\s?cells?|pcs?\b)"
    r"|(?:plasma\s?cells?|浆细胞(?:比例)?|\bpcs?)\s?(?:of|about|约|占|:|=|was|is)?\s?(?P<after>\d{1,3}(?:\.\d+)?)\s?%"
)


_BLOOD = re.compile(r"(?a)peripheral|circulating|外周血?|\bpb\b|in (?:the )?blood|血中")


_CHAIN = re.compile(
    r"(?a)(?<![/a-z])(?P<chain>kappa|lambda|κ|λ)(?!\s?/)\s?(?:free light chains?|light chains?|flc|链|轻链)?\s?[:=]?\s?(?P<number>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)\s?(?P<unit>mg/dl|mg/l|g/l)?(?![\d%])"
)


_FREE = re.compile(r"(?a)flc|free (?:light|kappa|lambda|κ|λ)|游离(?:轻链|κ|λ|kappa|lambda)")


_URINE = re.compile(
    r"(?a)(?:24\s?h\w*尿m蛋白|尿m蛋白|upep|urine m-?\s?protein|bence jones|bjp|尿轻链)\D{0,12}(?P<number>\d+(?:\.\d+)?)\s?(?P<unit>mg|g)"
)


_PROTEINURIA = re.compile(
    r"(?a)(?:24\s?-?\s?(?:小时|h(?:(?:ou)?rs?)?)[- ]?(?:尿蛋白(?:定量)?|urine protein|urinary protein|proteinuria)\D{0,8}(?P<n24>\d+(?:\.\d+)?)\s?(?P<u24>mg|g)\b)|"
    r"(?:proteinuria|urin(?:e|ary) protein(?: excretion)?|尿蛋白(?:定量)?|24\s?h(?:our)? (?:urine|urinary) protein)\D{0,10}(?P<number>\d+(?:\.\d+)?)\s?(?P<unit>mg|g)\s?/?\s?(?:24\s?h|d\b|day|24小时|日)"
)


_MGFA = re.compile(
    r"(?a)(?:mgfa|myasthenia gravis)[^.;。\n]{0,30}?(?:class|型|分型|分级|级)?\s?(?P<class>iv|i{1,3}|v)\s?(?P<letter>[ab])?(?=[\W]|$|型|级)"
)


_BILAG = re.compile(r"(?a)bilag[^.;。\n]{0,90}")


_NEPHRITIS = re.compile(
    r"(?a)class\s?(?P<first>iv|i{1,3}|v)(?:\s?(?:\+|and|/|-|、|及|合并)\s?(?P<second>iv|i{1,3}|v))?(?![a-z])"
)


_NEPHRITIS_ZH = re.compile(
    r"(?a)狼疮(?:性)?肾炎[^。;\n]{0,14}?(?P<first>iv|i{1,3}|v)\s?(?:(?:\+|和|合并|及|/|-)\s?(?P<second>iv|i{1,3}|v))?\s?型"
)


def ours(note: Note, start: int, end: int) -> bool:
    """Said of the patient's disease to be treated."""
    sentence = note.sentence(start)
    scope = note.scopes.of(start, end)
    return sentence.section not in ("family", "past", "plan", "allergy") and not scope.family


def _concept_named(note: Note, *names: str) -> str | None:
    return next((one for one in names if one in note.vocabulary.concepts), None)


def read_stages(note: Note, treated: tuple[str, ...]) -> None:
    """Gather the stages, each by its own system."""
    for match in _STAGE.finditer(note.lower):
        if not ours(note, *match.span()):
            continue
        text = (match.group("stage") or match.group("zh") or "").lower()
        number = {"1": "i", "2": "ii", "3": "iii", "4": "iv"}.get(text, text)
        system = match.group("system") or "分期"
        letter = (
            match.group("symptom")
            or match.group("part")
            or match.group("zh_symptom")
            or match.group("zh_part")
            or ""
        )
        if _of_other_illness(note, match, treated):
            continue
        fact = _stage_fact(note, system, treated)
        if fact is None:
            continue
        name = number + letter if fact in ("stage_ann_arbor", "stage_tnm") else number
        prefix = fact.removeprefix("stage_")
        concept = _concept_named(
            note, f"{prefix}_stage_{name}", f"{prefix}_stage_{number}",
        )  # fmt: skip
        if concept is not None:
            near = date_near(note, *match.span())
            note.add_fact(fact, concept, *match.span(), on=near.first if near else None)


_KIDNEY = re.compile(
    r"(?a)(?:\bckd|kidney|renal|\bcopd|gold|pressure|hypertension|fibrosis|retinopath\w*|高血压|肾病|肾功能不全|慢阻肺)[^.;。\n]{0,16}$"
)


def _of_other_illness(note: Note, match: re.Match[str], treated: tuple[str, ...]) -> bool:
    """*CKD stage 3a*, *breast ca stage I 2014*: of another illness than the one to be treated."""
    clause = note.document.clause_at(match.start())[0]
    if _KIDNEY.search(note.lower, max(clause, match.start() - 36), match.start()):
        return True
    for other in reversed(note.matches_within(max(clause, match.start() - 60), match.start())):
        for sense in other.senses:
            if sense.kind == "concept" and sense.system == "disease":
                above = note.vocabulary.hierarchy.ancestors
                return not any(
                    sense.id == one or sense.id in above(one) or one in above(sense.id)
                    or (note.is_a(sense.id, "haematological_malignancy") and note.is_a(one, "haematological_malignancy"))
                    for one in treated
                ) and note.is_a(sense.id, "malignant_neoplasm")  # fmt: skip
    return False


def _stage_fact(note: Note, system: str, treated: tuple[str, ...]) -> str | None:
    squeezed = system.replace("-", "").replace(" ", "")
    named = {"riss": "stage_r_iss", "iss": "stage_iss", "bclc": "stage_bclc", "rai": "stage_rai",
             "binet": "stage_binet", "annarbor": "stage_ann_arbor", "lugano": "stage_ann_arbor",
             "cotswolds": "stage_ann_arbor"}  # fmt: skip
    if squeezed in named:
        return named[squeezed]
    if squeezed in ("durie", "ds"):
        return None
    if any(note.is_a(one, "plasma_cell_neoplasm") for one in treated):
        return None  # a bare stage may be ISS, R-ISS or Durie-Salmon
    lymphoid = any(
        note.is_a(one, "lymphoma") or note.is_a(one, "lymphoid_malignancy") for one in treated
    )
    return "stage_ann_arbor" if lymphoid else "stage_tnm"


_SIGNS = {"<": "<", "≤": "<=", "<=": "<=", ">": ">", "≥": ">=", ">=": ">="}


def read_shares(note: Note) -> None:
    """Gather the shares of blasts and plasma cells in marrow and blood."""
    for pattern, marrow, blood in (
        (_BLASTS, "bone_marrow_blasts", "peripheral_blood_blasts"),
        (_PLASMA, "bone_marrow_plasma_cells", "circulating_plasma_cells"),
    ):
        for match in pattern.finditer(note.lower):
            if not ours(note, *match.span()):
                continue
            sentence = note.sentence(match.start())
            before = note.lower[max(sentence.start, match.start() - 16) : match.start()]
            part = part_around(note, *match.span())[1]
            inside = note.lower[match.start() : min(match.end() + 14, part)]
            if (
                re.search(r"(?a)\bof\b", note.lower[match.start() : match.end()].split("%")[0])
                and "cd" in before
            ):
                continue
            in_blood = bool(_BLOOD.search(before) or _BLOOD.search(inside)) or _among_counts(
                note, match
            )
            value = float(match.group("before") or match.group("after"))
            if value > 100:
                continue
            on = note.date_of_answer(*match.span())
            sign = _SIGNS.get(match.groupdict().get("sign") or "")
            share = Quantity(value, "%", sign)
            note.add_fact(blood if in_blood else marrow, share, *match.span(), on=on)
            if not in_blood and value >= 5 and sign not in ("<", "<="):
                note.add_fact(
                    "bone_marrow_involvement",
                    True,
                    *match.span(),
                    on=on,
                    certainty=Certainty.DERIVED,
                )


# "marrow 6% on 16/3" in a letter on leukaemia: of blasts.
_MARROW = re.compile(
    r"(?a)\bmarrow (?:was |still |now |at |is |showed )?(?P<share>\d{1,3}(?:\.\d+)?)\s?%(?! (?:cellular|plasma|infiltr|involve|paratrab|lymph|cll|ring|erythr|donor|myeloid|normal|blasts))"
)


def read_marrow_shares(note: Note) -> None:
    """Gather blasts of the marrow where only the share is told."""
    if not re.search(r"(?a)leuk|\ball\b|\baml\b", note.lower):
        return
    for match in _MARROW.finditer(note.lower):
        value = float(match.group("share"))
        if ours(note, *match.span()) and value <= 100:
            on = note.date_of_answer(*match.span())
            note.add_fact("bone_marrow_blasts", Quantity(value, "%"), *match.span(), on=on)


_COUNT = re.compile(
    r"(?a)\b(?:hb|hgb|ha?emoglobin|wbc|wcc|anc|neut\w*|platelets?|plt)\b|血红蛋白|白细胞|血小板"
)


def _among_counts(note: Note, match: re.Match[str]) -> bool:
    """*Hb 8.1, WBC 2.3, platelets 41, blasts 8 %*: a share in a blood count is of the blood."""
    low, high = note.document.clause_at(match.start())
    text = note.lower[max(low, match.start() - 120) : min(high, match.end() + 60)]
    if re.search(r"(?a)marrow|\bbm\b|aspirate|trephine|骨髓|骨穿", text):
        return False
    return len({one.group() for one in _COUNT.finditer(text)}) >= 2


_HEAVY_BEFORE = re.compile(r"(?a)\big[gamde][\s:/-]{1,3}$")


def _unit_of_next(note: Note, match: re.Match[str]) -> str | None:
    """*kappa 6, lambda 1240 mg/L*: the unit behind the second holds for both."""
    following = _CHAIN.search(note.lower, match.end(), match.end() + 40)
    return None if following is None else following.group("unit")


def read_light_chains(note: Note) -> None:
    """Gather free light chains and their ratio."""
    if not _FREE.search(note.lower):
        return
    values: dict[str, tuple[float, re.Match[str]]] = {}
    last_unit = None
    for match in _CHAIN.finditer(note.lower):
        if _HEAVY_BEFORE.search(note.lower, max(0, match.start() - 6), match.start()):
            continue  # "paraprotein IgA lambda 24 g/L": the whole molecule
        unit = match.group("unit") or _unit_of_next(note, match) or last_unit
        loose = match.group("unit") is None and note.lower[match.end() : match.end() + 1] in "./"
        if unit is None or (loose and note.lower[match.end() + 1 : match.end() + 2].isdigit()):
            continue
        last_unit = unit  # "kappa 48.2 mg/dL, lambda 0.6": one unit for both
        factor = {"mg/l": 1.0, "mg/dl": 10.0, "g/l": 1000.0}[unit]
        chain = "kappa" if match.group("chain") in ("kappa", "κ") else "lambda"
        value = float(match.group("number").replace(",", "")) * factor
        values[chain] = (value, match)
        on = note.date_of_test(*match.span())
        note.add_fact(f"free_light_chain_{chain}", Quantity(value, "mg/L"), *match.span(), on=on)
    if len(values) < 2:
        _ratio_of_facts(note)
    if len(values) == 2:
        chain = max(values, key=lambda key: values[key][0])
        value, match = values[chain]
        on = note.date_of_test(*match.span())
        note.add_fact("free_light_chain_involved", Quantity(value, "mg/L"), *match.span(), on=on)
        ratio = values["kappa"][0] / max(values["lambda"][0], 1e-6)
        note.add_fact(
            "free_light_chain_ratio", Quantity(round(ratio, 4), "1"), *match.span(), on=on,
            certainty=Certainty.DERIVED,
        )  # fmt: skip
        note.add_fact(
            "free_light_chain_ratio_abnormal", not 0.26 <= ratio <= 1.65, *match.span(), on=on,
            certainty=Certainty.DERIVED,
        )  # fmt: skip


def _ratio_of_facts(note: Note) -> None:
    """The ratio of chains that stand in a table, each with its unit and limits."""
    found = {
        name: [one for one in note.gathered.facts if one.fact == f"free_light_chain_{name}"]
        for name in ("kappa", "lambda")
    }
    if not all(found.values()):
        return
    kappa, lamb = found["kappa"][-1], found["lambda"][-1]
    amounts = (kappa.value, lamb.value)
    if kappa.on != lamb.on or not all(
        isinstance(one, Quantity) and one.unit == "mg/L" for one in amounts
    ):
        return
    first, second = (one.value if isinstance(one, Quantity) else 0.0 for one in amounts)
    ratio = first / max(second, 1e-6)
    involved = kappa if first >= second else lamb
    for fact, value in (
        ("free_light_chain_involved", involved.value),
        ("free_light_chain_ratio", Quantity(round(ratio, 4), "1")),
        ("free_light_chain_ratio_abnormal", not 0.26 <= ratio <= 1.65),
    ):
        if fact in note.vocabulary.facts:
            note.gathered.facts.append(
                Fact(fact, value, involved.on, None, involved.origin, Certainty.DERIVED)
            )


_SPIKE = re.compile(
    r"(?a)(?<!urine )(?<!尿)(?:m-?\s?spike|m-?\s?protein|m-?component|paraprotein|monoclonal protein|m蛋白)\s?(?:\([^()\n]{1,16}\)|(?:ig[agdm]|kappa|lambda|of|was|is|:|level|定量|约|为)\s?){0,4}\s?(?P<number>\d+(?:\.\d+)?)\s?(?P<unit>g/dl|g/l)"
)
_NO_SPIKE = re.compile(
    r"(?a)\bno (?:serum |measurable |detectable |visible )+(?:paraprotein|m-?\s?(?:protein|spike|band|component)|monoclonal protein)\b|血清(?:蛋白电泳)?(?:未见|无)m(?:蛋白|带)"
)
_KI67 = re.compile(
    r"(?a)ki-?\s?67[^\d.;。\n]{0,16}?(?P<low>\d{1,3})\s?%?(?:\s?[-~]\s?\d{1,3})?\s?%"
)
_CHIMERISM = re.compile(
    r"(?a)(?P<before>\d{1,3}(?:\.\d+)?)\s?%\s?donor\b|(?:chimerism|嵌合(?:率|度|状态)?)[^.;。\n%]{0,34}?(?<!\d)(?P<after>\d{1,3}(?:\.\d+)?)\s?%"
)
_LINEAGE = re.compile(r"(?a)\bcd\d{1,3}[^,;.%]{0,12}$")


def read_further_shares(note: Note) -> None:
    """Gather the M protein, Ki-67 and chimerism in the forms that need more than name and number."""
    read = {one.fact for one in note.gathered.facts}
    if "m_protein_serum" not in read:
        for match in _SPIKE.finditer(note.lower):
            if ours(note, *match.span()):
                unit = "g/dL" if match.group("unit") == "g/dl" else "g/L"
                value = Quantity(float(match.group("number")), unit)
                on = note.date_of_test(*match.span())
                note.add_fact("m_protein_serum", value, *match.span(), on=on)
    if not any(one.fact == "m_protein_serum" for one in note.gathered.facts):
        for match in _NO_SPIKE.finditer(note.lower):
            if ours(note, *match.span()):
                on = note.date_of_test(*match.span())
                note.add_fact("m_protein_serum", Quantity(0.0, "g/L"), *match.span(), on=on)
                break
    starts = {one.origin.start for one in note.gathered.facts if one.fact == "ki67_percent"}
    for match in _KI67.finditer(note.lower):
        if ours(note, *match.span()) and note.origin(*match.span()).start not in starts:
            value = Quantity(float(match.group("low")), "%")
            note.add_fact("ki67_percent", value, *match.span(), on=note.date_of_test(*match.span()))
    if "donor_chimerism" in read:
        return
    for match in _CHIMERISM.finditer(note.lower):
        before = note.lower[max(0, match.start() - 20) : match.start()]
        share = float(match.group("before") or match.group("after"))
        lineage = _LINEAGE.search(before) or re.search(r"(?a)\bcd\d", match.group())
        if share <= 100 and ours(note, *match.span()) and not lineage:
            on = note.date_of_test(*match.span())
            note.add_fact("donor_chimerism", Quantity(share, "%"), *match.span(), on=on)


def read_scores(note: Note) -> None:
    """Gather proteins of the urine and scores of autoimmune diseases."""
    for match in _URINE.finditer(note.lower):
        value = float(match.group("number")) * (1000 if match.group("unit") == "g" else 1)
        note.add_fact(
            "m_protein_urine",
            Quantity(value, "mg/d"),
            *match.span(),
            on=note.date_of_test(*match.span()),
        )
    for match in _PROTEINURIA.finditer(note.lower):
        unit = match.group("unit") or match.group("u24")
        value = float(match.group("number") or match.group("n24")) / (1000 if unit == "mg" else 1)
        note.add_fact(
            "urine_protein_24h",
            Quantity(value, "g/d"),
            *match.span(),
            on=note.date_of_test(*match.span()),
        )
    for match in _MGFA.finditer(note.lower):
        number = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}[match.group("class")]
        definition = note.vocabulary.facts.get("mgfa_class")
        if definition is None:
            break
        if definition.kind == "score":
            note.add_fact("mgfa_class", Quantity(float(number), "1"), *match.span())
        else:
            name = match.group("class") + (match.group("letter") or "")
            concept = _concept_named(note, f"mgfa_{name}", f"mgfa_class_{name}")
            if concept is not None:
                note.add_fact("mgfa_class", concept, *match.span())
    for match in _BILAG.finditer(note.lower):
        letters = re.findall(r"(?<![a-z])([ab])(?![a-z-])", match.group())
        if letters:
            on = note.date_of_test(*match.span())
            for letter in "ab":
                note.add_fact(
                    f"bilag_grade_{letter}_count",
                    Quantity(float(letters.count(letter)), "1"),
                    *match.span(),
                    on=on,
                )
    for match in _NEPHRITIS_ZH.finditer(note.lower):
        if not ours(note, *match.span()):
            continue
        numbers = [_CLASS[one] for one in match.groups() if one]
        near = note.date_before(match.start())
        note.add_fact(
            "who_lupus_nephritis_class", Quantity(float(min(numbers)), "1"), *match.span(),
            on=near.first if near else None,
        )  # fmt: skip
    if "nephritis" in note.lower or "ln class" in note.lower:
        for match in _NEPHRITIS.finditer(note.lower):
            around = note.lower[max(0, match.start() - 60) : match.end() + 40]
            if "neph" in around or "ln class" in around:
                numbers = [_CLASS[one] for one in match.groups() if one]
                near = note.date_before(match.start())
                note.add_fact(
                    "who_lupus_nephritis_class", Quantity(float(min(numbers)), "1"), *match.span(),
                    on=near.first if near else None,
                )  # fmt: skip


_CLASS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
