"""What must hold of every algorithm's bounds, whatever is recorded."""

from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from cartway.toxicity import ALGORITHMS, Algorithm, Graded, GradingError, grade_inputs
from cartway.toxicity.bounds import completions
from cartway.toxicity.cairo_bishop import Baseline
from cartway.toxicity.ctcae import LowerLimits
from cartway.toxicity.inputs import Choice, Input, Number, Several, YesNo

COMPARED = [one for one in ALGORITHMS.values() if one.id not in {"easix_family", "eipm"}]


def answers(one: Input) -> st.SearchStrategy[Any]:
    """Any legal answer, with the rule's own limits drawn often."""
    if isinstance(one, Number):
        near = [cut + step for cut in one.cuts for step in (-1, -0.5, 0, 0.5, 1)]
        near += [one.lowest, one.highest, one.lowest + 1]
        legal = [value for value in near if max(one.lowest, 1e-6) <= value <= one.highest]
        if one.whole:
            legal = [int(value) for value in legal if value == int(value)]
            anywhere: Any = st.integers(int(one.lowest), int(one.highest))
        else:
            anywhere = st.floats(max(one.lowest, 0.125), one.highest)
        usable = [value for value in legal if not (one.suspicious and one.suspicious(value))]
        drawn = st.one_of(st.sampled_from(usable), anywhere) if usable else anywhere
        return drawn.filter(lambda value: not (one.suspicious and one.suspicious(value)))
    if isinstance(one, YesNo):
        return st.booleans()
    if isinstance(one, Choice):
        return st.sampled_from(one.choices)
    if isinstance(one, Several):
        return st.lists(st.sampled_from(one.choices), unique=True, max_size=3)
    if isinstance(one, Baseline):
        return st.fixed_dictionaries({}, optional={"potassium_mmol_l": st.floats(2, 8)})
    assert isinstance(one, LowerLimits)
    return st.floats(0.1, 200)


@st.composite
def complete_inputs(draw: st.DrawFn, algorithm: Algorithm) -> dict[str, Any]:
    """Every input of an algorithm that is not a modifier, and some of the modifiers."""
    names = {one.name: one for one in algorithm.inputs}
    if algorithm.id == "ctcae_v5_heme":
        names = {name: one for name, one in names.items() if not name.endswith(("_l", "_dl"))}
    inputs = {
        name: draw(answers(one))
        for name, one in names.items()
        if not one.optional or draw(st.integers(0, 3)) == 0
    }
    assume(_refusal(algorithm, inputs) is None)
    return inputs


def _refusal(algorithm: Algorithm, inputs: dict[str, Any]) -> str | None:
    try:
        grade_inputs(algorithm, inputs)
    except GradingError as error:
        return error.reason
    return None


def _within(inner: Graded, outer: Graded) -> bool:
    bounds = (inner.lowest, inner.highest, outer.lowest, outer.highest)
    low, high, widest_low, widest_high = (value or 0 for value in bounds)
    return widest_low <= low <= high <= widest_high


@pytest.mark.parametrize("algorithm", COMPARED, ids=lambda one: one.id)
# Rules that need one input beside another refuse many random sets; those that pass are enough.
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
@given(data=st.data())
def test_bounds_hold_every_completion_and_shrink_with_each_answer(
    algorithm: Algorithm, data: st.DataObject
) -> None:
    inputs = data.draw(complete_inputs(algorithm))
    whole = grade_inputs(algorithm, inputs)
    assert whole.lowest == whole.highest
    assert whole.missing == ()
    assert whole.narrows is None

    asked = [one.name for one in algorithm.inputs if not one.optional and one.name in inputs]
    order = data.draw(st.permutations(asked))
    fewer, outer = dict(inputs), whole
    for name in order:
        del fewer[name]
        inner, outer = outer, grade_inputs(algorithm, fewer)
        assert _within(inner, outer), name
        assert _within(whole, outer), name
        assert outer.narrows is None or outer.narrows in outer.missing


@pytest.mark.parametrize("algorithm", COMPARED, ids=lambda one: one.id)
def test_nothing_recorded_leaves_the_whole_scale_open(algorithm: Algorithm) -> None:
    graded = grade_inputs(algorithm, {})
    assert graded.lowest == 0
    assert graded.highest is not None
    assert graded.highest > 0
    assert graded.missing
    assert graded.narrows in graded.missing


def test_an_absent_key_and_an_empty_one_say_the_same() -> None:
    for algorithm in COMPARED:
        empty = {one.name: None for one in algorithm.inputs if one.kind != "group"}
        if algorithm.id == "ctcae_v5_heme":
            continue  # there a named but empty count says which counts are meant
        assert grade_inputs(algorithm, empty) == grade_inputs(algorithm, {})


def test_the_answer_that_narrows_most_leaves_least_open() -> None:
    crs = ALGORITHMS["crs_astct_2019"]
    given_inputs = {"temp_c": 39.0, "hypotension": None, "pressors_n": 1, "o2": None}
    graded = grade_inputs(crs, given_inputs)
    assert (graded.lowest, graded.highest) == (3, 4)
    assert graded.narrows == "o2"


def test_a_modifier_taken_as_absent_is_named_where_it_matters() -> None:
    crs = ALGORITHMS["crs_astct_2019"]
    graded = grade_inputs(crs, {"temp_c": 37.0, "hypotension": True, "pressors_n": 1, "o2": "none"})
    assert (graded.lowest, graded.highest) == (0, 0)
    assert "fever_waived" in graded.assumed
    assert "o2_flow_lpm" not in graded.assumed


def test_every_algorithm_has_a_completion_for_nothing() -> None:
    for algorithm in COMPARED:
        nothing = {one.name: None for one in algorithm.inputs}
        assert next(completions(algorithm, nothing))


def test_a_domain_of_the_other_scale_does_not_count() -> None:
    icans = ALGORITHMS["icans"]
    adult = {"age_y": 40, "ice": 10, "consciousness": "alert", "seizure": "none", "motor": "none"}
    given_inputs = {**adult, "icp": "none", "other_cause": ["capd"]}
    assert grade_inputs(icans, given_inputs) == grade_inputs(
        icans, {**given_inputs, "other_cause": []}
    )
