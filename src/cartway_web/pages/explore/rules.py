"""The rules as of a day: by stage and role, over time, with false claims and the lawful ways."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from cartway.access.show_changes import new_trials, show_changes
from cartway.access.show_knowledge import show_pathways, show_regulations
from cartway.access.show_rules import (
    key_days,
    rule_roles,
    rule_stages,
    rules_timeline,
    show_false_claims,
    show_pathway,
    show_rule,
)
from cartway.access.words import say
from cartway.errors import InputError
from cartway_web.pages.context import day_asked
from cartway_web.pages.explore.frame import (
    code_of,
    days_before,
    query_with,
    show_page,
    text_of,
)

_ORDER = {"core": 0, "supporting": 1, "background": 2}
_YEAR = 365
_ROLES = ("patient", "hospital", "sponsor")


def regulations(request: HttpRequest, lang: str) -> HttpResponse:
    """The rules of a day, the core ones first; a turn of the law leads to its day."""
    if "turn" in request.GET:
        day_query = query_with(request, turn=None, as_of=_turn(request).isoformat())
        return HttpResponseRedirect(request.path + day_query)
    code, day = code_of(request), day_asked(request)
    stage, binds = request.GET.get("stage") or None, request.GET.get("binds") or None
    rows = show_regulations(day, stage=stage, binds=binds)
    rows.sort(key=lambda row: row["effective_from"] or row["promulgated"], reverse=True)
    rows.sort(key=lambda row: _ORDER[row["relevance"]])
    for row in rows:
        row["state_words"] = say("explore_rules", f"state_{row['state']}", code)
        row["binds_words"] = [say("explore", f"role_{one}", code) for one in row["binds"]]
        row["ids"] = list(dict.fromkeys(one["id"] for one in row["sources"]))
        row["pending"] = row["draft"] or row["how"] == "recall" or row["confidence"] == "low"
    events = rules_timeline(day)
    turns = key_days()
    context = {
        "rows": rows,
        "stages": [(one, say("explore_rules", f"stage_{one}", code)) for one in rule_stages()],
        "roles": [(one, say("explore", f"role_{one}", code)) for one in rule_roles()],
        "stage": stage,
        "binds": binds,
        "events": list(reversed(events)),
        "key_days": [
            {"day": one, "query": f"?{urlencode({'as-of': one.isoformat()})}", "here": one == day}
            for one in turns
        ],
        "turn": max((at for at, one in enumerate(turns) if one <= day), default=0),
        "last_turn": len(turns) - 1,
        "claims": show_false_claims(),
    }
    return show_page(request, "regulations.html", "regulations", context)


def _turn(request: HttpRequest) -> date:
    """The day of a place on the slider; what is none stays at the last."""
    text, turns = request.GET.get("turn", ""), key_days()
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 5 else len(turns)
    return turns[min(number, len(turns) - 1)]


def regulation(request: HttpRequest, lang: str, name: str) -> HttpResponse:
    """One rule: what it does, for whom, what it replaced and what replaced it."""
    code = code_of(request)
    try:
        held = show_rule(name, day_asked(request))
    except InputError as error:
        raise _no_page(error) from None
    context = {
        "heading": text_of(held["title"], code),
        "rule": held,
        "state_words": say("explore_rules", f"state_{held['state']}", code),
        "type_words": say("explore_rules", f"type_{held['type']}", code),
        "stages": [say("explore_rules", f"stage_{one}", code) for one in held["stages"]],
        "roles": [
            (say("explore", f"role_{one}", code), text_of(held["consequences"][one], code))
            for one in _ROLES
        ],
        "references": [
            {**one, "words": say("explore_rules", f"basis_{one['basis']}", code)}
            for one in held["sources"]
        ],
    }
    return show_page(request, "regulation.html", "regulation", context)


def pathways(request: HttpRequest, lang: str) -> HttpResponse:
    """The lawful ways of a day; empty ones are shown as empty."""
    code = code_of(request)
    rows = [
        {
            **one,
            "availability_words": say("explore_rules", f"availability_{one['availability']}", code),
            "foreigners": say(
                "explore_rules", f"foreigners_{one['foreign_nationals']['allowed']}", code
            ),
        }
        for one in show_pathways(day_asked(request))
    ]
    order = {"open": 0, "case_by_case": 1, "empty": 2}
    rows.sort(key=lambda row: order[row["availability"]])
    return show_page(request, "pathways.html", "pathways", {"rows": rows})


def pathway(request: HttpRequest, lang: str, name: str) -> HttpResponse:
    """One lawful way: who may use it, who pays, what it takes, what to beware of."""
    code = code_of(request)
    try:
        held = show_pathway(name)
    except InputError as error:
        raise _no_page(error) from None
    day = day_asked(request).isoformat()
    about = ("person", "option", "hospital")
    context = {
        "heading": text_of(held["name"], code),
        "way": held,
        "in_force": _held_on(held, day),
        "availability_words": say("explore_rules", f"availability_{held['availability']}", code),
        "foreigners": say(
            "explore_rules", f"foreigners_{held['foreign_nationals']['allowed']}", code
        ),
        "groups": [
            (
                say("explore_rules", f"about_{one}", code),
                [line for line in held["lines"] if line["about"] == one],
            )
            for one in about
        ],
        "lists": [
            (say("explore_rules", f"list_{key}", code), held[key])
            for key in ("oversight", "documents", "risks", "red_flags")
        ],
        "ids": list(dict.fromkeys(one["id"] for one in held["sources"])),
        "pending": held["how"] == "recall" or held["confidence"] == "low",
    }
    return show_page(request, "pathway.html", "pathway", context)


def changes(request: HttpRequest, lang: str) -> HttpResponse:
    """What changed between two days, and for whom it matters."""
    code, day = code_of(request), day_asked(request)
    end = _day(request, "to") or day
    start = _day(request, "from") or days_before(end, _YEAR)
    role = request.GET.get("role")
    role = role if role in _ROLES else None
    rows: list[dict[str, Any]] = [
        {
            "on": str(one.on),
            "kind": say("explore_rules", f"change_{one.kind}", code),
            "title": text_of(one.title, code),
            "what": text_of(one.what, code),
            "matters": [say("explore", f"role_{each}", code) for each in one.matters_to],
            "record": one.record,
            "page": f"explore/{one.record}/",
            "sources": list(one.sources),
            "pending": one.pending,
            "certain": one.certain,
        }
        for one in reversed(show_changes(start, end, matters_to=role))
    ]
    context = {
        "rows": rows,
        "start": start,
        "end": end,
        "role": role,
        "roles": [(one, say("explore", f"role_{one}", code)) for one in _ROLES],
        "new_trials": new_trials(start, end),
    }
    return show_page(request, "changes.html", "changes", context)


def _held_on(way: dict[str, Any], day: str) -> bool:
    ended = way["valid_to"] is not None and way["valid_to"] < day[: len(way["valid_to"])]
    return bool(way["valid_from"] <= day) and not ended


def _day(request: HttpRequest, name: str) -> date | None:
    text = request.GET.get(name)
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(
            "this is not a day", where=name, expected="a day such as 2026-01-31", code="I011"
        ) from None


def _no_page(error: InputError) -> Exception:
    """An unknown name in an address is a page that does not exist."""
    return Http404() if error.code == "K040" else error
