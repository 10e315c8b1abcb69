"""A whole record: every value with how it is known, its sources and the day it was checked."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse

from cartway.access.show_records import Field, list_records, record_kinds, show_record
from cartway.errors import InputError
from cartway_web.pages.context import day_asked
from cartway_web.pages.explore.frame import SECTIONS, code_of, name_of, show_page, text_of

_DEEPEST = 4
_PAGES = {
    "products": "explore/products/",
    "regulations": "explore/regulations/",
    "pathways": "explore/pathways/",
    "hospitals": "explore/hospitals/",
    "trials": "explore/trials/",
}


def index(request: HttpRequest, lang: str) -> HttpResponse:
    """Every page to explore, with what it answers."""
    cards = [
        {"path": path, "title": f"{name}_title", "lead": f"{name}_lead"} for name, path in SECTIONS
    ]
    return show_page(request, "index.html", "index", {"cards": cards})


def records(request: HttpRequest, lang: str, kind: str) -> HttpResponse:
    """Every record of a kind, by name."""
    code = code_of(request)
    if kind == "trials" or kind not in record_kinds():
        raise Http404
    rows = [(name, text_of(title, code)) for name, title in list_records(kind)]
    rows.sort(key=lambda row: row[1].casefold())
    context = {
        "rows": rows,
        "kind": kind,
        "count": len(rows),
        "heading": name_of("explore_kinds", kind, code),
    }
    return show_page(request, "records.html", "records", context)


def record(request: HttpRequest, lang: str, kind: str, name: str) -> HttpResponse:
    """One record with everything in it."""
    code = code_of(request)
    try:
        held = show_record(kind, name, day_asked(request))
    except InputError as error:
        if error.code != "K040":
            raise
        raise Http404 from None
    original = next((_text(one, "en") for one in held.fields if one.name == "url"), "")
    context = {
        "heading": text_of(held.title, code),
        "record": held,
        "rows": [_row(one, code) for one in held.fields],
        "original": original if original.startswith(("https://", "http://")) else "",
        "page_link": f"{_PAGES[kind]}{quote(name)}/" if kind in _PAGES else "",
    }
    return show_page(request, "record.html", "records", context)


def _row(one: Field, code: str) -> dict[str, Any]:
    value = _text(one, code)
    address = value.startswith(("https://", "http://")) and " " not in value
    missing = one.value is None and "how" in one.known
    return {
        "depth": min(one.depth, _DEEPEST),
        "name": field_words(one.name, code),
        "value": name_of("explore", "not_known", code) if missing and one.pending else value,
        "link": value if address else "",
        "note": text_of(one.known.get("note"), code),
        "how": one.known.get("how", ""),
        "confidence": one.known.get("confidence", ""),
        "checked": one.known.get("checked", ""),
        "pending": one.pending,
        "sources": _sources(one.known.get("sources")),
    }


def field_words(name: str, code: str) -> str:
    """What a field is called; a field of a list keeps its number."""
    stem, _, number = name.rpartition(" ")
    if not number.isdigit():
        stem, number = name, ""
    return f"{name_of('record_fields', stem.replace(' ', '_'), code)} {number}".strip()


def _text(one: Field, code: str) -> str:
    return text_of(one.value, code)


def _sources(held: Any) -> list[str]:
    ids = [one["id"] if isinstance(one, dict) else str(one) for one in held or ()]
    return [one for one in ids if one != "recall"]
