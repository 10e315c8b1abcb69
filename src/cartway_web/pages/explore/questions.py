"""The questions of the field with sourced answers, and one box over every record."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from cartway.access.answer_questions import Answered, all_answers, answer_question
from cartway.access.search_knowledge import SearchHit, search_knowledge
from cartway.access.show_records import list_records, record_kinds
from cartway_web.pages.context import day_asked
from cartway_web.pages.explore.frame import code_of, name_of, show_page, text_of

_LONGEST = 200
_MOST = 40
_PAGES = ("products", "regulations", "pathways", "hospitals", "trials")


def answers(request: HttpRequest, lang: str) -> HttpResponse:
    """Every question with its answer."""
    code = code_of(request)
    rows = [_answered(one, code) for one in all_answers(day_asked(request))]
    return show_page(request, "answers.html", "answers", {"rows": rows})


def search(request: HttpRequest, lang: str) -> HttpResponse:
    """The records that fit what was typed, direct answers first."""
    code, day = code_of(request), day_asked(request)
    asked = request.GET.get("q", "").strip()[:_LONGEST]
    context: dict[str, Any] = {"asked": asked, "answers": [], "hits": []}
    if asked:
        context["answers"] = [_answered(one, code) for one in answer_question(asked, day, limit=2)]
        hits = search_knowledge(asked, day, limit=_MOST)
        context["hits"] = [_hit(one, code) for one in hits if one.kind != "answers"]
        context["count"] = len(context["answers"]) + len(context["hits"])
    return show_page(request, "search.html", "search", context)


def record_link(record: str) -> str:
    """The address below the language of a record named as `products/axi-cel`."""
    kind, _, name = record.partition("/")
    return f"explore/{kind}/{name}/" if kind in _PAGES else f"records/{kind}/{name}/"


def record_name(record: str, code: str) -> str:
    """What a record named as `products/axi-cel` is called."""
    kind, _, name = record.partition("/")
    if kind not in record_kinds() or kind == "trials":
        return record
    return text_of(dict(list_records(kind)).get(name), code) or record


def _answered(one: Answered, code: str) -> dict[str, Any]:
    held = one.to_json()
    return {
        "id": held["id"],
        "question": text_of(held["question"], code),
        "sentences": [
            {
                "text": text_of(each["text"], code),
                "records": [
                    (record_name(record, code), record_link(record)) for record in each["records"]
                ],
            }
            for each in held["sentences"]
        ],
        "checked": held["checked"],
        "outdated": held["outdated"],
        "stale_since": held["stale_since"],
    }


def _hit(one: SearchHit, code: str) -> dict[str, Any]:
    return {
        "title": text_of(one.title, code),
        "excerpt": text_of(one.excerpt, code),
        "kind": name_of("explore_kinds", one.kind, code),
        "record": one.record,
        "link": record_link(one.record),
        "checked": one.checked or "",
        "stale": one.stale,
        "sources": one.sources if one.kind != "trials" else (),
    }
