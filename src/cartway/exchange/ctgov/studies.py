"""One study of the registry as a trial: what is given, as given; what is not, as None."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from cartway.errors import InputError


@dataclass(frozen=True, slots=True)
class Location:
    """One site."""

    facility: str
    city: str
    state: str
    country: str
    latitude: float | None = None
    longitude: float | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True)
class Trial:
    """A trial as its registry entry gives it.

    Attributes:
        status: as the registry writes it, such as ``RECRUITING``.
        updated_on: the day the entry was last changed.
        minimum_age, maximum_age: as given (``18 Years``); None if the registry gives none.
        sex: ``ALL``, ``MALE``, ``FEMALE`` or None.
        criteria_text: the eligibility criteria, or None if this snapshot does not hold them.
        criteria_truncated: their end is missing.
    """

    nct_id: str
    title: str
    official_title: str
    summary: str
    status: str
    updated_on: str | None
    started_on: str | None
    conditions: tuple[str, ...]
    keywords: tuple[str, ...]
    interventions: tuple[str, ...]
    phases: tuple[str, ...]
    study_type: str | None
    minimum_age: str | None
    maximum_age: str | None
    sex: str | None
    healthy_volunteers: bool | None
    locations: tuple[Location, ...]
    sponsor: str
    sponsor_class: str
    criteria_text: str | None
    criteria_truncated: bool

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries with a site, each once."""
        return tuple(dict.fromkeys(one.country for one in self.locations if one.country))

    @property
    def address(self) -> str:
        """The page of the registry entry."""
        return f"https://clinicaltrials.gov/study/{self.nct_id}"


def read_study(study: Mapping[str, Any]) -> Trial:
    """Read one study of the API.

    Raises:
        InputError: it has no NCT number or not the shape of a study.
    """
    try:
        return _read(study)
    except (AttributeError, KeyError, TypeError) as error:
        raise InputError(
            "this is not a study of the ClinicalTrials.gov API",
            expected="a version 2 study with protocolSection.identificationModule.nctId",
            code="F030",
        ) from error


def read_studies(lines: bytes, name: str) -> Iterator[Trial]:
    """Read studies in JSON Lines, one a line.

    Raises:
        InputError: a line that is not a study; says which.
    """
    for number, line in enumerate(lines.splitlines(), 1):
        if not line.strip():
            continue
        try:
            yield read_study(orjson.loads(line))
        except (orjson.JSONDecodeError, InputError) as error:
            raise InputError(
                "a line that is not a study of the ClinicalTrials.gov API",
                where=f"{name}:{number}",
                expected="a version 2 study in JSON",
                code="F030",
            ) from error


def _read(study: Mapping[str, Any]) -> Trial:
    section = study["protocolSection"]
    identification = section["identificationModule"]
    status = section.get("statusModule", {})
    conditions = section.get("conditionsModule", {})
    design = section.get("designModule", {})
    eligibility = section.get("eligibilityModule", {})
    sponsor = section.get("sponsorCollaboratorsModule", {}).get("leadSponsor", {})
    arms = section.get("armsInterventionsModule", {}).get("interventions", ())
    sites = section.get("contactsLocationsModule", {}).get("locations", ())
    text = eligibility.get("eligibilityCriteria")
    return Trial(
        nct_id=str(identification["nctId"]),
        title=identification.get("briefTitle", ""),
        official_title=identification.get("officialTitle", ""),
        summary=section.get("descriptionModule", {}).get("briefSummary", ""),
        status=status.get("overallStatus", "UNKNOWN"),
        updated_on=status.get("lastUpdatePostDateStruct", {}).get("date"),
        started_on=status.get("startDateStruct", {}).get("date"),
        conditions=tuple(conditions.get("conditions", ())),
        keywords=tuple(conditions.get("keywords", ())),
        interventions=tuple(one["name"] for one in arms),
        phases=tuple(design.get("phases", ())),
        study_type=design.get("studyType"),
        minimum_age=_bound(eligibility.get("minimumAge")),
        maximum_age=_bound(eligibility.get("maximumAge")),
        sex=eligibility.get("sex"),
        healthy_volunteers=eligibility.get("healthyVolunteers"),
        locations=tuple(map(_location, sites)),
        sponsor=sponsor.get("name", ""),
        sponsor_class=sponsor.get("class", ""),
        criteria_text=text if isinstance(text, str) and text.strip() else None,
        criteria_truncated=bool(study.get("x_criteria", {}).get("truncated")),
    )


def _bound(text: str | None) -> str | None:
    return None if text is None or text.strip().upper() in ("", "N/A", "NONE") else text


def _location(site: Mapping[str, Any]) -> Location:
    point = site.get("geoPoint") or {}
    return Location(
        site.get("facility", ""),
        site.get("city", ""),
        site.get("state", ""),
        site.get("country", ""),
        point.get("lat"),
        point.get("lon"),
        site.get("status"),
    )
