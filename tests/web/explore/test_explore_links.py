"""Records are whole, every link leads somewhere, and every page says how old it is."""

import re

import pytest

from cartway.access.show_records import list_records, record_kinds
from cartway_web.pages.explore.frame import SECTIONS

TOPICS = ("explore", "explore_kinds", "explore_products", "explore_measures", "explore_trials",
          "explore_hospitals", "explore_rules", "explore_costs", "explore_effects")  # fmt: skip
PAGES = ["explore/", *(path for _, path in SECTIONS), "explore/trials/map/",
         "explore/products/axi-cel/", "explore/products/satri-cel/",
         "explore/regulations/decree-818/", "explore/pathways/expanded_access/",
         "explore/hospitals/fahzu/", "explore/costs/?product=axi-cel", "search/?q=lupus",
         "side-effects/crs_astct_2019/", "records/products/axi-cel/"]  # fmt: skip


def links(page):
    return {
        one.split("#")[0].replace("&amp;", "&")
        for one in re.findall(r'(?:href|src)="(/[^"]*)"', page)
    }


def test_every_link_leads_somewhere(visitor):
    found = set()
    for path in PAGES:
        visitor.get(path)
        assert (path, visitor.status) == (path, 200)
        found |= links(visitor.page)
    pictures = {one for one in found if ".svg" in one}
    pages = {one for one in found if one.startswith("/en/") and "/option/" not in one} - pictures
    assert len(pages) > 400
    assert len(pictures) > 5
    sources = {one for one in pages if "/records/sources/" in one}
    known = {f"/en/records/sources/{name}/" for name, _ in list_records("sources")}
    assert sources - known == {"/en/records/sources/"} & sources
    for one in sorted((pages | pictures) - sources):
        if not one.startswith("/static/"):
            assert (one, visitor.client.get(one).status_code) == (one, 200)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_says_how_old_it_is_and_has_nothing_inline(visitor_of, path):
    visitor_of.get(path + ("&" if "?" in path else "?") + "as-of=2026-11-01")
    assert "ctgov-" in visitor_of.page
    assert "2026-11-01" in visitor_of.page
    assert " style=" not in visitor_of.page
    assert not re.search(r"<script(?![^>]* src=)|<style| on[a-z]+=\"", visitor_of.page)
    assert visitor_of.page.count("<h1") == 1
    for picture in re.findall(r"<img [^>]*>", visitor_of.page):
        assert re.search(r'alt="[^"]{12,}"', picture)


@pytest.mark.parametrize("path", [one for one in PAGES if "records" not in one])
def test_chinese_pages_hold_no_english_words_of_ours(path, visitor):
    from cartway.access.words import keys_of, say

    visitor.language = "zh"
    visitor.get(path)
    shown = {re.sub(r"\s+", " ", one).strip() for one in re.findall(r">([^<>]+)<", visitor.page)}
    english = {
        say(topic, key, "en")
        for topic in TOPICS
        for key in keys_of(topic)
        if "{" not in say(topic, key, "en")
    } - {
        say(topic, key, "zh")
        for topic in TOPICS
        for key in keys_of(topic)
        if "{" not in say(topic, key, "zh")
    }
    assert shown & english == set()


@pytest.mark.parametrize("kind", [one for one in record_kinds() if one != "trials"])
def test_every_kind_lists_its_records_and_one_is_whole(visitor_of, kind):
    visitor_of.get(f"records/{kind}/")
    held = list_records(kind)
    assert held
    for name, _ in held:
        assert f"/records/{kind}/{name}/" in visitor_of.page
    visitor_of.get(f"records/{kind}/{held[0][0]}/")
    assert f"{kind}/{held[0][0]}.yaml" in visitor_of.page


@pytest.mark.parametrize(
    "path",
    ["records/nope/", "records/products/nope/", "records/trials/NCT0/", "records/trials/",
     "records/costs/../RELEASE/", "records/words/..%2Fexplore/"],
)  # fmt: skip
def test_what_is_no_record_is_no_page(visitor, path):
    visitor.get(path)
    assert visitor.status == 404


def test_a_pending_value_says_so_in_its_record(visitor):
    visitor.get("records/products/axi-cel/")
    assert "from memory, not yet compared" in visitor.page
    assert "/records/sources/zuma1_5y/" in visitor.page
