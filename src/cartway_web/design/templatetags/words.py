"""Words in templates: ``{% say "web" "key" %}`` in the language of the page."""

import re
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join

from cartway.access.source_names import source_name, source_title
from cartway.access.words import say as say_words

register = template.Library()
_LATIN_WORDS = re.compile(r"[A-Za-z]{2,}[ ,;]+[a-z]{2,}")
_CHINESE = re.compile(r"([\u4e00-\u9fff][^\x00-\x7f]+)")


@register.simple_tag(takes_context=True)
def say(context: dict[str, Any], topic: str, key: str, **fields: object) -> str:
    """The words of a key in the page's language; a missing key is an error, never a blank."""
    language = context["language"].code
    return say_words(topic, key, language, **fields)


@register.filter
def of_language(words: Any, language: Any) -> str:
    """The text of a mapping by language: ``{{ title|of_language:language }}``."""
    code = getattr(language, "code", language)
    if isinstance(words, dict):
        return str(words.get(code) or words.get("en") or "")
    return str(words or "")


@register.simple_tag
def say_in(language: str, topic: str, key: str, **fields: object) -> str:
    """The words of a key in a language that is named, for pages in two languages."""
    return say_words(topic, key, language, **fields)


@register.simple_tag
def say_both(languages: list[str], topic: str, key: str, **fields: object) -> str:
    """The words of a key in each of the languages, one behind the other."""
    return " · ".join(say_words(topic, key, one, **fields) for one in languages)


@register.filter
def line_text(line: dict[str, Any], language: Any) -> str:
    """The text of a line: our translation where there is one, else the words of the source."""
    code = getattr(language, "code", language)
    return str((code == "zh" and line.get("translation")) or line["text"])


@register.filter
def line_tag(line: dict[str, Any], language: Any) -> str:
    """The language that the text of a line is in, for screen readers."""
    code = getattr(language, "code", language)
    chinese = any("\u4e00" <= one <= "\u9fff" for one in line_text(line, code))
    return "zh-Hans" if chinese else "en"


@register.filter
def tagged(text: Any, language: Any) -> str:
    """A text whose words are in another language than the page, said so for screen readers."""
    code, plain = getattr(language, "code", language), str(text or "")
    if code == "zh":
        foreign = _LATIN_WORDS.search(plain) and not _CHINESE.search(plain)
        return format_html('<span lang="en">{}</span>', plain) if foreign else plain
    parts = [
        format_html('<span lang="zh-Hans">{}</span>', part) if at % 2 else part
        for at, part in enumerate(_CHINESE.split(plain))
    ]
    return format_html_join("", "{}", ((part,) for part in parts))


@register.simple_tag(takes_context=True)
def source_link(context: dict[str, Any], name: str) -> str:
    """A link to the record of a source, called by who says so and when."""
    code = context["language"].code
    form = '<a class="source" href="/{}/records/sources/{}/" title="{}">{}</a>'
    if context.get("sealed"):  # the answers of a visitor stay on their page
        form = form.replace(" title", ' target="_blank" title')
    return format_html(form, code, name, source_title(name), tagged(source_name(name), code))


@register.filter
def of_line(line: dict[str, Any], key: str) -> Any:
    """What a line has in a language: ``facts``, ``facts_zh``, ``why``, ``why_zh``."""
    name, _, code = key.partition(":")
    return line[f"{name}_zh" if code == "zh" else name]


@register.simple_tag(takes_context=True)
def held(context: dict[str, Any], line: dict[str, Any], name: str) -> Any:
    """The facts or the reasons of a line in the page's language."""
    return line[f"{name}_zh" if context["language"].code == "zh" else name]
