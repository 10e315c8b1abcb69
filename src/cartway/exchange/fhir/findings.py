"""What could not be used, counted by kind and code: never a value of the patient."""

from __future__ import annotations

from cartway.facts import Finding


class Findings:
    """Collects findings; the same one in several places is told once, with the first place."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, str], list[str]] = {}

    def add(self, kind: str, what: str, where: str) -> None:
        """Note one thing that could not be used."""
        self._places.setdefault((kind, what), []).append(where)

    def told(self) -> tuple[Finding, ...]:
        """All findings, in the order they were first met."""
        return tuple(
            Finding(kind, what, _places(where)) for (kind, what), where in self._places.items()
        )


def _places(where: list[str]) -> str:
    others = len(where) - 1
    return where[0] if not others else f"{where[0]} and {others} more"
