"""Broader and narrower: three-valued subsumption over concepts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from cartway.errors import InputError
from cartway.truth import FALSE, TRUE, UNKNOWN, Truth


class Hierarchy:
    """A directed acyclic graph of concepts, several parents allowed.

    Args:
        parents: concept id to the ids of its direct parents.

    Raises:
        InputError: a parent that does not exist, or a concept above itself.
    """

    def __init__(self, parents: Mapping[str, Sequence[str]]) -> None:
        self._parents = parents
        self._above: dict[str, frozenset[str]] = {}
        for concept in parents:
            self._close(concept, ())
        below: dict[str, set[str]] = {concept: {concept} for concept in parents}
        for concept, above in self._above.items():
            for ancestor in above:
                below[ancestor].add(concept)
        self._below = {concept: frozenset(ids) for concept, ids in below.items()}
        self.is_a = lru_cache(maxsize=200_000)(self._is_a)

    def _close(self, concept: str, path: tuple[str, ...]) -> frozenset[str]:
        known = self._above.get(concept)
        if known is not None:
            return known
        if concept in path:
            raise InputError(f"the concept {concept} stands above itself", code="K030")
        above = {concept}
        for parent in self._parents[concept]:
            if parent not in self._parents:
                raise InputError(
                    f"the concept {concept} names a parent that does not exist: {parent}",
                    code="K031",
                )
            above |= self._close(parent, (*path, concept))
        self._above[concept] = frozenset(above)
        return self._above[concept]

    def ancestors(self, concept: str) -> frozenset[str]:
        """The concept and all above it; only itself for one that is unknown here."""
        return self._above.get(concept, frozenset((concept,)))

    def descendants(self, concept: str) -> frozenset[str]:
        """The concept and all below it; only itself for one that is unknown here."""
        return self._below.get(concept, frozenset((concept,)))

    def _is_a(self, value: str, target: str) -> Truth:
        """Say whether something recorded as `value` is a `target`.

        TRUE if `value` is `target` or below it. UNKNOWN if it may be: `value` is broader, or the
        two share something below, or if the value is no concept here. FALSE if they share nothing.
        """
        if value not in self._parents:
            return TRUE if value == target else UNKNOWN
        if target in self.ancestors(value):
            return TRUE
        return UNKNOWN if self.descendants(value) & self.descendants(target) else FALSE
