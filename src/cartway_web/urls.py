"""Addresses: every page under its language; the root sends a visitor to theirs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, include, path, register_converter

from cartway_web.pages.languages import OFFERED, language_of
from cartway_web.pages.views import about, charts, compare, letter, open_page, option, report, start


class OfferedLanguage:
    """A language in an address: only those that are complete."""

    regex = "|".join(one.code for one in OFFERED)

    def to_python(self, value: str) -> str:
        """The code itself."""
        return value

    def to_url(self, value: str) -> str:
        """The code itself."""
        return value


register_converter(OfferedLanguage, "language")


def _to_language(request: HttpRequest) -> HttpResponse:
    return redirect(f"/{language_of(request).code}/")


_PAGES: list[URLPattern | URLResolver] = [
    path("", start.start, name="start"),
    path("suggest/", start.suggest, name="suggest"),
    path("open/", open_page.open_page, name="open"),
    path("letter/", letter.letter, name="letter"),
    path("option/<path:name>/course.svg", charts.course_chart, name="course-chart"),
    path("option/<path:name>/cost.svg", charts.cost_chart, name="cost-chart"),
    path("option/<path:name>/map.svg", charts.places_map, name="places-map"),
    path("option/<path:name>/cost/", option.option_cost, name="option-cost"),
    path("option/<path:name>/", option.option, name="option"),
    path("compare/", compare.compare, name="compare"),
    path("report/", report.report, name="report"),
    path("privacy/", about.privacy, name="privacy"),
    path("components/", about.components, name="components"),
    path("", include("cartway_web.pages.explore.urls")),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", _to_language),
    path("robots.txt", about.robots, name="robots"),
    path("favicon.ico", about.icon, name="icon"),
    path("<language:lang>/", include(_PAGES)),
]
handler404 = "cartway_web.pages.faults.not_found"
handler500 = "cartway_web.pages.faults.server_error"
