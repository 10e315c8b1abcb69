"""The pages written from the knowledge are as it is."""

from tools.write_knowledge_pages import stale


def test_the_pages_are_fresh() -> None:
    assert stale() == [], "run tools/write_knowledge_pages.py"
