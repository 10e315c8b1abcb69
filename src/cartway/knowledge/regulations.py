"""The rules that bear on CAR-T in China, each dated, with what it means for whom."""

from datetime import date
from functools import lru_cache
from typing import Literal

from pydantic import model_validator

from cartway.errors import InputError, nearest_name
from cartway.knowledge.load import BothLanguages, Record, RuleBroken, read_folder
from cartway.knowledge.stated import Confidence, Day, DayMonthOrYear, How, Stated

Role = Literal["patient", "hospital", "sponsor", "other"]
RegulationState = Literal["not_yet", "draft", "may_be_in_force", "in_force", "no_longer"]
Stage = Literal[
    "research",
    "clinical_trial",
    "marketing_authorisation",
    "manufacturing_gmp",
    "post_market",
    "pharmacovigilance",
    "long_term_follow_up",
    "hospital_qualification",
    "import_export_of_cells",
    "payment",
    "patient_travel",
    "cross_border_data",
    "foreign_investment",
    "human_genetic_resources",
    "expanded_access",
]


class Reference(Record):
    """A source and what of it was seen: a passage, its address only, a compilation, memory.

    Attributes:
        covers: what it was used for, in the words of whoever read it.
    """

    id: str
    basis: Literal["excerpt", "pointer", "compilation", "recall"]
    covers: str | None = None


class Consequences(Record):
    """What a rule means for each role."""

    patient: BothLanguages
    hospital: BothLanguages
    sponsor: BothLanguages


class RegulationExample(Record):
    """A day and the state that the record must give on it."""

    on: Day
    gives: RegulationState


class Regulation(Record):
    """One law, rule, guideline or policy.

    Attributes:
        effective_from, effective_to: the first and the last day in force.
        draft: never in force as it stands; shown as pending, never supports a finding.
    """

    id: str
    checked: Day
    title: BothLanguages
    jurisdiction: str
    issuers: tuple[BothLanguages, ...]
    document_number: BothLanguages | None = None
    document_number_how: How | None = None
    type: Literal[
        "law",
        "administrative_regulation",
        "departmental_rule",
        "technical_guideline",
        "policy_notice",
        "pharmacopoeia",
        "local_regulation",
    ]
    status: Literal[
        "in_force", "in_progress", "partly_superseded", "superseded", "repealed", "draft"
    ]
    promulgated: DayMonthOrYear
    effective_from: DayMonthOrYear | None = None
    effective_to: DayMonthOrYear | None = None
    superseded_by: str | None = None
    supersedes: tuple[str, ...] = ()
    stages: tuple[Stage, ...]
    binds: tuple[Role, ...]
    binds_in_words: tuple[BothLanguages, ...] = ()
    effect: BothLanguages
    consequences: Consequences
    note: BothLanguages | None = None
    draft: bool = False
    relevance: Literal["core", "supporting", "background"]
    how: How
    confidence: Confidence
    sources: tuple[Reference, ...]
    examples: tuple[RegulationExample, ...]

    @model_validator(mode="after")
    def _dates_in_order(self) -> "Regulation":
        start, end = self.effective_from, self.effective_to
        if start and end and end.latest < start.earliest:
            raise RuleBroken(
                "K018",
                "The rule ends before it begins.",
                expected="effective_to after effective_from",
            )
        return self

    @property
    def pending(self) -> bool:
        """Whether it is too weak to support a finding."""
        return self.draft or self.how == "recall" or self.confidence == "low"

    def state(self, as_of: date) -> RegulationState:
        """Where the rule stood on a day."""
        known_from = self.promulgated.earliest
        if self.effective_from is not None:
            known_from = min(known_from, self.effective_from.earliest)
        if as_of < known_from:
            return "not_yet"
        if self.effective_to is not None and as_of > self.effective_to.latest:
            return "no_longer"
        if self.effective_from is None:
            return "draft"
        if as_of < self.effective_from.earliest:
            return "not_yet"
        doubtful = as_of < self.effective_from.latest or (
            self.effective_to is not None and as_of > self.effective_to.earliest
        )
        return "may_be_in_force" if doubtful else "in_force"


class TimelineEvent(Record):
    """One turn in the history of the rules."""

    on: DayMonthOrYear
    event: BothLanguages
    why_it_matters: BothLanguages
    regulations: tuple[str, ...]
    sources: tuple[str, ...]


class Timeline(Record):
    """The history of the rules, oldest first."""

    id: str
    checked: Day
    events: tuple[TimelineEvent, ...]


class Patterns(Record):
    """Regular expressions that recognise a claim in a text, by language."""

    en: tuple[str, ...] = ()
    zh: tuple[str, ...] = ()


class FalseClaim(Stated):
    """A claim about the rules that is seen and wrong, with the words that give it away."""

    id: str
    claim: BothLanguages
    why_wrong: BothLanguages
    seen_at: tuple[str, ...] = ()
    regulations: tuple[str, ...]
    patterns: Patterns


@lru_cache(maxsize=1)
def regulations() -> dict[str, Regulation]:
    """Every rule by id."""
    return read_folder("regulations", Regulation)


@lru_cache(maxsize=1)
def timeline() -> tuple[TimelineEvent, ...]:
    """The history of the rules, oldest first."""
    events = read_folder("timeline", Timeline)["timeline"].events
    return tuple(sorted(events, key=lambda event: event.on.earliest))


@lru_cache(maxsize=1)
def false_claims() -> dict[str, FalseClaim]:
    """The known false claims by id."""
    return read_folder("false_claims", FalseClaim)


def regulation(name: str) -> Regulation:
    """One rule.

    Raises:
        InputError: no such rule; names the nearest.
    """
    known = regulations()
    if name not in known:
        raise InputError(
            f"no regulation is called {name}",
            expected="an id from `cartway regulations`",
            nearest=nearest_name(name, known),
            code="K040",
        )
    return known[name]


def select_regulations(
    as_of: date,
    *,
    stage: str | None = None,
    binds: str | None = None,
    states: tuple[RegulationState, ...] = ("in_force", "may_be_in_force", "draft"),
) -> tuple[tuple[Regulation, RegulationState], ...]:
    """The rules in given states on a day, of one stage or binding one role if asked."""
    found = []
    for one in regulations().values():
        state = one.state(as_of)
        if state not in states:
            continue
        if stage is not None and stage not in one.stages:
            continue
        if binds is not None and binds not in one.binds:
            continue
        found.append((one, state))
    return tuple(found)


def successors(name: str) -> tuple[str, ...]:
    """The rules that took a rule's place, in order, each after the other."""
    chain: list[str] = []
    following = regulation(name).superseded_by
    while following is not None and following not in chain:
        chain.append(following)
        following = regulation(following).superseded_by
    return tuple(chain)
