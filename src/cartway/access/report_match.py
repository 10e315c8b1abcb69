"""The report for a doctor: one HTML file that needs nothing else, made to be printed."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, StrictUndefined, select_autoescape

from cartway.access.explain_lines import item_words, proof_words, why_words
from cartway.access.later_doors import later_doors
from cartway.access.next_questions import next_questions, settles_words
from cartway.access.option_words import short_why, status_words
from cartway.access.phrase_criteria import Phrases
from cartway.criteria import Option, show
from cartway.engines.reference import LineVerdict, OptionVerdict
from cartway.facts import Absence, Event, Fact
from cartway.knowledge.pathways import pathways
from cartway.knowledge.words import say

if TYPE_CHECKING:
    from cartway.access.answer_match import Answer

_DETAILED_TRIALS = 30
_MARKS = {"met": "✓", "not_met": "✗", "unknown": "?"}


def report(answer: Answer, language: str) -> str:
    """The report in one language.

    Products come whole, then the trials that nothing closes, then the options that only this
    patient's own record closes, each with the line and the recorded value that close it.
    """
    template = _environment().get_template("report.html")
    return template.render(**_Report(answer, language).context())


@cache
def _environment() -> Environment:
    from jinja2 import FileSystemLoader

    return Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


class _Report:
    def __init__(self, answer: Answer, language: str) -> None:
        self._answer = answer
        self._match = answer.match
        self._vocabulary = answer.vocabulary
        self._language = language
        self._phrases = Phrases(answer.vocabulary, language)
        # The ways, figures and costs that the answer as data already holds, by option.
        self._data = {one["id"]: one for one in answer.data["options"]}

    def context(self) -> dict[str, Any]:
        match = self._match
        products = [one for one in match.options if one.option.kind == "product"]
        trials = [one for one in match.options if one.option.kind == "trial"]
        open_trials = [one for one in trials if one.verdict != "excluded"]
        closed = [one for one in trials if _closed_by_patient(one)]
        return {
            "language": "zh-CN" if self._language == "zh" else "en",
            "say": lambda key, **fields: say("match", key, self._language, **fields),
            "match": match,
            "counts": self._counts(),
            "products": [self._option(one) for one in products],
            "trials": [self._option(one) for one in open_trials[:_DETAILED_TRIALS]],
            "more_trials": [self._brief(one) for one in open_trials[_DETAILED_TRIALS:]],
            "closed": [self._brief(one) for one in closed],
            "closed_elsewhere": len(trials) - len(open_trials) - len(closed),
            "pathways": self._pathways(),
            "content_hash": self._answer.data["content_hash"],
            "questions": next_questions(match, self._vocabulary, most=8),
            "question_language": self._language,
            "settles_words": settles_words,
            "doors": self._doors(),
            "facts": self._facts(),
            "findings": match.record.findings,
        }

    def _counts(self) -> list[tuple[str, Counter[str]]]:
        kinds = {"product": "products", "trial": "trials", "pathway": "pathways"}
        rows = []
        for kind, title in kinds.items():
            held = Counter(one.verdict for one in self._match.options if one.option.kind == kind)
            if held:
                rows.append((say("match", title, self._language), Counter[str](held)))
        return rows

    def _option(self, verdict: OptionVerdict) -> dict[str, Any]:
        return {
            **self._brief(verdict),
            "lines": [self._line(one) for one in verdict.lines],
            **self._beside(verdict),
            "met": verdict.count("met"),
            "not_met": verdict.count("not_met"),
            "unknown": verdict.count("unknown"),
        }

    def _beside(self, verdict: OptionVerdict) -> dict[str, Any]:
        """Ways, price, cost band and figures, in words."""
        option = verdict.option
        known = pathways()
        ways = [
            {
                "id": one,
                "name": known[one].name.in_language(self._language),
                "charge": say(
                    "match",
                    "may_charge" if known[one].payment.hospital_may_charge else "may_not_charge",
                    self._language,
                ),
            }
            for one in self._data[option.id]["pathways"]
            if known[one].availability != "empty"
        ]
        if option.kind != "product" or verdict.verdict == "excluded":
            return {"ways": ways, "cost": "", "figures": []}
        return {"ways": ways, "cost": self._cost(option), "figures": self._figures(option)}

    def _cost(self, option: Option) -> str:
        cost = self._data[option.id]["cost"]
        if cost is None or not cost["estimated"]:
            return say("match", "cost_not_estimated", self._language)
        low, middle, high = (f"{cost[name]:,}" for name in ("p10", "p50", "p90"))
        return say("match", "cost_band", self._language, low=low, middle=middle, high=high)

    def _figures(self, option: Option) -> list[str]:
        """Response rates with their intervals, study by study."""
        found = []
        for one in self._data[option.id]["evidence"]:
            if one["measure"] not in ("overall_response", "complete_response"):
                continue
            words = say("measures", one["measure"], self._language)
            figure = f"{one['study'][self._language]}: {words} {one['value']:g} %"
            if one["interval"]:
                low, high = one["interval"]
                figure += f" (95 % CI {low:g}–{high:g}, n = {one['of']})"
            if one["pending"]:
                figure += f" – {say('match', 'pending_figure', self._language)}"
            found.append(figure)
        return found

    def _pathways(self) -> list[dict[str, Any]]:
        return [self._pathway(one) for one in self._answer.data["pathways"].values()]

    def _pathway(self, data: dict[str, Any]) -> dict[str, Any]:
        low, high = data["weeks"]
        name = self._language
        return {
            "id": data["id"],
            "name": data["name"][name],
            "one_line": data["one_line"][name],
            "status": say("match", f"status_pathway_{data['availability']}", name),
            "charge": say(
                "match", "may_charge" if data["hospital_may_charge"] else "may_not_charge", name
            ),
            "basis": data["charging_basis"][name],
            "weeks": say("match", "weeks_words", name, low=low, high=high),
            "oversight": [one[name] for one in data["oversight"]],
            "documents": [one[name] for one in data["documents"]],
            "law": [one["title"][name] for one in data["legal_basis"]],
        }

    def _brief(self, verdict: OptionVerdict) -> dict[str, Any]:
        option = verdict.option
        return {
            "id": option.id,
            "anchor": option.id.replace("/", "-"),
            "title": option.title.get(self._language) or option.title["en"],
            "verdict": verdict.verdict,
            "status": status_words(option, self._language),
            "url": option.details.get("url"),
            "why": short_why(verdict, self._vocabulary, self._language),
            "open": verdict.count("unknown"),
        }

    def _line(self, verdict: LineVerdict) -> dict[str, Any]:
        line = verdict.line
        chinese = self._language == "zh" and line.translation
        return {
            "text": line.translation if chinese else line.text,
            "kind": line.kind,
            "verdict": verdict.verdict,
            "mark": _MARKS[verdict.verdict],
            "state": say("match", _state_key(line.kind, verdict.verdict), self._language),
            "decides": line.decides,
            "reading": self._phrases.phrase(line.node),
            "notation": show(line.node),
            "why": why_words(verdict, self._vocabulary, self._language),
            "proof": proof_words(verdict, self._vocabulary, self._language)[:6],
            "source": line.source,
        }

    def _doors(self) -> list[dict[str, Any]]:
        return [
            {"option": one.option, "on": one.on, "text": one.line.line.text}
            for one in later_doors(self._match, self._vocabulary)
        ]

    def _facts(self) -> list[tuple[str, str]]:
        record = self._match.record
        items: list[Fact | Event | Absence] = [
            *record.facts,
            *record.events,
            *record.absences,
        ]
        return [
            (item_words(one, self._vocabulary, self._language), str(one.origin)) for one in items
        ]


def _state_key(kind: str, state: str) -> str:
    """An exclusion that is met does not apply to the patient: say so, or it reads as a finding."""
    return f"{state}_exclusion" if kind == "exclusion" and state != "unknown" else state


def _closed_by_patient(verdict: OptionVerdict) -> bool:
    """Closed by the patient's record alone, not by the trial's own status or place."""
    closing = [one for one in verdict.lines if one.verdict == "not_met" and one.line.decides]
    return bool(closing) and all(one.line.about == "patient" for one in closing)
