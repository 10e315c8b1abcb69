"""A page as PDF. Nothing is ever fetched: not from the network, not from this machine's files."""

from __future__ import annotations

from typing import Any

from cartway.errors import InternalError


def render_pdf(html: str, styles: str = "") -> bytes:
    """The PDF of a page.

    Args:
        html: the page; links stay links, pictures must be part of it.
        styles: the style sheet, as text.
    """
    from weasyprint import CSS, HTML  # slow to load, needed for reports alone
    from weasyprint.urls import URLFetcher

    class Refusal(URLFetcher):  # type: ignore[misc] # the library is untyped
        """Fetches nothing; the page is set without what it asked for."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            raise InternalError("a page to be printed asked for something outside", code="X020")

    fetcher = Refusal()
    sheet = CSS(string=styles, url_fetcher=fetcher)
    document = HTML(string=html, url_fetcher=fetcher, base_url=None)
    pdf: bytes = document.write_pdf(stylesheets=[sheet], pdf_variant="pdf/ua-1")
    return pdf
