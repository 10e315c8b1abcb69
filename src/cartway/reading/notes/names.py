"""The names in a note: of the vocabulary, short forms of its writers, and words that only look so."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from cartway.facts import Vocabulary
from cartway.reading.lexicon import Match, Sense, build_lexicon, tokens
from cartway.reading.notes.document import Document
from cartway.reading.notes.habits import Habits


def find_names(
    named: str, document: Document, vocabulary: Vocabulary, habits: Habits
) -> list[Match]:
    """Every name of the vocabulary in a note, in order, with the short names of its writers.

    Args:
        named: the text in which names are looked for, of the length of the plain text.
    """
    plain, lower = document.plain, document.lower
    lexicon = build_lexicon(vocabulary)
    found = [
        one if not _ends_in_times(lower, one) else _without_times(plain, vocabulary, one)
        for one in lexicon.find(named, tokens(named))
        if not _is_other_word(lower, one) and plain[one.start : one.end] != "Pt"
    ]
    found = [meant for one in found if (meant := _as_meant(lower, one, habits)) is not None]
    extra = _labels_found(plain, vocabulary, found)
    extra += _further_results(lower, vocabulary, habits, found)
    extra += _cancers(lower, vocabulary, found)
    found = sorted([*found, *extra], key=lambda one: one.start)
    taken = [one.start for one in found]
    extra = []
    for match in habits.short_pattern.finditer(plain):
        start, end = match.span("name")
        if plain[start:end] == "Pt":
            continue  # the patient
        index = bisect_right(taken, start) - 1
        if index >= 0 and found[index].end > start:
            continue
        if index + 1 < len(found) and found[index + 1].start < end:
            continue
        fact = habits.short_names[_squeezed(match.group("name"))]
        if fact in vocabulary.facts:
            kind = vocabulary.facts[fact].kind
            extra.append(Match(start, end, -1, -1, (Sense("fact", fact, kind),)))
    return sorted([*found, *extra], key=lambda one: one.start)


_CANCERS = {
    "prostate": "prostate_cancer", "breast": "breast_cancer", "colon": "colon_cancer",
    "colorectal": "colorectal_cancer", "rectal": "rectal_cancer", "lung": "lung_cancer",
    "ovarian": "ovarian_cancer", "ovary": "ovarian_cancer", "cervix": "cervical_cancer",
    "cervical": "cervical_cancer", "gastric": "gastric_cancer", "stomach": "gastric_cancer",
    "pancreatic": "pancreatic_cancer", "thyroid": "thyroid_cancer", "bladder": "bladder_cancer",
    "renal": "kidney_cancer", "kidney": "kidney_cancer", "endometrial": "endometrial_cancer",
    "oesophageal": "oesophageal_cancer", "esophageal": "oesophageal_cancer",
}  # fmt: skip
_GRAY = re.compile(r"(?a)(?<![\d.])\d{1,2}(?:\.\d)? ?gy\b")
_RADIATION = re.compile(r"(?a)radi|\btbi\b|\brt\b|\bxrt\b|\bimrt\b|放疗|照射|全身")
# "4月做的移植", "移植后复发": in a disease of the blood it is of stem cells.
_SHORT_DRUGS = (
    (re.compile(r"(?a)\bpred(?= \d{1,3}(?:\.\d)? ?mg)"), "prednisolone"),
    (re.compile(r"(?a)\bcis(?:/|-)(?:pem|gem|etop|vinorelbine|pac|doc)\w*\b"), "cisplatin"),
    (re.compile(r"(?a)\bcarbo(?:/|-)(?:pem|gem|etop|pac|doc|tax)\w*\b"), "carboplatin"),
    (
        re.compile(
            r"(?a)\b(?:sib(?:ling)?|mud|mmud|msd|mrd|matched|unrelated)[ -]allo\b(?![- ](?:sct|hsct|hct|bmt|transpl|reactiv))"
        ),
        "allogeneic_stem_cell_transplantation",
    ),
)
# "amlodipine 5 for blood pressure, sitagliptin for sugar"
_TAKEN_FOR = re.compile(
    r"(?a)(?<= for )(?:(?P<pressure>(?:high |her |his )?(?:blood pressure|bp))|(?P<sugar>(?:high |her |his )?(?:blood )?sugars?))(?=[\s,.;)])"
)
_FITS = re.compile(
    r"(?a)\b(?:no|any|had|has|nor|or) (?P<fits>fits)\b(?! (?:in|with|the|all|well|criteria))"
)
_BLOOD_DISEASE = re.compile(
    r"(?a)leuk|lymphoma|myeloma|lymphoblast|myelodys|白血病|淋巴瘤|骨髓瘤|骨髓增生|再生障碍|淋巴母|aml\b|\ball\b|dlbcl"
)
# What families call graft-versus-host disease.
_REJECTION = re.compile(r"(?a)(?<!抗)(?<!器官)排异(?:反应|病)?")
_TRANSPLANT = re.compile(
    r"(?a)(?<![肝肾心肺胰皮膜官适宜能法待等行自体])(?<!不做)(?<!拒绝)(?<!适合)(?<!考虑)移植(?!物|抗宿主|机会|条件|供者|适应|禁忌|科|仓|中心|病房|医|评估|指征|配型|术史不|肾|肝)"
    r"|(?:(?<=sibling )|(?<=donor )|(?<=unrelated )|(?<=matched )|(?<=haplo )|(?<=mud )|(?<=identical )|(?<=haploidentical ))transplant(?:ation)?\b(?! (?:unit|team|physician|clinic|work))"
)
_NEUROPATHY = re.compile(r"(?a)\bpn (?=gr(?:ade)?\.? ?\d|g\d)")
_ORGAN = "|".join(_CANCERS)
_CANCER = re.compile(
    rf"(?a)\b(?:(?P<organ>{_ORGAN})\s(?:ca|adenoca|adenocarcinoma)\b(?![\d-])|\bca (?:of (?:the )?)?(?P<of>{_ORGAN})\b)"
)


def _cancers(lower: str, vocabulary: Vocabulary, found: list[Match]) -> list[Match]:
    """*Breast ca*, *ca prostate*, *prostate adenoCA*: cancers as letters shorten them."""
    starts = [one.start for one in found]
    extra = []
    for match in _CANCER.finditer(lower):
        concept = _CANCERS[match.group("organ") or match.group("of")]
        index = bisect_right(starts, match.end() - 1) - 1
        free = index < 0 or found[index].end <= match.start()
        if free and concept in vocabulary.concepts:
            sense = Sense("concept", concept, "disease")
            extra.append(Match(match.start(), match.end(), -1, -1, (sense,)))
    if "radiotherapy" in vocabulary.concepts:
        for match in _GRAY.finditer(lower):
            index = bisect_right(starts, match.end() - 1) - 1
            named = _RADIATION.search(lower, max(0, match.start() - 60), match.end() + 20)
            if named is None and (index < 0 or found[index].end <= match.start()):
                sense = Sense("concept", "radiotherapy", "treatment")
                extra.append(Match(match.start(), match.end(), -1, -1, (sense,)))
    if _BLOOD_DISEASE.search(lower):
        for match in _REJECTION.finditer(lower):
            index = bisect_right(starts, match.end() - 1) - 1
            if index < 0 or found[index].end <= match.start():
                sense = Sense("concept", "graft_versus_host_disease", "disease")
                extra.append(Match(match.start(), match.end(), -1, -1, (sense,)))
        for match in _TRANSPLANT.finditer(lower):
            index = bisect_right(starts, match.end() - 1) - 1
            if index < 0 or found[index].end <= match.start():
                sense = Sense("concept", "haematopoietic_stem_cell_transplantation", "treatment")
                extra.append(Match(match.start(), match.end(), -1, -1, (sense,)))
    for pattern, concept in _SHORT_DRUGS:
        for match in pattern.finditer(lower):
            index = bisect_right(starts, match.end() - 1) - 1
            if concept in vocabulary.concepts and (index < 0 or found[index].end <= match.start()):
                sense = Sense("concept", concept, "treatment")
                extra.append(Match(match.start(), match.end(), -1, -1, (sense,)))
    for match in _TAKEN_FOR.finditer(lower):
        concept = "hypertension" if match.group("pressure") else "diabetes_mellitus"
        sense = Sense("concept", concept, "disease")
        extra.append(Match(match.start(), match.end(), -1, -1, (sense,)))
    for match in _FITS.finditer(lower):
        sense = Sense("concept", "seizure", "disease")
        extra.append(Match(match.start("fits"), match.end("fits"), -1, -1, (sense,)))
    if "peripheral_neuropathy" in vocabulary.concepts:
        for match in _NEUROPATHY.finditer(lower):
            sense = Sense("concept", "peripheral_neuropathy", "disease")
            extra.append(Match(match.start(), match.start() + 2, -1, -1, (sense,)))
    return extra


def _further_results(
    lower: str, vocabulary: Vocabulary, habits: Habits, found: list[Match]
) -> list[Match]:
    """Results by the names of their infections, too: in "HCV, HIV: negative" HCV is a test."""
    starts = [one.start for one in found]
    extra = []
    for match in habits.result_pattern.finditer(lower):
        fact = habits.result_names[match.group()]
        if fact not in vocabulary.facts:
            continue
        sense = Sense("fact", fact, "result")
        index = bisect_right(starts, match.end() - 1) - 1
        if index >= 0 and found[index].end > match.start():
            other = found[index]
            if other.sense("fact") is None and other.start >= match.start():
                if other.end == match.end() and other.start == match.start():
                    found[index] = other._replace(senses=(*other.senses, sense))
                elif other.end < match.end():  # "HIV Ab/Ag": the longer name is the test's
                    found[index] = Match(match.start(), match.end(), -1, -1, (sense,))
            continue
        extra.append(Match(match.start(), match.end(), -1, -1, (sense,)))
    return extra


def _without_times(plain: str, vocabulary: Vocabulary, match: Match) -> Match:
    """*R-CHOP x6* is six times R-CHOP, not *R-CHOP-X*."""
    text = plain[match.start : match.end - 1].rstrip(" -+")
    again = build_lexicon(vocabulary).find(text)
    if len(again) == 1 and again[0].start == 0:
        return Match(match.start, match.start + again[0].end, -1, -1, again[0].senses)
    return match


@lru_cache(maxsize=4)
def _label_pattern(vocabulary: Vocabulary) -> tuple[re.Pattern[str], dict[str, str]]:
    """Regimens by the short form that opens their label: *VRd (bortezomib, ...)*."""
    names = {
        concept.label["en"].split(" (")[0]: concept.id
        for concept in vocabulary.concepts.values()
        if concept.system == "treatment" and " (" in concept.label.get("en", "")
    }
    names = {
        name: code
        for name, code in names.items()
        if 2 <= len(name) <= 12 and name[0].isupper() and any(c.isupper() for c in name[1:])
    }
    pattern = "|".join(re.escape(one) for one in sorted(names, key=len, reverse=True)) or r"(?!)"
    return re.compile(rf"(?a)(?<![A-Za-z0-9-])(?:{pattern})(?![A-Za-z0-9])"), names


def _labels_found(plain: str, vocabulary: Vocabulary, found: list[Match]) -> list[Match]:
    pattern, names = _label_pattern(vocabulary)
    starts = [one.start for one in found]
    extra = []
    for match in pattern.finditer(plain):
        index = bisect_right(starts, match.end() - 1) - 1
        if index < 0 or found[index].end <= match.start():
            sense = Sense("concept", names[match.group()], "treatment")
            extra.append(Match(match.start(), match.end(), -1, -1, (sense,)))
    return extra


_STAINED = re.compile(
    r"(?a)\s?(?:\(?[+-](?![a-z])|\(\d|:|阳|阴|表达|[≥><]|\d{1,3} ?%|cps|tps|ihc|pos|neg)"
)
# Short names that are other words in a note: flu vaccine, home O2, 95 % RA, antibody tests.
_OTHER_WORDS: dict[str, re.Pattern[str]] = {
    "tb": re.compile(r"(?a).*\btb\s?[:=]?\s?(?!(?:19|20)\d\d)\d"),
    "pcp": re.compile(r"(?a)(?!.*(?:pneumon|jirov|prophyl|infect)).*"),
    "epi": re.compile(r"(?a).*"),
    "fit": re.compile(r"(?a)(?!.*\b(?:a|one|epileptic|grand mal|febrile|tonic-clonic) fit).*"),
    "flu": re.compile(r"(?a)(?:^|.*\W)flu(?!\s?[/+&-]\s?(?:c|b|m|a)|\s(?:and|plus) c)"),
    "ra": re.compile(r"(?a).*(?:%|on|at|air)\s?ra\b"),
    "antibody": re.compile(r"(?a).*antibody(?! therapy| treatment| drug| infusion)"),
    "antibodies": re.compile(r"(?a).*antibodies(?! therapy| treatment)"),
    "pd": re.compile(r"(?a).*pd\b(?!-)"),
    "cr": re.compile(r"(?a).*"),
    "ssc": re.compile(
        r"(?a).*(?:/|fsc|侧|low|高|低)\s?ssc|.*ssc\s?(?:点|图|散点|low|high|lo\b|hi\b|/)"
    ),
    "mibg": re.compile(r"(?a)(?!.*mibg\s?(?:治疗|therap|treat)).*"),
    "ms": re.compile(r"(?a).*\bms\b"),
    "pt": re.compile(r"(?a).*\bpt\b(?!\s?\d|\s?\()"),
}


def _ends_in_times(lower: str, match: Match) -> bool:
    return lower[match.end - 1] in "x×" and lower[match.end : match.end + 2].strip()[:1].isdigit()


def _is_other_word(lower: str, match: Match) -> bool:
    text = lower[match.start : match.end]
    if not any(c.isalpha() for c in text):
        return True
    treatment = any(one.kind == "concept" and one.system == "treatment" for one in match.senses)
    if text in ("st", "nd", "rd", "th") and lower[match.start - 1 : match.start].isdigit():
        return True  # "3rd line" is no Rd
    if len(text) == 1 and text.isascii() and treatment:
        return True
    if (
        treatment
        and text.isascii()
        and text.isalpha()
        and lower[match.end : match.end + 1].isdigit()
    ):
        return len(text) <= 4  # "ETV6" is a gene
    disease = any(one.kind == "concept" for one in match.senses)
    if text in ("ln", "lns"):
        return "lupus" not in lower and "sle" not in lower.split() and "狼疮" not in lower
    if (
        text in ("单抗", "单克隆抗体")
        and "\u4e00" <= lower[match.start - 1 : match.start] <= "\u9fff"
    ):
        return lower[match.start - 1] not in "的用予双体"  # part of the name of a drug
    behind = lower[match.end : match.end + 8]
    if text == "流感" and behind[:1] == "染":
        return True  # "血流感染"
    if text == "肺炎" and behind.startswith(("克雷伯", "链球菌", "球菌", "支原体", "衣原体")):
        return True  # the germ
    if text in ("pd-1", "pd1", "pd-l1", "pdl1") and _STAINED.match(behind):
        return True  # what the tumour carries
    if text.endswith("传导阻滞") and "不完全" in lower[max(0, match.start - 8) : match.end]:
        return True  # of one bundle and in part: a finding of the electrocardiogram
    if text == "pe" and lower[match.end : match.end + 1] == ":":
        return True  # physical examination
    pattern = _OTHER_WORDS.get(text)
    if pattern is None or not disease:
        return False
    return pattern.match(lower[max(0, match.start - 8) : match.end + 10]) is not None


def _as_meant(lower: str, match: Match, habits: Habits) -> Match | None:
    """*2 units RCC*, *97 % RA*, *PMN 62 %*: short names that most writers use for something else."""
    text = lower[match.start : match.end]
    if len(text) > _LONGEST_SHORT:
        return match
    around = lower[max(0, match.start - _NEAR) : match.start] + lower[match.end : match.end + _NEAR]
    kept = []
    for sense in match.senses:
        system = sense.system if sense.kind == "concept" else ""
        words = habits.only_with.get(system, {})
        needed = words.get(text, ()) or words.get(f"{text} {sense.id}", ())
        others = habits.not_with.get(system, {}).get(text, ())
        if needed and not any(word in lower for word in needed):
            continue
        if not any(word in around for word in others):
            kept.append(sense)
    if len(kept) == len(match.senses):
        return match
    return match._replace(senses=tuple(kept)) if kept else None


_LONGEST_SHORT = 4
# So far before and behind a short name stands what tells its other meaning.
_NEAR = 16


def _squeezed(name: str) -> str:
    return re.sub(r"[\s.]+", " ", name.lower()).strip()
