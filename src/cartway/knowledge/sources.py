"""The documents that the knowledge rests on: one record each, named wherever a value is shown."""

from functools import lru_cache
from typing import Literal

from cartway.errors import InputError, nearest_name
from cartway.knowledge.load import Record, read_folder
from cartway.knowledge.stated import Day, DayMonthOrYear

FOLDER = "sources"


class Source(Record):
    """A document, a page or a data set.

    Attributes:
        kind: what sort of document it is.
        read_as: how much of it was read: whole, an excerpt, second hand through another source,
            only its address (pointer), only its title, or not at all (memory).
        read_from: where the stored copy came from.
        checked: the day a person last compared the knowledge with it.
    """

    id: str
    title: str
    url: str | None = None
    also: tuple[str, ...] = ()
    publisher: str | None = None
    published: DayMonthOrYear | None = None
    kind: Literal["official", "journal", "registry", "repository", "web_page", "memory"]
    licence: str | None = None
    read_as: Literal["whole", "excerpt", "abstract", "second_hand", "pointer", "title", "memory"]
    read_from: str | None = None
    checked: Day
    note: str | None = None


@lru_cache(maxsize=1)
def sources() -> dict[str, Source]:
    """Every source by id."""
    return read_folder(FOLDER, Source)


def source(name: str) -> Source:
    """One source.

    Raises:
        InputError: no such source; names the nearest.
    """
    known = sources()
    if name not in known:
        raise InputError(
            f"no source is called {name}",
            expected="an id from `cartway sources`",
            nearest=nearest_name(name, known),
            code="K040",
        )
    return known[name]
