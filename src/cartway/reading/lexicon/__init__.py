"""The words of the vocabulary, found in text: one lexicon for criteria and for notes."""

from cartway.reading.lexicon.build import Lexicon, build_lexicon
from cartway.reading.lexicon.seldom import Seldom
from cartway.reading.lexicon.sought import Sought
from cartway.reading.lexicon.tokens import Tokens, fold, name_key, tokens
from cartway.reading.lexicon.trie import Match, Sense, Trie
from cartway.reading.lexicon.watch import Watch, bits_of

__all__ = [
    "Lexicon",
    "Match",
    "Seldom",
    "Sense",
    "Sought",
    "Tokens",
    "Trie",
    "Watch",
    "bits_of",
    "build_lexicon",
    "fold",
    "name_key",
    "tokens",
]
