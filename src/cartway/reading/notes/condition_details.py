"""What is said of an illness: site, grade, age at which it came, kind."""

from __future__ import annotations

import re

from cartway.reading.lexicon import Match
from cartway.reading.notes.disease_mentions import Mention
from cartway.reading.notes.note import Note
from cartway.reading.notes.timing import FARTHEST, part_around
from cartway.values import PartialDate, Quantity

_GRADE = re.compile(
    r"(?a)\b(?:grade|gr\.?|g)\s?(?P<en>[1-5]|iv|i{1,3}|v)\b|(?P<zh>[1-5二三]|iv|i{1,3})\s?(?:级|度)"
    r"|\b(?P<degree>first|second|third|1st|2nd|3rd)[- ]degree\b"
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


def located(note: Note, mention: Mention) -> str:
    """A tumour by its site and extent, where the name alone is broader."""
    sentence = note.sentence(mention.match.start)
    text = note.lower[max(sentence.start, mention.match.start - 40) : own_end(note, mention.match)][
        :160
    ]
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
    elif found == "epilepsy" and _ONE_FIT.match(note.lower, mention.match.end):
        found = "seizure"
    return found if found in note.vocabulary.concepts else mention.concept


# "癫痫1次": a fit, not the illness.
_ONE_FIT = re.compile(r"(?a)\s?(?:大)?(?:发作)?\s?(?:1|2|一|两)次|发作(?:1|2|一|两)次")
_AT_AGE = re.compile(r"(?a)at (?:the )?age (?:of )?(?P<en>\d{1,2})|(?P<zh>\d{1,2})岁时")


def at_age(note: Note, match: Match) -> PartialDate | None:
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


def grade_of(note: Note, match: Match, low: int, high: int) -> re.Match[str] | None:
    """The grade right before the name, else the first behind it: *grade 3 CRS and grade 2 ICANS*."""
    if note.lower[match.end : match.end + 1] == "(":
        # "aGVHD（皮肤、肠道，II度）": the bracket is all its own.
        high = max(high, note.lower.find(")", match.end, match.end + 40))
    inside = _GRADE.search(note.lower, match.start, match.end)
    if inside is not None:
        return inside  # "third-degree AV block": the name holds it
    before = [*_GRADE.finditer(note.lower, low, match.start)]
    if before and match.start - before[-1].end() <= 8:
        return before[-1]
    return _GRADE.search(note.lower, match.end, min(high, match.end + 40)) or (
        before[-1] if before else None
    )


def own_end(note: Note, match: Match) -> int:
    """Where what is said of this disease ends: at the next disease, or the part between semicolons."""
    limit = min(note.document.clause_at(match.start)[1], match.end + FARTHEST)
    for other in note.matches_within(match.end, limit):
        if any(one.kind == "concept" and one.system == "disease" for one in other.senses):
            # "糖尿病(二甲双胍),陈旧性肺结核": what stands right before the next is said of that one.
            cut = max(note.lower.rfind(sign, match.end, other.start) for sign in ",、;。")
            return cut if cut >= 0 else other.start
    return limit


_EXTENSIVE = re.compile(r"(?a)\b(?:moderate|severe|extensive)\b|中度|重度|中重度|广泛")
_LIMITED = re.compile(r"(?a)\b(?:mild|limited)\b|轻度|局限")


def gvhd_kind(note: Note, mention: Mention) -> str | None:
    """Acute or chronic, and how far, where the words stand beside the name."""
    found = mention.concept
    start, end = mention.match.start, mention.match.end
    low = max(note.document.clause_at(start)[0], start - 22)
    if found == "graft_versus_host_disease":
        around = note.lower[max(low, start - 12) : end + 20]
        for word, kind in _KINDS:
            name = f"{kind}_graft_versus_host_disease"
            if word in around and name in note.vocabulary.concepts:
                found = name
                break
        else:
            return None
    if found == "chronic_graft_versus_host_disease":
        said = note.lower[low : own_end(note, mention.match)][: 60 + start - low]
        wide = _EXTENSIVE.search(said) is not None
        if wide is not (_LIMITED.search(said) is not None):
            return ("extensive_" if wide else "limited_") + found
    return found if found != mention.concept else None


_KINDS = (("chronic", "chronic"), ("慢性", "chronic"), ("acute", "acute"), ("急性", "acute"))
