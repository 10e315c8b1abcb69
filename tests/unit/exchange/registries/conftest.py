"""A registry on this machine that answers in the recorded shape, and misbehaves when told to."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest


def a_study(number: int, **status: str) -> dict[str, Any]:
    """A study in the shape of the API, version 2, with a results section that is not kept."""
    return {
        "protocolSection": {
            "identificationModule": {
                "nctId": f"NCT{number:08}",
                "briefTitle": f"CD19 CAR-T trial {number}",
            },
            "statusModule": {"overallStatus": status.get("status", "RECRUITING")},
        },
        "hasResults": False,
    }


class Registry:
    """Pages of studies, and what to do wrong: a list of faults, each used once, in order."""

    def __init__(self) -> None:
        self.studies = [a_study(number) for number in range(1, 8)]
        self.faults: list[str] = []
        self.asked: list[dict[str, str]] = []
        self.total: int | None = None
        self.always: str | None = None

    def answer(self, query: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        self.asked.append(query)
        fault = self.always or (self.faults.pop(0) if self.faults else "")
        if fault.isdigit():
            headers = {"Retry-After": "7"} if fault == "429" else {}
            return int(fault), headers, b"busy"
        size, start = int(query["pageSize"]), int(query.get("pageToken", "0"))
        held = self.studies[start : start + size]
        page: dict[str, Any] = {"studies": held}
        if start == 0:
            page["totalCount"] = len(self.studies) if self.total is None else self.total
        if start + size < len(self.studies):
            page["nextPageToken"] = str(start if fault == "repeat" else start + size)
        if fault == "unread":
            page["studies"] = [{"protocolSection": {}}]
        body = json.dumps(page).encode()
        if fault == "cut":
            return 200, {"Content-Length": str(len(body))}, body[:-40]
        return 200, {}, body[:-40] if fault == "broken" else body


class Server(ThreadingHTTPServer):
    """Does not complain of clients that hang up."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: broken connections are what is tested."""


@pytest.fixture
def registry() -> Registry:
    """What the server answers."""
    return Registry()


@pytest.fixture
def address(registry: Registry) -> Iterator[str]:
    """The address of a running registry."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the name the standard library calls
            asked = {key: held[0] for key, held in parse_qs(urlparse(self.path).query).items()}
            status, headers, body = registry.answer(asked)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # as inherited
            """Keep the tests quiet."""

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/api/v2"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
