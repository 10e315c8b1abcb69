"""Diseases as a note names them, each with the kind of statement it stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from cartway.reading.lexicon import Match
from cartway.reading.notes.not_the_disease import DENIED_BEHIND, is_not_the_disease
from cartway.reading.notes.note import Note
from cartway.reading.notes.scope import Scope

MALIGNANT = "malignant_neoplasm"


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
                scope = note.scope(match)
                if not scope.negated and note.scopes.covering(
                    "negated", match.start, match.start + 1
                ):
                    scope = replace(scope, negated=True)  # "no past malignancy other than myeloma"
                absent = _ABSENT_SIGN.match(note.lower, match.end)
                if absent and not note.is_a(sense.id, "infection"):
                    scope = replace(scope, negated=True)
                elif _is_part_of_other(note, match, sense.id) or is_not_the_disease(
                    note, match.start, match.end
                ):
                    break
                if _IS_NOT.search(
                    note.lower, max(0, match.start - 12), match.start
                ) or DENIED_BEHIND.match(note.lower, match.end):
                    scope = replace(scope, negated=True)
                found.append(Mention(sense.id, match, note.sentence(match.start).section, scope))
    return found


_ABSENT_SIGN = re.compile(r"(?a)(?:病)?史?\s?\(-\)")
_TEST_BEHIND = re.compile(
    r"(?a)\s?(?:γ?-?干扰素|感染t细胞|菌素|杆菌|[a-z]\s?抗|灭活|减毒|两对半|五项|标志物|表面|核心|抗体|抗原|病毒|dna|rna|serology|marker|surface|core|antibod|antigen|virus|药|治疗|细胞|相关性?周围|-?directed|panel|screen|疫苗|vaccin|科|门诊|病房|中心)"
)


# "非胸腺瘤", "rather than sarcoidosis": what it turned out not to be.
_IS_NOT = re.compile(r"(?a)(?:非|不是|并非|rather than |not an? )$")


_AGAINST_BEFORE = re.compile(r"(?a)(?:抗|anti-?\s?)$")


_NEGATIVE_BEHIND = re.compile(
    r"(?a)(?:\s?(?:、|,|/|&|and|or|和|及)\s?[a-z\u4e00-\u9fff -]{1,14}|丙肝|艾滋病?|梅毒){0,4}\s?(?:抗体|serolog(?:y|ies)|均|全|都|检?查过?了?|是|is|was|were|tests?|screen|igra|quantiferon|t-?spot|pcr|rna|ab|ag|dna|all|both|:|\s)*\s?(?:阴性|阴(?![道部])|\(-\)|negative|neg\b|non-?reactive|nr\b|[-–]ve\b)"
    r"|-(?=\s?(?:[,;.)\n]|$))"
)


# "高血压、冠心病均否认", "糖尿病(-)", "心脏病史:无": what is denied stands before the word.
NOT_IT = re.compile(
    r"(?a)(?:(?:、|及|和|或|与)[^,;:。、\n]{1,10}|艾滋病?|梅毒|丙肝|结核){0,6}等?(?:疾病)?(?:病史|史)?\s?(?:也?(?:均|都|皆|全)(?:否认|无|没有)(?=[,;。\n)]|$)|否认(?=[,;。\n)]|$))"
    r"|(?:病)?史?\s?(?:\(-\)|:\s?(?:无|否认?|没有)(?=[,;。\n)]|$))"
    r"|\s?(?:itself )?(?:was |is |has been )?(?:not (?:diagnosed|confirmed|present|found|proven|suspected)|excluded|ruled out|已排除|排除|除外|证据不足)"
    r"|\s?[:-]?\s?(?:never|none|nil)(?=\s?(?:[,;.)\n]|$))"
)


def _is_part_of_other(note: Note, match: Match, concept: str) -> bool:
    """A name of a disease inside the name of a test or drug, or a heading."""
    behind = note.lower[match.end : match.end + 60]
    if _TEST_BEHIND.match(behind):
        return True
    if note.is_a(concept, "infection") and _NEGATIVE_BEHIND.match(behind):
        return True  # "HBV, HCV negative"; not "lung cancer, ALK negative"
    if _AGAINST_BEFORE.search(note.lower[max(0, match.start - 6) : match.start]):
        return True
    sentence = note.sentence(match.start)
    if re.match(
        r"(?a)[\s•*#-]*(?:vaccin\w*|vax\b|vacc\b|jabs\b|shots\b|immuni[sz]ation\w*|疫苗|预防接种)",
        note.lower[sentence.start : sentence.start + 24],
    ):
        return True  # "Vaccines: inactivated influenza 1 Oct"
    headings = ("infection", "neoplasm", "allergy_disorder", "comorbid_condition")
    return concept in headings and (behind.lstrip().startswith(":") or concept == "neoplasm")
