"""No address may keep the machine to itself: so many costly requests a minute, then a pause.

Addresses are held in memory for a minute and nowhere else.
"""

import os
import threading
import time
from collections import deque
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from cartway_web.pages.faults import fault_page

_WINDOW_SECONDS = 60.0
_MOST_ADDRESSES = 50_000


class RateLimits:
    """Counts requests that make the program work: forms, uploads, reports."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response
        self._most = int(os.environ.get("CARTWAY_FORMS_PER_MINUTE", "120"))
        self._seen: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "POST" and not self._allowed(request.META.get("REMOTE_ADDR", "")):
            response = fault_page(request, "too_many", 429)
            response.headers["Retry-After"] = str(int(_WINDOW_SECONDS))
            return response
        return self._get_response(request)

    def _allowed(self, address: str) -> bool:
        now = time.monotonic()
        with self._lock:
            if len(self._seen) > _MOST_ADDRESSES:
                self._seen.clear()
            stamps = self._seen.setdefault(address, deque())
            while stamps and now - stamps[0] > _WINDOW_SECONDS:
                stamps.popleft()
            if len(stamps) >= self._most:
                return False
            stamps.append(now)
            return True
