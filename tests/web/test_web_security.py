"""Headers, limits, logs, and pages that hold nothing they should not."""

import logging
import re

import pytest
from django.test import Client

from cartway.access.find_disease import common_diseases
from cartway.knowledge.load import load_vocabulary

PAGES = ["", "compare/", "privacy/", "components/", "option/axi-cel/lbcl-3l/"]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_forbids_foreign_and_inline_content(visitor_of, path):
    response = visitor_of.get(path)
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def _inline(page):
    scripts = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", page)
    return scripts + re.findall(r"<style|\sstyle=|\son[a-z]+=|javascript:", page)


@pytest.mark.parametrize("path", PAGES)
def test_no_page_holds_inline_script_or_style_or_a_foreign_address(visitor_of, path):
    visitor_of.get(path)
    assert _inline(visitor_of.page) == []
    loaded = re.findall(r'<(?:script|img|link)[^>]*(?:src|href)="([^"]+)"', visitor_of.page)
    assert loaded
    assert all(one.startswith("/") for one in loaded)


def test_answers_hold_none_either(visitor_of, examples):
    visitor_of.start()
    assert _inline(visitor_of.page) == []
    for path in ("option/axi-cel/lbcl-3l/", "compare/", "report/"):
        visitor_of.post(path, option="axi-cel/lbcl-3l")
        assert visitor_of.status == 200
        assert _inline(visitor_of.page) == []
    visitor_of.hand_in(examples / "lymphoma_letter_en.txt")
    assert _inline(visitor_of.page) == []


def test_answers_are_kept_by_no_cache(visitor):
    response = visitor.start()
    assert response.headers["Cache-Control"] == "no-store"


def test_a_form_from_elsewhere_is_refused():
    client = Client(enforce_csrf_checks=True)
    assert client.post("/en/", {"which": "lymphoma"}).status_code == 403


def test_too_many_forms_from_one_address_have_to_wait(monkeypatch):
    monkeypatch.setenv("CARTWAY_FORMS_PER_MINUTE", "3")
    client = Client()
    seen = [client.post("/en/suggest/", {"disease": "lupus"}).status_code for _ in range(5)]
    assert seen == [200, 200, 200, 429, 429]


def test_no_value_of_a_patient_is_ever_logged(visitor, caplog, capfd):
    """Marked values go through every way that can fail; none may come out in a log."""
    logging.getLogger("cartway").propagate = True
    caplog.set_level(logging.DEBUG)
    marked = ["73.19", "Zyxwvut", "98765.4"]
    visitor.start(age="73.19")
    visitor.start(age="Zyxwvut")
    visitor.start()
    visitor.post("open/", step="answer", question="haemoglobin|", value="98765.4")
    visitor.post("open/", step="answer", question="haemoglobin|", value="Zyxwvut")
    visitor.post("open/", step="answer", question="Zyxwvut|", value="98765.4")
    visitor.post("letter/", state="", letter="Zyxwvut Qponm, 73.19 years, platelets 98765.4")
    visitor.post("letter/", state="", letter='{"Zyxwvut": 98765.4}')
    visitor.post("option/Zyxwvut/", question="98765.4")
    visitor.post("open/", state="Zyxwvut")
    visitor.get("?as-of=Zyxwvut")
    logging.getLogger("cartway").propagate = False
    out, err = capfd.readouterr()
    held = caplog.text + out + err
    assert [one for one in marked if one in held] == []


def test_an_error_of_ours_says_so_and_logs_only_its_kind(visitor, monkeypatch, caplog):
    from cartway_web.pages.views import about

    def broken(*_, **__):
        raise RuntimeError("value Zyxwvut")

    monkeypatch.setattr(about, "render", broken)
    visitor.client.raise_request_exception = False
    logging.getLogger("cartway").propagate = True
    visitor.get("privacy/")
    logging.getLogger("cartway").propagate = False
    assert visitor.status == 500
    assert "RuntimeError" in caplog.text
    assert "Zyxwvut" not in caplog.text


def test_robots_stay_away_from_what_belongs_to_a_visitor(visitor):
    text = visitor.client.get("/robots.txt").content.decode()
    for path in ("open", "letter", "report"):
        assert f"Disallow: /*/{path}/" in text


def test_the_icon_is_found_where_browsers_look(visitor):
    assert visitor.client.get("/favicon.ico").headers["Content-Type"] == "image/svg+xml"


def test_the_frequent_illnesses_exist():
    assert len(common_diseases(load_vocabulary())) == 12
