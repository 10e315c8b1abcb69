"""Units, quantities, dates and time windows: what a fact can hold and a criterion can ask."""

from cartway.values.dates import PartialDate
from cartway.values.durations import Duration, subtract_duration
from cartway.values.intervals import Interval
from cartway.values.quantities import Quantity
from cartway.values.units import Unit, convert_factor, is_unit, parse_unit

__all__ = [
    "Duration",
    "Interval",
    "PartialDate",
    "Quantity",
    "Unit",
    "convert_factor",
    "is_unit",
    "parse_unit",
    "subtract_duration",
]
