"""The lawful ways to CAR-T in China: who may use each, who may charge, who oversees it."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Literal

from cartway.criteria import All, AnyOf, Line, Node, Option, Pending, parse
from cartway.errors import InputError, nearest_name
from cartway.knowledge.load import BothLanguages, Record, read_folder
from cartway.knowledge.load.cache import kept
from cartway.knowledge.load.places import files_of
from cartway.knowledge.regulations import Reference
from cartway.knowledge.stated import Confidence, Day, DayMonthOrYear, How

FOLDER = "pathways"
Reach = Literal["product", "trial", "foreign_product"]


class PathwayLine(Record):
    """One condition of a pathway, about the person, the option or the hospital."""

    about: Literal["person", "option", "hospital"]
    text: BothLanguages
    kind: Literal["inclusion", "exclusion"] = "inclusion"
    notation: str
    how: How
    confidence: Confidence

    @property
    def pending(self) -> bool:
        """Whether it is too weak to exclude anyone."""
        return self.how == "recall" or self.confidence == "low"


class ForeignNationals(Record):
    """Whether a person without Chinese nationality may use a pathway, and on what terms."""

    allowed: Literal["yes", "presumably_yes", "case_by_case", "no"]
    basis: BothLanguages
    conditions: tuple[BothLanguages, ...] = ()
    confidence: Confidence


class Payment(Record):
    """Who pays, and whether the hospital may charge for the treatment itself."""

    who_pays: BothLanguages
    hospital_may_charge: bool
    charging_basis: BothLanguages
    cost_components: tuple[BothLanguages, ...] = ()
    insurance: tuple[BothLanguages, ...] = ()


class TimeToTreatment(Record):
    """Weeks for a person from abroad, from the first full record to the infusion."""

    weeks_min: int
    weeks_max: int
    steps: tuple[BothLanguages, ...] = ()
    basis: BothLanguages
    how: How


class Predecessor(Record):
    """The rules that governed the same way before."""

    regulations: tuple[str, ...]
    valid_from: Day
    valid_to: Day


class PathwayExample(Record):
    """A day, and whether the pathway existed on it."""

    on: Day
    in_force: bool


class Pathway(Record):
    """One lawful way to CAR-T.

    Attributes:
        availability: `empty` when no confirmed example was found: shown, never offered as open.
        reaches: kinds of option that it can lead to.
    """

    id: str
    checked: Day
    name: BothLanguages
    one_line: BothLanguages
    availability: Literal["open", "case_by_case", "empty"]
    availability_note: BothLanguages | None = None
    reaches: tuple[Reach, ...] = ()
    legal_basis: tuple[str, ...]
    eligibility: tuple[PathwayLine, ...]
    foreign_nationals: ForeignNationals
    payment: Payment
    oversight: tuple[BothLanguages, ...]
    documents: tuple[BothLanguages, ...]
    time_to_treatment: TimeToTreatment
    risks: tuple[BothLanguages, ...]
    red_flags: tuple[BothLanguages, ...]
    valid_from: DayMonthOrYear
    valid_to: DayMonthOrYear | None = None
    predecessor: Predecessor | None = None
    how: How
    confidence: Confidence
    sources: tuple[Reference, ...]
    examples: tuple[PathwayExample, ...]

    def in_force(self, as_of: date) -> bool:
        """Whether the pathway existed in law on a day."""
        begun = as_of >= self.valid_from.earliest
        return begun and (self.valid_to is None or as_of <= self.valid_to.latest)


@lru_cache(maxsize=1)
def pathways() -> dict[str, Pathway]:
    """Every pathway by id."""
    return read_folder(FOLDER, Pathway)


def pathway(name: str) -> Pathway:
    """One pathway.

    Raises:
        InputError: no such pathway; names the nearest.
    """
    known = pathways()
    if name not in known:
        raise InputError(
            f"no pathway is called {name}",
            expected="an id from `cartway pathways`",
            nearest=nearest_name(name, known),
            code="K040",
        )
    return known[name]


def pathways_in_force(as_of: date) -> tuple[Pathway, ...]:
    """The pathways that existed in law on a day."""
    return tuple(one for one in pathways().values() if one.in_force(as_of))


def pathway_options(as_of: date) -> tuple[Option, ...]:
    """The pathways of a day as options, to be asked of a person, an option and a hospital.

    Those without a confirmed example carry `availability: empty` in their details.
    """
    lines = _lines()
    return tuple(
        Option(
            kind="pathway",
            id=one.id,
            title=one.name.model_dump(),
            lines=lines[one.id],
            details={
                "availability": one.availability,
                "availability_note": one.availability_note,
                "hospital_may_charge": one.payment.hospital_may_charge,
                "legal_basis": list(one.legal_basis),
                "weeks": [one.time_to_treatment.weeks_min, one.time_to_treatment.weeks_max],
            },
        )
        for one in pathways_in_force(as_of)
    )


def pathways_reaching(
    kind: Reach, as_of: date, *, investigator_initiated: bool | None = None
) -> tuple[Pathway, ...]:
    """The pathways by which an option is reached, those with confirmed examples first.

    Args:
        kind: the kind of option.
        as_of: the day asked about.
        investigator_initiated: for a trial, whether a hospital rather than a company runs it;
            None when the registry does not tell, which leaves both.
    """
    found = [one for one in pathways_in_force(as_of) if kind in one.reaches]
    if kind == "trial" and investigator_initiated is not None:
        other = (
            "registrational_trial_ind" if investigator_initiated else "investigator_initiated_trial"
        )
        found = [one for one in found if one.id != other]
    order = {"open": 0, "case_by_case": 1, "empty": 2}
    return tuple(sorted(found, key=lambda one: order[one.availability]))


@lru_cache(maxsize=1)
def _lines() -> Mapping[str, tuple[Line, ...]]:
    return kept("pathway-lines", files_of(FOLDER), _read_lines)


def _read_lines() -> Mapping[str, tuple[Line, ...]]:
    return {
        one.id: tuple(_line(one, line) for line in one.eligibility) for one in pathways().values()
    }


def _line(of: Pathway, line: PathwayLine) -> Line:
    node: Node = parse(line.notation)
    if line.pending:
        doubt = Pending(node)
        node = All((node, doubt)) if line.kind == "exclusion" else AnyOf((node, doubt))
    return Line(
        text=line.text.en,
        translation=line.text.zh,
        kind=line.kind,
        node=node,
        source=f"pathways/{of.id}.yaml: {', '.join(of.legal_basis[:3])}",
        group=line.about,
        about="patient" if line.about == "person" else "option",
    )
