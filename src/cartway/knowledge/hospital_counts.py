"""Registered trials counted per hospital, by program, from whatever snapshot is at hand."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cartway.knowledge.hospitals import is_own_name, resolve_site

_ONE_REGISTRANT_SHARE = 0.5
_FEWEST_FOR_CONCENTRATION = 8


@dataclass(frozen=True, slots=True)
class RegisteredTrial:
    """What counting needs of a trial."""

    id: str
    status: str
    sponsor: str
    sites: tuple[str, ...]
    cities: tuple[str, ...]
    targets: tuple[str, ...] = ()
    disease_groups: tuple[str, ...] = ()


@dataclass(slots=True)
class HospitalCount:
    """The trials of one hospital in one snapshot.

    Attributes:
        by_status, by_target, by_disease_group: trials; one with two targets counts in both.
        registrants: who registered them, most first.
    """

    hospital: str
    trials: list[str] = field(default_factory=list)
    recruiting: list[str] = field(default_factory=list)
    by_status: Counter[str] = field(default_factory=Counter)
    by_target: Counter[str] = field(default_factory=Counter)
    by_disease_group: Counter[str] = field(default_factory=Counter)
    registrants: Counter[str] = field(default_factory=Counter)

    @property
    def concentrated_on(self) -> str | None:
        """The one outside registrant behind most of the trials, when there is such a one."""
        if len(self.trials) < _FEWEST_FOR_CONCENTRATION:
            return None
        name, number = self.registrants.most_common(1)[0]
        if number <= _ONE_REGISTRANT_SHARE * len(self.trials):
            return None
        return None if is_own_name(self.hospital, name) else name


@dataclass(frozen=True, slots=True)
class TrialCounts:
    """The counts of a snapshot, and what could not be placed.

    Attributes:
        masked: trials with a site that hides its name.
        unresolved: site names that mean no hospital with certainty, with how many trials.
    """

    hospitals: Mapping[str, HospitalCount]
    masked: int
    unresolved: Mapping[str, int]


def count_trials(trials: Iterable[RegisteredTrial]) -> TrialCounts:
    """Count trials per hospital; each trial once at each hospital, its own status for all sites."""
    counts: dict[str, HospitalCount] = {}
    unresolved: Counter[str] = Counter()
    masked = 0
    for trial in trials:
        found: set[str] = set()
        hidden = False
        for site in trial.sites:
            if _is_masked(site):
                hidden = True
                continue
            owner = resolve_site(site, trial.cities)
            if owner is None:
                unresolved[site] += 1
            else:
                found.add(owner)
        masked += hidden
        for owner in sorted(found):
            _add(counts.setdefault(owner, HospitalCount(owner)), trial)
    return TrialCounts(counts, masked, unresolved)


def _add(count: HospitalCount, trial: RegisteredTrial) -> None:
    count.trials.append(trial.id)
    if trial.status == "recruiting":
        count.recruiting.append(trial.id)
    count.by_status[trial.status] += 1
    count.by_target.update(trial.targets)
    count.by_disease_group.update(trial.disease_groups)
    count.registrants[trial.sponsor] += 1


def _is_masked(site: str) -> bool:
    plain = site.casefold()
    return any(
        words in plain
        for words in ("research site", "investigative site", "clinical trial site", "study site")
    )
