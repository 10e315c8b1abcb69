"""How long each kind of knowledge keeps, and what is past it."""

from datetime import date, timedelta
from functools import lru_cache
from typing import Protocol

from cartway.knowledge.load import BothLanguages, Record, read_folder
from cartway.knowledge.stated import Day


class Kept(Protocol):
    """Anything with the day it was last compared with its sources."""

    @property
    def checked(self) -> date | None:
        """The day it was last compared."""


class ShelfLife(Record):
    """How many days one kind of record stays fresh."""

    kind: str
    days: int
    why: BothLanguages


class ShelfLives(Record):
    """The shelf lives of all kinds."""

    id: str
    checked: Day
    kinds: tuple[ShelfLife, ...]


@lru_cache(maxsize=1)
def shelf_lives() -> dict[str, ShelfLife]:
    """The shelf life of each kind of record, named as its folder."""
    table = read_folder("shelf_lives", ShelfLives)["shelf_lives"]
    return {one.kind: one for one in table.kinds}


def stale_since(kind: str, record: Kept, as_of: date) -> date | None:
    """The first day a record counted as stale, if it is so on a day; None while it is fresh."""
    if record.checked is None:
        return None
    end = record.checked + timedelta(days=shelf_lives()[kind].days + 1)
    return end if as_of >= end else None
