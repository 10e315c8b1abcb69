"""Published scales as calculators: what is not filled in stays unknown, so the answer has bounds.

The form is sent, never put into an address: no value of a patient stands in a log or a history.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict

from cartway.access.grade_toxicity import describe, grade, list_algorithms
from cartway.access.word_grading import word_grading
from cartway.access.words import say
from cartway.errors import InputError
from cartway_web.pages.explore.frame import code_of, show_page, text_of

_BEDSIDE = (
    "crs_astct_2019",
    "ice_score",
    "icans",
    "icaht_early_2023",
    "car_hematotox",
    "easix_family",
)
_WHOLE_SCORES = 10
_UNITS = {
    "1": "",
    "a": "",
    "d": "",
    "Cel": "°C",
    "[degF]": "°F",
    "10*9/L": "×10⁹/L",
    "10*6/L": "×10⁶/L",
    "m[H2O]": "mH₂O",
}
_NO_SEVERAL = "none-of-these"


def side_effects(request: HttpRequest, lang: str) -> HttpResponse:
    """Every calculator, those of the bedside first."""
    code = code_of(request)
    every = {one["id"]: one for one in list_algorithms()}
    first = [_card(every[one], code) for one in _BEDSIDE if one in every]
    rest = [_card(one, code) for name, one in every.items() if name not in _BEDSIDE]
    return show_page(request, "side_effects.html", "side_effects", {"first": first, "rest": rest})


def calculator(request: HttpRequest, lang: str, name: str) -> HttpResponse:
    """One calculator: the form, and the answer to what was sent."""
    code = code_of(request)
    if name not in {one["id"] for one in list_algorithms()}:
        raise Http404
    described = describe(name)
    sent = request.POST if request.method == "POST" else QueryDict()
    context: dict[str, Any] = {
        "scale": described,
        "heading": text_of(described["title"], code),
        "inputs": [
            _input(one, sent, code) for one in described["inputs"] if one["kind"] != "group"
        ],
        "left_out": [
            text_of(one["label"], code) for one in described["inputs"] if one["kind"] == "group"
        ],
        "bedside": name in _BEDSIDE,
    }
    status = 200
    if request.method == "POST":
        try:
            context["answer"] = _answer(name, described, sent, code)
        except InputError as error:
            context["fault"] = _fault(error, described, code)
            status = 400
    return show_page(request, "calculator.html", "calculator", context, status)


def _card(one: dict[str, Any], code: str) -> dict[str, Any]:
    return {"id": one["id"], "title": text_of(one["title"], code), "pending": one["pending"]}


def _answer(name: str, described: dict[str, Any], sent: QueryDict, code: str) -> dict[str, Any]:
    graded = grade(name, _values(described["inputs"], sent))
    held = graded.as_json()
    said = word_grading(graded, code)
    labels = {one["name"]: text_of(one["label"], code) for one in described["inputs"]}
    questions = {one["name"]: text_of(one["question"], code) for one in described["inputs"]}
    return {
        "bounds": said.bounds,
        "findings": said.findings,
        "remarks": said.remarks,
        "disclaimer": said.disclaimer,
        "missing": [labels.get(one, one) for one in held["missing"]],
        "narrows": questions.get(held["narrows"] or "", ""),
        "narrows_name": held["narrows"],
        "settled": held["lowest"] == held["highest"] and held["lowest"] is not None,
        "ladders": [
            {
                "title": text_of(one["title"], code),
                "published": one["published"],
                "compiled": one["compiled"],
                "source": one["source"],
                "steps": [
                    {
                        "grade": say("explore_effects", "any_grade", code)
                        if step["grade"] == "all"
                        else say("explore_effects", "at_grade", code, grade=step["grade"]),
                        "text": text_of(step["text"], code),
                        "pending": step["pending"],
                    }
                    for step in one["steps"]
                ],
            }
            for one in held["management"]
        ],
    }


def _values(inputs: list[dict[str, Any]], sent: QueryDict) -> dict[str, object]:
    """What was filled in, as the rules want it; an empty field is not recorded."""
    values: dict[str, object] = {}
    for one in inputs:
        name, kind = one["name"], one["kind"]
        if kind == "several":
            chosen = sent.getlist(name)
            if chosen:
                values[name] = [] if _NO_SEVERAL in chosen else chosen
        elif kind == "number":
            for key in (name, *(each["name"] for each in one["also"])):
                text = sent.get(key, "").strip().replace(",", ".").replace("，", ".")
                if text:
                    values[key] = _number(text, key)
        elif sent.get(name):
            values[name] = sent[name] == "yes" if kind == "yes_no" else sent[name]
    return values


def _number(text: str, name: str) -> float | int:
    try:
        return int(text) if text.lstrip("+-").isdigit() else float(text)
    except ValueError:
        raise InputError(
            "this is not a number", where=name, expected="a number such as 38.5", code="G001"
        ) from None


def _input(one: dict[str, Any], sent: QueryDict, code: str) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "name": one["name"],
        "kind": one["kind"],
        "label": text_of(one["label"], code),
        "question": text_of(one["question"], code),
        "optional": one["optional"],
        "value": sent.get(one["name"], ""),
        "chosen": sent.getlist(one["name"]),
    }
    if one["kind"] == "number":
        shown |= _number_field(one, sent)
    if one["kind"] in ("choice", "several"):
        shown["choices"] = [
            {"value": each["value"], "words": text_of(each["label"], code)}
            for each in one["choices"]
        ]
    return shown


def _number_field(one: dict[str, Any], sent: QueryDict) -> dict[str, Any]:
    """A small whole score is tapped, every other number is typed."""
    small = one["whole"] and one["highest"] <= _WHOLE_SCORES and not one["also"]
    return {
        "kind": "score" if small else "number",
        "unit": _unit(one["unit"]),
        "lowest": f"{one['lowest']:.10g}",
        "highest": f"{one['highest']:.10g}",
        "step": "1" if one["whole"] else "any",
        "scores": [str(at) for at in range(int(one["lowest"]), int(one["highest"]) + 1)]
        if small
        else [],
        "also": [
            {**each, "unit": _unit(each["unit"]), "value": sent.get(each["name"], "")}
            for each in one["also"]
        ],
    }


def _unit(unit: str) -> str:
    """A unit as people write it."""
    return _UNITS.get(unit, unit.replace("umol", "µmol").replace("/uL", "/µL"))


def _fault(error: InputError, described: dict[str, Any], code: str) -> dict[str, Any]:
    """What cannot be used, without repeating it; for a number the range it must lie in."""
    where = (error.where or "").split(".")[-1]
    for one in described["inputs"]:
        names = {one["name"], *(each["name"] for each in one.get("also", ()))}
        if where in names:
            expected = ""
            if one["kind"] == "number":
                field = _number_field(one, QueryDict())
                expected = f"{field['lowest']}–{field['highest']} {field['unit']}".strip()
            return {"where": text_of(one["label"], code), "name": where, "expected": expected}
    return {"where": "", "name": "", "expected": ""}
