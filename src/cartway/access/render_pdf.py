"""A page as PDF. Nothing is ever fetched: not from the network, not from this machine's files."""

from __future__ import annotations

from typing import Any

from cartway.errors import InternalError


def refuse(url: str, *_: Any, **__: Any) -> dict[str, Any]:
    """Refuse an address; a page that is printed carries all it needs.

    Raises:
        InternalError: always.
    """
    raise InternalError("a page to be printed asked for something outside itself", code="X020")


def render_pdf(html: str, styles: str = "") -> bytes:
    """The PDF of a page.

    Args:
        html: the page; links stay links, pictures must be part of it.
        styles: the style sheet, as text.
    """
    from weasyprint import CSS, HTML  # slow to load, needed for reports alone

    sheet = CSS(string=styles, url_fetcher=refuse)
    document = HTML(string=html, url_fetcher=refuse, base_url=None)
    pdf: bytes = document.write_pdf(stylesheets=[sheet], pdf_variant="pdf/ua-1")
    return pdf
