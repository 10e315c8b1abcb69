"""Pregnancy, nursing, and whether the patient may have children."""

from __future__ import annotations

import re
from dataclasses import replace

from cartway.facts import Certainty
from cartway.reading.notes.note import Note
from cartway.values import Quantity

_MENOPAUSE = re.compile(
    r"(?a)(?:\d{2}\s?岁绝经|绝经|\bpost-?\s?menopausal|\bmenopause|hysterectomy|tubal ligation|sterili[sz]ed|oophorectomy"
    r"|子宫切除|子宫全切|输卵管结扎|卵巢切除|绝育)"
)


_NOT_PREGNANT = re.compile(r"(?a)\bnot pregnant|未妊娠|未怀孕|无妊娠")


_NOT_LACTATING = re.compile(
    r"(?a)\bnot (?:breast-?\s?feeding|lactating|nursing)|非哺乳|未哺乳|不哺乳|无哺乳|(?:已)?停止哺乳|已断奶|stopped (?:breast-?\s?feeding|nursing)"
)


_LACTATING = re.compile(
    r"(?a)(?<!not )(?<!no )(?<!non-)\b(?:is |currently |still )?(?:breast-?\s?feeding|lactating)\b(?! or| and| women|,? no)|(?<![非未无不])哺乳期?中|现哺乳"
)


_FERTILE = re.compile(r"(?a)有生育能力|of child-?\s?bearing (?:potential|age)|\bfertile\b")


_CYCLE = re.compile(
    r"(?a)\biuds?\b|intrauterine|节育环|宫内节育|末次月经|月经规律|\blmp\b|last menstrual|regular (?:menses|periods)|hopes to conceive|contraceptive pill|oral contracepti"
)


def of_other(note: Note, start: int, end: int) -> bool:
    """Whether something is said of a relative."""
    return note.sentence(start).section == "family" or (
        note.scopes.covering("family", start, end) is not None
    )


_WISH = re.compile(
    r"(?a)\b(?:hop|plan|wish|want|try)\w* (?:to (?:conceive|become pregnant|have a (?:child|baby))|(?:a )?pregnan\w+)"
    r"|备孕|(?:打算|希望|计划)(?:怀孕|妊娠)|有生育(?:要求|计划)"
)


def read_fertility(note: Note, sex: str | None) -> None:
    """Gather pregnancy, nursing and fertility as far as the note tells them."""
    derived = Certainty.DERIVED
    barren: tuple[int, int] | None = None
    for match in _MENOPAUSE.finditer(note.lower):
        if of_other(note, *match.span()) or note.scopes.covering("negated", *match.span()):
            continue
        note.add_fact("postmenopausal_or_sterile", True, *match.span())
        barren = match.span()
        break
    if sex == "male":
        for fact in ("pregnant", "lactating"):
            note.add_fact(fact, False, 0, 0, certainty=derived)
        if not _FERTILE.search(note.lower):
            note.add_fact("childbearing_potential", False, 0, 0, certainty=derived)
    elif barren is not None:
        for fact in ("pregnant", "lactating", "childbearing_potential"):
            note.add_fact(fact, False, *barren, certainty=derived)
    tests = [
        one
        for one in note.gathered.facts
        if one.fact == "pregnancy_test" and one.value == "negative"
    ]
    recent = [
        one
        for one in tests
        if note.letter is None or one.on is None or (note.letter - one.on.earliest).days <= 35
    ]
    if recent and sex != "male" and barren is None:
        note.gathered.facts.append(
            replace(recent[-1], fact="pregnant", value=False, certainty=derived)
        )
    for pattern, fact in ((_NOT_PREGNANT, "pregnant"), (_NOT_LACTATING, "lactating")):
        for match in pattern.finditer(note.lower):
            note.add_fact(fact, False, *match.span())
    for match in _LACTATING.finditer(note.lower):
        if sex != "male" and not note.scopes.covering("negated", *match.span()):
            note.add_fact("lactating", True, *match.span())
    for match in re.finditer(r"(?a)\bpregnan(?:t|cy)\b|妊娠|怀孕|孕\d+周", note.lower):
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
    if sex == "female" and barren is None and (wish := _WISH.search(note.lower)):
        # Who hopes for a child can have one.
        note.add_fact("childbearing_potential", True, *wish.span(), certainty=derived)
    for match in _FERTILE.finditer(note.lower):
        if not of_other(note, *match.span()) and not note.scopes.covering("negated", *match.span()):
            note.add_fact("childbearing_potential", True, *match.span())


def _says_pregnant(note: Note, match: re.Match[str]) -> bool:
    scope = note.scopes.of(*match.span())
    before = note.lower[max(0, match.start() - 22) : match.start()]
    return scope.of_patient_now and bool(
        re.search(r"(?a)(?:weeks|currently|is|now|目前|现|\d周)\s*$", before)
    )
