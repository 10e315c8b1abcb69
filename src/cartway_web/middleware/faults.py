"""Errors become pages: the visitor's in their words, ours without a trace of what was sent."""

import logging
from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse

from cartway.errors import InputError
from cartway_web.pages.faults import fault_page, input_fault

log = logging.getLogger("cartway.web")


class Faults:
    """Turns exceptions into pages; logs the kind and the page, never a value."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        match = request.resolver_match
        page = match.view_name if match else "unknown page"
        if isinstance(error, InputError):
            log.info("input refused on %s: %s", page, error.code)
            return input_fault(request, error)
        if isinstance(error, RequestDataTooBig):
            return fault_page(request, "too_big", 413)
        if isinstance(error, Http404):
            return fault_page(request, "not_found", 404)
        if isinstance(error, SuspiciousOperation):
            return fault_page(request, "refused", 400)
        log.error("fault on %s: %s", page, type(error).__name__)
        return fault_page(request, "ours", 500)
