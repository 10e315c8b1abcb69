"""The words of the interface, for pages."""

from cartway.knowledge.words import LANGUAGES, keys_of, say

__all__ = ["LANGUAGES", "keys_of", "say"]
