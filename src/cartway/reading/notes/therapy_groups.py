"""Treatments as they were given: which drugs go together, and in which line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from cartway.reading.lexicon import Match
from cartway.reading.notes.note import Note
from cartway.values import PartialDate

_LINE = re.compile(
    r"(?a)(?:(?P<ordinal>first|second|third|fourth|fifth|sixth|seventh|1st|2nd|3rd|4th|5th|6th)[- ]line|\bline\s?(?P<number>[1-9])\b|\bl(?P<short>[1-9])(?=\s[a-z])|(?<![\d.])(?P<led>[1-9])l\b(?!\s?(?:/|o2|oxygen))"
    r"|(?P<zh>[一二三四五六七八1-8])线(?!以上|治疗后))"
)


_LIST = re.compile(r"(?a)\s*(?:-\s)?(?:\((?P<n1>[1-9])\)\s?|(?P<n>[1-9])\s?[.)、:]\s?(?!\d))")

_NEXT = re.compile(r"(?a)(?<=[.;,。；，])\s?\(?([1-9])[)）]\s?(?!\d)")


ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4,
             "fifth": 5, "5th": 5, "sixth": 6, "6th": 6, "seventh": 7, "一": 1, "二": 2, "三": 3, "四": 4,
             "五": 5, "六": 6, "七": 7, "八": 8}  # fmt: skip


_JOINED = re.compile(
    r"(?a)[\s,+/&、()-]*(?:(?:\d+(?:\.\d+)?\s?(?:mg|g|ug|mcg|u|iu)?(?:/(?:m2|d|day|kg))?|plus|and|with|联合|及|和|或|再|予|单药|bid|qd|bd|od|twice daily|once daily|daily|weekly|x\s?\d+|×\s?\d+|\([^()]{0,18}\)|one dose|dex|single agent|triple)[\s,+/&、()-]*){0,4}"
)


_BREAK = re.compile(r"(?a)->|;|。|\bthen\b|\bfollowed by\b|随后|序贯|后")


@dataclass(slots=True)
class Group:
    """Drugs given together."""

    matches: list[Match]
    concepts: list[str]
    start: int
    end: int
    line: int | None = None
    first: PartialDate | None = None
    last: PartialDate | None = None
    ongoing: bool = False
    opened: bool = False
    ended: bool = False
    responses: list[str] = field(default_factory=list)
    text: str = ""
    section: str = ""


# *Relapsed after autologous transplantation* is a state of the disease, and tells a transplant.
_TELLS_TREATMENT = {
    "relapsed_after_autologous_transplant": "autologous_stem_cell_transplantation",
    "relapsed_after_allogeneic_transplant": "allogeneic_stem_cell_transplantation",
    "time_to_relapse_after_transplantation": "haematopoietic_stem_cell_transplantation",
}


def treatment_of(match: Match) -> str | None:
    """The treatment that a name stands for."""
    for sense in match.senses:
        if sense.kind == "concept" and sense.system == "treatment":
            return sense.id
        if sense.id in _TELLS_TREATMENT:
            return _TELLS_TREATMENT[sense.id]
    return None


_DONORS = (
    (re.compile(r"(?a)\b(?:autologous|auto)\b[ -]{0,2}(?:\w+ ){0,2}$|自体(?:外周血)?(?:造血)?$"), "autologous_stem_cell_transplantation"),
    (re.compile(r"(?a)\b(?:haploidentical|haplo)\b[ -]{0,2}(?:\w+ ){0,2}$|(?:单倍体|半相合)(?:造血)?$"), "haploidentical_transplantation"),
    (re.compile(r"(?a)\b(?:allogeneic|allo|unrelated donor|sibling donor|matched donor|matched[- ]sibling|matched[- ]unrelated|sibling|unrelated|mud|donor|identical)\b[ -]{0,2}(?:\w+ ){0,2}$|(?:异基因|非血缘|无关供者|同胞|全相合|亲缘|脐带?血)(?:全相合|供者|\([^()]{0,12}\))?(?:外周血)?(?:造血)?$"), "allogeneic_stem_cell_transplantation"),
)  # fmt: skip


_OWN_CELLS = re.compile(
    r"(?a)s?\s?[(,]?\s?(?:with |from |using )?(?:his|her|my|their|the patient's)? ?own (?:stem )?(?:cells|marrow)|\s?[(,]\s?(?:用)?自己的(?:干细胞|细胞)"
)
# "4月做的移植，爸爸供的半相合"
_DONOR_BEHIND = re.compile(
    r"(?a)(?:术|治疗)?(?:\(|,|:|是|用的)\s?(?:[\u4e00-\u9fff]{0,2}脐带?血|[\u4e00-\u9fff]{0,6}(?:供|捐)[\u4e00-\u9fff]{0,3}(?:半相?合|全相?合|单倍体)?|半相?合|全相?合|单倍体|同胞|无关供者)"
)


def kind_of_transplant(note: Note, match: Match, concept: str) -> str:
    """Whose cells they were, where the word stands before the name that was found."""
    if concept != "haematopoietic_stem_cell_transplantation":
        return concept
    for pattern, kind in _DONORS:
        if kind in note.vocabulary.concepts and pattern.search(
            note.lower[max(0, match.start - 34) : match.start]
        ):
            return kind
    if _OWN_CELLS.match(note.lower, match.end):
        return "autologous_stem_cell_transplantation"
    behind = _DONOR_BEHIND.match(note.lower, match.end)
    if behind is not None:
        half = re.search(r"(?a)半相?合|单倍体", note.lower[match.end : behind.end() + 4])
        return "haploidentical_transplantation" if half else "allogeneic_stem_cell_transplantation"
    return concept


def group_treatments(note: Note, given: list[tuple[Match, str]]) -> list[Group]:
    """Join the treatments that were given together."""
    groups: list[Group] = []
    line: int | None = None
    last_line = -1
    for match, concept in given:
        sentence = note.sentence(match.start)
        if sentence.line != last_line:
            line = None
            last_line = sentence.line
        elif groups and note.sentence(groups[-1].start).start != sentence.start:
            line = None  # an ordinal holds for its sentence; the number of a list item is read anew
        if groups and groups[-1].end <= match.start:
            previous = groups[-1]
            gap = note.lower[previous.end : match.start]
            graft = "haematopoietic_stem_cell_transplantation"
            if (
                note.is_a(concept, graft)
                and note.is_a(previous.concepts[-1], graft)
                and _GRAFT.fullmatch(gap)
            ):
                previous.matches.append(match)  # "allo-HSCT, MUD 10/10": one transplant
                previous.concepts.append(concept)
                previous.end = match.end
                continue
            same_sentence = note.sentence(previous.start).start == sentence.start
            apart = bool(note.calendar.within(previous.end, match.start)) or (
                "," in gap
                and (
                    _MAINTENANCE.match(note.lower, match.end) is not None
                    or is_one_day(note, previous.concepts[-1])
                    or note.is_a(concept, "vaccine")
                )
            )
            if (
                same_sentence
                and len(gap) < 45
                and not apart
                and not _BREAK.search(gap)
                and not _each_its_own(gap, sentence.section)
                and _JOINED.fullmatch(gap)
            ):
                previous.matches.append(match)
                previous.concepts.append(concept)
                previous.end = match.end
                continue
        antigens = _shared_targets(note, match, concept)
        group = Group(
            [match], [concept, *antigens], match.start, match.end, section=sentence.section
        )
        line = _line_of(note, match, line)
        group.line = line
        groups.append(group)
    return groups


_OWN_BRACKET = re.compile(r"(?a)\([^()]*[\u4e00-\u9fff][^()]*\)|、.*\(|\(.*、")


def _each_its_own(gap: str, section: str) -> bool:
    """*泼尼松(60mg)、他克莫司(2018-2022)*: what is told in brackets is of one; a drug list has items."""
    if section == "medication" and re.search(r"(?a)[,、]", gap):
        return True
    return re.search(r"(?a)[,、]", gap) is not None and _OWN_BRACKET.search(gap) is not None


_TARGET = re.compile(
    r"(?a)(?:anti-)?(?P<target>cd\d{1,3}|bcma|gprc5d)\s?(?:/|,|、|and|then|及|和|与|&)\s?(?:then\s)?(?:anti-)?$"
)


_GRAFT = re.compile(r"(?a)\s?[,(/-]?\s?(?:from an? |\d{1,2}/\d{1,2}\s)?")


_MAINTENANCE = re.compile(r"(?a)\s?(?:maintenance|维持)")


def is_one_day(note: Note, concept: str) -> bool:
    """Whether a treatment is given on one day, as a transplant is."""
    return any(note.is_a(concept, one) for one in ONE_DAY)


def _shared_targets(note: Note, match: Match, concept: str) -> list[str]:
    """*Prior CD19 and CD22 CAR-T*: the first target shares the word behind the second."""
    if "car_t_cell_therapy" not in note.vocabulary.hierarchy.ancestors(concept):
        return []
    found = _TARGET.search(note.lower, max(0, match.start - 24), match.start)
    name = f"anti_{found.group('target')}_car_t" if found else ""
    return [name] if name in note.vocabulary.concepts else []


# An ordinal does not hold farther than this, so that one endless line costs no more than many.
_FAR = 600


def _line_of(note: Note, match: Match, line: int | None) -> int | None:
    """The number of the line: an ordinal before the drugs, or the number of the list."""
    sentence = note.sentence(match.start)
    line_start = note.plain.rfind("\n", 0, match.start) + 1
    listed = _LIST.match(note.lower, line_start)
    if listed is not None and sentence.section in ("treatment", ""):
        line = int(listed.group("n") or listed.group("n1"))
        # "1) FCR 2017, PR. 2) Ibrutinib 2019": the list goes on within its line.
        for mark in _NEXT.finditer(note.lower, listed.end(), match.start):
            if int(mark.group(1)) == line + 1:
                line += 1
    found = None
    for one in _LINE.finditer(
        note.lower, max(line_start, sentence.start, match.start - _FAR), match.start + 2
    ):
        if one.end() <= match.start:
            found = one
    if found is not None:
        word = found.group("ordinal") or found.group("zh")
        if word:
            line = ORDINALS.get(word) or int(word)
        else:
            line = int(found.group("number") or found.group("short") or found.group("led"))
    return line


ONE_DAY = (
    "tumour_resection",
    "haematopoietic_stem_cell_transplantation",
    "gene_modified_cell_therapy",
    "donor_lymphocyte_infusion",
)


def without_repeats(note: Note, groups: list[Group]) -> list[Group]:
    """Leave out a second, dateless mention of a treatment that has its dates elsewhere."""
    above = note.vocabulary.hierarchy.ancestors

    def told_elsewhere(group: Group, concept: str) -> bool:
        return any(
            other is not group
            and (other.first is not None or other.last is not None or other.line is not None)
            and any(concept == one or concept in above(one) for one in other.concepts)
            for other in groups
        )

    return [
        group
        for group in groups
        if group.ongoing
        or group.first is not None
        or group.last is not None
        or group.line is not None
        or not all(told_elsewhere(group, one) for one in group.concepts)
    ]
