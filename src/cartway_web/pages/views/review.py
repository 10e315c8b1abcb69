"""A letter beside what was read of it, each fact to be confirmed, corrected or dropped."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from cartway_web.pages.answers import vocabulary
from cartway_web.pages.carried import show
from cartway_web.pages.presenters.facts import Wrong, marked, name_lists, review_rows
from cartway_web.pages.state import State


def review(
    request: HttpRequest, lang: str, state: State, wrong: Wrong | None = None
) -> HttpResponse:
    """The page of a letter; with what was wrong with a correction, if something was."""
    given = request.POST.dict() if wrong else {}
    reviewed = review_rows(state.record, lang, given, wrong or {})
    context = {
        "pieces": marked(state.letter, state.record, reviewed),
        "rows": reviewed,
        "complete": [vocabulary().label(one, lang) for one in sorted(state.record.complete)],
        "lists": name_lists(reviewed, lang),
        "wrong": [row for row in reviewed if row["wrong"]],
    }
    return show(request, "pages/letter.html", context, state)
