"""Treatments: lines with their drugs and dates, other drugs, and what was never given."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from cartway.facts import Certainty, Event, Value
from cartway.reading.lexicon import Match
from cartway.reading.notes.dating import DateMention, back_from
from cartway.reading.notes.note import Note
from cartway.reading.notes.timing import part_around
from cartway.reading.notes.transfusions import blood_product
from cartway.values import PartialDate, Quantity

_LINE = re.compile(
    r"(?a)(?:(?P<ordinal>first|second|third|fourth|fifth|sixth|seventh|1st|2nd|3rd|4th|5th|6th)[- ]line|\bline\s?(?P<number>[1-9])\b|\bl(?P<short>[1-9])(?=\s[a-z])"
    r"|(?P<zh>[一二三四五六七八1-8])线(?!以上|治疗后))"
)
_LIST = re.compile(r"(?a)\s*(?:-\s)?(?:\((?P<n1>[1-9])\)\s?|(?P<n>[1-9])\s?[.)、:]\s?(?!\d))")
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4,
             "fifth": 5, "5th": 5, "sixth": 6, "6th": 6, "seventh": 7, "一": 1, "二": 2, "三": 3, "四": 4,
             "五": 5, "六": 6, "七": 7, "八": 8}  # fmt: skip
_JOINED = re.compile(
    r"(?a)[\s,+/&、()-]*(?:(?:\d+(?:\.\d+)?\s?(?:mg|g|ug|mcg|u|iu)?(?:/(?:m2|d|day|kg))?|plus|and|with|联合|及|和|或|再|予|单药|bid|qd|bd|od|x\s?\d+|×\s?\d+|\([^()]{0,18}\)|one dose|dex|single agent|triple)[\s,+/&、()-]*){0,4}"
)
_BREAK = re.compile(r"(?a)->|;|。|\bthen\b|\bfollowed by\b|随后|序贯|后")
_STOP_BEFORE = re.compile(
    r"(?a)(?:\bstopped|\buntil|\btill|\bto|\bfinish\w*|\bcompleted|\bended|\blast(?: dose| given)?|末次|停|至|止于|停药|结束|\bno [a-z ]{3,20} since)[ :(]{0,2}(?:in |on |dose |at )?$"
)
_START_BEFORE = re.compile(
    r"(?a)(?:\bfrom|\bsince|\bstart\w*|\bbegan|\bcommenced|\badded|自|从|于)\W{0,2}(?:in |on )?$"
)
_START_AFTER = re.compile(r"(?a)\s?\)?(?:起|开始|始|onward)")
_STOP_AFTER = re.compile(r"(?a)\s?\)?(?:停|止)")
_OUTCOME_AFTER = re.compile(
    r"(?a)\s?\)?\W{0,2}(?:(?:首次|再次)?复发|达|relaps|cr\b|pd\b|sd\b|pr\b|复查|触及|示|生化)"
)
_PROGRESS_AFTER = re.compile(
    r"(?a)\s?\)?\W{0,2}(?:治疗中)?(?:疾病)?(?:进展|progress|pd\b(?![-\s]?l?\d))"
)
_OUTCOME_BEFORE = re.compile(
    r"(?a)(?:relaps\w*|progress\w*|\bpd|\bpet(?:[/-]ct)?|\bct|\bcr|复发|进展|复查|达)\W{0,3}(?:in |on )?$"
)
_ONGOING = re.compile(
    r"(?a)\bongoing\b|\bqd\b|恢复|继续|重新|\brestarted\b|\bongoing\b|\bcontinu\w+|\bnow\b|\bcurrent(?:ly)?\b|\bstill\b|\bunchanged\b|\bto date\b|\bat present\b|\bgoes on\b|\bsince\b|\bbid\b|\bbd\b|\bbackground\b|至今|治疗中|维持中|口服中|目前|现|仍"
)
_OVER = re.compile(
    r"(?a)\bstopp?ed\b|\bdiscontinued\b|\bceased\b|\bwithdrawn\b|\bfinished\b|\bcompleted\b|\blast\b|停药|停用|停服|末次|已停|无效|未缓解|\bno response\b|->|\bprogress|进展"
)
_ROUTE = re.compile(
    r"(?a)\b(?:topical|inhaler|inhaled|eye drops|cream|nasal|intra-?articular)\b|局部|外用|吸入|雾化"
)
_REACTION = re.compile(
    r"(?a)allerg|anaphyla|urticaria|\brash\b|reaction to|intoleran|hypersensitiv|过敏|皮疹"
)
_RESPONSES = (
    ("stringent_complete_response", r"\bscr\b|严格意义的完全缓解"),
    ("complete_response", r"\bcr[12i]?\b|\bcmr\b|complete (?:metabolic )?(?:response|remission)|完全缓解|excellent response"),
    ("very_good_partial_response", r"\bvgpr\b|非常好的部分缓解"),
    ("partial_response", r"\bpr\b|partial (?:metabolic )?(?:response|remission)|部分缓解"),
    ("minimal_response", r"\bmr\b|minimal response|微小缓解"),
    ("stable_disease", r"\bsd\b|stable disease|疾病稳定"),
    ("progressive_disease", r"\bpd\b(?![-\s]?l?\d)|progressive disease|progress(?:ed|ion|ing)\b(?![- ]free)|(?<![无未])进展"),
    ("no_response", r"疗效不佳|\bnr\b|no response|no remission|no significant response|little response|without (?:remission|response)|未缓解|无效|no lasting benefit|lack of effect|refractory"),
)  # fmt: skip
_RESPONSE = [(name, re.compile(pattern)) for name, pattern in _RESPONSES]
_RELAPSE = re.compile(r"(?a)relaps|复发")
_DOSE = re.compile(
    r"(?a)\s?(?P<dose>\d+(?:\.\d+)?)(?:\s?\+\s?(?P<more>\d+(?:\.\d+)?))?\s?mg(?P<per>\s?(?:/\s?(?:d|day|kg)|bid|bd|qd|od|daily|replacement|x)?)"
)
_PLANNED_LINE = re.compile(r"(?a)(?:second|third|fourth|2nd|3rd)[- ]line|[二三四]线")
_EVER = re.compile(r"(?a)\b(?:never|ever|so far|any|of any type|history)\b|从未|过|史|任何|既往")
_SINCE = re.compile(
    r"(?a)\b(?:since|after|within|in the (?:last|past)|for|this year)\b|近|此后|自|之后"
)
_SPAN = re.compile(
    r"(?a)(?:近|(?:in|within|for|over) (?:the )?(?:last|past)?\s?)(?P<n>\d{1,2}|一|两|二|三|四|六|半|one|two|three|four|five|six|eight|ten|twelve)?\s?(?P<unit>天|日|周|个?月|年|days?|weeks?|months?|years?)"
)


_COUNT = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "六": 6, "半": 6, "one": 1, "two": 2, "three": 3,
          "four": 4, "five": 5, "six": 6, "eight": 8, "ten": 10, "twelve": 12}  # fmt: skip


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
    (re.compile(r"(?a)\b(?:allogeneic|allo|unrelated donor|sibling donor|matched donor)\b[ -]{0,2}(?:\w+ ){0,2}$|异基因(?:外周血)?(?:造血)?$"), "allogeneic_stem_cell_transplantation"),
)  # fmt: skip


def _kind_of_transplant(note: Note, match: Match, concept: str) -> str:
    """Whose cells they were, where the word stands before the name that was found."""
    if concept != "haematopoietic_stem_cell_transplantation":
        return concept
    for pattern, kind in _DONORS:
        if kind in note.vocabulary.concepts and pattern.search(
            note.lower[max(0, match.start - 34) : match.start]
        ):
            return kind
    return concept


def read_therapies(note: Note, treated: tuple[str, ...]) -> list[Group]:
    """Gather every treatment that was given, is given or was never given.

    Returns:
        The groups of drugs given against the disease, in the order of the note.
    """
    given: list[tuple[Match, str]] = []
    for match in note.matches:
        concept = treatment_of(match)
        if concept is None:
            continue
        concept = _kind_of_transplant(note, match, concept)
        scope = note.scope(match)
        section = note.sentence(match.start).section
        if scope.family or section == "family":
            continue
        if scope.negated:
            _deny(note, match, concept)
        elif _TOLERATED.search(note.lower, max(0, match.start - 40), match.start):
            continue
        elif section == "allergy" or _is_reaction(note, match):
            _allergy(note, match, concept)
        elif not _is_planned(note, match, section) and not _is_only_named(note, match):
            given.append((match, concept))
    groups = _grouped(note, given)
    _date(note, groups)
    groups = _without_repeats(note, groups)
    against = [one for one in groups if _is_against(note, one, treated)]
    _close(note, against)
    for group in groups:
        _keep(note, group, group in against, treated)
    return against


def _is_planned(note: Note, match: Match, section: str) -> bool:
    if section == "plan" or _STUDY_BEHIND.match(note.lower, match.end):
        return True
    if _PLANNED_BEHIND.match(note.lower, match.end):
        return True
    stretch = note.scopes.covering("planned", match.start, match.end)
    if stretch is None:
        return False
    # A plan holds for its own part of the sentence, unless a date shows that it happened.
    between = note.lower[stretch.cue_end : match.start]
    return len(between) < 80 and not re.search(r"(?a)[,;]\s*(?:received|given|after)", between)


_NAMED_BEFORE = re.compile(
    r"(?a)\b(?:since|after|before|post|following|during|on day \d+ of|day \d+ of|days? after|tolerated|good|no response to)\s(?:the |an? |her |his |first )?$"
)
_NAMED_BEHIND = re.compile(
    r"(?a)\s?(?:response|level|-?induced|-?containing graft|skin test|-dependent|依赖)"
)


def _is_only_named(note: Note, match: Match) -> bool:
    """A treatment that only dates or explains something else: *since the DLI*, *prednisone response*."""
    before = note.lower[max(0, match.start - 26) : match.start]
    text = note.lower[match.start : match.end]
    return (
        _NAMED_BEHIND.match(note.lower, match.end) is not None
        or text in ("vaccinated", "immunised", "immunized")
        or (_NAMED_BEFORE.search(before) is not None and _named_elsewhere(note, match))
    )


def _named_elsewhere(note: Note, match: Match) -> bool:
    concept = treatment_of(match)
    above = note.vocabulary.hierarchy.ancestors
    return any(
        other.start < match.start
        and not note.scopes.covering("planned", other.start, other.end)
        and (named := treatment_of(other)) is not None
        and (concept in above(named) or named in above(str(concept)))
        for other in note.matches
    )


_PLANNED_BEHIND = re.compile(
    r"(?a)[^.;。,]{0,24}?(?:\b(?:is|was|are|were|being|been)\s(?:now |currently )?(?:being )?(?:planned|considered|scheduled|intended|proposed|deferred|declined|refused|offered|discussed|not feasible)"
    r"|\b(?:planned|considered|deferred|declined|refused)\b|not feasible|拟行|待评估)"
)
_STUDY_BEHIND = re.compile(
    r"(?a)\s?(?:cells?\s)?(?:\([^()]{0,30}\)\s?)?(?:study|trial|assessment|candidate|programme|program|eligib|evaluation|评估|研究|试验|临床试验|入组)"
)


def _is_reaction(note: Note, match: Match) -> bool:
    behind = note.lower[match.end : match.end + 18]
    before = note.lower[max(0, match.start - 24) : match.start]
    return bool(
        re.match(r"(?a)\s?(?:\(|:)?\s?(?:allerg|rash|过敏|皮疹|皮试阳性|gave urticaria)", behind)
        or re.search(
            r"(?a)(?:allergic to|allergy to|anaphylaxis to|rash (?:on|with|from)|hypersensitivity to|reaction to (?:her |his )?(?:very )?(?:first )?)\s?$",
            before,
        )
    )


# An infusion reaction to one dose is no allergy, and the drug is named for it alone.
_TOLERATED = re.compile(r"(?a)reaction to (?:her |his |the )?(?:very )?(?:first |second )?$")


def _allergy(note: Note, match: Match, concept: str) -> None:
    note.add_event("allergy", {"agent": (concept,)}, match.start, match.end, ongoing=True)


def _grouped(note: Note, given: list[tuple[Match, str]]) -> list[Group]:
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
            same_sentence = note.sentence(previous.start).start == sentence.start
            apart = bool(note.calendar.within(previous.end, match.start)) or (
                "," in gap
                and (
                    _MAINTENANCE.match(note.lower, match.end) is not None
                    or _is_one_day(note, previous.concepts[-1])
                )
            )
            if (
                same_sentence
                and len(gap) < 45
                and not apart
                and not _BREAK.search(gap)
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


_TARGET = re.compile(
    r"(?a)(?:anti-)?(?P<target>cd\d{1,3}|bcma|gprc5d)\s?(?:/|,|、|and|then|及|和|与|&)\s?(?:then\s)?(?:anti-)?$"
)


_MAINTENANCE = re.compile(r"(?a)\s?(?:maintenance|维持)")


def _is_one_day(note: Note, concept: str) -> bool:
    return any(note.is_a(concept, one) for one in _ONE_DAY)


def _shared_targets(note: Note, match: Match, concept: str) -> list[str]:
    """*Prior CD19 and CD22 CAR-T*: the first target shares the word behind the second."""
    if "car_t_cell_therapy" not in note.vocabulary.hierarchy.ancestors(concept):
        return []
    found = _TARGET.search(note.lower, max(0, match.start - 24), match.start)
    name = f"anti_{found.group('target')}_car_t" if found else ""
    return [name] if name in note.vocabulary.concepts else []


def _line_of(note: Note, match: Match, line: int | None) -> int | None:
    """The number of the line: an ordinal before the drugs, or the number of the list."""
    sentence = note.sentence(match.start)
    line_start = note.plain.rfind("\n", 0, match.start) + 1
    listed = _LIST.match(note.lower, line_start)
    if listed is not None and sentence.section in ("treatment", ""):
        line = int(listed.group("n") or listed.group("n1"))
    found = None
    for one in _LINE.finditer(note.lower, max(line_start, sentence.start), match.start + 2):
        if one.end() <= match.start:
            found = one
    if found is not None:
        word = found.group("ordinal") or found.group("zh")
        if word:
            line = _ORDINALS.get(word) or int(word)
        else:
            line = int(found.group("number") or found.group("short"))
    return line


def _date(note: Note, groups: list[Group]) -> None:
    for index, group in enumerate(groups):
        sentence = note.sentence(group.start)
        before = groups[index - 1] if index else None
        after = groups[index + 1] if index + 1 < len(groups) else None
        low = sentence.start
        if before is not None and before.end > low:
            low = before.end
        high = _segment_end(note, group, after)
        group.text = note.lower[group.start : high]
        marks = [
            one
            for one in note.calendar.within(low, min(high, sentence.end))
            if _belongs(note, one, group, before, after)
        ]
        if any(note.is_a(one, name) for one in group.concepts for name in _ONE_DAY):
            nearest = min(marks, key=lambda one: _distance(one, group), default=None)
            if nearest is not None and -1 <= _distance(nearest, group) < 40:
                group.first = group.last = nearest.first
        else:
            _read_dates(note, group, marks, low)
        sentence_text = note.lower[group.start : min(high, sentence.end)]
        if (
            group.last is None
            and _ONGOING.search(sentence_text)
            and not _OVER.search(sentence_text)
        ):
            group.ongoing = True
        if group.section == "medication":
            group.ongoing = group.last is None
        elif (
            group.first is None
            and group.last is None
            and group.section not in ("treatment", "plan", "diagnosis")
            and _is_taken_now(note, group)
        ):
            group.ongoing = True
        once = any(note.is_a(one, name) for one in group.concepts for name in _GIVEN_ONCE)
        if group.last is None and group.first is not None and not group.ongoing:
            near = note.lower[group.start : min(high, group.end + 14)]
            if once or _ONE_DOSE.search(near):
                group.last = group.first
        if any(_is_one_day(note, one) for one in group.concepts):
            group.ongoing = False
        if once:
            group.ongoing = False
            if group.first is None and "at birth" in note.lower[group.end : group.end + 12]:
                group.first = group.last = _birth(note)
        for name, pattern in _RESPONSE:
            if pattern.search(group.text):
                group.responses.append(name)
        if _FAILED_BEFORE.search(note.lower, max(low, group.start - 30), group.start):
            group.responses.append("no_response")


_FAILED_BEFORE = re.compile(
    r"(?a)(?:refractory to|failed|progress\w* (?:on|after|through|despite)|resistant to|did not respond to|难治于|耐药)\s(?:\w+\s){0,2}$"
)
_NOT_NOW = re.compile(
    r"(?a)\b(?:was|were|had|previous|prior|past|treated with|resolved|stopped|after|history|day \d+)\b|曾|既往|已|术后|愈"
)


def _birth(note: Note) -> PartialDate | None:
    for fact in note.gathered.facts:
        if fact.fact == "birth_date" and isinstance(fact.value, PartialDate):
            return fact.value
    return None


def _is_taken_now(note: Note, group: Group) -> bool:
    """*Hydrocortisone 15+5 mg replacement*: a drug named without a date, in the present."""
    if any(note.is_a(one, name) for one in group.concepts for name in _ONCE):
        return False
    low, high = part_around(note, group.start, group.end)
    return _NOT_NOW.search(note.lower, low, high) is None


_ONCE = ("anticancer_therapy", "vaccine", "transfusion", "blood_product", "haematopoietic_growth_factor",
         "haematopoietic_stem_cell_transplantation", "procedure", "surgery")  # fmt: skip
_GIVEN_ONCE = (
    "vaccine",
    "transfusion",
    "haematopoietic_growth_factor",
    "colony_stimulating_factor",
)
_ONE_DOSE = re.compile(
    r"(?a)(?<![\d.])[x×]\s?1(?![\d.])|\b1 (?:dose|cycle|course)\b|\b(?:one|single) dose\b|1次|单次|一次"
)
_ONE_DAY = (
    "haematopoietic_stem_cell_transplantation",
    "gene_modified_cell_therapy",
    "donor_lymphocyte_infusion",
)


def _distance(mention: DateMention, group: Group) -> int:
    return group.start - mention.end if mention.end <= group.start else mention.start - group.end


def _segment_end(note: Note, group: Group, after: Group | None) -> int:
    """Up to the next drugs; into the following sentence only where that holds no drugs of its own."""
    sentence = note.sentence(group.start)
    line_end = note.plain.find("\n", group.end)
    line_end = len(note.plain) if line_end < 0 else line_end
    if group.section not in ("treatment", "") and sentence.section != "treatment":
        line_end = sentence.end
    limit = min(line_end, after.start if after is not None else line_end)
    return max(limit, group.end)


def _belongs(
    note: Note, mention: DateMention, group: Group, before: Group | None, after: Group | None
) -> bool:
    """Whether a date between two groups of drugs is this group's."""
    if mention.start >= group.end and after is not None:
        gap = note.lower[mention.end : after.start]
        joined = re.fullmatch(
            r"(?a)\)?\s?(?:行|予|于|起|:|,)?\s?(?:使用|接受|换|改|父供子|再)?\S{0,3}\s?", gap
        )
        behind = note.lower[group.end : mention.start]
        split = re.search(r"(?a)[.。;\n]", gap)
        if (
            joined is not None
            and split is None
            and re.search(r"(?a)[,;。.]", behind)
            and "(" not in behind[-2:]
        ):
            return False
    if mention.end <= group.start and before is not None:
        gap = note.lower[mention.end : group.start]
        return (
            re.fullmatch(
                r"(?a)\)?\s?(?:行|予|于|起|:|,)?\s?(?:使用|接受|换|改|父供子|再)?\S{0,3}\s?", gap
            )
            is not None
        )
    if mention.end <= group.start:
        gap = note.lower[mention.end : group.start]
        return len(gap) < 60 and not re.search(r"(?a)relaps|复发|diagnos|确诊", gap)
    return True


def _read_dates(note: Note, group: Group, marks: list[DateMention], low: int) -> None:
    for mention in marks:
        own = max(low, part_around(note, mention.start, mention.end)[0])
        before = note.lower[max(own, mention.start - 18) : mention.start]
        if mention.first != mention.last:
            if group.first is None or mention.start < group.start:
                group.first, group.last = mention.first, mention.last
            else:
                group.last = mention.last
        elif _STOP_BEFORE.search(before) or _STOP_AFTER.match(note.lower, mention.end):
            group.last = _later(group.last, mention.first)
        elif _PROGRESS_AFTER.match(note.lower, mention.end) and mention.start > group.end:
            if (
                "停" in note.lower[mention.end : mention.end + 8]
                or "治疗中" in note.lower[mention.end : mention.end + 4]
            ):
                group.last = group.last or mention.first
        elif (
            _OUTCOME_AFTER.match(note.lower, mention.end)
            or _OUTCOME_BEFORE.search(before)
            or (mention.start > group.end and _is_of_outcome(note, mention, group))
        ):
            continue
        elif _START_BEFORE.search(before) or _START_AFTER.match(note.lower, mention.end):
            group.first = group.first or mention.first
        elif group.first is None:
            group.first = mention.first
            if re.search(r"(?a)\blast\b", note.lower[max(low, group.start - 10) : group.start]):
                group.last = mention.last
        elif (
            group.last is None
            and re.search(r"(?a)\d\s?[,)]\s?$|,\s?$", before)
            and mention.first.earliest > group.first.earliest
            and ("doses" in note.lower[group.end : mention.start])
        ):
            group.last = mention.first
    if (
        re.search(
            r"(?a)(?:\blast\b|末次)\W{0,2}$", note.lower[max(0, group.start - 8) : group.start]
        )
        and group.last is None
    ):
        group.last = group.first
    if re.search(r"(?a)\s?末次", note.lower[group.end : group.end + 4]) and group.last is None:
        group.last = group.first


_OUTCOME_PART = re.compile(
    r"(?a)\bbm\b|blasts|marrow|骨髓|relaps|recur|progress|imaging|\bpet\b|\bct\b|\bmri\b|biops|showed|respon|remission|复发|进展|复查|缓解|穿刺|活检|影像"
)


def _is_of_outcome(note: Note, mention: DateMention, group: Group) -> bool:
    """Whether a date tells when a relapse or an examination was, not the treatment."""
    low, high = part_around(note, mention.start, mention.end)
    return low > group.end and _OUTCOME_PART.search(note.lower, low, high) is not None


def _later(one: PartialDate | None, other: PartialDate) -> PartialDate:
    return other if one is None or other.earliest > one.earliest else one


def _without_repeats(note: Note, groups: list[Group]) -> list[Group]:
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
        if group.first is not None
        or group.last is not None
        or group.line is not None
        or not all(told_elsewhere(group, one) for one in group.concepts)
    ]


def _is_against(note: Note, group: Group, treated: tuple[str, ...]) -> bool:
    known = [one for one in _AGAINST if one in note.vocabulary.concepts]
    if group.section in ("medication", "past", "status"):
        return any(
            note.is_a(one, name)
            for one in group.concepts
            for name in _CELLULAR
            if name in note.vocabulary.concepts
        )
    if not known:
        return group.section != "medication"
    if any(note.is_a(one, name) for one in group.concepts for name in known):
        return True
    autoimmune = any(note.is_a(one, "autoimmune_disease") for one in treated)
    return autoimmune and any(note.is_a(one, name) for one in group.concepts for name in _IMMUNE)


_AGAINST = (
    "anticancer_therapy",
    "haematopoietic_stem_cell_transplantation",
    "gene_therapy",
    "solid_organ_transplantation",
)
_CELLULAR = ("cellular_therapy", "haematopoietic_stem_cell_transplantation", "gene_therapy", "solid_organ_transplantation")  # fmt: skip
_IMMUNE = ("immunosuppressant", "immunosuppressive_therapy", "corticosteroid", "systemic_corticosteroid", "biologic_immunosuppressant",
           "immunosuppressive_agent", "biological_immunomodulator", "intravenous_immunoglobulin", "plasma_exchange", "antimalarial", "hydroxychloroquine")  # fmt: skip


def _close(note: Note, groups: list[Group]) -> None:
    """A line of treatment was over, at the latest, when the next began, or ended."""
    for index, group in enumerate(groups):
        if (
            group.last is not None
            or group.ongoing
            or group.section not in ("treatment", "", "diagnosis")
        ):
            continue
        later = [
            day
            for one in groups[index + 1 :]
            if (day := one.first or one.last) is not None
            and (group.first is None or day.earliest > group.first.earliest)
        ]
        if later:
            group.last = min(later, key=lambda one: one.earliest)


def _keep(note: Note, group: Group, against: bool, treated: tuple[str, ...]) -> None:
    attributes: dict[str, tuple[Value, ...]] = {"agent": tuple(dict.fromkeys(group.concepts))}
    if group.line is not None:
        attributes["line"] = (Quantity(float(group.line), "1"),)
    responses = tuple(one for one in group.responses if one in note.vocabulary.concepts)
    if responses:
        attributes["response"] = responses[:1]
        attributes["best_response"] = responses[:1]
    outcome = _outcome(group)
    if outcome is not None and outcome in note.vocabulary.concepts:
        attributes["outcome"] = (outcome,)
    if against:
        note.add_event(
            "prior_therapy",
            attributes,
            group.start,
            group.end,
            first=group.first,
            last=group.last,
            ongoing=group.ongoing,
        )
    others = [
        (match, concept)
        for match in group.matches
        if (concept := treatment_of(match)) is not None and (not against or _in_both(note, concept))
    ]
    for match, concept in others:
        if _ROUTE.search(
            note.lower, max(0, match.start - 12), min(len(note.lower), match.end + 22)
        ):
            continue
        concept = blood_product(note, match.start, match.end, concept)
        held: dict[str, tuple[Value, ...]] = {"agent": (concept,)}
        procedure = any(note.is_a(concept, one) for one in _PROCEDURES)
        if procedure:
            note.add_event(
                "procedure", held, match.start, match.end,
                first=group.first or group.last, last=group.last or group.first,
            )  # fmt: skip
            continue
        dose = _dose(note, match)
        if dose is not None:
            held["dose_per_day"] = (dose,)
        note.add_event(
            "medication", held, match.start, match.end, first=group.first, last=group.last, ongoing=group.ongoing,
        )  # fmt: skip


_INTOLERANT = re.compile(r"(?a)intoleran|not tolerated|不耐受|toxicity|adverse")
_ON_THERAPY = re.compile(
    r"(?a)progress\w* (?:on|during|under|through)|pd on|治疗中(?:疾病)?进展|进展停药"
)


def _outcome(group: Group) -> str | None:
    if _INTOLERANT.search(group.text):
        return "outcome_intolerant"
    if _ON_THERAPY.search(group.text):
        return "outcome_progressed_on_therapy"
    if "no_response" in group.responses or group.responses[:1] == ["progressive_disease"]:
        return "outcome_refractory"
    if _RELAPSE.search(group.text) or "progressive_disease" in group.responses:
        return "outcome_relapsed_after"
    return "outcome_ongoing" if group.ongoing else None


_PROCEDURES = ("surgery", "procedure", "surgical_procedure", "biopsy_procedure", "leukapheresis_procedure",
               "central_line_insertion", "tumour_resection", "lumbar_puncture_procedure")  # fmt: skip


def _in_both(note: Note, concept: str) -> bool:
    names = (
        "corticosteroid",
        "systemic_corticosteroid",
        "immunosuppressant",
        "immunosuppressive_therapy",
        "immunosuppressive_agent",
    )
    return any(note.is_a(concept, one) for one in names if one in note.vocabulary.concepts)


def _dose(note: Note, match: Match) -> Quantity | None:
    found = _DOSE.match(note.lower, match.end)
    if found is None or "/kg" in found.group("per"):
        return None
    now = re.match(
        r"(?a)[^.;。;]{0,50}?\bnow\s(\d+(?:\.\d+)?)\s?mg",
        note.lower[found.end() : found.end() + 70],
    )
    if now is not None:
        return Quantity(float(now.group(1)), "mg/d")
    value = float(found.group("dose")) + float(found.group("more") or 0)
    if found.group("per").strip() in ("bid", "bd"):
        value *= 2
    return Quantity(value, "mg/d")


def _deny(note: Note, match: Match, concept: str) -> None:
    """*No CAR-T so far*; *no steroids since 13 Sep*; *近3月未用激素*."""
    stretch = note.scopes.covering("negated", match.start, match.end)
    start = stretch.cue_start if stretch is not None else match.start
    sentence = note.sentence(match.start)
    since = _denied_since(note, start, match, sentence.end)
    against = any(note.is_a(concept, one) for one in _AGAINST)
    whole = concept in _WHOLE
    other = (
        re.search(r"(?a)\bother\b|其他|其它|另外", lower_between(note, start, match.start))
        is not None
    )
    if whole and since is None:
        # "No other treatment" closes the list; "never systemic treatment" may be of another disease.
        if other:
            note.gathered.complete.add("prior_therapy")
        return
    for events in ("prior_therapy",) if against else ("medication", "prior_therapy"):
        note.add_absence(events, concept, start, match.end, since=since)


_WHOLE = ("anticancer_therapy", "systemic_anticancer_therapy")


def lower_between(note: Note, start: int, end: int) -> str:
    """The text between two places, in lower case."""
    return note.lower[start:end]


def _denied_since(note: Note, cue: int, match: Match, limit: int) -> PartialDate | None:
    lower = note.lower
    comma = re.compile(r"(?a)[;。]|\.\s").search(lower, match.end, limit)
    high = comma.start() if comma is not None else limit
    for mention in note.calendar.within(match.end, high):
        if re.search(
            r"(?a)\bsince\W{0,2}$|\bafter\W{0,2}$", lower[max(0, mention.start - 8) : mention.start]
        ):
            return mention.last
    before = lower[max(0, cue - 14) : match.end]
    part = re.split(r"(?a)[,;.。]", lower[match.end : min(high, match.end + 34)])[0]
    spans = [*_SPAN.finditer(before)] or [*_SPAN.finditer(part)]
    span = spans[-1] if spans else None
    if span is not None and note.letter is not None:
        word = span.group("n") or "1"
        number = _COUNT.get(word) or (int(word) if word.isdigit() else 1)
        unit = span.group("unit")
        if word == "半":
            unit = "月"
        exact = back_from(note.letter, number, unit)
        if exact is not None and exact.day is None:
            # Counted in months: the day of the month of the letter.
            try:
                return PartialDate(
                    exact.year, exact.month or note.letter.month, min(note.letter.day, 28)
                )
            except Exception:  # a day that its month lacks: the month will do
                return exact
        return exact
    if "this year" in lower[match.end : high] and note.letter is not None:
        return PartialDate(note.letter.year, 1, 1)
    if re.search(
        r"(?a)此后|之后|since then|thereafter|复发后", lower[max(0, cue - 8) : match.start]
    ):
        told = [one for one in note.calendar.mentions if one.end <= cue]
        if told:
            return told[-1].last
    return None


_NONE_SINCE = re.compile(
    r"(?a)(?:\bno (?:further |other |more )?(?:anti-?\s?(?:myeloma|lymphoma|leuk\w+|tumou?r|cancer|neoplastic)|systemic|active|disease-directed) (?:therapy|treatment|drugs?)|\boff (?:all )?(?:therapy|treatment)"
    r"|(?:此后|之后|其后)?(?:未用|无|未接受|未行|未予)(?:任何|其他)?抗\S{1,4}(?:药物|治疗))"
)


def read_pauses(note: Note) -> None:
    """*No antimyeloma therapy since 8/19*: nothing against the disease from that day on."""
    for match in _NONE_SINCE.finditer(note.lower):
        sentence = note.sentence(match.start())
        since: PartialDate | None = None
        for mention in note.calendar.within(match.end(), sentence.end):
            if re.search(
                r"(?a)\bsince\W{0,2}$", note.lower[max(0, mention.start - 8) : mention.start]
            ):
                since = mention.last
                break
        if since is None and match.group().startswith(("此后", "之后", "其后")):
            told = [one for one in note.calendar.mentions if one.end <= match.start()]
            since = told[-1].last if told else None
        if since is not None:
            note.add_absence("prior_therapy", "anticancer_therapy", *match.span(), since=since)


def close_lists(note: Note) -> None:
    """Where every treatment against the disease is listed, none of them hides among other drugs."""
    if "prior_therapy" not in note.gathered.complete:
        return
    other = {
        value
        for event in note.gathered.events
        if event.events == "medication"
        for value in event.attributes.get("agent", ())
    }
    for concept in (
        "anticancer_therapy",
        "haematopoietic_stem_cell_transplantation",
        "gene_therapy",
    ):
        if concept in note.vocabulary.concepts and not any(
            isinstance(one, str) and note.is_a(one, concept) for one in other
        ):
            note.add_absence("medication", concept, 0, 0)


_SUPPORT = (
    "haematopoietic_growth_factor",
    "red_cell_transfusion",
    "platelet_transfusion",
    "corticosteroid",
)


_TOLD = (
    "haematopoietic_stem_cell_transplantation",
    "donor_lymphocyte_infusion",
    "car_t_cell_therapy",
)


def close_history(note: Note, groups: list[Group]) -> None:
    """A history that gives the days of its transplants, cells and last treatment tells them all.

    Nothing is said of the time before; since the last of them there was no other.
    """
    for name in _TOLD:
        held = [one for one in groups if any(note.is_a(concept, name) for concept in one.concepts)]
        days = [one.last or one.first for one in held]
        if held and all(day is not None for day in days):
            last = max((day for day in days if day is not None), key=lambda day: day.latest)
            note.add_absence("prior_therapy", name, held[-1].start, held[-1].end, since=last)
    told = [one for one in groups if one.section == "treatment"]
    ends = [one.last for one in told]
    if len(told) >= 2 and not any(one.ongoing for one in groups) and ends[-1] is not None:
        last = max((day for day in ends if day is not None), key=lambda day: day.latest)
        note.add_absence(
            "prior_therapy", "anticancer_therapy", told[-1].start, told[-1].end, since=last
        )


def close_support(note: Note) -> None:
    """A dated growth factor, transfusion or finished steroid course is the last one the note knows of.

    Laboratory lines name them because they bear on the values: *Hb 92 (last transfusion 21 Aug)*.
    """
    ends: dict[str, PartialDate] = {}
    for name in _SUPPORT:
        if name not in note.vocabulary.concepts:
            continue
        held = [
            event
            for event in note.gathered.events
            if event.events in ("medication", "prior_therapy")
            and any(
                isinstance(one, str) and note.is_a(one, name)
                for one in event.attributes.get("agent", ())
            )
        ]
        known = [one.end or one.start for one in held if not one.ongoing]
        if not held or any(one.ongoing for one in held) or any(one is None for one in known):
            continue
        last = max((one for one in known if one is not None), key=lambda day: day.latest)
        ends[name] = last
        for events in ("medication", "prior_therapy"):
            note.add_absence(
                events, name, held[-1].origin.start or 0, held[-1].origin.end or 0, since=last
            )
    _close_steroids(note)
    given = [ends[one] for one in ("red_cell_transfusion", "platelet_transfusion") if one in ends]
    others = [
        one
        for one in note.gathered.absences
        if one.concept in ("transfusion", "red_cell_transfusion", "platelet_transfusion")
    ]
    if given and (len(given) == 2 or others or _LAST_TRANSFUSION.search(note.lower)):
        last = max(given, key=lambda day: day.latest)
        note.add_absence("medication", "transfusion", 0, 0, since=last)


def _close_steroids(note: Note) -> None:
    """A note that lists the drugs and tells a steroid with its dose tells the steroids of late."""
    listed = any(one.section == "medication" for one in note.document.sentences)
    dosed = [
        event
        for event in note.gathered.events
        if event.events == "medication"
        and "dose_per_day" in event.attributes
        and any(
            isinstance(one, str) and note.is_a(one, "corticosteroid")
            for one in event.attributes.get("agent", ())
        )
    ]
    if listed and dosed and note.letter is not None:
        since = back_from(note.letter, 60, "days")
        start, end = dosed[-1].origin.start or 0, dosed[-1].origin.end or 0
        for events in ("medication", "prior_therapy"):
            note.add_absence(events, "corticosteroid", start, end, since=since)


_LAST_TRANSFUSION = re.compile(
    r"(?a)last (?:transfus\w+|red cells?|rbc|prbc)|末次输血|transfus\w+ last|never plt transfused"
)


def read_outcome(note: Note, groups: list[Group]) -> None:
    """Relapsed or refractory by what became of the treatments, whatever the note calls it."""
    if not groups:
        return
    day = PartialDate.of(note.letter) if note.letter else None

    def say(name: str, group: Group) -> None:
        if name in note.vocabulary.concepts:
            note.add_fact(
                "disease_status", name, group.start, group.end, on=day, certainty=Certainty.DERIVED
            )

    answered = (
        "complete_response",
        "stringent_complete_response",
        "very_good_partial_response",
        "partial_response",
    )
    for group in groups:
        if set(group.responses) & set(answered) and (
            "progressive_disease" in group.responses or _RELAPSE.search(group.text)
        ):
            say("relapsed", group)
            break
    for group in groups:
        if _outcome(group) == "outcome_intolerant":
            say("intolerant_of_therapy", group)
    last = groups[-1]
    failed = set(last.responses[:1]) & {"progressive_disease", "no_response", "stable_disease"}
    if failed or _ON_THERAPY.search(last.text):
        say("refractory", last)
        say("refractory_to_last_line", last)
        note.add_fact(
            "inadequate_response_to_conventional_therapy", True, last.start, last.end, on=day,
            certainty=Certainty.DERIVED,
        )  # fmt: skip


def count_lines(note: Note, groups: list[Group]) -> None:
    """How many lines of treatment there were, where the note numbers them or says so."""
    numbered = [one.line for one in groups if one.line is not None]
    planned = None
    for match in _PLANNED_LINE.finditer(note.lower):
        if (
            note.scopes.covering("planned", *match.span())
            or note.sentence(match.start()).section == "plan"
        ):
            word = match.group().split("-")[0].split(" ")[0].replace("线", "")
            planned = _ORDINALS.get(word)
    stated = _STATED.search(note.lower)
    complete = "prior_therapy" in note.gathered.complete
    if planned is not None and (not numbered or max(numbered) == planned - 1):
        note.gathered.complete.add("prior_therapy")
        note.add_fact(
            "prior_lines_of_therapy",
            Quantity(float(planned - 1), "1"),
            0,
            0,
            certainty=Certainty.DERIVED,
        )
        return
    if stated is not None:
        word = stated.group("n") or stated.group("zh") or stated.group("zh_least")
        number = _WORDS.get(word) or (int(word) if word.isdigit() else None)
        if number is not None:
            sign = ">=" if stated.group("least") or stated.group("zh_least") else None
            note.add_fact(
                "prior_lines_of_therapy", Quantity(float(number), "1", sign), *stated.span()
            )
            return
    if numbered:
        number = max(numbered)
        # A list that begins at one and leaves no gap, declared complete, is the number of lines.
        note.add_fact(
            "prior_lines_of_therapy", Quantity(float(number), "1", None if complete else ">="),
            groups[0].start, groups[0].end, certainty=Certainty.DERIVED,
        )  # fmt: skip
        return
    failed = _count_failed(groups)
    if failed:
        note.add_fact(
            "prior_lines_of_therapy", Quantity(float(failed), "1", ">="), groups[0].start, groups[0].end,
            certainty=Certainty.DERIVED,
        )  # fmt: skip


_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4,
          "五": 5, "六": 6}  # fmt: skip
_STATED = re.compile(
    r"(?a)(?P<least>at least |more than |>=\s?|≥\s?)?(?P<n>one|two|three|four|five|six|[1-9])\s(?:prior |previous |earlier |systemic |different )*(?:lines?|regimens)(?: of (?:systemic )?(?:therapy|treatment|chemotherapy))?(?= (?:of|are|were|failed|have|had|before|in all)|[,.;])"
    r"|(?:既往|曾|共)(?:接受过?|行)?(?P<zh>[一二两三四五六1-9])线"
    r"|(?P<zh_least>[一二两三四五六1-9])线(?:系统)?(?:化疗|治疗)后(?:\S{0,4}(?:进展|复发|失败|无效))"
)


def _count_failed(groups: list[Group]) -> int:
    """Treatments that a relapse, a progression or no response separates: at least so many lines."""
    count = 0
    for index, group in enumerate(groups):
        failed = {"progressive_disease", "no_response"} & set(group.responses)
        following = groups[index + 1 : index + 2]
        # Cells are given in a line of their own: what stood before them was over.
        cells_next = any(
            "car_t" in one or one.endswith("leucel")
            for next_one in following
            for one in next_one.concepts
        )
        if failed or _RELAPSE.search(group.text) or cells_next:
            count += 1
    if groups and not count:
        return 1
    reducing = bool(groups) and set(groups[-1].concepts) <= {
        "hydroxyurea",
        "dexamethasone",
        "prednisone",
    }
    if (
        groups
        and groups[-1].text
        and not reducing
        and not (
            {"progressive_disease", "no_response"} & set(groups[-1].responses)
            or _RELAPSE.search(groups[-1].text)
        )
    ):
        count += 1
    return count


def events_of(note: Note, name: str) -> list[Event]:
    """The events gathered for a list so far."""
    return [one for one in note.gathered.events if one.events == name]
