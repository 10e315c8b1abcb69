"""Every fact of the vocabulary can be asked and answered on a form, in both languages."""

from datetime import date

import pytest

from cartway.access.ask_questions import answered, form_of
from cartway.access.plain_facts import plain_item
from cartway.access.quantity_words import unit_words
from cartway.access.start_record import start_record
from cartway.errors import InputError
from cartway.facts import Record
from cartway.knowledge.load import load_vocabulary

DAY = date(2026, 11, 22)
VOCABULARY = load_vocabulary()


def _argument(definition):
    return VOCABULARY.in_system(definition.argument)[0] if definition.argument else None


def _answer(asked, definition):
    if asked.form in ("yes_no", "event"):
        return "yes"
    if asked.choices:
        return asked.choices[0][0]
    if asked.form == "day":
        return "2020-05"
    low, high = definition.plausible or (1, 1)
    return str(max(low, min(1.0, high)))


@pytest.mark.parametrize("name", sorted(VOCABULARY.facts))
def test_a_fact_can_be_asked_and_answered(name):
    definition = VOCABULARY.facts[name]
    asked = form_of(name, _argument(definition), VOCABULARY)
    assert set(asked.text) >= {"en", "zh"}
    record = answered(asked.key, {"value": _answer(asked, definition)}, Record(), VOCABULARY, DAY)
    (fact,) = record.facts
    assert fact.fact == name
    for language in ("en", "zh"):
        assert plain_item(fact, VOCABULARY, language).strip()
    with pytest.raises(InputError):
        answered(asked.key, {"value": "this is nothing"}, Record(), VOCABULARY, DAY)


def test_a_number_that_cannot_be_is_refused_in_its_unit():
    assert answered("haemoglobin|", {"value": "98", "unit": "g/L"}, Record(), VOCABULARY, DAY)
    with pytest.raises(InputError, match="cannot be"):
        answered("haemoglobin|", {"value": "980", "unit": "g/dL"}, Record(), VOCABULARY, DAY)


@pytest.mark.parametrize("name", sorted(VOCABULARY.events))
def test_a_thing_in_a_list_can_be_asked_and_answered(name):
    main = VOCABULARY.events[name].attributes[VOCABULARY.events[name].main]
    concept = VOCABULARY.in_system(main.system)[0]
    key = form_of(name, concept, VOCABULARY).key
    yes = answered(key, {"value": "yes", "on": "2025"}, Record(), VOCABULARY, DAY)
    assert len(yes.events) == 1
    assert len(answered(key, {"value": "no"}, Record(), VOCABULARY, DAY).absences) == 1
    with pytest.raises(InputError):
        answered(key, {"value": ""}, Record(), VOCABULARY, DAY)


def test_an_answer_of_today_takes_the_place_of_today_and_leaves_earlier_tests():
    key = "haemoglobin|"
    first = answered(key, {"value": "90", "on": "2026-11-01"}, Record(), VOCABULARY, DAY)
    second = answered(key, {"value": "95"}, first, VOCABULARY, DAY)
    third = answered(key, {"value": "97"}, second, VOCABULARY, DAY)
    assert [one.value.value for one in third.facts] == [90, 97]


def test_a_day_that_has_not_come_is_refused():
    with pytest.raises(InputError):
        answered("haemoglobin|", {"value": "90", "on": "2026-12"}, Record(), VOCABULARY, DAY)


def test_the_start_refuses_what_is_no_disease():
    with pytest.raises(InputError):
        start_record("rituximab", "5", VOCABULARY, DAY)


@pytest.mark.parametrize(
    ("code", "printed"),
    [("10*9/L", "10⁹/L"), ("/uL", "/µL"), ("m[IU]/L", "mIU/L"), ("mm[Hg]", "mmHg"), ("1", "")],
)
def test_units_are_printed_as_on_a_report(code, printed):
    assert unit_words(code, "en") == printed


def test_more_exact_diseases_are_offered_for_a_general_one():
    record = start_record("large_b_cell_lymphoma", "", VOCABULARY, DAY)
    offered = dict(form_of("diagnosis", None, VOCABULARY, record).choices)
    assert "diffuse_large_b_cell_lymphoma" in offered
    assert "multiple_myeloma" not in offered
