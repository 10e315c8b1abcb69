"""Names compared without what spelling varies: case, hyphens, British or American, tags."""

from __future__ import annotations

import re
from functools import lru_cache

_TAG = re.compile(
    r"\s*\((?:disorder|finding|procedure|qualifier value|situation|substance|product"
    r"|medicinal product|observable entity|morphologic abnormality|tumor staging|disease)\)\s*$",
    re.IGNORECASE,
)
_APOSTROPHE = re.compile(r"(?:'|’|&#39;)s?\b")
_SPACE = re.compile(r"[\s,]+")
_SPELLINGS = (
    ("haem", "hem"),
    ("aemia", "emia"),
    ("tumour", "tumor"),
    ("oesoph", "esoph"),
    ("neoplasms", "neoplasm"),
    ("transplantation", "transplant"),
)


@lru_cache(maxsize=65536)
def loose_name(text: str) -> str:
    """The form in which names are compared."""
    plain = _APOSTROPHE.sub("", _TAG.sub("", text.strip()).casefold())
    plain = plain.replace("-", " ").replace("–", " ")
    for british, american in _SPELLINGS:
        plain = plain.replace(british, american)
    return _SPACE.sub(" ", plain).strip(" .:：")
