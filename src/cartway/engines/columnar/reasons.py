"""Why something is unknown, as bits: a patient may have several reasons at once.

The names are those of the reference engine, which this one does not see; a test holds them equal.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

REASONS = (
    "not_recorded",
    "out_of_window",
    "result_pending",
    "sources_disagree",
    "unit_unclear",
    "uncertain",
    "too_general",
    "limit_not_recorded",
    "borderline",
    "list_not_complete",
    "line_not_read",
    "needs_judgement",
    "administrative",
    "knowledge_pending",
)
Reasons = NDArray[np.uint16]
BIT = {name: np.uint16(1 << index) for index, name in enumerate(REASONS)}
NONE = np.uint16(0)
