"""A flowsheet of vital signs and neurological checks: graded at each time, and drawn.

A row that cannot be trusted is flagged and left out, a value that cannot be trusted is flagged and
taken as not recorded; nothing is corrected on a guess and nothing is carried forward.
"""

from cartway.toxicity.flowsheet.episodes import Episode, Flowsheet, GradedRow, grade_rows
from cartway.toxicity.flowsheet.rows import Problem, Row, read_rows, read_table

__all__ = [
    "Episode",
    "Flowsheet",
    "GradedRow",
    "Problem",
    "Row",
    "grade_rows",
    "read_rows",
    "read_table",
]
