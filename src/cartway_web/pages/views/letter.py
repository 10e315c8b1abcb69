"""A record handed in: a letter is shown with what was read of it, each fact to be confirmed."""

from __future__ import annotations

import threading
from contextlib import nullcontext

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from cartway.access.read_upload import LARGEST_BYTES, Upload, read_letter, read_upload
from cartway.errors import InputError
from cartway_web.pages.answers import vocabulary
from cartway_web.pages.context import day_asked
from cartway_web.pages.faults import fault_page
from cartway_web.pages.state import State, StateLostError, open_state
from cartway_web.pages.views.open_page import show_open
from cartway_web.pages.views.review import review

# Words in a picture take many seconds to recognise: one at a time in a process.
_one_scan_at_a_time = threading.Lock()


def letter(request: HttpRequest, lang: str) -> HttpResponse:
    """Read what was handed in; a record goes on at once, a letter is looked through first."""
    if request.method != "POST":
        return redirect(f"/{lang}/")
    if request.POST.get("state"):
        try:
            return review(request, lang, open_state(request.POST["state"]))
        except StateLostError:
            return fault_page(request, "state_lost", 400)
    upload = _read(request)
    state = State(upload.record, frozenset(), upload.letter, upload.name)
    if upload.letter:
        return review(request, lang, state)
    return show_open(request, lang, state)


def _read(request: HttpRequest) -> Upload:
    day = day_asked(request)
    given = request.FILES.get("file")
    if given is not None:
        if given.size is None or given.size > LARGEST_BYTES:
            raise InputError(
                "the file is too large", where="file", expected="at most 8 MB", code="F011"
            )
        content = given.read()
        with _one_scan_at_a_time if _may_be_scanned(content) else nullcontext():
            return read_upload(content, given.name or "file", vocabulary(), day)
    text = request.POST.get("letter", "")
    if "\x00" in text:
        raise SuspiciousOperation
    if not text.strip():
        raise InputError("nothing was handed in", where="file", expected="a file or a text",
                         code="F014")  # fmt: skip
    return read_letter(text, "letter", vocabulary(), day)


def _may_be_scanned(content: bytes) -> bool:
    head = content[:1024]
    return b"%PDF-" in head or b"\x00" in head
