"""What every page knows: its language, the day asked about, and how old the knowledge is."""

from datetime import UTC, date, datetime
from typing import Any

from django.http import HttpRequest

from cartway.access.dates_of_knowledge import dates_of_knowledge
from cartway.errors import InputError
from cartway_web.pages.languages import OFFERED, language_of
from cartway_web.pages.menu import entries


def day_asked(request: HttpRequest) -> date:
    """The day of ``?as-of=``; today when none is given.

    Raises:
        InputError: the text is not a day.
    """
    text = request.GET.get("as-of") or request.POST.get("as-of")
    if not text:
        return datetime.now(UTC).date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(
            "this is not a day", where="as-of", expected="a day such as 2026-11-22", code="I011"
        ) from None


def page_context(request: HttpRequest) -> dict[str, Any]:
    """Shared by every template."""
    language = language_of(request)
    rest = request.path_info.lstrip("/").split("/", 1)
    below = rest[1] if len(rest) > 1 and rest[0] == language.code else ""
    try:
        as_of = day_asked(request)
    except InputError:
        as_of = datetime.now(UTC).date()
    return {
        "language": language,
        "languages": OFFERED,
        "path_below": below,
        "as_of": as_of,
        "as_of_given": bool(request.GET.get("as-of") or request.POST.get("as-of")),
        "knowledge": dates_of_knowledge(),
        "menu": entries(below),
    }
