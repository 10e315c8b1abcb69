"""A stretch of plain text into elements: names, measures, cues, signs and words not known.

The second pass. Names of the vocabulary and the reader's own cues stand in one table, so that the
longest wins whatever it is.
"""

from cartway.reading.lex.element import Element
from cartway.reading.lex.lexicon import CriteriaLexicon, criteria_lexicon

__all__ = ["CriteriaLexicon", "Element", "criteria_lexicon"]
