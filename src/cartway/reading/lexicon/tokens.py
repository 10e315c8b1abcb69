"""Plain text into tokens: words, numbers, Chinese characters, signs.

A word is folded so that variants meet: case, a simple plural, Greek letters, hyphens and spaces
between parts. Letters and digits part ("CD19" is cd + 19), so "CD 19", "CD-19" and "CD19" are one.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_TOKEN = re.compile(
    r"(?P<number>\d{1,3}(?:,\d{3})+(?![\d,])(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"|(?P<word>[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]+|[\u0370-\u03ff]+)"
    r"|(?P<han>[\u3400-\u4dbf\u4e00-\u9fff])"
    r"|(?P<sign>>\s?=|<\s?=|=\s?[<>](?!\s?=)|[^\s\w]|[^\s])"
)
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


class Token(NamedTuple):
    """One token of a plain text."""

    kind: str
    folded: str
    start: int
    end: int


@lru_cache(maxsize=65536)
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


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Give the tokens of `text[start:end]`, in order."""
    found = []
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        kind = match.lastgroup or "sign"
        word = match.group()
        if kind == "word":
            folded = fold(word)
        elif kind == "number":
            folded = word.replace(",", "")
        else:
            folded = word.replace(" ", "") if kind == "sign" else word
        found.append(Token(kind, folded, match.start(), match.end()))
    return found


# Signs that may stand between the parts of one name without changing it.
JOINING = frozenset("-'/·®")


def name_key(name: str) -> tuple[str, ...]:
    """Give the tokens under which a name is filed: hyphens, apostrophes and slashes left out."""
    return tuple(t.folded for t in tokens(name) if t.folded not in JOINING)
