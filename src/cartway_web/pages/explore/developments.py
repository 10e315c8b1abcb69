"""What is being tried: targets by disease, years, other kinds of cells, products on their way."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from cartway.access.count_trials import (
    NEW_KINDS,
    groups_by_year,
    rows_of,
    targets_by_group,
)
from cartway.access.draw_charts import draw_by_year
from cartway.access.label_concepts import label_of
from cartway.access.product_pages import candidates
from cartway.access.trial_rows import TrialRow
from cartway.access.words import say
from cartway_web.pages.explore.frame import (
    code_of,
    picture,
    query_with,
    show_page,
    targets_in_words,
    text_of,
)
from cartway_web.pages.explore.trials import asked_trials, trial_row, value_words

_FIRST_YEAR = 2012
_STEPS = (0.02, 0.1, 0.3, 0.6)
_NEWEST = 6
_GROUPS = ("haematological", "solid", "autoimmune", "several", "other")


def developments(request: HttpRequest, lang: str) -> HttpResponse:
    """The table of targets by disease, and what stands beside it."""
    code = code_of(request)
    found = asked_trials(request).trials
    groups, rows = targets_by_group(found)
    most = max((number for _, counts in rows for number in counts), default=0)
    context = {
        "count": len(found),
        "groups": [{"id": one, "words": value_words("disease", one, code)} for one in groups],
        "rows": [
            {
                "target": target,
                "label": label_of(target, code),
                "cells": [
                    {"count": number, "group": group, "heat": _heat(number, most)}
                    for group, number in zip(groups, counts, strict=True)
                ],
                "total": sum(counts),
            }
            for target, counts in rows
        ],
        "years": _years(found),
        "year_groups": [say("explore_trials", f"year_{one}", code) for one in _GROUPS],
        "kinds": [_kind(kind, rows_of("new_kind", kind, found), code) for kind in NEW_KINDS],
        "by_group": [
            _kind(group, rows_of("disease_group", group, found), code)
            for group in ("autoimmune", "solid")
        ],
        "candidates": [
            {
                "one": one,
                "name": one["generic_name_zh"]
                if code == "zh" and one["generic_name_zh"]
                else one["inn"] or one["generic_name_zh"] or one["id"],
                "targets": targets_in_words(one["target_antigens"], code),
                "stage": say("explore_trials", f"stage_{one['stage']}", code),
                "status": text_of(one["status"], code),
                "use": text_of(one["proposed_indication"], code),
            }
            for one in candidates()
        ],
        "query": query_with(request),
        "everywhere": request.GET.get("where") == "everywhere",
    }
    return show_page(request, "developments.html", "developments", context)


def years_chart(request: HttpRequest, lang: str) -> HttpResponse:
    """Trials by the year in which they started, as a picture."""
    code = code_of(request)
    names = {one: say("explore_trials", f"year_{one}", code) for one in _GROUPS}
    rows = [
        {"year": year, "group": names[group], "trials": counts[group]}
        for year, counts in groups_by_year(asked_trials(request).trials)
        if year >= _FIRST_YEAR
        for group in _GROUPS
        if counts.get(group)
    ]
    words = {
        "title": say("explore_trials", "years_title", code),
        "axis": say("explore_trials", "years_axis", code),
    }
    return picture(draw_by_year(rows, words))


def _years(found: tuple[TrialRow, ...]) -> list[dict[str, Any]]:
    return [
        {
            "year": year,
            "counts": [counts.get(group, 0) for group in _GROUPS],
            "total": sum(counts.values()),
        }
        for year, counts in reversed(groups_by_year(found))
        if year >= _FIRST_YEAR
    ]


def _kind(kind: str, held: tuple[TrialRow, ...], code: str) -> dict[str, Any]:
    return {
        "kind": kind,
        "title": say("explore_trials", f"kind_{kind}", code),
        "lead": say("explore_trials", f"kind_{kind}_lead", code),
        "count": len(held),
        "recruiting": sum(one.status == "recruiting" for one in held),
        "newest": [
            trial_row(one, code)
            for one in sorted(held, key=lambda one: one.started_on, reverse=True)[:_NEWEST]
        ],
    }


def _heat(number: int, most: int) -> int:
    """How dark a cell is drawn, 0 to 4; the number is written in it."""
    share = number / most if most else 0.0
    return sum(share >= step for step in _STEPS)
