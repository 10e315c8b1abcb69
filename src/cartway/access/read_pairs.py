"""Pairs of patient and criterion from a JSON Lines file, with the line of every mistake."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from cartway.errors import InputError
from cartway.exchange.files import decode_text, read_bytes


def read_pairs(path: Path) -> Iterator[dict[str, Any]]:
    """Each pair of a file, in order; blank lines are passed over.

    Raises:
        InputError: a line is not a JSON object; says which.
    """
    text = decode_text(read_bytes(path), path.name)
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            pair = orjson.loads(line)
        except orjson.JSONDecodeError:
            pair = None
        if not isinstance(pair, dict):
            raise InputError(
                "this line is not a JSON object",
                where=f"{path.name}, line {number}",
                expected='{"id", "patient", "as_of", "criterion", "kind", "language"} on one line',
                code="F032",
            )
        yield pair
