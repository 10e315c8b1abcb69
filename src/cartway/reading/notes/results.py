"""Results that are positive or negative: serology, virus load, autoantibodies, pregnancy test."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cartway.facts import FactDefinition
from cartway.reading.lexicon import Match
from cartway.reading.notes.note import Note
from cartway.reading.notes.result_keeping import keep_result
from cartway.reading.notes.result_panels import read_panels
from cartway.reading.notes.values import number_at, with_limits

_GAP = re.compile(
    r"(?a)(?:\)(?=\s))?(?:\s?\((?:[A-Za-z][A-Za-z0-9 /+-]{0,18}|[\u4e00-\u9fff]{1,8})\))?"
    r"(?:[\s:=|]|/(?:ag|ab)\b|-(?=(?:neg|pos|react|non))|\b(?:plus|gold|in-?tube|tests?|serology|status|was|were|is|are|igg|igm|both|all|pcr|ag/ab|ab/ag|ab|dna|rna|antibody"
    r"|antibodies|antigen|i\s?(?:&|and|/|,)\s?ii|1\s?(?:&|and|/|\+|,)\s?2|total|titre|titer|still|again|now|by|flow|molecular|in|total|screen|result|results|repeat|4th|fourth|3rd|third|gen|generation|combo|duo|elisa|screening|total|qual|qualitative|quantitative|quant|load|viral|profile|combined|combination|eia|clia|assay|nat|1/2)\b"
    r"|均为|均|全|皆|为|检测|结果|抗原/?抗体|初筛|联合|抗体|定量|复查|呈|示|转|测定|试验|提示)*",
    re.IGNORECASE,
)
_POSITIVE = re.compile(
    r"(?a)\(?(?:weakly |strongly |low |persistently |仍|弱|强)?(?:positive|pos\b\.?|reactive|\+\s?ve\b|阳性|阳(?!离)|\+(?![\w])|detected|检出"
    r"|detectable|high titre|high titer|at high titre)",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(
    r"(?a)\(?(?:negative|neg\b\.?|non-?\s?reactive|nr\b|[-–]\s?ve\b|tnd\b|(?:target )?not detected|undetect\w*|not detectable|阴性|阴|未检出|未检测到"
    r"|低于检测下限|低于检出限|低于最低检测|低于检测|未测出|below (?:the )?(?:lower )?(?:limit|detection|lloq|llod)"
    r"|not found|<\s?(?:llo[qd]|lo[qd])\b|-(?=[\s,;.、)/。]|$))",
    re.IGNORECASE,
)
_JOINED = re.compile(r"(?a)\s?(?:、|,|/|and|及|和|与|or|或|均|\+)\s?", re.IGNORECASE)
_BEFORE_NEGATIVE = re.compile(
    r"(?a)(?:\bnegative(?: for| serum| urine| tests? for)?|\bneg\.?(?: for)?|阴性)[\s:]{1,2}$"
)
_BEFORE_POSITIVE = re.compile(r"(?a)(?:\bpositive(?: for)?|\bpos\.? for)\s$")


@dataclass(frozen=True, slots=True)
class _Read:
    match: Match
    definition: FactDefinition
    value: str | None
    end: int


def read_results(note: Note) -> None:
    """Gather every positive or negative result."""
    found: list[_Read] = []
    named = [
        (match, definition)
        for match in note.matches
        if (definition := _result_of(note, match)) is not None
    ]
    for match, definition in named:
        sentence = note.sentence(match.start)
        if sentence.section in ("family", "plan"):
            continue
        if note.scopes.covering("family", match.start, match.end):
            continue
        # "HIV neg. CMV ...": the word belongs to the result before.
        taken = found[-1].end if found and found[-1].value is not None else 0
        found.append(_read(note, match, definition, sentence.end, taken))
    _share_backwards(note, found)
    for one in found:
        if one.value is not None:
            keep_result(note, one.definition, one.value, one.match.start, one.end)
    read_panels(note, {one.definition.id for one in found if one.value is not None})


def _result_of(note: Note, match: Match) -> FactDefinition | None:
    for sense in match.senses:
        if sense.kind != "fact":
            continue
        definition = note.vocabulary.facts[sense.id]
        if definition.id in _OF_CHROMOSOMES:
            return None
        if definition.kind == "result" and definition.argument is None:
            return definition
        for ending in ("_level", "_titre"):
            if sense.id.endswith(ending):
                twin = note.vocabulary.facts.get(sense.id.removesuffix(ending))
                if twin is not None and twin.kind == "result":
                    return twin
    return None


def _read(note: Note, match: Match, definition: FactDefinition, limit: int, taken: int) -> _Read:
    plain, lower = note.plain, note.lower
    if definition.id.endswith("_dna") and re.match(
        r"(?a)[\s-]?ig[gm]\b", lower[match.end : match.end + 5]
    ):
        return _Read(match, definition, None, match.end)  # an antibody, not the virus
    before = lower[max(taken, match.start - 24) : match.start]
    position = _skip(note, match.end, limit)
    word = _NEGATIVE.match(plain, position, limit)
    if word is not None:
        return _Read(match, definition, "negative", word.end())
    word = _POSITIVE.match(plain, position, limit)
    if word is not None and not plain[word.end() : word.end() + 1].isalnum():
        return _Read(match, definition, "positive", word.end())
    if note.scopes.covering("pending", match.start, match.end) and re.match(
        r"(?a)[^,;.。]{0,24}", plain[match.end :]
    ):
        return _Read(match, definition, "pending", match.end)
    number = number_at(plain, position, limit)
    dated = any(
        one.start <= position < one.end for one in note.calendar.within(position, position + 2)
    )
    if number is not None and not dated:
        value = _by_number(note, definition, position, limit)
        return _Read(match, definition, value, number.end)
    if _BEFORE_NEGATIVE.search(before) and not _BEFORE_NEGATIVE.search(lower[: match.end][-2:]):
        return _Read(match, definition, "negative", match.end)
    if _BEFORE_POSITIVE.search(before):
        return _Read(match, definition, "positive", match.end)
    return _Read(match, definition, None, match.end)


def _skip(note: Note, position: int, limit: int) -> int:
    """Pass over words and dates that may stand between a name and its result."""
    for _ in range(3):
        gap = _GAP.match(note.plain, position, min(limit, position + 48))
        if gap is not None:
            position = gap.end()
        opened = note.plain[position : position + 1] == "("
        dates = note.calendar.within(position + opened, position + 2)
        if not dates or (opened and note.plain[dates[0].end : dates[0].end + 1] != ")"):
            break
        position = dates[0].end
        if note.plain[position : position + 1] == ")":
            position += 1
    return position


def _by_number(note: Note, definition: FactDefinition, position: int, limit: int) -> str | None:
    """A number where a result was expected: above its limit is positive."""
    number = number_at(note.plain, position, limit)
    if number is None:
        return None
    if definition.id.endswith(("_dna", "_rna")):
        return "negative" if number.comparator in ("<", "<=") else "positive"
    if number.value == 1 and note.plain[number.end : number.end + 1] == ":":
        titre = number_at(note.plain, number.end + 1, limit)
        lowest = 1 if definition.id.startswith("syphilis") else 80
        return "positive" if titre is not None and titre.value >= lowest else "negative"
    number = with_limits(note.plain, number, limit)
    if definition.id == "pregnancy_test" and number.value <= _NO_HCG:
        return "negative"
    if number.upper is None and number.comparator in (">", ">="):
        return "positive"  # above what the test measures
    said = _WORD_BEHIND.match(note.plain, number.end, limit)
    if said is not None:
        return "negative" if said.group("negative") else "positive"
    if number.upper is None and number.comparator in ("<", "<="):
        return "negative"  # below what the test measures
    if number.upper is None:
        return (
            "positive"
            if definition.id == "hepatitis_b_surface_antibody" and number.value >= 10
            else None
        )
    return "positive" if number.value > number.upper else "negative"


# "0.02 IU/mL (negative)": the laboratory's own word behind the number.
_WORD_BEHIND = re.compile(
    r"(?a)\s?(?:[a-zµμ]{0,4}IU/m?L|U/m?L|S/CO|COI|RU/mL|ng/mL)?\s?\(?(?:(?P<negative>negative|neg\b|non-?reactive|阴性?)|positive|pos\b|reactive|阳性?)",
    re.IGNORECASE,
)
# Below this many units a litre of chorionic gonadotrophin nobody is pregnant; what is above may be
# a pregnancy, the menopause or a tumour.
_NO_HCG = 5.0
# Named bare in a report these are found; they have rules of their own.
_OF_CHROMOSOMES = frozenset(
    ("gain_1q", "deletion_17p", "deletion_13q", "translocation_4_14", "translocation_14_16",
     "translocation_11_14", "philadelphia_chromosome", "immunoglobulin_heavy_chain_mutated")
)  # fmt: skip


def _share_backwards(note: Note, found: list[_Read]) -> None:
    """*HBsAg, HBcAb and HCV-Ab all negative*: the result behind the last holds for each."""
    for index in range(len(found) - 2, -1, -1):
        one, following = found[index], found[index + 1]
        if one.value is not None or following.value in (None, "pending"):
            continue
        gap = note.plain[one.end : following.match.start]
        if len(gap) <= 12 and _JOINED.fullmatch(_GAP.sub("", gap, count=1) or gap):
            if (
                gap.strip() == ","
                and note.document.language == "en"
                and "and" not in gap
                and not _all_share(note, following)
            ):
                continue
            found[index] = _Read(one.match, one.definition, following.value, one.end)


def _all_share(note: Note, following: _Read) -> bool:
    words = note.lower[following.match.end : following.end + 1]
    return (
        bool(re.search(r"(?a)\b(?:all|both)\b", words))
        or "均" in words
        or following.value is not None
    )
