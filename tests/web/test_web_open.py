"""What may be open: answers, unknowns, facts dropped, parts for HTMX."""

import re

from cartway.access.judge_offer import judge_offer, standing_options
from cartway.knowledge.load import load_vocabulary
from cartway_web.pages.state import open_state


def test_counts_are_those_of_the_library_and_balance(visitor):
    visitor.start(**{"as-of": "2026-11-22"})
    from datetime import date

    day, vocabulary = date(2026, 11, 22), load_vocabulary()
    match = judge_offer(open_state(visitor.state).record, day, vocabulary)
    for kind in ("product", "trial"):
        counted = visitor.counts(kind)
        assert counted == [match.count(one, kind) for one in ("eligible", "possible", "excluded")]
    standing = standing_options(day, vocabulary)
    ways = sum(one.option.kind == "pathway" for one in match.options)
    tiles = sum(visitor.counts("product")) + sum(visitor.counts("trial"))
    assert tiles + ways == len(standing.options)
    assert len(standing.options) + standing.closed == len(standing.offer.options)


def test_an_answer_changes_the_counts_and_the_question(visitor):
    visitor.start()
    before, first = visitor.counts(), visitor.question()
    assert first == "disease_status|"
    visitor.post("open/", step="answer", question=first, value="relapsed")
    assert visitor.question() != first
    visitor.post("open/", step="answer", question="prior_lines_of_therapy|", value="2")
    assert visitor.counts()[0] > before[0] == 0


def test_i_do_not_know_is_remembered_as_asked_and_changes_nothing(visitor):
    visitor.start()
    before, first = visitor.counts("trial"), visitor.question()
    record = open_state(visitor.state).record
    visitor.post("open/", step="unknown", question=first)
    after = open_state(visitor.state)
    assert after.record == record
    assert first in after.asked
    assert visitor.question() != first
    assert visitor.counts("trial") == before


def test_every_question_can_be_answered_with_i_do_not_know_until_none_is_left(visitor):
    visitor.start()
    seen = []
    while visitor.question() and len(seen) < 80:
        seen.append(visitor.question())
        visitor.post("open/", step="unknown", question=seen[-1])
    assert len(seen) == len(set(seen))
    assert 3 < len(seen) < 80


def test_a_value_that_is_none_keeps_the_question_and_says_so(visitor_of):
    visitor_of.start()
    visitor_of.post("open/", step="answer", question="absolute_neutrophil_count|", value="plenty")
    assert visitor_of.status == 200
    assert visitor_of.question() == "absolute_neutrophil_count|"
    assert 'role="alert"' in visitor_of.page


def test_a_value_in_another_unit_means_the_same(visitor):
    visitor.start()
    visitor.post(
        "open/",
        step="answer",
        question="haemoglobin|",
        value="9.8",
        unit="g/dL",
        on="2026-11",
    )
    (fact,) = open_state(visitor.state).record.facts_of("haemoglobin")
    assert (fact.value.value, fact.value.unit, str(fact.on)) == (9.8, "g/dL", "2026-11")


def test_a_unit_of_another_kind_is_refused(visitor):
    visitor.start()
    visitor.post("open/", step="answer", question="haemoglobin|", value="9", unit="mmol/L.s")
    assert not open_state(visitor.state).record.facts_of("haemoglobin")


def test_a_fact_can_be_taken_back(visitor):
    visitor.start()
    visitor.post("open/", drop="1")
    record = open_state(visitor.state).record
    assert [one.fact for one in record.facts] == ["diagnosis"]


def test_a_more_exact_diagnosis_takes_the_place_of_the_general_one(visitor):
    visitor.start("large_b_cell_lymphoma")
    visitor.post(
        "open/",
        step="answer",
        question="diagnosis|",
        value="diffuse_large_b_cell_lymphoma",
    )
    held = open_state(visitor.state).record.facts_of("diagnosis")
    assert [one.value for one in held] == ["diffuse_large_b_cell_lymphoma"]


def test_no_to_a_thing_in_a_list_is_an_absence_and_yes_an_event(visitor):
    visitor.start()
    key = "prior_therapy|car_t_cell_therapy"
    visitor.post("open/", step="answer", question=key, value="no")
    assert open_state(visitor.state).record.absences[0].concept == "car_t_cell_therapy"
    visitor.start()
    visitor.post("open/", step="answer", question=key, value="yes", on="2025-03")
    (event,) = open_state(visitor.state).record.events
    assert str(event.start) == "2025-03"


def test_htmx_gets_the_changing_part_only(visitor):
    visitor.start()
    visitor.post("open/", htmx=True, step="unknown", question=visitor.question())
    assert visitor.page.lstrip().startswith('<div id="answer">')
    assert "<html" not in visitor.page
    assert 'hx-swap-oob="true"' in visitor.page


def test_trials_whose_text_was_read_come_before_those_without(visitor):
    visitor.start()
    part = visitor.page[visitor.page.index('id="trials"') : visitor.page.index('id="ways"')]
    cards = part.split('class="card option-card"')[1:]
    unread = ["not in our snapshot" in one for one in cards]
    assert unread == sorted(unread)


def test_closed_trials_are_shown_when_asked_for_with_what_closes_them(visitor):
    visitor.start()
    visitor.post("open/", closed="1")
    assert "badge excluded" in visitor.page[visitor.page.index('id="trials"') :]
    assert "Closed by:" in visitor.page


def test_without_a_state_the_page_leads_back_to_the_start(visitor):
    assert visitor.client.get("/en/open/").headers["Location"] == "/en/"


def test_a_question_that_does_not_exist_is_refused(visitor):
    visitor.start()
    visitor.post("open/", step="answer", question="no_such_fact|", value="1")
    assert visitor.status == 400


def test_what_time_alone_will_open_is_said_with_its_day(visitor):
    visitor.start("b_cell_acute_lymphoblastic_leukaemia", "17", **{"as-of": "2026-11-22"})
    part = visitor.page[visitor.page.index("inati-cel/ball-adult") :]
    assert re.search(r"no longer closes it from 2027-11-2\d", part[: part.index("</li>")])
