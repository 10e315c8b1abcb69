"""What a source is called in a line of small print: who says so, and when."""

from __future__ import annotations

from urllib.parse import urlsplit

from cartway.knowledge.sources import sources


def source_name(name: str) -> str:
    """Publisher or site with the year; the id of what has neither."""
    held = sources().get(name)
    if held is None:
        return name
    said = held.publisher or _site(held.url)
    if not said:
        return name
    year = str(held.published or "")[:4]
    return f"{said} {year}" if year and year not in said else said


def source_title(name: str) -> str:
    """The title of a source; empty for what is none."""
    held = sources().get(name)
    return "" if held is None else held.title


def _site(url: str | None) -> str:
    host = urlsplit(url or "").hostname or ""
    return host.removeprefix("www.")
