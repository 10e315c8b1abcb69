"""Counting lines of therapy from dated treatments."""

from cartway.facts import Event, Fact, Record
from cartway.facts.lines_of_therapy import lines_of_therapy
from cartway.knowledge.load import load_vocabulary
from cartway.values import PartialDate, Quantity

LYMPHOMA = Fact("diagnosis", "diffuse_large_b_cell_lymphoma")


def _given(agent: str, start: str, end: str, **more: object) -> Event:
    attributes = {"agent": (agent,), **{name: (value,) for name, value in more.items()}}
    return Event("prior_therapy", attributes, PartialDate.parse(start), PartialDate.parse(end))


def _count(*events: Event, facts: tuple[Fact, ...] = (LYMPHOMA,), complete: bool = False) -> str:
    listed = frozenset({"prior_therapy"} if complete else ())
    found = lines_of_therapy(Record(facts, events, complete=listed), load_vocabulary())
    return "" if found is None else str(found.value)


FIRST = _given("rituximab", "2024-10-08", "2025-02-04")
SECOND = _given("gemcitabine", "2025-11-24", "2026-03-02")


def test_a_new_drug_long_after_the_last_course_is_a_further_line() -> None:
    assert _count(FIRST, SECOND) == ">= 2"


def test_phases_of_one_plan_are_one_line() -> None:
    consolidation = _given("cytarabine", "2025-03-01", "2025-03-05")
    assert _count(FIRST, consolidation) == ">= 1"


def test_the_same_drug_again_proves_no_further_line() -> None:
    assert _count(FIRST, _given("rituximab", "2026-01-05", "2026-02-01")) == ">= 1"


def test_drugs_for_another_cancer_are_not_counted() -> None:
    breast = Fact("diagnosis", "breast_cancer")
    assert _count(FIRST, SECOND, facts=(LYMPHOMA, breast)) == ""


def test_numbered_lines_are_counted_and_exact_when_the_list_is_complete() -> None:
    second = _given("gemcitabine", "2024-11-01", "2025-01-01", line=Quantity(2))
    assert _count(second) == ">= 2"
    assert _count(second, complete=True) == "2"


def test_a_complete_empty_list_is_no_line() -> None:
    assert _count(complete=True) == "0"
    assert _count() == ""


def test_steroids_alone_are_not_a_line() -> None:
    assert _count(_given("prednisone", "2024-10-08", "2024-12-08")) == ""
