"""One search box in two languages, and answers that rest on records as they are."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cartway.access.answer_questions import all_answers, answer_question
from cartway.access.search_knowledge import search_knowledge
from cartway.knowledge.answers import answers, changed_records, record_digest
from cartway.knowledge.regulations import regulation

TODAY = date(2026, 11, 22)


def found(text: str, limit: int = 5, **held: object) -> list[str]:
    return [hit.record for hit in search_knowledge(text, TODAY, limit=limit, **held)]


@pytest.mark.parametrize(
    ("typed", "record"),
    [
        ("Fucaso", "products/eque-cel"),
        ("fucasso", "products/eque-cel"),
        ("福可苏", "products/eque-cel"),
        ("伊基奥仑赛的价格", "products/eque-cel"),
        ("Decree 818", "regulations/decree-818"),
        ("医保报销", "answers/is-it-insured"),
        ("瑞金", "hospitals/ruijin"),
        ("visa for treatment", "answers/which-visa"),
        ("NCT03391466", "trials/NCT03391466"),
        ("第23条", "regulations/dal-2019"),
        ("JCI", "warnings/jci-accreditation"),
        ("狼疮", "answers/autoimmune-diseases"),
        ("Kymriah", "comparators/tisa-cel"),
        ("红斑狼疮能做CAR-T吗", "answers/autoimmune-diseases"),
    ],
)
def test_what_was_typed_finds(typed: str, record: str) -> None:
    assert record in found(typed)


@pytest.mark.parametrize("typed", ["", "   ", '"', "asdkjh qwoeiu", "*"])
def test_nothing_like_it_finds_nothing(typed: str) -> None:
    assert found(typed, kinds=("products", "regulations", "answers")) == []


@settings(max_examples=60)
@given(st.text(max_size=40))
def test_nothing_typed_breaks_the_search(typed: str) -> None:
    for hit in search_knowledge(typed, TODAY, limit=3):
        assert 0 <= hit.alike <= 1.000001
        assert set(hit.title) == {"en", "zh"}


def test_only_the_kinds_asked_for() -> None:
    assert {record.split("/")[0] for record in found("CAR-T", kinds=("hospitals",))} <= {
        "hospitals"
    }


def test_a_hit_tells_its_source_and_its_age() -> None:
    hit = search_knowledge("Fucaso", TODAY, kinds=("products",))[0]
    assert hit.sources
    assert hit.checked is not None
    assert not hit.stale
    assert search_knowledge("Fucaso", date(2030, 1, 1), kinds=("products",))[0].stale


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("how much does it cost?", "what-does-it-cost"),
        ("做CAR-T多少钱", "what-does-it-cost"),
        ("does it treat all cancers", "does-it-treat-all-cancers"),
        ("外国人怎么做", "how-does-a-foreigner-get-it"),
        ("side efects", "side-effects"),
        ("can my child get it", "which-age"),
        ("医保能报吗", "is-it-insured"),
        ("what are the steps", "how-does-it-work"),
        ("do trials charge a fee", "which-trials"),
    ],
)
def test_a_question_finds_its_answer(asked: str, answer: str) -> None:
    assert answer in [one.answer.id for one in answer_question(asked, TODAY)]


def test_what_nobody_here_knows_has_no_answer() -> None:
    assert answer_question("what is the capital of France", TODAY) == ()


def test_every_answer_is_as_fresh_as_its_records() -> None:
    changed = {one.id: changed_records(one) for one in answers().values()}
    assert not any(changed.values()), (
        f"{changed}: read these answers again, then run tools/refresh_answers.py with their ids"
    )


def test_a_digest_changes_with_what_a_record_says_and_not_with_its_layout(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    digests = []
    for text in ("id: a\nn: 1\n", "# why\nn:   1\nid: a\nchecked: 2026-01-01\n", "id: a\nn: 2\n"):
        file.write_text(text, encoding="utf-8")
        digests.append(record_digest("a", tmp_path))
    assert digests[0] == digests[1] != digests[2]
    assert record_digest("b", tmp_path) is None


def test_the_questions_of_the_field_are_answered() -> None:
    known = {one.answer.id for one in all_answers(TODAY)}
    assert known >= {
        "approved-for-which-cancers",
        "does-it-treat-all-cancers",
        "which-age",
        "what-does-it-cost",
        "why-so-expensive",
        "how-does-it-work",
        "side-effects",
        "what-is-done-about-side-effects",
        "how-does-a-foreigner-get-it",
        "which-trials",
        "why-china",
    }
    assert all(one.stale_since is None for one in all_answers(TODAY))


def test_no_sentence_rests_on_pending_rules_alone() -> None:
    weak = [
        (one.id, sentence.text.en)
        for one in answers().values()
        for sentence in one.sentences
        if all(
            record.startswith("regulations/") and regulation(record.split("/")[1]).pending
            for record in sentence.records
        )
    ]
    assert weak == []
