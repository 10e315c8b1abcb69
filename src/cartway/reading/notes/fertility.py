"""Pregnancy, nursing, and whether the patient may have children."""

from __future__ import annotations

import re
from dataclasses import replace

from cartway.facts import Certainty, Fact
from cartway.reading.notes.note import Note
from cartway.values import Quantity

_MENOPAUSE = re.compile(
    r"(?a)(?:\d{2}\s?岁绝经|(?<![围近])绝经(?!期前|前期)|\bpost-?\s?menopausal|\bmenopause\b(?! symptoms)|(?<!peri-)(?<!pre-)(?<!not )(?<!not yet )\bmenopausal\b(?! symptoms)|hysterectomy|\btubal (?:ligation|sterili[sz]ation|occlusion)|\btubes (?:are |were |have been )?(?:tied|ligated|removed)|\bbilateral salpingectomy"
    r"|(?:surgically )?sterili[sz]ed|(?<!left )(?<!right )(?<!unilateral )(?<!-sided )(?:salpingo-?)?oophorectomy|\b(?:premature )?ovarian failure|\bvasectom(?:y|ised|ized)"
    r"|子宫(?:及(?:双侧)?附件|\+双附件)?(?:全|次全|根治性?)?(?:切除|全切)|(?:附件|双附件|双侧附件)(?:及|和|、)(?:全)?子宫(?:均|已){0,2}切除|子宫(?:均|已|、|及|双侧?|附件){1,5}切除|全宫切除|双侧?附件切除|输卵管(?:结扎|切除|绝育)|(?<![左右单]侧)(?<!一侧)卵巢切除|输精管结扎|绝育|结扎术|卵巢早衰)"
)
_PART = re.compile(
    r"(?a)(?:左|右|单|一)侧(?:输卵管)?[^,;。]{0,4}$|\b(?:left|right|unilateral|one)[- ](?:sided )?(?:salpingo-?)?$"
)


_NOT_PREGNANT = re.compile(
    r"(?a)\b(?:not|isn't|is not|never been) (?:currently )?pregnant|\bpregnancy (?:was |has been |is )?(?:excluded|ruled out)|\bneither pregnant\b"
    r"|\bno(?:t a)? pregnancy(?! test| wish| plan)|(?:目前|现|均)?(?:未|非|无|没有|否认)(?:处于)?(?:妊娠|怀孕|孕期)(?!试验|检测|计划|史|要求)|已?排除(?:妊娠|怀孕)"
)


_NOT_LACTATING = re.compile(
    r"(?a)\b(?:not|no|no longer|isn't|neither|nor|without|never|non)[- ](?:currently |pregnant (?:or|nor|and(?: not)?|/) )?(?:breast-?\s?(?:feeding|fed|feeds?)|lactat(?:ing|ion)|nursing)"
    r"|\bdo(?:es)?(?: not|n't) breast-?\s?feed|\b(?:stopp?ed|ended|ceased|finished|discontinued|gave up) (?:breast-?\s?feeding|nursing|lactation)|\b(?:breast-?\s?feeding|nursing|lactation) (?:was |has )?(?:been )?(?:stopped|ended|ceased|discontinued|finished|not)\b"
    r"|\bno longer (?:breast-?\s?feeding|nursing|lactating)|\bweaned (?:the (?:baby|child|infant)|her (?:baby|son|daughter|child|infant))|\b(?:baby|son|daughter|child|infant) (?:was |is |has been )?(?:fully |now )?weaned"
    r"|(?:非|未|不|无|没有|否认)(?:在|处于)?(?:妊娠(?:期)?(?:及|或|和|、|/))?哺乳|已?(?:停止|终止|结束)哺乳|哺乳(?:期)?(?:已)?(?:结束|停止)|(?:已)?(?:断奶|离乳|回奶)"
)


_LACTATING = re.compile(
    r"(?a)(?<!not )(?<!no )(?<!non-)\b(?:is |currently |still )?(?:breast-?\s?feeding|lactating)\b(?! or| and| women|,? no)|(?<![非未无不])哺乳期?中|现哺乳"
)


_FERTILE = re.compile(r"(?a)有生育能力|of child-?\s?bearing (?:potential|age)|\bfertile\b")


_CYCLE = re.compile(
    r"(?a)\biuds?\b|\bpre-?menopausal|\bcopper coil|intrauterine|节育环|宫内节育|末次月经|月经规律|\blmp\b|last menstrual|(?:regular|irregular|heavy) (?:menses|periods)|\bmenses\b|menstrua\w+|\bnulligravid|\bgravida\b|\bg\dp\d|痛经|hopes to conceive|contraceptive pill|oral contracepti"
)


def of_other(note: Note, start: int, end: int) -> bool:
    """Whether something is said of a relative."""
    return note.sentence(start).section == "family" or (
        note.scopes.covering("family", start, end) is not None
    )


_WISH = re.compile(
    r"(?a)\b(?:hop|plan|wish|want|try|desir)\w* (?:to (?:conceive|become pregnant|get pregnant|have (?:a |another |more )?(?:child|baby|children))|(?:for )?(?:a |another )?(?:pregnan\w+|child\b|children|baby))"
    r"|\bpregnancy wish|备孕|(?:打算|希望|计划|准备)(?:[^,;。未不无避评查检止流测]{0,7}?)(?:怀孕|妊娠(?!试验|检测|检查|测试)|生育|[要生](?:个)?(?:二胎|三胎|孩子|小孩|宝宝))|有(?:生育|妊娠|怀孕)(?:的)?(?:要求|计划|需求|意愿)"
)
_NO_WISH = re.compile(
    r"(?a)\b(?:no|not|doesnt|dont|doesn't|don't|without|never|denies)\s(?:[a-z]+\s){0,2}?(?:wish|want|plan|hop|intend|intention|desire|consider)[a-z]*\b[^.;,\n]{0,30}?\b(?:pregnan(?:t|cy|cies)|conceive|conception|child(?:ren)?|bab(?:y|ies))\b"
    r"|\bfamily (?:is |planning (?:is )?)?complete|\bcompleted (?:her |his |their )?(?:family|child-?bearing)"
    r"|(?:无|没有|暂无|不|否认|未)(?:再|近期|有){0,2}(?:备孕|(?:打算|希望|计划|考虑)(?:再)?(?:怀孕|妊娠|生育)|(?:再)?(?:生育|妊娠|怀孕)(?:的)?(?:要求|计划|打算|需求|意愿))|已完成生育"
)


def read_fertility(note: Note, sex: str | None) -> None:
    """Gather pregnancy, nursing and fertility as far as the note tells them."""
    derived = Certainty.DERIVED
    barren: tuple[int, int] | None = None
    for match in _MENOPAUSE.finditer(note.lower):
        if of_other(note, *match.span()) or note.scopes.covering("negated", *match.span()):
            continue
        if _PART.search(note.lower, max(0, match.start() - 12), match.start()):
            continue  # one side is left
        if not _EITHER_SEX.search(match.group()) and (sex == "male") is not bool(
            _OF_MEN.match(match.group())
        ):
            continue
        note.add_fact("postmenopausal_or_sterile", True, *match.span())
        barren = match.span()
        break
    if sex == "male":
        for fact in ("pregnant", "lactating"):
            note.add_fact(fact, False, 0, 0, certainty=derived)
        if not _FERTILE.search(note.lower):
            note.add_fact("childbearing_potential", False, 0, 0, certainty=derived)
    elif barren is None and sex == "female" and (young := _before_or_after_all(note)):
        note.add_fact("childbearing_potential", False, *young, certainty=derived)
    elif barren is not None:
        for fact in ("pregnant", "lactating", "childbearing_potential"):
            note.add_fact(fact, False, *barren, certainty=derived)
    tests = [
        one
        for one in note.gathered.facts
        if one.fact == "pregnancy_test" and one.value in ("negative", "positive")
    ]
    _name_specimens(note, tests)
    recent = [
        one
        for one in tests
        if one.value == "negative"
        if note.letter is None or one.on is None or (note.letter - one.on.earliest).days <= 35
    ]
    if recent and sex != "male" and barren is None:
        note.gathered.facts.append(
            replace(recent[-1], fact="pregnant", value=False, certainty=derived)
        )
    for pattern, fact in ((_NOT_PREGNANT, "pregnant"), (_NOT_LACTATING, "lactating")):
        for match in pattern.finditer(note.lower):
            note.add_fact(fact, False, *match.span())
    ended = [match.span() for match in _NOT_LACTATING.finditer(note.lower)]
    for match in _LACTATING.finditer(note.lower):
        over = any(low < match.end() and match.start() < high for low, high in ended)
        if sex != "male" and not over and not note.scopes.covering("negated", *match.span()):
            note.add_fact("lactating", True, *match.span())
    for match in re.finditer(r"(?a)\bpregnan(?:t|cy)\b|妊娠|怀孕|孕\s?\d+\+?\d?\s?周", note.lower):
        after = note.lower[match.end() : match.end() + 24]
        if re.match(r"(?a)\s?(?:test|试验|检测|计划|与|及)", after) or not _says_pregnant(
            note, match
        ):
            continue
        told = note.date_before(match.start()) or next(
            iter(note.calendar.within(match.end(), note.sentence(match.start()).end)), None
        )
        old = (
            told is not None
            and note.letter is not None
            and (note.letter - told.last.latest).days > 300
        )
        if not old:
            note.add_fact("pregnant", True, *match.span(), on=told.first if told else None)
    age = next((one.value for one in note.gathered.facts if one.fact == "age"), None)
    fertile_age = isinstance(age, Quantity) and age.unit == "a" and 14 <= age.value <= 50
    if sex == "female" and barren is None and fertile_age and (cycle := _CYCLE.search(note.lower)):
        note.add_fact("childbearing_potential", True, *cycle.span(), certainty=derived)
    _read_wish(note, fertile=sex == "female" and barren is None)
    for match in _FERTILE.finditer(note.lower):
        if not of_other(note, *match.span()) and not note.scopes.covering("negated", *match.span()):
            note.add_fact("childbearing_potential", True, *match.span())


def _name_specimens(note: Note, tests: list[Fact]) -> None:
    """A test is of blood unless the note says that it was of urine."""
    for one in tests:
        start, end = one.origin.start or 0, one.origin.end or 0
        if not _URINE.search(note.lower, max(0, start - 12), end):
            note.gathered.facts.append(
                replace(one, fact="serum_pregnancy_test", certainty=Certainty.DERIVED)
            )


_URINE = re.compile(r"(?a)\burin|\bupt\b|\bhome\b|尿")


_COUPLE = re.compile(
    r"(?a)夫妻|夫妇|双方|\bcouple\b|\bthey\b|\b(?:he and his wife|she and her husband)\b"
)


def _read_wish(note: Note, *, fertile: bool) -> None:
    """Whether a child is hoped for, or expressly not."""
    unwished = [
        match.span() for match in _NO_WISH.finditer(note.lower) if not of_other(note, *match.span())
    ]
    for span in unwished:
        note.add_fact("pregnancy_planned", False, *span)
    for wish in _WISH.finditer(note.lower):
        denied = any(low < wish.end() and wish.start() < high for low, high in unwished)
        both = _COUPLE.search(note.lower, max(0, wish.start() - 14), wish.start())
        if denied or (of_other(note, *wish.span()) and both is None):
            continue
        negated = note.scopes.covering("negated", *wish.span()) is not None
        note.add_fact("pregnancy_planned", not negated, *wish.span())
        if fertile:
            # Who hopes for a child, or plans to have none, can have one.
            note.add_fact("childbearing_potential", True, *wish.span(), certainty=Certainty.DERIVED)


_OF_MEN = re.compile(r"vasectom|输精管")
_EITHER_SEX = re.compile(r"sterili|绝育|结扎术")
# Below and above these ages nobody bears a child.
_TOO_YOUNG, _TOO_OLD = 8, 62


def _before_or_after_all(note: Note) -> tuple[int, int] | None:
    for fact in note.gathered.facts:
        value = fact.value
        if fact.fact != "age" or not isinstance(value, Quantity) or value.unit != "a":
            continue
        if not _TOO_YOUNG < value.value < _TOO_OLD:
            return fact.origin.start or 0, fact.origin.end or 0
    return None


def _says_pregnant(note: Note, match: re.Match[str]) -> bool:
    scope = note.scopes.of(*match.span())
    before = note.lower[max(0, match.start() - 22) : match.start()]
    return scope.of_patient_now and bool(
        match.group().startswith("孕")
        or re.search(r"(?a)(?:weeks|currently|is|now|目前|现|\d周)\s*$", before)
    )
