"""Words in templates: ``{% say "web" "key" %}`` in the language of the page."""

from typing import Any

from django import template

from cartway.access.words import say as say_words

register = template.Library()


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
def of_line(line: dict[str, Any], key: str) -> Any:
    """What a line has in a language: ``facts``, ``facts_zh``, ``why``, ``why_zh``."""
    name, _, code = key.partition(":")
    return line[f"{name}_zh" if code == "zh" else name]


@register.simple_tag(takes_context=True)
def held(context: dict[str, Any], line: dict[str, Any], name: str) -> Any:
    """The facts or the reasons of a line in the page's language."""
    return line[f"{name}_zh" if context["language"].code == "zh" else name]
