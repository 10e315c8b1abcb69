"""The words a criterion is read without: none may be one that changes what is asked."""

from __future__ import annotations

import re

from cartway.knowledge.load import load_vocabulary
from cartway.reading.data import reading_data
from cartway.reading.lex import criteria_lexicon

# Negation, time before or after, comparison, severity, exception, restriction, possibility.
_TELLING = re.compile(
    r"\b(?:no|not|never|without|absent|absence|free|lack\w*|neither|nor|except\w*|exclud\w*|unless|until|only"
    r"|before|after|within|since|less|more|than|above|least|most|exceed\w*|maximum|minimum|under|over"
    r"|severe|serious|mild|moderate|significant|uncontrolled|unstable|controlled|stable|acute|chronic|active"
    r"|latent|former\w*|past|prior|previous\w*|recent\w*|must|should|if|when|may|might|possibl\w*|possibility|suspect\w*|potential"
    r"|fail\w*|refus\w*|unable|cannot|allowed|permitted)\b"
)
_BY_OTHER_RULES = frozenset({"told_by_other_rules", "as_before"})
# A moment at which everything is asked anyway; what the word stands before is the list, not a limit.
_JOINS = frozenset({"and above", "or equivalent"})
_KNOWN = frozenset(
    {"as mentioned above", "as noted above", "as described above", "above-mentioned", "above mentioned",
     "when signing the informed consent", "when signing the informed consent form", "formerly known as",
     "potential subjects", "potential participants", "potential patients", "exclusion criteria", "medical history",
     "if so"}
)  # fmt: skip


def _words() -> list[str]:
    groups = reading_data("harmless")["harmless"]
    return [
        name for group, names in groups.items() if group not in _BY_OTHER_RULES for name in names
    ]


def test_no_harmless_word_changes_what_is_asked() -> None:
    telling = [name for name in _words() if _TELLING.search(name.lower()) and name not in _KNOWN]
    assert telling == []


def test_no_harmless_word_joins_or_names() -> None:
    lexicon = criteria_lexicon(load_vocabulary())
    wrong = []
    for name in _words():
        if re.search(r"^(?:and|or) |(?:^| )(?:and|or|the patient)$", name.lower()):
            wrong.append(name)
        found = lexicon.elements(name)
        if any(e.kind in ("fact", "concept", "event", "measure") for e in found):
            wrong.append(name)
    assert wrong == []


def test_no_word_of_either_kind_swallows_what_joins() -> None:
    every = [n for names in reading_data("harmless")["harmless"].values() for n in names]
    assert [
        n for n in every if re.search(r"^(?:and|or) \w+$| (?:and|or)$", n) and n not in _JOINS
    ] == []


def test_every_harmless_word_is_passed_over() -> None:
    lexicon = criteria_lexicon(load_vocabulary())
    wrong = [name for name in _words() if any(e.kind == "word" for e in lexicon.elements(name))]
    assert wrong == []
