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
