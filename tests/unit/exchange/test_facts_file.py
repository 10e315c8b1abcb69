"""The facts file: what it takes, and every problem with its place."""

from datetime import date

import pytest

from cartway.errors import InputError
from cartway.exchange.facts_file import read_facts_text
from cartway.facts import Certainty
from cartway.values import Quantity

GOOD = """\
facts:
  - {fact: sex, value: female}
  - {fact: platelet_count, value: 88, unit: 10*9/L, on: 2026-11-01, upper_limit: 350}
  - {fact: antigen_expression, argument: cd19, value: positive}
  - {fact: hepatitis_b_virus_dna_level, value: "< 20", unit: "[IU]/mL"}
  - {fact: pregnant, value: no}
  - {fact: diagnosis, value: DLBCL, certainty: uncertain}
events:
  - {events: prior_therapy, agent: [rituximab, doxorubicin], start: 2025-01, end: 2025-06, line: 1}
  - {events: medication, agent: amlodipine, ongoing: true}
absences:
  - {events: prior_therapy, concept: car_t_cell_therapy}
complete: [allergy]
"""


def test_a_good_file():
    record = read_facts_text(GOOD, "a.yaml")
    (platelets,) = record.facts_of("platelet_count")
    assert (platelets.value, platelets.upper_limit) == (Quantity(88.0, "10*9/L"), 350.0)
    assert str(platelets.origin) == "a.yaml: line 3"
    assert record.facts_of("antigen_expression", "cd19")[0].value == "positive"
    assert record.facts_of("hepatitis_b_virus_dna_level")[0].value == Quantity(20, "[IU]/mL", "<")
    assert record.facts_of("pregnant")[0].value is False
    (diagnosis,) = record.facts_of("diagnosis")
    assert diagnosis.value == "diffuse_large_b_cell_lymphoma"
    assert diagnosis.certainty is Certainty.UNCERTAIN
    therapy = record.events_of("prior_therapy")[0]
    assert therapy.attributes["agent"] == ("rituximab", "doxorubicin")
    assert therapy.attributes["line"] == (Quantity(1.0),)
    assert record.events_of("medication")[0].ongoing
    assert record.absences_of("prior_therapy")[0].concept == "car_t_cell_therapy"
    assert record.complete == {"allergy"}


def test_facts_in_short():
    text = "facts: {age: 58 a, 'antigen_expression(cd19)': positive, haemoglobin: {value: 9, unit: g/dL}}"
    record = read_facts_text(text, "a.yaml")
    assert record.facts_of("age")[0].value == Quantity(58.0, "a")
    assert record.facts_of("antigen_expression", "cd19")
    assert record.facts_of("haemoglobin")[0].value == Quantity(9.0, "g/dL")


def test_json_is_taken_too():
    text = '{"facts": [\n\t{"fact": "sex", "value": "male"}], "complete": []}'
    assert read_facts_text(text, "a.json").facts_of("sex")[0].value == "male"


BAD = [
    ("facts:\n  - {fact: plateletcount, value: 88}", "line 2, column 12", "platelet_count"),
    ("facts:\n  - {fact: platelet_count, value: 88, unit: 'mm[Hg]'}", "line 2", "10*9/L"),
    ("facts:\n  - {fact: platelet_count, value: 88}", "line 2", "needs its unit"),
    ("facts:\n  - {fact: platelet_count, value: many, unit: 10*9/L}", "line 2", "a number"),
    ("facts:\n  - {fact: sex, value: femal}", "line 2", "female"),
    ("facts:\n  - {fact: pregnant, value: perhaps}", "line 2", "yes-or-no"),
    ("facts:\n  - {fact: sex, value: male, when: now}", "line 2, column 30", "not known here"),
    ("facts:\n  - {fact: sex}", "line 2", "missing"),
    ("facts:\n  - {fact: sex, value: male, on: 2026-13-01}", "line 2", "not a date"),
    ("facts:\n  - {fact: sex, value: male, on: 2027-01-01}", "line 2", "not come yet"),
    ("facts:\n  - {fact: antigen_expression, value: positive}", "line 2", "argument"),
    ("facts: [{fact: sex, argument: cd19, value: male}]", "line 1", "no argument"),
    ("events:\n  - {events: therapies, agent: rituximab}", "line 2", "prior_therapy"),
    ("events:\n  - {events: prior_therapy, agnet: rituximab}", "line 2", "agent"),
    ("events:\n  - {events: medication, agent: x, ongoing: perhaps}", "line 2", "yes or no"),
    ("absences:\n  - {events: prior_therapy, concept: magic}", "line 2", "treatment"),
    ("complete: [everything]", "line 1", "list of events"),
    ("facts:\n  - {fact: sex, value: male}\nfacts: []", "line 3", "stands twice"),
    ("facts: [", "line 2", "YAML"),
    ("facts: 7", "line 1", "does not fit"),
    ("- 7", "line 1", "does not fit"),
]


@pytest.mark.parametrize(("text", "place", "words"), BAD)
def test_problems_are_told_with_their_place(text, place, words):
    with pytest.raises(InputError) as raised:
        read_facts_text(text, "a.yaml", today=date(2026, 11, 23))
    message = str(raised.value)
    assert message.startswith("a.yaml: ")
    assert place in message
    assert words in message
    assert "\n" not in message


def test_all_problems_come_together():
    text = "facts:\n  - {fact: nothing, value: 1}\n  - {fact: sex, value: both}\n"
    with pytest.raises(InputError) as raised:
        read_facts_text(text, "a.yaml")
    assert "line 2" in str(raised.value)
    assert "line 3" in str(raised.value)
