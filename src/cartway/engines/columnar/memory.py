"""What one block leaves for the next: arrays to write into, and which lines leave the fewest."""

from __future__ import annotations

import numpy as np

from cartway.engines.columnar.combine import Counts, narrowest_first
from cartway.engines.columnar.evaluate import Slots, slots_shape
from cartway.engines.columnar.plan import Plan


class Memory:
    """Kept by whoever screens many blocks with one plan; fresh arrays cost more than the work."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._words = np.empty(0, np.uint64)
        self._orders: list[list[int]] | None = None

    def slots(self, rows: int) -> Slots:
        """An array for every step of a block; what it held before is lost."""
        shape = slots_shape(self.plan, rows)
        size = int(np.prod(shape))
        if size > len(self._words):
            self._words = np.empty(size, np.uint64)
        return self._words[:size].reshape(shape)

    def orders(self, possible: Counts) -> list[list[int]]:
        """The lines of each option in the order that the first block suggests."""
        if self._orders is None:
            self._orders = narrowest_first(self.plan, possible)
        return self._orders
