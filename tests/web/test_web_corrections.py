"""Whatever was read from a letter can be confirmed, corrected or dropped, of every kind."""

import html
import re
from dataclasses import replace
from datetime import date

import pytest

from cartway.access import derived_facts
from cartway.access.correct_facts import correct_record, items_of, twins_of, without_items
from cartway.access.correction_forms import fields_of
from cartway.facts import Certainty, Fact, Record
from cartway.knowledge.load import load_vocabulary
from cartway.values import PartialDate, Quantity
from cartway_web.pages.state import open_state

LETTERS = ["lymphoma_letter_en.txt", "myeloma_letter_zh.txt"]
DAY = date(2026, 11, 22)


def record_of(visitor):
    return open_state(visitor.state).record


def place_of(visitor, fact, value=None):
    return next(
        at
        for at, one in enumerate(items_of(record_of(visitor)))
        if getattr(one, "fact", None) == fact and (value is None or one.value == value)
    )


def facts(visitor, name):
    return [one.value for one in record_of(visitor).facts_of(name)]


def form_as_shown(page):
    """What a browser sends when nothing is touched."""
    sent = {}
    for tag in re.findall(r"<input[^>]*>", page[page.index('class="review"') :]):
        held = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if held.get("type") == "radio":
            if " checked" in tag:
                sent[held["name"]] = held["value"]
        elif "name" in held:
            sent[held["name"]] = html.unescape(held.get("value", ""))
    for name, inside in re.findall(r'<select id="[^"]*" name="([^"]*)"[^>]*>(.*?)</select>', page):
        chosen = re.search(r'<option value="([^"]*)" selected', inside)
        assert chosen, name
        sent[name] = html.unescape(chosen[1])
    return sent


@pytest.mark.parametrize("name", LETTERS)
def test_a_form_that_is_sent_as_it_is_changes_nothing(visitor_of, examples, name):
    visitor_of.hand_in(examples / name)
    before = record_of(visitor_of)
    visitor_of.post("open/", step="confirm", **form_as_shown(visitor_of.page))
    assert 'id="answer"' in visitor_of.page
    assert record_of(visitor_of) == without_items(before, set(twins_of(before)))


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", LETTERS)
def test_every_kind_of_item_has_inputs_with_words(visitor, examples, name, language):
    visitor.hand_in(examples / name)
    for one in items_of(record_of(visitor)):
        fields = fields_of(one, load_vocabulary(), language)
        assert fields
        assert all(field.label.strip() for field in fields)
        assert all(words.strip() for field in fields for _, words in field.choices)


def test_every_fact_of_the_vocabulary_can_be_corrected():
    """Also those that no letter of ours holds."""
    vocabulary = load_vocabulary()
    samples = {"quantity": None, "score": Quantity(1, "1"), "presence": True,
               "date": PartialDate(1960), "result": "positive"}  # fmt: skip
    for definition in vocabulary.facts.values():
        system = definition.system or "result"
        value = samples.get(definition.kind) or (
            Quantity(1, definition.unit)
            if definition.kind == "quantity"
            else vocabulary.in_system(system)[0]
        )
        one = Fact(definition.id, value)
        fields = fields_of(one, vocabulary, "en")
        assert fields[0].name == "value"
        same = {f"{field.name}_0": field.value for field in fields}
        found = correct_record(Record((one,)), same, vocabulary, DAY, "en")
        assert (found.record.facts, found.wrong) == ((one,), {})


def test_a_fact_that_is_dropped_is_not_used(visitor, examples):
    visitor.hand_in(examples / "lymphoma_letter_en.txt")
    at = place_of(visitor, "ki67_percent")
    visitor.post("open/", step="confirm", **{f"keep_{at}": "no"})
    assert facts(visitor, "ki67_percent") == []
    assert facts(visitor, "ecog_performance_status")


@pytest.mark.parametrize(
    ("fact", "typed", "held"),
    [
        ("platelet_count", {"value": "33"}, Quantity(33, "10*9/L")),
        ("haemoglobin", {"value": "98", "unit": "g/L"}, Quantity(98, "g/L")),
        ("ecog_performance_status", {"value": "2"}, Quantity(2, "1")),
        ("prior_lines_of_therapy", {"value": "2", "value_sign": "="}, Quantity(2, "1")),
        ("birth_date", {"value": "1967-08"}, PartialDate(1967, 8)),
        ("sex", {"value": "female"}, "female"),
        ("diagnosis", {"value": "mantle cell lymphoma"}, "mantle_cell_lymphoma"),
        ("diagnosis", {"value": "套细胞淋巴瘤"}, "mantle_cell_lymphoma"),
        ("diagnosis", {"value": "MCL"}, "mantle_cell_lymphoma"),
        ("hepatitis_b_surface_antigen", {"value": "positive"}, "positive"),
        ("hiv_antibody", {"value": "negative"}, "negative"),
        ("active_infection", {"value": "yes"}, True),
    ],
)
def test_a_correction_is_used_and_said_to_be_the_persons_own(visitor, examples, fact, typed, held):
    visitor.hand_in(examples / "lymphoma_letter_en.txt")
    at = place_of(visitor, fact)
    before = record_of(visitor).facts[at]
    visitor.post("open/", step="confirm", **{f"{name}_{at}": text for name, text in typed.items()})
    found = [one for one in record_of(visitor).facts_of(fact) if one.value == held]
    assert len(found) >= 1
    assert all(one.origin.document == "entered on the page" for one in found)
    assert all(one.certainty is Certainty.STATED for one in found)
    assert found[0].origin.start == before.origin.start
    assert before.value not in facts(visitor, fact)


def test_the_day_of_a_test_can_be_corrected(visitor, examples):
    visitor.hand_in(examples / "lymphoma_letter_en.txt")
    at = place_of(visitor, "platelet_count")
    visitor.post("open/", step="confirm", **{f"on_{at}": "2026-11"})
    assert record_of(visitor).facts_of("platelet_count")[0].on == PartialDate(2026, 11)


@pytest.mark.parametrize(
    ("fact", "typed", "words"),
    [
        ("platelet_count", {"value": "low"}, "not a number"),
        ("platelet_count", {"on": "5 November"}, "not a date"),
        ("platelet_count", {"on": "2099-01-01"}, "not come yet"),
        ("haemoglobin", {"value": "980"}, "cannot be right in this unit"),
        ("birth_date", {"value": ""}, "Nothing was entered"),
        ("birth_date", {"value": "1957-13-01"}, "not a date"),
        ("diagnosis", {"value": "mantel cell lymphoma"}, "Did you mean Mantle cell lymphoma?"),
        ("sex", {"value": "Zyxwvut"}, "not an answer"),
    ],
)
def test_what_cannot_be_used_is_said_at_its_input_and_nothing_is_used(
    visitor, examples, fact, typed, words
):
    visitor.hand_in(examples / "lymphoma_letter_en.txt")
    before, at = record_of(visitor), place_of(visitor, fact)
    other = place_of(visitor, "ki67_percent")
    given = {f"{name}_{at}": text for name, text in typed.items()}
    visitor.post("open/", step="confirm", **given, **{f"keep_{other}": "no"})
    assert 'class="review"' in visitor.page
    assert record_of(visitor) == before
    row = re.search(rf'<li id="f{at}".*?</li>', visitor.page, re.S)[0]
    assert words in html.unescape(row)
    assert 'value="correct" checked' in row
    assert 'aria-invalid="true"' in row
    for text in typed.values():
        assert fact == "sex" or f'value="{text}"' in row
    dropped = re.search(rf'<li id="f{other}".*?</li>', visitor.page, re.S)[0]
    assert 'value="no" checked' in dropped
    assert f'href="#f{at}"' in visitor.page


def test_what_was_worked_out_from_a_wrong_fact_is_left_out_and_said(visitor_of, examples):
    visitor_of.hand_in(examples / "lymphoma_letter_en.txt")
    at = place_of(visitor_of, "sex")
    assert facts(visitor_of, "pregnant") == [False]
    visitor_of.post("open/", step="confirm", **{f"value_{at}": "female"})
    for name in ("pregnant", "lactating", "childbearing_potential"):
        assert facts(visitor_of, name) == []
    said = {"en": "had been worked out", "zh": "推算出的另外"}[visitor_of.language]
    assert said in visitor_of.page


def test_a_new_birth_date_takes_the_old_age_with_it(visitor, examples):
    visitor.hand_in(examples / "lymphoma_letter_en.txt")
    at = place_of(visitor, "birth_date")
    visitor.post("open/", step="confirm", **{f"value_{at}": "1967"})
    assert facts(visitor, "age") == []


def test_a_new_age_is_not_overruled_by_the_old_birth_date(visitor, examples):
    visitor.hand_in(examples / "lymphoma_letter_en.txt")
    at = place_of(visitor, "age")
    visitor.post("open/", step="confirm", **{f"value_{at}": "59"})
    assert facts(visitor, "birth_date") == []
    assert facts(visitor, "age") == [Quantity(59, "a")]


def _therapy(visitor):
    held = items_of(record_of(visitor))
    return next(
        (at, one) for at, one in enumerate(held)
        if getattr(one, "events", "") == "prior_therapy" and len(one.attributes.get("agent", ())) > 1
    )  # fmt: skip


def test_a_drug_can_be_added_to_a_treatment_and_another_renamed(visitor, examples):
    visitor.hand_in(examples / "myeloma_letter_zh.txt")
    at, before = _therapy(visitor)
    count = len(before.attributes["agent"])
    given = {f"value{count}_{at}": "硼替佐米", f"value0_{at}": "isatuximab"}
    visitor.post("open/", step="confirm", **given)
    agents = [one.attributes["agent"] for one in record_of(visitor).events_of("prior_therapy")]
    assert ("isatuximab", *before.attributes["agent"][1:], "bortezomib") in agents
    assert before.attributes["agent"] not in agents


def test_a_treatment_cannot_end_before_it_begins(visitor, examples):
    visitor.hand_in(examples / "myeloma_letter_zh.txt")
    at, _ = _therapy(visitor)
    visitor.post("open/", step="confirm", **{f"end_{at}": "2001-01"})
    row = re.search(rf'<li id="f{at}".*?</li>', visitor.page, re.S)[0]
    assert "It ends before it begins" in row


def test_what_was_hardly_legible_counts_only_when_somebody_says_so():
    vocabulary = load_vocabulary()
    one = Fact("platelet_count", Quantity(70, "10*9/L"), certainty=Certainty.UNCERTAIN)
    record = Record((one,))
    assert correct_record(record, {}, vocabulary, DAY, "en").record == record
    said = correct_record(record, {"keep_0": "yes"}, vocabulary, DAY, "en").record
    assert said.facts == (replace(one, certainty=Certainty.STATED),)


def test_what_was_read_twice_at_one_place_is_asked_once(visitor, examples):
    visitor.hand_in(examples / "lymphoma_letter_en.txt")
    record = record_of(visitor)
    twins = twins_of(record)
    assert twins
    at = place_of(visitor, "body_weight")
    assert at in twins.values()
    visitor.post("open/", step="confirm", **{f"value_{at}": "66"})
    assert facts(visitor, "body_weight") == [Quantity(66, "kg")]


def test_what_rests_on_more_than_its_place_is_named_rightly():
    vocabulary = load_vocabulary()
    for name, basis in derived_facts._RESTS_ON.items():
        assert name in vocabulary.facts
        assert all(one in vocabulary.facts or one in vocabulary.events for one in basis)
