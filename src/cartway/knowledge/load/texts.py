"""The small values that every kind of record holds: a text in both languages, a word list."""

from pydantic import model_validator

from cartway.knowledge.load.records import Record, RuleBroken

LANGUAGES = ("en", "zh")


class BothLanguages(Record):
    """A text in English and in Chinese (简体中文)."""

    en: str
    zh: str

    @model_validator(mode="after")
    def _both_say_something(self) -> "BothLanguages":
        for language in LANGUAGES:
            if not getattr(self, language).strip():
                raise RuleBroken(
                    "K016", f"The text in '{language}' is empty.", expected="the text written out"
                )
        return self

    def in_language(self, language: str) -> str:
        """The text in one of the languages, English for any but Chinese."""
        return self.zh if language == "zh" else self.en


class WordsInBothLanguages(Record):
    """Other names for one thing, by language."""

    en: tuple[str, ...] = ()
    zh: tuple[str, ...] = ()
