"""Where each indication of a product stood on a day, and what is disputed or misreported of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from cartway.access.plain_data import as_plain
from cartway.knowledge.neighbours import conflicts_about, corrections, pipeline
from cartway.knowledge.products import approval_state, product

Row = dict[str, Any]


def product_states(name: str, as_of: date) -> dict[str, str]:
    """The state of each indication on a day.

    Raises:
        InputError: no such product; names the nearest.
    """
    return {one.id: approval_state(one, as_of) for one in product(name).indications}


def product_doubts(name: str) -> dict[str, list[Row]]:
    """Sources that disagree about a product, and popular claims about it that are wrong."""
    names = {name, *_words(name)}
    return {
        "conflicts": [as_plain(one) for one in conflicts_about(f"products/{name}")],
        "corrections": [
            {**as_plain(one), "pending": one.pending}
            for one in corrections().values()
            if any(word in one.claim.en.casefold() or word in one.id for word in names)
        ],
    }


def all_corrections() -> list[Row]:
    """Every popular claim that is wrong, with what is true."""
    return [{**as_plain(one), "pending": one.pending} for one in corrections().values()]


def candidates() -> list[Row]:
    """Products and uses on their way, stopped, or wrongly taken for approved ones."""
    return [{**as_plain(one), "pending": one.pending} for one in pipeline().values()]


def _words(name: str) -> set[str]:
    one = product(name)
    return {word.casefold() for word in (one.inn.value or "", one.brand.en) if len(word) > 3}
