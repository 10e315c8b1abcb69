"""A letter beside what was read of it, each fact to be confirmed, corrected or dropped."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from cartway.errors import InputError
from cartway_web.pages.answers import vocabulary
from cartway_web.pages.carried import show
from cartway_web.pages.input_words import input_words
from cartway_web.pages.presenters.facts import marked, review_rows
from cartway_web.pages.state import State


def review(
    request: HttpRequest, lang: str, state: State, error: InputError | None = None
) -> HttpResponse:
    """The page of a letter; with what was wrong with a correction, if something was."""
    reviewed = review_rows(state.record, lang)
    context = {
        "pieces": marked(state.letter, state.record, reviewed),
        "rows": reviewed,
        "complete": [vocabulary().label(one, lang) for one in sorted(state.record.complete)],
        "error": "" if error is None else input_words(error, lang),
        "error_about": "" if error is None or error.where is None else error.where,
    }
    return show(request, "pages/letter.html", context, state)
