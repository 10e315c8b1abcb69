"""Numbers with their comparison, range and unit, in symbols and in words, both languages."""

from cartway.reading.numbers.find import find_measures
from cartway.reading.numbers.measure import Measure

__all__ = ["Measure", "find_measures"]
