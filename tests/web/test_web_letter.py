"""A record or a letter handed in."""

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cartway.access.correct_facts import twins_of
from cartway_web.pages.state import open_state


def test_a_fhir_record_leads_straight_to_the_answer(visitor, examples):
    visitor.hand_in(examples / "lymphoma.json")
    assert 'id="answer"' in visitor.page
    assert visitor.counts()[0] > 0


@pytest.mark.parametrize("name", ["lymphoma_letter_en.txt", "myeloma_letter_zh.txt"])
def test_every_fact_of_a_letter_is_marked_at_its_place(visitor_of, examples, name):
    visitor_of.hand_in(examples / name)
    record = open_state(visitor_of.state).record
    placed = [one for one in (*record.facts, *record.events) if one.origin.start is not None]
    assert placed
    twins = twins_of(record)
    for at, one in enumerate([*record.facts, *record.events, *record.absences]):
        assert (f'name="keep_{at}"' in visitor_of.page) == (at not in twins)
        if at not in twins and one.origin.start is not None and one.origin.start < one.origin.end:
            assert f'id="m{at}"' in visitor_of.page
    text = re.search(r'<div class="letter-text"[^>]*>(.*?)</div>', visitor_of.page, re.S)[1]
    plain = re.sub(r"<a .*?</a>|<[^>]+>", "", text, flags=re.S)
    import html

    assert html.unescape(plain) == (examples / name).read_text(encoding="utf-8").replace(
        "\r\n", "\n"
    )


def test_a_pasted_letter_is_read_like_a_file(visitor):
    visitor.post(
        "letter/",
        state="",
        letter="58-year-old man with relapsed DLBCL. ECOG 1. Platelets 71 x10^9/L.",
    )
    names = {one.fact for one in open_state(visitor.state).record.facts}
    assert {"ecog_performance_status", "platelet_count"} <= names


def test_a_letter_in_which_nothing_is_understood_says_so(visitor_of):
    visitor_of.post("letter/", state="", letter="lorem ipsum dolor sit amet")
    assert visitor_of.status == 200
    assert 'class="note warning"' in visitor_of.page


def _zip():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as opened:
        opened.writestr("a.xml", "<a/>")
    return held.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("letter.docx", _zip()),
        ("empty.txt", b""),
        ("record.json", b'{"resourceType": "Bundle", "entry": ['),
        ("record.json", b'{"hello": 1}'),
        ("page.xml", b"<html></html>"),
        ("letter.pdf", b"%PDF-1.7 this is none"),
        ("picture.txt", bytes(range(256)) * 40),
        ("nobody.json", b'{"resourceType": "Bundle", "type": "collection", "entry": []}'),
    ],
)
def test_a_wrong_file_is_refused_in_words_a_person_can_use(visitor_of, name, content):
    given = {"file": SimpleUploadedFile(name, content)}
    response = visitor_of.client.post(f"/{visitor_of.language}/letter/", given)
    assert response.status_code == 400
    page = response.content.decode()
    assert 'role="alert"' in page
    if visitor_of.language == "zh":
        said = re.search(r'role="alert">(.*?)</p>', page, re.S)[1]
        assert re.search("[\u4e00-\u9fff]", said)


def test_a_file_that_is_too_large_is_refused(visitor):
    given = {"file": SimpleUploadedFile("large.txt", b"a" * (8 * 1024 * 1024 + 1))}
    response = visitor.client.post("/en/letter/", given)
    assert response.status_code in (400, 413)


def test_a_file_name_cannot_point_elsewhere(visitor):
    given = {"file": SimpleUploadedFile("../../etc/x.txt", b"Age 56. ECOG 1. Relapsed DLBCL.")}
    visitor._took(visitor.client.post("/en/letter/", given))
    assert open_state(visitor.state).name == "x.txt"
