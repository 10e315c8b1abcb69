"""Both languages are whole, every key a page asks for exists, and a page keeps its place."""

import re
from pathlib import Path

import pytest

import cartway_web
from cartway.access.words import LANGUAGES, keys_of, say
from cartway.knowledge.evidence_records import Measure
from cartway_web.pages.languages import OFFERED
from cartway_web.pages.menu import MENU

ROOT = Path(next(iter(cartway_web.__path__)))
TOPICS = ["web", "faults", "input_faults", "start", "open_page", "letter", "option_page",
          "compare", "report", "privacy", "components", "match"]  # fmt: skip
SAID = re.compile(r"""\{%\s*(say|say_in|say_both)\s+(.*?)%\}""")


def _asked():
    for path in sorted(ROOT.rglob("*.html")):
        for kind, rest in SAID.findall(path.read_text(encoding="utf-8")):
            words = re.findall(r"""["']([a-z_0-9A-Z]+)["']|([\w.]+)""", rest)
            literal = [one[0] for one in words]
            first = 0 if kind == "say" else 1
            if len(literal) > first + 1 and literal[first] and literal[first + 1]:
                yield path.name, literal[first], literal[first + 1]


def test_every_key_that_a_template_names_exists():
    asked = list(_asked())
    assert len(asked) > 150
    missing = [(name, topic, key) for name, topic, key in asked if key not in set(keys_of(topic))]
    assert missing == []


@pytest.mark.parametrize("topic", TOPICS)
def test_every_word_is_there_in_every_language(topic):
    for key in keys_of(topic):
        said = {one: say(topic, key, one) for one in LANGUAGES}
        assert all(text.strip() for text in said.values()), key
        fields = {one: set(re.findall(r"\{(\w+)\}", text)) for one, text in said.items()}
        assert len({frozenset(held) for held in fields.values()}) == 1, key
        if topic != "components" and not re.search("[\u4e00-\u9fff]", said["zh"]):
            assert re.fullmatch(r"[\W\d\w]{0,14}", said["zh"]), key


def test_keys_that_are_made_up_while_running_exist():
    for form in ("number", "score", "choice", "yes_no", "day", "event"):
        assert f"help_{form}" in keys_of("open_page")
    for measure in Measure.__args__:
        assert measure in keys_of("option_page")
    for entry in MENU:
        assert entry.key in keys_of(entry.topic)


def test_the_offered_languages_are_those_with_words():
    assert {one.code for one in OFFERED} == set(LANGUAGES)


@pytest.mark.parametrize("path", ["", "privacy/", "compare/", "option/axi-cel/lbcl-3l/"])
def test_the_switch_keeps_the_page(visitor, path):
    visitor.get(path)
    assert f'href="/zh/{path}"' in visitor.page


def test_the_switch_keeps_the_answers(visitor):
    visitor.start()
    assert 'formaction="/zh/open/"' in visitor.page
    visitor.language = "zh"
    visitor.post("open/")
    assert "已获批产品" in visitor.page
    assert "56岁" in visitor.page


@pytest.mark.parametrize("code", ["en", "zh"])
def test_a_page_says_which_language_it_is_in(visitor, code):
    visitor.language = code
    visitor.get("")
    tag = {"en": "en", "zh": "zh-Hans"}[code]
    assert f'<html lang="{tag}" dir="ltr">' in visitor.page


def test_styles_follow_the_direction_of_the_writing():
    for path in sorted((ROOT / "design" / "static").rglob("*.css")):
        text = path.read_text(encoding="utf-8")
        left = re.findall(
            r"(?:margin|padding|border)-(?:left|right)\b|text-align:\s*(?:left|right)"
            r"|[{;\s](?:left|right)\s*:|float:\s*(?:left|right)",
            text,
        )
        assert left == [], path.name
