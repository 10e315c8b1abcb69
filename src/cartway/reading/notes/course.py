"""How the disease stands: stages, marrow and blood, light chains, scores, relapse and refractoriness."""

from __future__ import annotations

import re

from cartway.facts import Certainty
from cartway.reading.notes.note import Note
from cartway.reading.notes.timing import date_near
from cartway.values import PartialDate, Quantity

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_STAGE = re.compile(
    r"(?a)(?P<system>r-?iss|\biss|ann arbor|lugano|bclc|cotswolds|durie|\bds|rai|binet|(?:clinical |tnm |ajcc )?stage|临床分期|分期)"
    r"\s?(?:stage|分期|期|:|=)?\s?(?:as\s)?(?P<stage>iv|i{1,3}|[1-4]|[0-d])(?P<part>[ab](?![a-z]))?(?:\s?期)?(?:\s?(?P<symptom>[ab])(?![a-z]))?(?![a-z0-9.])"
    r"|(?<![a-z])(?P<zh>iv|i{1,3})\s?(?P<zh_part>[abe])?期\s?(?P<zh_symptom>[ab])?(?![a-z])"
)
_BLASTS = re.compile(
    r"(?a)(?P<before>\d{1,3}(?:\.\d+)?)\s?%\s?(?:lympho|myelo|lymphoid |leuk\w+ )?blasts?"
    r"|(?:blasts?|原始(?:细胞)?|原幼(?:淋|细胞)?|幼稚(?:细胞|淋巴细胞|单核)?|原始\+幼稚(?:单核)?|原始\+幼单|原单\+幼单|lymphoblasts?)\s?(?:\+\s?(?:promonocytes|幼单|幼稚单核))?\s?(?:of|about|约|占|:|=|count|was|is)?\s?(?P<after>\d{1,3}(?:\.\d+)?)\s?%"
)
_PLASMA = re.compile(
    r"(?a)(?P<before>\d{1,3}(?:\.\d+)?)\s?%\s?(?:clonal |monoclonal |malignant )?plasma\s?cells?"
    r"|(?:plasma\s?cells?|浆细胞(?:比例)?|\bpc)\s?(?:of|about|约|占|:|=|was|is)?\s?(?P<after>\d{1,3}(?:\.\d+)?)\s?%"
)
_BLOOD = re.compile(r"(?a)peripheral|circulating|外周血?|\bpb\b|in (?:the )?blood|血中")
_CHAIN = re.compile(
    r"(?a)(?P<chain>kappa|lambda|κ|λ)\s?(?:flc|链|轻链)?\s?:?\s?(?P<number>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)\s?(?P<unit>mg/dl|mg/l|g/l)"
)
_RATIO = re.compile(
    r"(?a)(?:ratio|比值|κ/λ|kappa/lambda)\s?(?:of|为|:|=)?\s?(?P<number>\d+(?:\.\d+)?)"
)
_FREE = re.compile(r"(?a)flc|free light|游离轻链")
_URINE = re.compile(
    r"(?a)(?:24\s?h\w*尿m蛋白|尿m蛋白|upep|urine m-?\s?protein|bence jones|bjp|尿轻链)\D{0,12}(?P<number>\d+(?:\.\d+)?)\s?(?P<unit>mg|g)"
)
_PROTEINURIA = re.compile(
    r"(?a)(?:24\s?(?:小时|h(?:ours?)?)[- ]?(?:尿蛋白(?:定量)?|urine protein|urinary protein|proteinuria)\D{0,8}(?P<n24>\d+(?:\.\d+)?)\s?(?P<u24>mg|g)\b)|"
    r"(?:proteinuria|尿蛋白(?:定量)?|24\s?h(?:our)? (?:urine|urinary) protein)\D{0,10}(?P<number>\d+(?:\.\d+)?)\s?(?P<unit>mg|g)\s?/?\s?(?:24\s?h|d\b|day|24小时|日)"
)
_MGFA = re.compile(
    r"(?a)(?:mgfa|myasthenia gravis)[^.;。\n]{0,30}?(?:class|型|分型|分级|级)?\s?(?P<class>iv|i{1,3}|v)\s?(?P<letter>[ab])?(?=[\W]|$|型|级)"
)
_BILAG = re.compile(r"(?a)bilag[^.;。\n]{0,90}")
_NEPHRITIS = re.compile(
    r"(?a)class\s?(?P<first>iv|i{1,3}|v)(?:\s?(?:\+|and|/|-)\s?(?P<second>iv|i{1,3}|v))?"
)
_RELAPSE = re.compile(r"(?a)relaps\w*|recurr\w*|复发|\br/r\b")
_NOT_THIS = re.compile(
    r"(?a)(?:no|without|无|未见?|未再|至今无)\W{0,2}(?:\w+\W){0,1}$|risk of|prevent|预防"
)
_REFRACTORY = re.compile(
    r"(?a)\brefractory\b|\br/r\b|难治|\bprimary (?:resistan\w+|refractory)|no (?:remission|response|significant response)|未缓解|无效|无应答|without (?:remission|response)|progress\w* (?:on|through|under|during)|治疗中(?:疾病)?进展|\bnr\b|little response|failed|not come in remission|persistent disease|persist\b"
)
_PRIMARY = re.compile(
    r"(?a)primary(?:ly)? (?:refractory|resistan\w+|progressive)|原发(?:性)?难治|原发耐药"
)
_PROGRESS = re.compile(
    r"(?a)\bpd\b(?![-\s]?l?\d)|progressive disease|progress(?:ed|ion|ing)\b(?![- ]free)|(?<![无未])进展"
)
_REMISSION = re.compile(
    r"(?a)\b(?:remission|cr[12i]?|cmr|complete (?:metabolic )?(?:response|remission))\b|完全缓解|缓解"
)
_NEW = re.compile(
    r"(?a)newly diagnosed|treatment[- ]na[iï]ve|untreated (?:lymphoma|leuk|myeloma|disease)|初诊初治|初治(?!后|方案)|新诊断"
)
_RELAPSE_COUNT = re.compile(
    r"(?a)\b(?P<word>first|second|third|1st|2nd|3rd)\s(?:\w+\s){0,2}relapse|(?P<zh>首次|第?一次|第?二次|第?三次|两次|多次)复发"
)
_COUNTS = {"first": 1, "1st": 1, "首次": 1, "一次": 1, "第一次": 1, "second": 2, "2nd": 2, "第二次": 2, "二次": 2,
           "两次": 2, "third": 3, "3rd": 3, "第三次": 3, "三次": 3, "多次": 2}  # fmt: skip


def read_course(note: Note, treated: tuple[str, ...]) -> None:
    """Gather how the disease stands."""
    _stages(note, treated)
    _shares(note)
    _light_chains(note)
    _scores(note)
    _status(note)


def _ours(note: Note, start: int, end: int) -> bool:
    """Said of the patient's disease to be treated."""
    sentence = note.sentence(start)
    scope = note.scopes.of(start, end)
    return sentence.section not in ("family", "past", "plan", "allergy") and not scope.family


def _concept_named(note: Note, *names: str) -> str | None:
    return next((one for one in names if one in note.vocabulary.concepts), None)


def _stages(note: Note, treated: tuple[str, ...]) -> None:
    for match in _STAGE.finditer(note.lower):
        if not _ours(note, *match.span()):
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


def _stage_fact(note: Note, system: str, treated: tuple[str, ...]) -> str | None:
    squeezed = system.replace("-", "").replace(" ", "")
    named = {"riss": "stage_r_iss", "iss": "stage_iss", "bclc": "stage_bclc", "rai": "stage_rai",
             "binet": "stage_binet", "annarbor": "stage_ann_arbor", "lugano": "stage_ann_arbor",
             "cotswolds": "stage_ann_arbor"}  # fmt: skip
    if squeezed in named:
        return named[squeezed]
    if squeezed in ("durie", "ds"):
        return None
    lymphoid = any(
        note.is_a(one, "lymphoma") or note.is_a(one, "lymphoid_malignancy") for one in treated
    )
    return "stage_ann_arbor" if lymphoid else "stage_tnm"


def _shares(note: Note) -> None:
    for pattern, marrow, blood in (
        (_BLASTS, "bone_marrow_blasts", "peripheral_blood_blasts"),
        (_PLASMA, "bone_marrow_plasma_cells", "circulating_plasma_cells"),
    ):
        for match in pattern.finditer(note.lower):
            if not _ours(note, *match.span()):
                continue
            sentence = note.sentence(match.start())
            before = note.lower[max(sentence.start, match.start() - 16) : match.start()]
            inside = note.lower[match.start() : match.end() + 14]
            if (
                re.search(r"(?a)\bof\b", note.lower[match.start() : match.end()].split("%")[0])
                and "cd" in before
            ):
                continue
            in_blood = bool(_BLOOD.search(before) or _BLOOD.search(inside))
            value = float(match.group("before") or match.group("after"))
            if value > 100:
                continue
            on = note.date_of_test(*match.span())
            note.add_fact(blood if in_blood else marrow, Quantity(value, "%"), *match.span(), on=on)
            if not in_blood and value >= 5:
                note.add_fact(
                    "bone_marrow_involvement",
                    True,
                    *match.span(),
                    on=on,
                    certainty=Certainty.DERIVED,
                )


def _light_chains(note: Note) -> None:
    if not _FREE.search(note.lower):
        return
    values: dict[str, tuple[float, re.Match[str]]] = {}
    for match in _CHAIN.finditer(note.lower):
        factor = {"mg/l": 1.0, "mg/dl": 10.0, "g/l": 1000.0}[match.group("unit")]
        chain = "kappa" if match.group("chain") in ("kappa", "κ") else "lambda"
        value = float(match.group("number").replace(",", "")) * factor
        values[chain] = (value, match)
        on = note.date_of_test(*match.span())
        note.add_fact(f"free_light_chain_{chain}", Quantity(value, "mg/L"), *match.span(), on=on)
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


def _scores(note: Note) -> None:
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
    if "nephritis" in note.lower or "狼疮性?肾" in note.lower:
        for match in _NEPHRITIS.finditer(note.lower):
            if "neph" in note.lower[max(0, match.start() - 60) : match.end() + 40]:
                numbers = [_CLASS[one] for one in match.groups() if one]
                near = note.date_before(match.start())
                note.add_fact(
                    "who_lupus_nephritis_class", Quantity(float(min(numbers)), "1"), *match.span(),
                    on=near.first if near else None,
                )  # fmt: skip


_CLASS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}


_SEROLOGY_BEFORE = re.compile(
    r"(?a)(?:hbsag|hbs ?ag|hbcab|anti-?hbc|anti-?hcv|hcv|hiv|rpr|vdrl|tppa|tpha|ag|ab|antibody|syphilis)[\s:(]{1,3}$"
)


def _status(note: Note) -> None:
    day = PartialDate.of(note.letter) if note.letter else None

    def say(name: str, at: tuple[int, int]) -> None:
        if name in note.vocabulary.concepts:
            note.add_fact("disease_status", name, *at, on=day)

    relapse = _first(note, _RELAPSE)
    refractory = _first(note, _REFRACTORY)
    new = _first(note, _NEW)
    for pattern, name in (
        (_RELAPSE, "relapsed"),
        (_REFRACTORY, "refractory"),
        (_PRIMARY, "primary_refractory"),
        (_AFTER_ALLOGENEIC, "relapsed_after_allogeneic_transplant"),
        (_AFTER_AUTOLOGOUS, "relapsed_after_autologous_transplant"),
        (_ADVANCED, "advanced"),
    ):
        at = _first(note, pattern)
        if at is not None:
            say(name, at)
    progress = _last(note, _PROGRESS)
    if progress is not None and not _remission_after(note, progress[1]):
        say("progressive", progress)
    if new is not None and relapse is None and refractory is None:
        say("newly_diagnosed", new)
    counts = []
    for match in _RELAPSE_COUNT.finditer(note.lower):
        if _ours(note, *match.span()) and not note.scopes.covering("negated", *match.span()):
            counts.append((_COUNTS[match.group("word") or match.group("zh")], match))
    if counts:
        count, match = max(counts, key=lambda one: one[0])
        sign = ">=" if match.group("zh") == "多次" else None
        note.add_fact("prior_relapses", Quantity(float(count), "1", sign), *match.span())
        say("first_relapse" if count == 1 else "second_or_later_relapse", match.span())


_AFTER_ALLOGENEIC = re.compile(
    r"(?a)relaps\w* (?:\d+ \w+ )?(?:after|following|post)[- ](?:an? )?(?:allo\w*|haplo\w*|matched)|(?:allo-?hsct|单倍体移植|异基因移植|单倍体造血干细胞移植)\S{0,3}后\S{0,4}复发"
)
_AFTER_AUTOLOGOUS = re.compile(
    r"(?a)relaps\w* (?:\d+ \w+ )?(?:after|following|post)[- ](?:an? )?(?:auto\w*|asct)|(?:自体移植|asct|自体造血干细胞移植)\S{0,3}后\S{0,4}(?:复发|进展)"
)
_ADVANCED = re.compile(
    r"(?a)\badvanced\b|\bmetasta(?:tic|ses)\b|晚期|(?:肝|肺|骨|腹膜|脑|远处)转移|stage iv\b|iv期"
)


def _last(note: Note, pattern: re.Pattern[str]) -> tuple[int, int] | None:
    found = None
    for match in pattern.finditer(note.lower):
        before = note.lower[max(0, match.start() - 16) : match.start()]
        if _ours(note, *match.span()) and not _NOT_THIS.search(before):
            found = match.span()
    return found


def _remission_after(note: Note, position: int) -> bool:
    for match in _REMISSION.finditer(note.lower, position):
        before = note.lower[max(0, match.start() - 10) : match.start()]
        if _ours(note, *match.span()) and not re.search(r"(?a)no |未|without |in $", before):
            return True
    return False


def _first(note: Note, pattern: re.Pattern[str]) -> tuple[int, int] | None:
    for match in pattern.finditer(note.lower):
        if not _ours(note, *match.span()):
            continue
        before = note.lower[max(0, match.start() - 16) : match.start()]
        if match.group() == "nr" and _SEROLOGY_BEFORE.search(before):
            continue  # "HBsAg NR": non-reactive, no answer to a treatment
        if _NOT_THIS.search(before) or note.scopes.covering("negated", *match.span()):
            continue
        return match.span()
    return None
