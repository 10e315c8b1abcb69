"""Addresses of the pages to explore; included below the language."""

from django.urls import URLPattern, URLResolver, path

from cartway_web.pages.explore import (
    costs,
    developments,
    hospitals,
    products,
    questions,
    quotes,
    records,
    rules,
    side_effects,
    trials,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("explore/", records.index, name="explore"),
    path("records/<slug:kind>/", records.records, name="records"),
    path("records/<slug:kind>/<path:name>/", records.record, name="record"),
    path("explore/products/", products.products, name="products"),
    path("explore/products/approvals.svg", products.approvals_chart, name="approvals-chart"),
    path("explore/products/prices.svg", products.prices_chart, name="prices-chart"),
    path("explore/products/<slug:name>/", products.product, name="product"),
    path("explore/products/<slug:name>/forest.svg", products.forest_chart, name="forest-chart"),
    path("explore/trials/", trials.trials, name="trials"),
    path("explore/trials/map/", trials.trials_by_city, name="trials-map"),
    path("explore/trials/map.svg", trials.trials_map, name="trials-map-picture"),
    path("explore/trials/<slug:name>/", trials.trial, name="trial"),
    path("explore/developments/", developments.developments, name="developments"),
    path("explore/developments/years.svg", developments.years_chart, name="years-chart"),
    path("explore/hospitals/", hospitals.hospitals, name="hospitals"),
    path("explore/hospitals/map.svg", hospitals.hospitals_map, name="hospitals-map"),
    path("explore/hospitals/<slug:name>/", hospitals.hospital, name="hospital"),
    path("explore/regulations/", rules.regulations, name="regulations"),
    path("explore/regulations/<str:name>/", rules.regulation, name="regulation"),
    path("explore/pathways/", rules.pathways, name="pathways"),
    path("explore/pathways/<slug:name>/", rules.pathway, name="pathway"),
    path("explore/changes/", rules.changes, name="changes"),
    path("explore/costs/", costs.costs, name="costs"),
    path("explore/costs/parts.svg", costs.costs_chart, name="costs-chart"),
    path("side-effects/", side_effects.side_effects, name="side-effects"),
    path("side-effects/<slug:name>/", side_effects.calculator, name="calculator"),
    path("quote/", quotes.quote, name="quote"),
    path("explore/answers/", questions.answers, name="answers"),
    path("search/", questions.search, name="search"),
    path("explore/countries/", products.countries, name="countries"),
]
