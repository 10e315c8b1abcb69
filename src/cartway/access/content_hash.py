"""The content hash of an answer: equal answers have equal hashes, wherever they were made."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import orjson


def content_hash(data: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON of an answer, without a hash it may carry itself.

    Args:
        data: the answer of ``match`` as data.
    """
    bare = {key: value for key, value in data.items() if key != "content_hash"}
    return hashlib.sha256(orjson.dumps(bare, option=orjson.OPT_SORT_KEYS)).hexdigest()
