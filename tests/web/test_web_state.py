"""The state in the form: signed, limited, expiring, without loss."""

import random
from datetime import date

import pytest
from django.core import signing

from cartway.access.carry_record import pack_record, unpack_record
from cartway.access.read_upload import read_upload
from cartway.errors import InputError
from cartway.facts import Finding, Record
from cartway.knowledge.load import load_vocabulary
from cartway_web.pages import state as state_module
from cartway_web.pages.state import LARGEST, State, StateLostError, open_state

DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    "name",
    ["lymphoma.json", "child-leukaemia.json", "lymphoma_letter_en.txt", "myeloma_letter_zh.txt"],
)
def test_a_record_comes_back_as_it_went(examples, name):
    upload = read_upload((examples / name).read_bytes(), name, load_vocabulary(), DAY)
    assert unpack_record(pack_record(upload.record)) == upload.record
    sealed = State(upload.record, frozenset({"age|"}), upload.letter, name).seal()
    assert open_state(sealed) == State(upload.record, frozenset({"age|"}), upload.letter, name)
    assert len(sealed) < LARGEST / 4


@pytest.mark.parametrize("change", [lambda t: t[:-2] + "aa", lambda t: "x" + t, lambda t: ""])
def test_a_state_that_was_changed_starts_again(visitor_of, change):
    visitor_of.start()
    given = change(visitor_of.state)
    visitor_of.post("open/", state=given, step="unknown", question="age|")
    assert visitor_of.status == 400
    assert 'id="answer"' not in visitor_of.page
    assert f'href="/{visitor_of.language}/"' in visitor_of.page


def test_a_state_that_is_too_old_starts_again(visitor, monkeypatch):
    visitor.start()
    monkeypatch.setattr(state_module, "LASTS_SECONDS", -1)
    visitor.post("open/")
    assert visitor.status == 400


def test_a_state_signed_for_another_purpose_is_not_taken():
    with pytest.raises(StateLostError):
        open_state(signing.dumps({"r": {}, "a": []}, salt="something else"))


def test_a_state_larger_than_a_form_should_carry_is_not_taken():
    with pytest.raises(StateLostError):
        open_state("a" * (LARGEST + 1))


def test_a_letter_too_large_to_carry_is_left_out_before_anything_else():
    noise = "".join(random.Random(3).choices("abcdefghijklmnopqrstuvwxyz0123456789", k=120_000))
    assert open_state(State(Record(), letter=noise).seal()).letter == ""


def test_a_record_too_large_to_carry_is_refused():
    letters = random.Random(4)
    noise = tuple(
        Finding("x", "".join(letters.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=60)))
        for _ in range(3000)
    )
    with pytest.raises(InputError):
        State(Record(findings=noise)).seal()
