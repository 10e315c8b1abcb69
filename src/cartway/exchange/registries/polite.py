"""Asking a registry over HTTP: one question at a time, patient with a busy server, never endless.

Knows nothing of trials. What a server may recover from (429, 500 to 504, a broken connection, an
answer cut short) is asked again after a pause that doubles; anything else is said at once.
"""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from cartway.errors import InputError

_AGAIN = frozenset((408, 425, 429, 500, 502, 503, 504))
_LONGEST_PAUSE = 120.0


@dataclass
class PoliteClient:
    """A client that keeps a distance between its questions.

    Attributes:
        timeout: how long one answer may take.
        tries: how often one question is asked at most.
        pause: before asking again the first time; doubles each time.
        distance: at least this long between two questions.
        sleep, clock: stand-ins for time in tests.

    Units: seconds.
    """

    timeout: float = 60.0
    tries: int = 6
    pause: float = 1.0
    distance: float = 0.4
    agent: str = "cartway (open-source; one request at a time)"
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _last: float | None = field(default=None, init=False)

    def json(self, address: str, asked: Mapping[str, str]) -> Any:
        """The JSON that an address answers.

        Raises:
            InputError: the server refuses, or does not answer whole after every try.
        """
        url = f"{address}?{urllib.parse.urlencode(asked)}"
        said = "nothing"
        for at in range(self.tries):
            self._keep_distance()
            try:
                return orjson.loads(self._get(url))
            except urllib.error.HTTPError as error:
                said = f"HTTP {error.code}"
                wait = _asked_to_wait(error)
                error.close()
                if error.code not in _AGAIN:
                    raise self._refusal(address, said) from None
            except (OSError, http.client.HTTPException) as error:
                said, wait = type(error).__name__, None
            except orjson.JSONDecodeError:
                said, wait = "an answer that is no whole JSON", None
            if at + 1 < self.tries:
                self.sleep(wait if wait is not None else min(self.pause * 2**at, _LONGEST_PAUSE))
        raise self._refusal(address, f"{said}, {self.tries} times")

    def _get(self, url: str) -> bytes:
        request = urllib.request.Request(
            url, headers={"User-Agent": self.agent, "Accept": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=self.timeout) as answer:
            content: bytes = answer.read()
        return content

    def _keep_distance(self) -> None:
        now = self.clock()
        if self._last is not None and now - self._last < self.distance:
            self.sleep(self.distance - (now - self._last))
        self._last = self.clock()

    def _refusal(self, address: str, said: str) -> InputError:
        return InputError(
            f"the registry did not answer: {said}",
            where=address,
            expected="a reachable registry; ask again later, what was fetched is kept",
            code="F050",
        )


def _asked_to_wait(error: urllib.error.HTTPError) -> float | None:
    """The seconds of ``Retry-After``, when it gives seconds."""
    text = error.headers.get("Retry-After", "") if error.headers else ""
    return min(float(text), _LONGEST_PAUSE) if text.isdigit() else None
