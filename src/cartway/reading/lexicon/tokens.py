"""Plain text into tokens: words, numbers, Chinese characters, signs.

A word is folded so that variants meet: case, a simple plural, Greek letters, hyphens and spaces
between parts. Letters and digits part ("CD19" is cd + 19), so "CD 19", "CD-19" and "CD19" are one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

_KINDS = {
    "number": r"\d{1,3}(?:,\d{3})+(?![\d,])(?:\.\d+)?|\d+(?:\.\d+)?",
    "word": r"[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]+|[\u0370-\u03ff]+",
    "han": r"[\u3400-\u4dbf\u4e00-\u9fff]",
    "sign": r">\s?=|<\s?=|=\s?[<>](?!\s?=)|[^\s\w]|[^\s]",
}
_TOKEN = re.compile("|".join(f"(?P<{kind}>{source})" for kind, source in _KINDS.items()))
_CUT = re.compile("(" + "|".join(_KINDS.values()) + ")")
_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "κ": "kappa",
    "λ": "lambda", "ω": "omega", "Α": "alpha", "Β": "beta", "Γ": "gamma", "Δ": "delta",
}  # fmt: skip
_NOT_PLURAL = ("ss", "us", "is", "as", "os")
_IRREGULAR = {
    "metastases": "metastasis", "diagnoses": "diagnosis", "biopsies": "biopsy",
    "diseases": "disease", "tumours": "tumor", "tumour": "tumor", "leukaemia": "leukemia",
    "leukaemias": "leukemia", "haemoglobin": "hemoglobin", "haematological": "hematological",
    "haematologic": "hematologic", "anaemia": "anemia", "ischaemia": "ischemia",
    "ischaemic": "ischemic", "ischaemias": "ischemia", "oesophageal": "esophageal",
    "haemorrhage": "hemorrhage", "haemorrhagic": "hemorrhagic", "neutropaenia": "neutropenia",
    "haematopoietic": "hematopoietic", "hemopoietic": "hematopoietic", "fibre": "fiber",
    "haemopoietic": "hematopoietic", "centre": "center", "centres": "center",
    "leucocyte": "leukocyte", "leucocytes": "leukocyte", "orthopaedic": "orthopedic",
    "paediatric": "pediatric", "diarrhoea": "diarrhea", "foetal": "fetal", "foetus": "fetus",
    "women": "woman", "men": "man", "allogenic": "allogeneic", "allogeneous": "allogeneic",
    "haemolytic": "hemolytic", "haemodialysis": "hemodialysis", "haemophagocytic": "hemophagocytic",
    "sclerosis": "sclerosis", "prognosis": "prognosis", "lymphadenopathies": "lymphadenopathy",
    "neoplasia": "neoplasm", "neoplasias": "neoplasm", "catheterisation": "catheterization",
    "coeliac": "celiac", "oedema": "edema", "gynaecological": "gynecological",
    "viruses": "virus", "abscesses": "abscess", "relapses": "relapse", "doses": "dose",
    "responses": "response", "courses": "course", "cases": "case", "uses": "use",
    "axes": "axis", "indices": "index",
}  # fmt: skip


class Tokens(NamedTuple):
    """The tokens of a plain text, in order, as columns: readers look at single columns most."""

    kinds: Sequence[str]  # number | word | han | sign
    folded: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]
    written: Sequence[str]  # as the text has them


def fold(word: str) -> str:
    """Give the form under which variants of a word meet."""
    if len(word) == 1:
        return _GREEK.get(word, word.lower())
    if word[0] in _GREEK and word[1:] == "":
        return _GREEK[word[0]]
    # "IMiDs" and "TKIs": a small s after a capital is a plural, whatever the length.
    if word[-1] == "s" and word[-2].isupper():
        return word[:-1].lower()
    low = word.lower()
    if low in _IRREGULAR:
        return _IRREGULAR[low]
    if len(low) > 3 and low[-1] == "s" and not word.isupper() and low[-2:] not in _NOT_PLURAL:
        if low.endswith("ies") and len(low) > 4:
            return low[:-3] + "y"
        if low.endswith(("ches", "shes", "xes", "sses")):
            return low[:-2]
        return low[:-1]
    return low


class _Forms(dict[str, tuple[str, str]]):
    """Kind and folded form of every token met so far: texts use the same words again and again."""

    def __missing__(self, written: str) -> tuple[str, str]:
        match = _TOKEN.fullmatch(written)
        kind = (match.lastgroup if match is not None else None) or "sign"
        if kind == "word":
            form = kind, fold(written)
        elif kind == "number":
            form = kind, written.replace(",", "")
        else:
            form = kind, written.replace(" ", "") if kind == "sign" else written
        if len(self) >= _MOST_FORMS:
            self.clear()
        self[written] = form
        return form


_MOST_FORMS = 65_536
_FORMS = _Forms()
_NONE = Tokens((), (), (), (), ())


def tokens(text: str, start: int = 0, end: int | None = None) -> Tokens:
    """Give the tokens of `text[start:end]`, in order.

    The text is cut in one go into gaps and tokens by turns; their lengths give the places.
    """
    stretch = text if start == 0 and end is None else text[start:end]
    pieces = _CUT.split(stretch)
    if len(pieces) == 1:
        return _NONE
    places = list(accumulate(map(len, pieces), initial=start))
    written = pieces[1::2]
    kinds, folded = zip(*map(_FORMS.__getitem__, written), strict=True)
    return Tokens(kinds, folded, places[1:-1:2], places[2::2], written)


# Signs that may stand between the parts of one name without changing it.
JOINING = frozenset("-'/·®×")


def name_key(name: str) -> tuple[str, ...]:
    """Give the tokens under which a name is filed: hyphens, apostrophes and slashes left out."""
    return tuple(part for part in tokens(name).folded if part not in JOINING)
