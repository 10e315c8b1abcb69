"""An option as a page shows it: its lines with verdicts, what is missing, when it may open."""

from __future__ import annotations

from datetime import date
from typing import Any

from cartway.access.judge_offer import doors_of, judge_one, question_key
from cartway.access.match_options import open_lines
from cartway.access.next_questions import question_text
from cartway.access.option_words import short_why, status_words
from cartway.access.plain_facts import dated_item
from cartway.access.present_match import LineData, door_data, option_data
from cartway.criteria import Option
from cartway.engines.reference import OptionVerdict, Reason
from cartway.facts import Record, Vocabulary

Data = dict[str, Any]
_TOLD_BY_A_TEST = frozenset(
    {
        Reason.NOT_RECORDED, Reason.OUT_OF_WINDOW, Reason.SOURCES_DISAGREE, Reason.UNIT_UNCLEAR,
        Reason.UNCERTAIN, Reason.TOO_GENERAL, Reason.LIMIT_NOT_RECORDED, Reason.BORDERLINE,
        Reason.LIST_NOT_COMPLETE, Reason.RESULT_PENDING,
    }
)  # fmt: skip


def present_option(
    option: Option, record: Record | None, as_of: date, vocabulary: Vocabulary
) -> Data:
    """One option whole; without a record its lines stand unjudged.

    Returns:
        The option's data as in the answer of `match`, with ``missing`` (what would settle lines
        that are unknown), ``doors`` and ``counts``. Without a record the lines of the patient have
        no verdict.
    """
    judged = judge_one(record or Record(), option, as_of, vocabulary)
    (verdict,) = judged.options
    data = option_data(verdict, vocabulary) | brief_words(verdict, vocabulary)
    for line, one in zip(data["lines"], verdict.lines, strict=True):
        line |= {
            "about": one.line.about,
            "facts": [dated_item(item, vocabulary, "en") for item in one.outcome.proof[:6]],
            "facts_zh": [dated_item(item, vocabulary, "zh") for item in one.outcome.proof[:6]],
        }
    if record is None:
        data["verdict"] = "excluded" if _closed_by_itself(verdict) else None
        for line, one in zip(data["lines"], verdict.lines, strict=True):
            if one.line.about == "patient":
                line |= {"verdict": None, "why": "", "why_zh": "", "facts": [], "facts_zh": []}
        return data | {"missing": [], "doors": []}
    return data | {
        "missing": missing_of(verdict, vocabulary),
        "doors": [door_data(one, vocabulary) for one in doors_of(judged, verdict, vocabulary)],
    }


def brief_words(verdict: OptionVerdict, vocabulary: Vocabulary) -> Data:
    """What a card says of an option, in both languages."""
    option = verdict.option
    return {
        "id": option.id,
        "kind": option.kind,
        "title": dict(option.title),
        "verdict": verdict.verdict,
        "status": {one: status_words(option, one) for one in ("en", "zh")},
        "closed_by": {
            one: short_why(verdict, vocabulary, one) if verdict.verdict == "excluded" else ""
            for one in ("en", "zh")
        },
        "counts": {state: verdict.count(state) for state in ("met", "not_met", "unknown")},
        "unread": _whole_text_missing(option),
        "url": option.details.get("url"),
    }


def missing_of(verdict: OptionVerdict, vocabulary: Vocabulary) -> list[Data]:
    """What is not known and would settle lines, with the question that asks for it."""
    found: dict[str, Data] = {}
    for line in open_lines(verdict):
        for why in line.outcome.whys:
            if why.fact is None or why.reason not in _TOLD_BY_A_TEST:
                continue
            if line.line.about != "patient":
                continue
            argument = why.argument if why.fact not in vocabulary.events else None
            key = question_key(why.fact, argument)
            row = found.setdefault(
                key, {"key": key, "text": _asked(why.fact, argument, vocabulary), "lines": 0}
            )
            row["lines"] += 1
    return sorted(found.values(), key=lambda one: (-one["lines"], one["key"]))


def _asked(fact: str, argument: str | None, vocabulary: Vocabulary) -> dict[str, str]:
    if fact in vocabulary.events:
        words = vocabulary.event_list(fact).question
        return {one: words.get(one) or words["en"] for one in ("en", "zh")}
    return question_text(fact, argument, vocabulary)


def _closed_by_itself(verdict: OptionVerdict) -> bool:
    return any(
        one.verdict == "not_met" and one.line.decides and one.line.about == "option"
        for one in verdict.lines
    )


def _whole_text_missing(option: Option) -> bool:
    return option.kind == "trial" and option.details.get("criteria") == "none"


__all__ = ["LineData", "brief_words", "missing_of", "present_option"]
