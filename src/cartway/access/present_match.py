"""The answer of `match` as data, in the shape outsiders rely on."""

from __future__ import annotations

from datetime import date
from typing import Any

from cartway.access.content_hash import content_hash
from cartway.access.describe_options import cost_of, evidence_of, pathway_data, ways_of
from cartway.access.explain_lines import proof_words, why_words
from cartway.access.later_doors import Door, later_doors
from cartway.access.match_options import Match
from cartway.access.next_questions import next_questions
from cartway.access.phrase_criteria import Phrases
from cartway.access.plain_data import as_plain
from cartway.criteria import Node, show
from cartway.engines.reference import LineVerdict, OptionVerdict
from cartway.facts import Absence, Event, Fact, Vocabulary
from cartway.facts.record import Value
from cartway.knowledge.pathways import pathways_in_force
from cartway.knowledge.words import say
from cartway.values import PartialDate, Quantity


def as_data(match: Match, vocabulary: Vocabulary) -> dict[str, Any]:
    """The whole answer, ready for JSON. The keys are a contract (design, section 6)."""
    lines = LineData(vocabulary)
    data = _answer(match, vocabulary, lines)
    return {**data, "content_hash": content_hash(data)}


def _answer(match: Match, vocabulary: Vocabulary, lines: LineData) -> dict[str, Any]:
    return {
        "as_of": match.as_of.isoformat(),
        "knowledge_release": match.release,
        "trial_snapshot": match.snapshot,
        "counts": {
            verdict: match.count(verdict) for verdict in ("eligible", "possible", "excluded")
        },
        "patient": {
            "facts": [fact_data(one) for one in match.record.facts],
            "events": [event_data(one) for one in match.record.events],
            "absences": [absence_data(one) for one in match.record.absences],
            "complete": sorted(match.record.complete),
            "not_mapped": [
                {"kind": one.kind, "what": one.what, "where": one.where}
                for one in match.record.findings
            ],
        },
        "options": [
            {**option_data(one, vocabulary, lines), **_beside(one, match.as_of)}
            for one in match.options
        ],
        "pathways": {
            one.id: pathway_data(one, match.as_of) for one in pathways_in_force(match.as_of)
        },
        "questions": [
            {"fact": one.fact, "argument": one.argument, "text": one.text, "settles": one.settles}
            for one in next_questions(match, vocabulary)
        ],
        "later": [door_data(one, vocabulary) for one in later_doors(match, vocabulary)],
    }


def _beside(verdict: OptionVerdict, as_of: date) -> dict[str, Any]:
    """What belongs beside the verdict; figures only where the option is not closed."""
    option = verdict.option
    data: dict[str, Any] = {"pathways": list(ways_of(option, as_of, verdict.verdict))}
    if option.kind == "product" and verdict.verdict != "excluded":
        data["evidence"] = evidence_of(option)
        data["cost"] = cost_of(option, as_of)
    return data


def option_data(
    verdict: OptionVerdict, vocabulary: Vocabulary, lines: LineData | None = None
) -> dict[str, Any]:
    """One option with its lines."""
    option = verdict.option
    say_line = lines or LineData(vocabulary)
    return {
        "kind": option.kind,
        "id": option.id,
        "title": dict(option.title),
        "verdict": verdict.verdict,
        "details": as_plain(dict(option.details)),
        "lines": [say_line(one) for one in verdict.lines],
    }


class LineData:
    """Lines as data: text, reading, verdict, proof. What two lines share is said once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._phrases = {one: Phrases(vocabulary, one) for one in ("en", "zh")}
        self._judged: dict[tuple[int, int], dict[str, Any]] = {}
        self._said: dict[int, tuple[str, dict[str, str]]] = {}

    def __call__(self, verdict: LineVerdict) -> dict[str, Any]:
        line = verdict.line
        return {
            "text": line.text,
            "translation": line.translation,
            "kind": line.kind,
            "group": line.group,
            "decides": line.decides,
            "read": line.read,
            "source": line.source,
            "start": line.start,
            "end": line.end,
            "verdict": verdict.verdict,
            **self._of_node(verdict),
        }

    def _of_node(self, verdict: LineVerdict) -> dict[str, Any]:
        """What depends on the node and the outcome alone."""
        key = id(verdict.line.node), id(verdict.outcome)
        held = self._judged.get(key)
        if held is None:
            notation, reading = self._words_of(verdict.line.node)
            held = self._judged[key] = {
                "notation": notation,
                "reading": reading,
                "why": why_words(verdict, self._vocabulary, "en"),
                "why_zh": why_words(verdict, self._vocabulary, "zh"),
                "reasons": [
                    {"reason": one.reason.value, "fact": one.fact, "argument": one.argument}
                    for one in verdict.outcome.whys
                ],
                "facts": proof_words(verdict, self._vocabulary, "en"),
                "facts_zh": proof_words(verdict, self._vocabulary, "zh"),
            }
        return held

    def _words_of(self, node: Node) -> tuple[str, dict[str, str]]:
        held = self._said.get(id(node))
        if held is None:
            reading = {name: said.phrase(node) for name, said in self._phrases.items()}
            held = self._said[id(node)] = show(node), reading
        return held


def door_data(door: Door, vocabulary: Vocabulary) -> dict[str, Any]:
    """A door that opens later."""
    return {
        "option": door.option,
        "on": door.on.isoformat(),
        "because": say("match", "because", "en", text=door.line.line.text),
        "because_zh": say("match", "because", "zh", text=door.line.line.text),
        "facts": proof_words(door.line, vocabulary, "en"),
    }


def fact_data(fact: Fact) -> dict[str, Any]:
    """One recorded fact."""
    data: dict[str, Any] = {"fact": fact.fact}
    if fact.argument:
        data["argument"] = fact.argument
    return data | {
        **value_data(fact.value),
        "on": str(fact.on) if fact.on else None,
        "origin": str(fact.origin),
        "certainty": fact.certainty.value,
        "readable": fact.readable,
    }


def value_data(value: Value) -> dict[str, Any]:
    """A value, with its unit if it has one."""
    if not isinstance(value, Quantity):
        return {"value": str(value) if isinstance(value, PartialDate) else value}
    number = int(value.value) if value.value == int(value.value) else value.value
    data: dict[str, Any] = {"value": number}
    if value.unit != "1":
        data["unit"] = value.unit
    if value.comparator:
        data["comparator"] = value.comparator
    return data


def event_data(event: Event) -> dict[str, Any]:
    """One recorded event."""
    return {
        "events": event.events,
        "attributes": {
            name: [value_data(one) for one in values] for name, values in event.attributes.items()
        },
        "start": str(event.start) if event.start else None,
        "end": str(event.end) if event.end else None,
        "ongoing": event.ongoing,
        "origin": str(event.origin),
        "certainty": event.certainty.value,
    }


def absence_data(absence: Absence) -> dict[str, Any]:
    """One recorded absence."""
    return {
        "events": absence.events,
        "concept": absence.concept,
        "status": absence.status,
        "since": str(absence.since) if absence.since else None,
        "origin": str(absence.origin),
    }
