"""What is refused before anything is graded: inputs that a person can mend.

A message names the input and what was expected, never the value that was recorded.
"""

from __future__ import annotations

from cartway.errors import InputError

CODES = {
    "unknown_algorithm": "G001",
    "unknown_input": "G002",
    "wrong_type": "G003",
    "out_of_range": "G004",
    "confirm_unit": "G005",
    "inconsistent": "G006",
    "not_valid_deep_sedation": "G007",
    "non_positive_input": "G008",
    "mutually_exclusive": "G009",
    "unknown_item": "G010",
    "wrong_scale_for_age": "G011",
    "unreadable_table": "G012",
}


class GradingError(InputError):
    """An input of a grading that cannot be used as it stands.

    Attributes:
        reason: the name of the kind of refusal, one of `CODES`.
    """

    def __init__(
        self,
        reason: str,
        what: str,
        *,
        where: str | None = None,
        expected: str | None = None,
        nearest: str | None = None,
    ) -> None:
        self.reason = reason
        super().__init__(what, where=where, expected=expected, nearest=nearest, code=CODES[reason])
