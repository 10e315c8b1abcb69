"""Options side by side, and the report with its hash."""

import re
from datetime import date

import pytest

from cartway.access.answer_match import answer_match
from cartway.access.content_hash import content_hash
from cartway.access.render_pdf import render_pdf

FOUR = ["axi-cel/lbcl-3l", "relma-cel/lbcl-3l", "axi-cel/lbcl-2l", "inati-cel/lbcl"]


def test_up_to_four_options_stand_side_by_side(visitor_of):
    visitor_of.start()
    visitor_of.post("compare/", option=[*FOUR, "NCT02259556"])
    assert visitor_of.page.count('<th scope="col">') == 4
    assert 'class="note warning"' in visitor_of.page


def test_options_can_be_compared_without_a_record(visitor):
    visitor.get("compare/?option=axi-cel/lbcl-3l&option=nothing")
    assert visitor.page.count('<th scope="col">') == 1
    visitor.get("compare/")
    assert 'type="checkbox"' in visitor.page


def test_the_report_carries_the_hash_of_the_command_line(visitor, examples):
    visitor.hand_in(examples / "lymphoma.json")
    visitor.post("report/", languages="en", **{"as-of": "2026-11-22"})
    shown = re.search(r"<code>([0-9a-f]{64})</code>", visitor.page)[1]
    answer = answer_match(examples / "lymphoma.json", date(2026, 11, 22))
    assert shown == content_hash(answer.data)
    assert content_hash({**answer.data, "content_hash": "anything"}) == shown
    assert content_hash({**answer.data, "as_of": "2026-11-21"}) != shown
    assert answer.data["knowledge_release"] in visitor.page
    assert answer.data["trial_snapshot"] in visitor.page


@pytest.mark.parametrize(
    ("languages", "words"),
    [("en", ["Content hash"]), ("zh", ["内容哈希"]), ("both", ["Content hash", "内容哈希"])],
)
def test_the_report_speaks_one_language_or_both(visitor, languages, words):
    visitor.start()
    visitor.post("report/", languages=languages)
    for one in words:
        assert one in visitor.page


def test_the_pdf_is_made_from_the_same_report(visitor):
    import pypdfium2

    visitor.start()
    visitor.post("report/", languages="both", option=FOUR[:1])
    shown = re.search(r"<code>([0-9a-f]{64})</code>", visitor.page)[1]
    response = visitor.post("report/", languages="both", form="pdf", option=FOUR[:1])
    assert response.headers["Content-Type"] == "application/pdf"
    document = pypdfium2.PdfDocument(response.content)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    plain = re.sub(r"\s", "", text)
    assert shown in plain
    assert "逐条报告" in plain
    assert "axicabtagene" in plain


def test_a_page_to_be_printed_fetches_nothing(monkeypatch):
    """What it asks for is refused before any library that fetches is reached."""
    import urllib.request

    reached = []
    monkeypatch.setattr(urllib.request, "urlopen", lambda *a, **k: reached.append(a))
    from weasyprint.urls import URLFetcher

    monkeypatch.setattr(URLFetcher, "open", lambda *a, **k: reached.append(a))
    link = '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">'
    pdf = render_pdf(f'{link}<p>text</p><img src="http://127.0.0.1:9/x.png" alt="x">')
    assert pdf.startswith(b"%PDF")
    assert reached == []
