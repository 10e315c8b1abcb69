"""What the report says: the whole answer, its best options line by line, and its hash."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from cartway.access.answer_match import answer_record
from cartway.access.content_hash import content_hash
from cartway.access.correct_facts import items_of
from cartway.access.option_pathways import option_pathways
from cartway.access.plain_facts import dated_item
from cartway.access.present_option import brief_words, missing_of
from cartway.facts import Record
from cartway_web.pages.answers import vocabulary
from cartway_web.pages.presenters.facts import rows

_IN_FULL = 6
_IN_TABLE = 25
_MOST_QUESTIONS = 8


def report_context(
    record: Record, as_of: date, languages: Sequence[str], chosen: Sequence[str]
) -> dict[str, Any]:
    """Everything the report shows.

    Args:
        languages: one, or two for two columns.
        chosen: options to show line by line; without any, the products that nothing closes and
            the trials that ask for least.
    """
    answer = answer_record(record, as_of, vocabulary())
    data, match = answer.data, answer.match
    by_id = {one["id"]: one for one in data["options"]}
    verdicts = {one.option.id: one for one in match.options}
    wanted = [one for one in chosen if one in by_id] or _best(match)
    counts = [
        (kind, [(one, match.count(one, kind)) for one in ("eligible", "possible", "excluded")])
        for kind in ("product", "trial")
    ]
    rest = [
        brief_words(one, vocabulary())
        for one in match.options
        if one.verdict != "excluded" and one.option.id not in wanted
    ]
    closed = [
        brief_words(one, vocabulary())
        for one in match.options
        if one.verdict == "excluded" and one.option.kind == "product"
    ]
    per_language = {one: rows(record, one) for one in languages}
    return {
        "shown": list(languages),
        "both": len(languages) > 1,
        "hash": data.get("content_hash") or content_hash(data),
        "as_of": as_of,
        "release": data["knowledge_release"],
        "snapshot": data["trial_snapshot"],
        "counts": counts,
        "full": [
            by_id[one]
            | {
                "lines": _lines(by_id[one]["lines"], verdicts[one]),
                "brief": brief_words(verdicts[one], vocabulary()),
                "missing": missing_of(verdicts[one], vocabulary()),
                "ways": option_pathways(verdicts[one].option, as_of)[:2],
            }
            for one in wanted
        ],
        "rest": rest[:_IN_TABLE],
        "rest_more": max(0, len(rest) - _IN_TABLE),
        "closed": closed,
        "questions": data["questions"][:_MOST_QUESTIONS],
        "later": data["later"][:_MOST_QUESTIONS],
        "facts": [
            {language: per_language[language][at] for language in languages}
            for at in range(len(items_of(record)))
        ],
        "not_used": [one.what for one in record.findings][:30],
    }


def _lines(lines: list[dict[str, Any]], verdict: Any) -> list[dict[str, Any]]:
    """The lines with their proof in the words of the page: 56 years, not 56 a."""
    return [
        line
        | {
            "facts": [dated_item(item, vocabulary(), "en") for item in one.outcome.proof[:6]],
            "facts_zh": [dated_item(item, vocabulary(), "zh") for item in one.outcome.proof[:6]],
        }
        for line, one in zip(lines, verdict.lines, strict=True)
    ]


def _best(match: Any) -> list[str]:
    products = [
        one.option.id
        for one in match.options
        if one.option.kind == "product" and one.verdict != "excluded"
    ]
    trials = [
        one.option.id
        for one in match.options
        if one.option.kind == "trial"
        and one.verdict != "excluded"
        and one.option.details.get("criteria") != "none"
    ]
    return [*products, *trials[: max(2, _IN_FULL - len(products))]][:_IN_FULL]
