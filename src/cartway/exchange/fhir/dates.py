"""FHIR dates to partial dates; what is no date is None, for the caller to tell."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from cartway.errors import InputError
from cartway.values import PartialDate


@lru_cache(maxsize=65536)
def read_date(text: object) -> PartialDate | None:
    """A FHIR date, dateTime or instant; its day as written, whatever its time zone."""
    if not isinstance(text, str):
        return None
    try:
        return PartialDate.parse(text)
    except InputError:
        return None


def date_of(resource: Mapping[str, Any], stem: str) -> PartialDate | None:
    """The day of ``effective[x]`` and its like: a moment, or the end of a period."""
    given = resource.get(stem + "DateTime")
    if given is None:
        given = resource.get(stem + "Instant")
    if given is not None:
        return read_date(given)
    start, end = period_of(resource, stem)
    return end or start


def period_of(
    resource: Mapping[str, Any], stem: str
) -> tuple[PartialDate | None, PartialDate | None]:
    """First and last day of ``effective[x]`` and its like; equal for a moment."""
    given = resource.get(stem + "DateTime")
    if given is not None:
        moment = read_date(given)
        return moment, moment
    period = resource.get(stem + "Period")
    if isinstance(period, dict):
        return read_date_or_none(period.get("start")), read_date_or_none(period.get("end"))
    return None, None


def read_date_or_none(text: object) -> PartialDate | None:
    """`read_date` for what may not be hashable."""
    return read_date(text) if isinstance(text, str) else None
