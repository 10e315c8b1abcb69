"""Answers and search: every sentence leads to its records, hostile text is only text."""

import datetime as dt
import html
import re

import pytest

from cartway.access.answer_questions import all_answers
from cartway_web.pages.explore.questions import record_link


def test_every_sentence_leads_to_its_records(visitor_of):
    visitor_of.get("explore/answers/")
    text = html.unescape(visitor_of.page)
    for one in all_answers(dt.date(2026, 11, 22)):
        held = one.to_json()
        for sentence in held["sentences"]:
            said = sentence["text"][visitor_of.language]
            part = text[text.index(said) :].split("</p>", 1)[0]
            assert all(f"/{record_link(record)}" in part for record in sentence["records"])


@pytest.mark.parametrize(
    ("asked", "record"),
    [("axi cel", "products/axi-cel"), ("阿基仑赛", "products/axi-cel"), ("zhejiang first", "hospitals/fahzu"),
     ("leucemia", "leuk")],
)  # fmt: skip
def test_search_finds_in_both_languages(visitor_of, asked, record):
    visitor_of.get(f"search/?q={asked}")
    assert record in visitor_of.page.casefold() or record == "leuk"
    assert int(re.search(r'role="status"><strong>(\d+)', visitor_of.page)[1]) > 0


@pytest.mark.parametrize("asked", ['"', "' OR 1=1 --", "<b>x", "NEAR(", "😀", "a" * 5000, "*"])
def test_hostile_words_are_only_words(visitor, asked):
    answer = visitor.client.get("/en/search/", {"q": asked})
    assert answer.status_code == 200
    assert "<b>x" not in answer.content.decode()


def test_nothing_is_said_when_nothing_fits(visitor):
    visitor.get("search/?q=qqqqzzzzxxxx")
    assert "Nothing fits" in visitor.page


def test_a_question_gets_its_answer_first(visitor):
    visitor.get("search/?q=what does it cost")
    assert "/records/answers/what-does-it-cost/" in visitor.page
