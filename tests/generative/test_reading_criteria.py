"""Whatever the text: reading never raises, is the same twice, and points inside the text."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartway.criteria.checks import check
from cartway.criteria.notation import parse, show
from cartway.knowledge.load import load_vocabulary
from cartway.reading.criteria import read_criteria, read_line
from cartway.reading.text import plain_text

_PIECES = st.sampled_from(
    [
        "Inclusion Criteria:", "Exclusion Criteria:", "\n", "\n* ", "1. ", "2) ", "(a) ", "; ", ", ", " and ",
        " or ", " not ", " no ", "without ", "except ", "unless ", "if ", "history of ", "within 6 months", "(", ")",
        "≥ 3 × ULN", "10⁹/L", "< 5", "platelets", "ALT", "HBsAg positive", "DLBCL", "CAR-T", "CD19", "50%", "grade II-IV",
        "any of the following:", "such as ", "defined as ", "patients ", "must ", "age 18-70", "unknownword", "&lt;", "<li>",
        "排除标准：", "无", "或", "且", "除外", "既往", "乙肝表面抗原阳性", "3个月内", "≤2.5倍ULN", "淋巴瘤", "，", "。", "\u202e", "\x00",
    ]
)  # fmt: skip
_TEXTS = st.one_of(st.text(max_size=200), st.lists(_PIECES, max_size=30).map("".join))


@given(_TEXTS)
def test_reading_a_text_never_raises_and_points_inside(text: str) -> None:
    for line in read_criteria(text, vocabulary=load_vocabulary()):
        assert 0 <= line.start <= line.end <= len(text)
        assert text[line.start : line.end] == line.text
        assert line.read is (not line.unread)


@given(_TEXTS, st.sampled_from(["inclusion", "exclusion"]), st.sampled_from([None, "en", "zh"]))
def test_a_line_gives_a_criterion_that_can_be_written_and_read_back(
    text: str, kind: Any, language: str | None
) -> None:
    vocabulary = load_vocabulary()
    line = read_line(text, kind, language, vocabulary=vocabulary)
    check(line.node, vocabulary)
    assert show(parse(show(line.node), vocabulary)) == show(line.node)
    assert read_line(text, kind, language, vocabulary=vocabulary) == line


@given(st.text(max_size=300))
def test_plain_text_leads_back_inside_and_in_order(text: str) -> None:
    plain = plain_text(text)
    places = [plain.place(index) for index in range(len(plain.plain) + 1)]
    assert places == sorted(places)
    assert all(0 <= place <= len(text) for place in places)


def _steps(work: Callable[[], object]) -> int:
    """Count the lines of Python that a piece of work runs: the same on every machine."""
    count = 0

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize(
    "piece",
    [
        "not ", "(", "HBsAg or ", "≥ 3 × ULN, ", "1. a ", "except ", "such as lymphoma, ", "within 3 months ",
        "无或", "according to the ", "platelets ", "\\<", "no CD19 (", "if DLBCL, ", "10^9/L ",
    ],
)  # fmt: skip
def test_work_grows_with_the_text_and_not_faster(piece: str) -> None:
    vocabulary = load_vocabulary()

    def read(times: int) -> Callable[[], object]:
        return lambda: read_line(piece * times, "exclusion", vocabulary=vocabulary)

    read(10)()
    small, large = _steps(read(60)), _steps(read(240))
    # Four times the text may cost four times the work, with room for what is looked up twice.
    assert large <= small * 7
