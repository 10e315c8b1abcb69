"""The words of one stretch of a text, without the lists below it, into a node."""

from __future__ import annotations

from cartway.criteria.checks import check
from cartway.criteria.nodes import Node, Unread
from cartway.errors import CartwayError
from cartway.facts.vocabulary import Vocabulary
from cartway.reading.accounting import with_lost_limits
from cartway.reading.grammar.sentences import read_sentences
from cartway.reading.lex import CriteriaLexicon, criteria_lexicon
from cartway.reading.link.context import Context

# A line longer than this is a document, not a criterion.
_LONGEST = 6_000
# Readings kept by text: protocols repeat one another word for word.
_KEPT = 20_000


def read_stretch(text: str, vocabulary: Vocabulary, exclusion: bool) -> Node | None:
    """Give what a stretch of plain text asks; None where it has no words.

    Args:
        text: plain text (see `plain_text`).
        exclusion: whether it is read as what excludes.
    """
    text = text.strip()
    if not any(c.isalnum() for c in text):
        return None
    if len(text) > _LONGEST:
        return Unread(text)
    lexicon = criteria_lexicon(vocabulary)
    held = lexicon.kept.get((text, exclusion))
    if held is None:
        held = _read_text(text, exclusion, lexicon)
        if len(lexicon.kept) >= _KEPT:
            lexicon.kept.clear()
        lexicon.kept[text, exclusion] = held
    return held


def _read_text(text: str, exclusion: bool, lexicon: CriteriaLexicon) -> Node:
    try:
        line = lexicon.line(text)
        context = Context(line.text, exclusion, lexicon, phrases=line.phrases)
        node = read_sentences(context, line.elements)
        if node is None:
            return Unread(text)
        checked = check(node, lexicon.vocabulary)
        return with_lost_limits(line.text, line.elements, checked, exclusion)
    except (CartwayError, RecursionError, ArithmeticError):
        # What cannot be a criterion was misread: the line stays for a person.
        return Unread(text)
