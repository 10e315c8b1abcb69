"""What every evaluation is about: one record, one day, one vocabulary."""

from dataclasses import dataclass
from datetime import date

from cartway.facts import Record, Vocabulary


@dataclass(frozen=True, slots=True)
class Context:
    """One record on one day; later facts are not seen."""

    record: Record
    as_of: date
    vocabulary: Vocabulary
