"""Diseases named in an offer: an abbreviation in capitals is not a common word."""

from cartway.knowledge.load import load_vocabulary
from cartway.knowledge.product_names import diseases_named


def _named(text: str) -> list[str]:
    return [one.words for one in diseases_named(text, load_vocabulary())]


def test_all_is_a_word_and_ALL_a_leukaemia() -> None:  # noqa: N802  # the capitals are the matter
    assert "All" not in _named("All-in price for all cancers")
    assert "ALL" in _named("for relapsed ALL")
    assert "lymphoma" in [one.lower() for one in _named("Lymphoma package")]
