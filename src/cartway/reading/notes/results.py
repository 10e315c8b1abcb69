"""Results that are positive or negative: serology, virus load, autoantibodies, pregnancy test."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cartway.facts import Certainty, FactDefinition
from cartway.reading.lexicon import Match
from cartway.reading.notes.note import Note
from cartway.reading.notes.values import number_at, with_limits
from cartway.values import Quantity

_GAP = re.compile(
    r"(?a)(?:\s?\((?:[A-Za-z][A-Za-z0-9 /+-]{0,18}|[\u4e00-\u9fff]{1,8})\))?"
    r"(?:[\s:=]|\b(?:tests?|serology|status|was|were|is|are|igg|igm|both|all|pcr|ag/ab|ab|dna|rna|antibody"
    r"|antibodies|antigen|titre|titer|still|again|now|by|flow|molecular|in|total|screen|result|results|repeat)\b"
    r"|均为|均|全|皆|为|检测|结果|抗体|定量|复查|呈|示|转|测定|试验|提示)*",
    re.IGNORECASE,
)
_POSITIVE = re.compile(
    r"(?a)\(?(?:weakly |strongly |low |persistently |仍|弱|强)?(?:positive|pos\b\.?|reactive|阳性|阳(?!离)|\+(?![\w])|detected|检出"
    r"|detectable|high titre|high titer|at high titre)",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(
    r"(?a)\(?(?:negative|neg\b\.?|non-?reactive|nr\b|not detected|undetect\w*|not detectable|阴性|阴|未检出|未检测到"
    r"|低于检测下限|低于检出限|低于最低检测|低于检测|未测出|below (?:the )?(?:lower )?(?:limit|detection|lloq|llod)"
    r"|not found|-(?=[\s,;.、)/。]|$))",
    re.IGNORECASE,
)
_DETECTION_LIMIT = re.compile(
    r"(?a)\s?\(?(?:llod|lloq|lod|loq|detection limit|limit of detection|检测下限|下限|<)\s?[:=]?\s?(?P<number>\d+(?:\.\d+)?)",
    re.IGNORECASE,
)
_JOINED = re.compile(r"(?a)\s?(?:、|,|/|and|及|和|与|or|或|均|\+)\s?", re.IGNORECASE)
_BEFORE_NEGATIVE = re.compile(
    r"(?a)(?:\bnegative(?: for| serum| urine| tests? for)?|\bneg\.?(?: for)?|阴性)[\s:]{1,2}$"
)
_BEFORE_POSITIVE = re.compile(r"(?a)(?:\bpositive(?: for)?|\bpos\.? for)\s$")
_CLOSED = re.compile(r"(?a)[+-]?\)?")


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
        found.append(_read(note, match, definition, sentence.end))
    _share_backwards(note, found)
    for one in found:
        if one.value is not None:
            _keep(note, one.definition, one.value, one.match.start, one.end)
    _read_panels(note, {one.definition.id for one in found if one.value is not None})


def _result_of(note: Note, match: Match) -> FactDefinition | None:
    for sense in match.senses:
        if sense.kind != "fact":
            continue
        definition = note.vocabulary.facts[sense.id]
        if definition.kind == "result" and definition.argument is None:
            return definition
        for ending in ("_level", "_titre"):
            if sense.id.endswith(ending):
                twin = note.vocabulary.facts.get(sense.id.removesuffix(ending))
                if twin is not None and twin.kind == "result":
                    return twin
    return None


def _read(note: Note, match: Match, definition: FactDefinition, limit: int) -> _Read:
    plain, lower = note.plain, note.lower
    if definition.id.endswith("_dna") and re.match(
        r"(?a)[\s-]?ig[gm]\b", lower[match.end : match.end + 5]
    ):
        return _Read(match, definition, None, match.end)  # an antibody, not the virus
    before = lower[max(0, match.start - 24) : match.start]
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
        dates = note.calendar.within(position, position + 2)
        if not dates:
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
        return "positive" if titre is not None and titre.value >= 80 else "negative"
    number = with_limits(note.plain, number, limit)
    if number.upper is None:
        return (
            "positive"
            if definition.id == "hepatitis_b_surface_antibody" and number.value >= 10
            else None
        )
    return "positive" if number.value > number.upper else "negative"


# Named as the change itself, so that the bare name in a cytogenetic report says it is there.
_FINDINGS = ("gain_1q", "deletion_17p", "deletion_13q", "translocation_")


def _share_backwards(note: Note, found: list[_Read]) -> None:
    """*HBsAg, HBcAb and HCV-Ab all negative*: the result behind the last holds for each."""
    for index in range(len(found) - 2, -1, -1):
        one, following = found[index], found[index + 1]
        if one.value is not None or following.value in (None, "pending"):
            continue
        gap = note.plain[one.end : following.match.start]
        if gap.strip() in (",", ";") and one.definition.id.startswith(_FINDINGS):
            continue  # "1q21扩增,17p缺失阴性": each is a finding of its own
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


def _keep(note: Note, definition: FactDefinition, value: str, start: int, end: int) -> None:
    on = note.date_of_test(start, end)
    if value == "pending":
        note.add_fact(
            definition.id, "indeterminate", start, end, on=on, certainty=Certainty.PENDING
        )
        return
    note.add_fact(definition.id, value, start, end, on=on)
    level = note.vocabulary.facts.get(f"{definition.id}_level")
    if level is not None and value == "negative":
        stated = number_at(note.plain, end, end) or None
        limit = _DETECTION_LIMIT.match(note.plain, end)
        bound = float(limit.group("number")) if limit is not None else 20.0
        viral = level.unit in ("[IU]/mL", "{copies}/mL")
        if viral and stated is None and not _has_number(note, start, end):
            note.add_fact(level.id, Quantity(bound, level.unit, "<"), start, end, on=on)


def _has_number(note: Note, start: int, end: int) -> bool:
    return bool(
        re.search(r"(?a)[<>≤]?\s?\d+(?:\.\d+)?\s?(?:iu|copies|拷贝)", note.lower[start:end])
    )


_PANELS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (
        re.compile(
            r"(?a)(?:乙肝两对半|乙肝五项|乙肝标志物|乙肝三系|hbv markers|hepatitis b markers|hbv serology|hepatitis b serology)"
            r"(?:其余|余)?(?:检测|结果|is|was|were|are|all|全部|全|均|\s|:)*(?:\(-\)|阴性|阴|negative|neg\b)"
        ),
        ("hepatitis_b_surface_antigen", "hepatitis_b_core_antibody", "hepatitis_b_e_antigen"),
    ),
    (
        re.compile(
            r"(?a)(?:\bhbv|hepatitis b|hep b|乙肝)(?:,|、|\s|/|and|hcv|hiv|hepatitis c|hep c|丙肝|梅毒|syphilis|&|、)*"
            r"(?:serology|screen|筛查)?(?:均|all|both|\s|:|were|are|was|is)*(?:negative|neg\b|阴性|\(-\))"
        ),
        ("hepatitis_b_surface_antigen",),
    ),
    (
        re.compile(
            r"(?a)(?:\bhepatitis c|hep c|\bhcv|丙肝)(?:,|、|\s|/|and|hiv|梅毒|syphilis|&)*(?:serology|screen|抗体|筛查)?"
            r"(?:均|all|both|\s|:|were|are|was|is)*(?:negative|neg\b|阴性|\(-\))"
        ),
        ("hepatitis_c_antibody",),
    ),
    (
        re.compile(r"(?a)(?:core antibody|core ab|\bhbc)(?:\s|:|was|is)*(?:negative|neg\b)"),
        ("hepatitis_b_core_antibody",),
    ),
)
_HBV_PARTS = re.compile(
    r"(?a)(?:\bhbv|hep(?:atitis)? ?b|乙肝)[^.;。\n]{0,50}?\b(?P<part>sag|s ag|dna)\b(?:\s|:|was|is)*(?P<value>neg\w*|not detected|undetect\w*|pos\w*|阴性|阳性|[-+](?=\W|$))"
)
_REST = re.compile(
    r"(?a)(?:乙肝五项|乙肝两对半|hepatitis b (?:panel|serology))[^;。\n]{0,40}?(?:余|其余|otherwise|rest)(?:均|项|all|\s)*(?:阴性|\(-\)|negative|neg\b)"
)
# "Tests for HIV and hepatitis B and C were negative": what such a screen tests is no question.
_SCREENED = re.compile(
    r"(?a)\b(?:tests?|serolog(?:y|ies)|screen(?:ing|s)?) (?:for|of) (?:(?:hiv|hepatitis|syphilis|hbv|hcv|virus(?:es)?|b|c|and|or)[ ,/]{1,2}){1,10}"
    r"(?:(?:was|were|is|are|all|both) ){0,2}(?:negative|non-?reactive)"
)
_METHYLATED = re.compile(
    r"(?a)mgmt[ -]?(?:(?:promoter|gene|status|启动子|基因)[ :]?){0,2}(?P<not>un|non-?|not |未|无|非)?(?:methylat(?:ed|ion)(?! (?:negative|not|unknown|pending))|甲基化(?!阴性|状态|未|待))"
)
_NO_HIT = re.compile(
    r"(?a)\bno (?:myc|bcl-?2|bcl-?6)[a-z0-9, /-]{0,24} rearrangements?|\bmyc[^.;。;\n]{0,20}(?:均无|均未见|未见|无)(?:基因)?(?:重排|易位)"
)
_RNA = re.compile(
    r"(?a)(?:hcv|hepatitis c|丙肝)[^.;。\n]{0,30}?/?\s?\brna\b(?:\s|:|was|is|pcr)*(?P<neg>not detected|negative|neg\b|undetect\w*)?(?P<pos>positive|pos\b|detected|\d)?"
)


def _read_panels(note: Note, known: set[str]) -> None:
    for pattern, facts in _PANELS:
        for match in pattern.finditer(note.lower):
            for fact in facts:
                definition = note.vocabulary.facts.get(fact)
                if definition is not None and fact not in known:
                    _keep(note, definition, "negative", match.start(), match.end())
    for match in _REST.finditer(note.lower):
        for fact in (
            "hepatitis_b_surface_antigen",
            "hepatitis_b_core_antibody",
            "hepatitis_b_e_antigen",
        ):
            definition = note.vocabulary.facts.get(fact)
            if definition is not None and fact not in known:
                _keep(note, definition, "negative", match.start(), match.end())
    for match in _HBV_PARTS.finditer(note.lower):
        fact = (
            "hepatitis_b_virus_dna"
            if match.group("part") == "dna"
            else "hepatitis_b_surface_antigen"
        )
        definition = note.vocabulary.facts.get(fact)
        if definition is not None and fact not in known:
            value = (
                "positive"
                if match.group("value")[:1] in "p阳+" and match.group("value") != "阴性"
                else "negative"
            )
            _keep(note, definition, value, match.start(), match.end())
    for match in _SCREENED.finditer(note.lower):
        text = match.group()
        for fact, named in (
            ("hiv_antibody", "hiv" in text),
            ("hepatitis_b_surface_antigen", re.search(r"(?a)\bb\b|hbv", text)),
            ("hepatitis_c_antibody", re.search(r"(?a)\bc\b|hcv", text)),
            ("syphilis_treponemal_antibody", "syphilis" in text),
        ):
            definition = note.vocabulary.facts.get(fact)
            if named and definition is not None and fact not in known:
                _keep(note, definition, "negative", *match.span())
    for match in _METHYLATED.finditer(note.lower):
        definition = note.vocabulary.facts.get("mgmt_promoter_methylated")
        if definition is not None and definition.id not in known:
            _keep(note, definition, "negative" if match.group("not") else "positive", *match.span())
    for match in _NO_HIT.finditer(note.lower):
        definition = note.vocabulary.facts.get("double_hit_rearrangement")
        if definition is not None and definition.id not in known:
            _keep(note, definition, "negative", *match.span())
    if "hepatitis_c_virus_rna" not in known:
        for match in _RNA.finditer(note.lower):
            definition = note.vocabulary.facts.get("hepatitis_c_virus_rna")
            found = "negative" if match.group("neg") else "positive" if match.group("pos") else None
            if definition is not None and found is not None:
                _keep(note, definition, found, match.start(), match.end())
