"""Quotes: each flag with its rule and source; what cannot be read is said; nothing is hidden."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cartway.access.check_quote import check_quote_text

OFFER = "Yescarta (axi-cel) in Shanghai, hospital, all included: USD 60,000. It cures all cancers."


def sent(visitor, **given):
    answer = visitor.client.post(f"/{visitor.language}/quote/", given)
    visitor.page = answer.content.decode()
    return answer


def test_each_flag_shows_rule_source_and_words(visitor_of):
    sent(visitor_of, text=OFFER, **{"as-of": "2026-11-22"})
    held = check_quote_text(OFFER, dt.date(2026, 11, 22)).to_json()
    assert len(held["flags"]) >= 2
    for flag in held["flags"]:
        assert f"/records/warnings/{flag['warning']}/" in visitor_of.page
        assert f"flag-{flag['severity']}" in visitor_of.page
        for rule in flag["rules"]:
            assert f"/explore/regulations/{rule['regulation']}/" in visitor_of.page
    for one in held["left_out"]:
        assert one["label"][visitor_of.language] in visitor_of.page


def test_a_file_is_read_by_its_form(visitor):
    table = "item,amount,currency\nYescarta (axi-cel),1200000,CNY\nward,90000,CNY\n"
    given = SimpleUploadedFile("quote.csv", table.encode())
    answer = sent(visitor, file=given, **{"as-of": "2026-11-22"})
    assert answer.status_code == 200
    assert "CNY 1,200,000" in visitor.page
    assert "flag-stop" not in visitor.page
    assert "What it leaves out" in visitor.page


@pytest.mark.parametrize(
    "given",
    [
        {"text": ""},
        {"file": SimpleUploadedFile("scan.pdf", b"%PDF-1.7\0\0\xff")},
        {"file": SimpleUploadedFile("q.csv", b"a,b\n1,2\n")},
        {"file": SimpleUploadedFile("q.yaml", b"items: [")},
    ],
)
def test_what_cannot_be_read_is_said(visitor, given):
    answer = sent(visitor, **given)
    assert answer.status_code == 400
    assert 'role="alert"' in visitor.page


def test_what_was_pasted_is_shown_as_text(visitor):
    sent(visitor, text="<script>alert(1)</script> axi-cel USD 60,000")
    assert "<script>alert" not in visitor.page
    assert "&lt;script&gt;" in visitor.page
