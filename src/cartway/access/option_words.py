"""Short words about an option: its status, and what closes it."""

from __future__ import annotations

from cartway.access.explain_lines import proof_words
from cartway.criteria import Option
from cartway.engines.reference import OptionVerdict
from cartway.facts import Vocabulary
from cartway.knowledge.words import keys_of, say


def status_words(option: Option, language: str) -> str:
    """The status of an option, with its cities or its date of approval."""
    status = str(option.details.get("status") or "")
    key = f"status_{status}"
    words = say("match", key, language) if key in keys_of("match") else status
    cities = option.details.get("cities")
    places = ", ".join(map(str, cities[:4])) if isinstance(cities, list | tuple) else ""
    approved = str(option.details.get("approved_on") or "")
    return " · ".join(part for part in (words, approved, places) if part)


def short_why(verdict: OptionVerdict, vocabulary: Vocabulary, language: str) -> str:
    """What closes an option: each line that is not met, with the recorded value."""
    parts = []
    for one in verdict.lines:
        if one.verdict == "not_met" and one.line.decides:
            text = one.line.translation if language == "zh" else None
            proof = "; ".join(proof_words(one, vocabulary, language)[:2])
            words = " ".join((text or one.line.text).split())[:140]
            parts.append(f"{words} [{proof}]" if proof else words)
    return " / ".join(parts)
