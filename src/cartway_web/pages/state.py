"""What a visitor's form carries: the record so far, sealed so that only we can have written it.

Nothing of it is stored by the server. It is signed, not secret: it lies in the visitor's own page.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace

from django.core import signing

from cartway.access.carry_record import pack_record, unpack_record
from cartway.errors import InputError
from cartway.facts import Record

LARGEST = 60_000
LASTS_SECONDS = 12 * 3600
_SALT = "cartway.state.1"


class StateLostError(Exception):
    """The state is missing, too old, or was not written by us."""


@dataclass(frozen=True)
class State:
    """One visitor's answers.

    Attributes:
        record: what is known.
        asked: keys of the questions that were asked, answered or not.
        letter: text of a letter that was handed in, so that facts can be shown in their place.
        name: name of the document.
    """

    record: Record = field(default_factory=Record)
    asked: frozenset[str] = frozenset()
    letter: str = ""
    name: str = ""

    def seal(self) -> str:
        """The signed text for a hidden field.

        Raises:
            InputError: more than a form should carry.
        """
        data = {"r": pack_record(self.record), "a": sorted(self.asked)}
        if self.letter:
            data |= {"l": self.letter}
        if self.name:
            data |= {"n": self.name}
        text = signing.dumps(data, salt=_SALT, compress=True)
        if len(text) <= LARGEST:
            return text
        if self.letter:
            return replace(self, letter="").seal()
        raise InputError(
            "this record is too large for a page", where=self.name or "record",
            expected="the part that matters: diagnosis, treatments, newest results", code="F027",
        )  # fmt: skip

    @property
    def key(self) -> str:
        """What equal records share, for answers kept in memory."""
        packed = json.dumps(pack_record(self.record), sort_keys=True).encode()
        return hashlib.sha256(packed).hexdigest()


def open_state(text: str) -> State:
    """The state that was sealed.

    Raises:
        StateLostError: missing, too old, changed, or too large.
    """
    if not text or len(text) > LARGEST:
        raise StateLostError
    try:
        data = signing.loads(text, salt=_SALT, max_age=LASTS_SECONDS)
    except signing.BadSignature as error:
        raise StateLostError from error
    return State(
        unpack_record(data["r"]), frozenset(data["a"]), data.get("l", ""), data.get("n", "")
    )
