"""What stands beside the approved products: comparators abroad, candidates, doubts and gaps."""

from functools import lru_cache
from typing import Literal

from cartway.knowledge.load import BothLanguages, Record, read_folder
from cartway.knowledge.stated import Day, DayMonthOrYear, Stated, StatedNumber, StatedWords


class ForeignApproval(Stated):
    """An approval by another agency."""

    agency: Literal["FDA", "EMA", "MHRA"]
    on: DayMonthOrYear
    indication: BothLanguages


class ForeignPrice(StatedNumber):
    """A list price in US dollars, for one disease where prices differ."""

    disease: str | None = None


class Comparator(Record):
    """A CAR-T product of the United States or Europe, to compare with."""

    id: str
    checked: Day
    inn: str
    brand: str | None = None
    company: str
    target_antigens: tuple[str, ...]
    china_status: StatedWords
    approvals: tuple[ForeignApproval, ...] = ()
    us_list_price_usd: tuple[ForeignPrice, ...] = ()
    note: BothLanguages | None = None
    sources: tuple[str, ...] = ()


class Candidate(Stated):
    """A product or use on its way in China, stopped, or wrongly taken for an approved one."""

    id: str
    stage: Literal["filed", "trial", "stopped", "nothing_found", "not_chinese"]
    inn: str | None = None
    generic_name_zh: str | None = None
    company: str | None = None
    target_antigens: tuple[str, ...] = ()
    proposed_indication: BothLanguages | None = None
    status: BothLanguages
    status_on: DayMonthOrYear | None = None
    acceptance_number: str | None = None
    trials: tuple[str, ...] = ()
    other: BothLanguages | None = None


class Correction(Stated):
    """A popular claim that is wrong, and what is true."""

    id: str
    formerly: str | None = None
    claim: BothLanguages
    verdict: BothLanguages
    what_is_true: BothLanguages
    since: BothLanguages | None = None


class Version(Record):
    """What one side of a conflict says."""

    value: BothLanguages
    sources: tuple[str, ...]


class Conflict(Record):
    """Sources that disagree: both stay, with the one used and why.

    Attributes:
        about: the record in question, as `products/axi-cel`.
    """

    id: str
    checked: Day
    about: str | None = None
    topic: BothLanguages
    versions: tuple[Version, ...]
    used: BothLanguages | None = None
    reason: BothLanguages


class ClassFact(StatedWords):
    """A fact about CAR-T as a whole, in China or abroad."""

    id: str
    about: Literal["china", "abroad"]
    title: BothLanguages
    on: DayMonthOrYear | None = None


class Gap(Record):
    """What was looked for, what was found instead, and what to use."""

    text: BothLanguages
    found: BothLanguages | None = None
    use: BothLanguages | None = None


class Gaps(Record):
    """What one part of the knowledge does not know."""

    id: str
    checked: Day
    gaps: tuple[Gap, ...]


@lru_cache(maxsize=1)
def comparators() -> dict[str, Comparator]:
    """The products of other countries by id."""
    return read_folder("comparators", Comparator)


@lru_cache(maxsize=1)
def pipeline() -> dict[str, Candidate]:
    """The candidates by id."""
    return read_folder("pipeline", Candidate)


@lru_cache(maxsize=1)
def corrections() -> dict[str, Correction]:
    """The corrections of popular claims by id."""
    return read_folder("corrections", Correction)


@lru_cache(maxsize=1)
def conflicts() -> dict[str, Conflict]:
    """The conflicts between sources by id."""
    return read_folder("conflicts", Conflict)


@lru_cache(maxsize=1)
def class_facts() -> dict[str, ClassFact]:
    """The facts about CAR-T as a whole by id."""
    return read_folder("class_facts", ClassFact)


@lru_cache(maxsize=1)
def gaps() -> dict[str, Gaps]:
    """What is not known, by part of the knowledge."""
    return read_folder("gaps", Gaps)


def conflicts_about(record: str) -> tuple[Conflict, ...]:
    """The conflicts that touch a record, named as `products/axi-cel`."""
    return tuple(one for one in conflicts().values() if one.about == record)
