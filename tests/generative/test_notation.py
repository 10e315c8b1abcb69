"""The notation says exactly what a node is, and the checks accept what is well built."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartway.criteria import Node, check, parse, show
from cartway.errors import CriterionError, InputError
from tests.generative.language_strategies import criteria
from tests.spec.language_tables import table_vocabulary


@given(criteria)
def test_what_is_shown_reads_back_the_same(node: Node) -> None:
    assert parse(show(node)) == node
    check(node, table_vocabulary())


@given(st.text(max_size=60))
def test_any_text_is_a_criterion_or_a_clear_refusal(text: str) -> None:
    try:
        node = parse(text)
    except CriterionError as error:
        said = error.paragraph()
    else:
        said = ""
        assert parse(show(node)) == node
    assert said == "" or said.endswith((".", "?"))


BAD = [
    ("neutrophils >= 1 'mg'", "does not measure"),
    ("neutrophilss >= 1 '10*9/L'", "neutrophils"),
    ("diagnosis is rituximab", "among disease"),
    ("diagnosis is lymphomaa", "lymphoma"),
    ("has(neutrophils)", "yes-or-no"),
    ("diagnosis >= 3", "cannot be compared"),
    ("antigen_expression is positive", "needs its antigen"),
    ("neutrophils(cd19) >= 1 '10*9/L'", "takes no argument"),
    ("any(prior_therapyy)", "prior_therapy"),
    ("any(prior_therapy where grade is active)", "no attribute grade"),
    ("at least 3 of (has(pregnant); sex is male)", "more parts"),
    ("neutrophils >= 1 'furlong'", "not a unit"),
    ("neutrophils >= 1 '10*9/L' within 7 'mg'", "not a unit of time"),
    ("neutrophils >=", "not a criterion"),
    ("age >= 18 'a' and", "not a criterion"),
]


@pytest.mark.parametrize(("text", "says"), BAD, ids=[text for text, _ in BAD])
def test_ill_built_criteria_are_refused_with_the_nearest_right_thing(text: str, says: str) -> None:
    with pytest.raises(InputError, match=re.escape(says)):
        parse(text, table_vocabulary())
