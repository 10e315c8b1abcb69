"""The classes of the knowledge files about stages, rules after infusion and follow-up."""

from __future__ import annotations

from typing import Any

from cartway.course.records import Fit, ShareValue, Sourced
from cartway.knowledge.load import BothLanguages, Record


class Wait(Sourced):
    """A published waiting time in days."""

    id: str
    median: float
    quartiles: tuple[float, float] | None = None
    n: float | None = None
    fit: dict[str, float] | None = None
    product: str | None = None
    level: int = 2


class ApheresisDays(Sourced):
    """Shares of patients who need one, two, … days of collection."""

    day_shares: tuple[float, ...]


class Bridging(ShareValue):
    """Share of patients who received bridging therapy, in percent."""

    id: str
    level: int
    product: str | None = None


class ManufacturingEvents(Sourced):
    """What became of patients whose product failed or was out of specification (counts)."""

    never_infused: float
    remade_in_specification: float
    infused_out_of_specification: float


class ExposureShares(Sourced):
    """Share exposed among failures and among controls, in percent."""

    event_percent: float
    without_percent: float


class OutcomePairs(Sourced):
    """One-year overall and progression-free survival, in percent."""

    out_of_specification_infused: tuple[float, float]
    delayed_infused: tuple[float, float]
    controls: tuple[float, float]


class Attrition(Sourced):
    """Shares of patients who entered and were not infused, in percent."""

    id: str
    disease: str
    level: int
    n: float
    product: str | None = None
    manufacturing_failure: float | None = None
    not_infused: float | None = None
    nonconforming: float | None = None


class Stay(Sourced):
    """Days in hospital after infusion, and what severe toxicity adds."""

    median: float
    spread: float
    severe_crs_days: float
    severe_icans_days: float


class Span(Sourced):
    """A planning span in days: about the tenth, fiftieth and ninetieth percentile."""

    median: float
    low: float
    high: float


class Stages(Record):
    """Times and exits from leukapheresis to discharge."""

    id: str
    waits_before: tuple[Wait, ...]
    apheresis: ApheresisDays
    vein_to_vein: tuple[Wait, ...]
    vein_to_vein_spread: Fit
    china_assumption: BothLanguages
    lymphodepletion_to_infusion: Fit
    bridging: tuple[Bridging, ...]
    bridging_notes: tuple[str, ...]
    manufacturing_event_outcome: ManufacturingEvents
    bendamustine_within_6_months: ExposureShares
    one_year_os_pfs: OutcomePairs
    out_of_specification_note: str
    attrition: tuple[Attrition, ...]
    infection: ShareValue
    stay: Stay
    stay_published: tuple[Wait, ...]
    handover: Span
    work_up: Span


class Restriction(Sourced):
    """A rule for the weeks after infusion."""

    id: str
    days: float
    shortest_days: float | None = None
    label: BothLanguages
    text: BothLanguages


class FitToFly(Sourced):
    """What must have passed before a long flight."""

    earliest_day: float
    after_neurological_days: float
    after_fever_days: float
    label: BothLanguages
    text: BothLanguages


class Restrictions(Record):
    """Rules for the weeks after infusion."""

    id: str
    rules: tuple[Restriction, ...]
    fit_to_fly: FitToFly


class Visit(Record):
    """One planned visit."""

    id: str
    after_days: int
    label: BothLanguages


class YearlyVisits(Record):
    """The yearly visits of late follow-up."""

    from_year: int
    to_year: int
    until_year_5: BothLanguages
    after_year_5: BothLanguages


class FollowUp(Sourced):
    """The plan of follow-up to year fifteen."""

    id: str
    basis: BothLanguages
    visits: tuple[Visit, ...]
    yearly: YearlyVisits


class ClassFact(Sourced):
    """A class-level figure that is shown, or used where a module says so."""

    id: str
    n: float | None = None
    figures: dict[str, float | tuple[float | None, ...] | None]


class ClassLevel(Record):
    """Figures that hold for a class of products."""

    id: str
    not_found: dict[str, str]
    facts: tuple[ClassFact, ...]

    def figure(self, fact: str, name: str) -> Any:
        """One figure of one fact."""
        return next(one for one in self.facts if one.id == fact).figures[name]


class Target(Record):
    """A published quantity that the simulation must give back."""

    id: str
    product: str
    quantity: str
    value: float
    n: float
    source: str


class ValidationTargets(Record):
    """All such quantities."""

    id: str
    survival_note: str
    targets: tuple[Target, ...]
