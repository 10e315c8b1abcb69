"""Small numbers: what leaves must not point at a person, nor let one be found by subtraction.

Counts from 1 to one below the limit are left out. Where counts add up to a known total, a single
gap could be filled by subtraction, so the smallest of the others go too, until the gaps together
hold at least the limit. What this cannot prevent is the comparison of two options that differ in
one line, or of two releases of one cohort; rounding and care with releases are for that.
"""

from __future__ import annotations

from collections.abc import Sequence

Shown = int | None


def shown(count: int, below: int) -> Shown:
    """A count alone, or None if it is small. Zero says nothing about a person."""
    return None if 0 < count < below else count


def shown_parts(parts: Sequence[int], below: int) -> tuple[Shown, ...]:
    """Counts that add up to a total which others know.

    **Assumes** the total is shown, or can be worked out.
    """
    hidden = {at for at, count in enumerate(parts) if 0 < count < below}
    if not hidden:
        return tuple(parts)
    others = sorted(set(range(len(parts))) - hidden, key=lambda at: (parts[at], at))
    while others and (len(hidden) < 2 or sum(parts[at] for at in hidden) < below):
        hidden.add(others.pop(0))
    return tuple(None if at in hidden else count for at, count in enumerate(parts))


def shown_within(count: int, total: int, below: int) -> Shown:
    """A count of some out of a total that is shown: neither it nor the rest may be small."""
    return shown_parts((count, total - count), below)[0]
