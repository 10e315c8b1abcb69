"""A page speaks one language; words of another are said to be so, and none of ours is missing."""

import re
from html.parser import HTMLParser

import pytest

from cartway.access.show_records import list_records, record_kinds, show_record
from cartway.access.words import keys_of
from cartway_web.pages.explore.frame import SECTIONS

VOID = {"br", "img", "input", "meta", "link", "hr", "circle", "line", "path", "rect", "source"}
SPOKEN = ("aria-label", "alt", "placeholder")
# Two words of running text; an id, a name of one word or a number of a document is none.
ENGLISH = re.compile(r"[A-Za-z]{2,}[ ,;]+[a-z]{2,}")
LATIN = re.compile("[A-Za-z]{3,}")
CHINESE = re.compile("[\u4e00-\u9fff]{2,}")
PAGES = [
    "", "privacy/", "components/", "compare/?option=axi-cel/lbcl-3l", "option/NCT07523282/",
    "explore/", *(path for _, path in SECTIONS), "explore/trials/map/",
    "explore/trials/?target=gpc3", "explore/costs/?product=axi-cel", "search/?q=lupus",
    "search/?q=狼疮", "side-effects/crs_astct_2019/", "side-effects/icans/",
    "side-effects/car_hematotox/", "explore/hospitals/fahzu/", "explore/hospitals/ruijin/",
    "records/sources/zuma1_5y/", "records/trials/NCT07523282/",
]  # fmt: skip
PRODUCTS = [name for name, _ in list_records("products")]
RULES = [name for name, _ in list_records("regulations")]
WAYS = [name for name, _ in list_records("pathways")]


class Texts(HTMLParser):
    """The texts of a page that are said to be in the language of the page."""

    def __init__(self, tag):
        super().__init__()
        self.tag, self.open, self.found = tag, [], []

    def handle_starttag(self, tag, attributes):
        held = dict(attributes)
        foreign = tag in ("script", "style", "code", "title", "datalist") or (
            tag != "html" and held.get("lang", self.tag).split("-")[0] != self.tag
        )
        if not (foreign or any(other for _, other in self.open)):
            self.found += [held[name] for name in SPOKEN if held.get(name)]
        if tag not in VOID:
            self.open.append((tag, foreign))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if data.strip() and not any(foreign for _, foreign in self.open):
            self.found.append(" ".join(data.split()))


def foreign_texts(page, code):
    texts = Texts(code)
    texts.feed(page)
    assert len(texts.found) > 10
    if code == "zh":
        return [one for one in texts.found if ENGLISH.search(one) and not CHINESE.search(one)]
    # A Chinese name beside an English one is a gloss; a text without English is none.
    return [one for one in texts.found if CHINESE.search(one) and not LATIN.search(one)]


def test_the_search_for_foreign_texts_finds_them():
    page = (
        "<p>中文</p>" * 21 + '<p>left in English</p><p lang="en">marked so</p><img alt="no words">'
    )
    assert foreign_texts(page, "zh") == ["left in English", "no words"]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_speaks_one_language(visitor_of, path):
    visitor_of.get(path)
    assert visitor_of.status == 200
    assert foreign_texts(visitor_of.page, visitor_of.language) == []


@pytest.mark.parametrize("name", PRODUCTS)
def test_what_is_known_of_a_product_is_there_in_both_languages(visitor_of, name):
    visitor_of.get(f"explore/products/{name}/")
    found = foreign_texts(visitor_of.page, visitor_of.language)
    links = re.findall(r'href="/\w\w/(option/[^"]+)"', visitor_of.page)
    for link in dict.fromkeys(links):
        visitor_of.get(link)
        found += foreign_texts(visitor_of.page, visitor_of.language)
    visitor_of.get(f"records/products/{name}/")
    assert found + foreign_texts(visitor_of.page, visitor_of.language) == []


@pytest.mark.parametrize(("kind", "names"), [("regulations", RULES), ("pathways", WAYS)])
def test_what_is_known_of_rules_and_ways_is_there_in_both_languages(visitor_of, kind, names):
    for name in names:
        visitor_of.get(f"explore/{kind}/{name}/")
        assert (name, foreign_texts(visitor_of.page, visitor_of.language)) == (name, [])


def test_answers_and_a_letter_speak_one_language(visitor_of, examples):
    visitor_of.start()
    assert foreign_texts(visitor_of.page, visitor_of.language) == []
    for path in ("option/axi-cel/lbcl-3l/", "report/", "compare/"):
        visitor_of.post(path, option="axi-cel/lbcl-3l", languages=visitor_of.language)
        assert (path, foreign_texts(visitor_of.page, visitor_of.language)) == (path, [])


def test_every_field_of_a_record_has_words():
    from datetime import date

    known, missing = set(keys_of("record_fields")), set()
    for kind in record_kinds():
        names = ["NCT07523282", "NCT03391466"] if kind == "trials" else dict(list_records(kind))
        for name in names:
            for field in show_record(kind, name, date(2026, 11, 22)).fields:
                stem = re.sub(r" \d+$", "", field.name)
                if "/" not in stem:
                    missing |= {stem.replace(" ", "_")} - known
    assert missing == set()
