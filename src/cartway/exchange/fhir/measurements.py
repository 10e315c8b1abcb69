"""A shortcut for most of a record: one code, one number, a unit that fits.

It gives what the long way gives, or nothing, and then the long way is gone; a test holds the two
equal. Without it a record takes three times as long to read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cartway.exchange.fhir.blanks import measured_fact
from cartway.exchange.fhir.dates import read_date
from cartway.exchange.fhir.intake import Intake
from cartway.exchange.fhir.limits import reference_limits
from cartway.facts import Fact


def plain_measurement(resource: Mapping[str, Any], intake: Intake) -> Fact | None:
    """The fact of a plain, final measurement of a known day, or None for whatever is not one."""
    try:
        given = resource["valueQuantity"]
        if resource["status"] != "final" or "comparator" in given or "component" in resource:
            return None
        if "extension" in resource or "focus" in resource:
            return None
        (coding,) = resource["code"]["coding"]
        plan = intake.book.measured[coding["system"], coding["code"], given["code"]]
        on, number, place = (
            read_date(resource["effectiveDateTime"]),
            given["value"],
            "Observation/" + resource["id"],
        )
    except (KeyError, TypeError, ValueError):  # something that a plain measurement has is missing
        return None
    if plan is None or on is None or (type(number) is not float and type(number) is not int):
        return None
    if not plan.lowest <= number * plan.factor <= plan.highest:
        return None
    lower = upper = None
    if "referenceRange" in resource and (ranges := resource["referenceRange"]):
        lower, upper = reference_limits(ranges, plan.unit, intake.book, plan.definition)
    return measured_fact(
        plan.fact, float(number), plan.unit, on, intake.document, place, upper, lower
    )  # fmt: skip
