"""The main menu, in order: the key of each entry in the words of `web`, and its path."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the menu.

    Attributes:
        key: its words in the topic `topic`.
        path: below the language, without a slash in front.
    """

    key: str
    path: str
    topic: str = "web"


MENU = [
    Entry("menu_open", ""),
    Entry("menu_explore", "explore/", "explore"),
    Entry("menu_side_effects", "side-effects/", "explore"),
    Entry("menu_quote", "quote/", "explore"),
    Entry("menu_search", "search/", "explore"),
]


def entries(below: str) -> list[dict[str, object]]:
    """The entries for a page; the one that the page belongs to is marked."""
    held = [one for one in MENU if one.path and below.startswith(one.path)]
    own = {"", "open/", "option/", "compare/", "letter/"}
    home = below == "" or any(part and below.startswith(part) for part in own)
    return [
        {
            "key": one.key,
            "path": one.path,
            "topic": one.topic,
            "here": one in held or (one.path == "" and home),
        }
        for one in MENU
    ]
