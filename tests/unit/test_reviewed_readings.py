"""A reviewed reading overrides the reader for exactly its text, in `read` and in `match`."""

import pytest

from cartway.access import load_trials
from cartway.criteria import parse, show
from cartway.knowledge.load import load_vocabulary
from cartway.reading.criteria import text_hash

TEXT = "Inclusion Criteria:\n\n* Age 18-70 years\n* Age 18-75 years\n"


def test_a_reviewed_line_stands_for_the_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    vocabulary = load_vocabulary()
    reviewed = parse("age >= 20 'a'", vocabulary)
    monkeypatch.setattr(
        load_trials, "overrides", lambda _: {text_hash("Age 18-70 years"): reviewed}
    )
    lines = load_trials._read_texts([TEXT], vocabulary)[TEXT]
    assert [show(one.node) for one in lines] == [
        "age >= 20 'a'",
        "age >= 18 'a' and age <= 75 'a'",
    ]
