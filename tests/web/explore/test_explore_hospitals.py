"""Hospitals: filtered, counted, with the cautions beside every count."""

import re

import pytest

from cartway.access.find_hospitals import find_hospitals, hospital_cautions


@pytest.mark.parametrize(
    "asked", [{}, {"city": "武汉"}, {"product": "axi-cel"}, {"city": "Beijing", "disease": "solid"}]
)
def test_the_hospitals_that_fit_in_their_order(visitor, asked):
    visitor.client.get("/en/")
    page = visitor.client.get("/en/explore/hospitals/", asked).content.decode()
    wanted = [one.hospital.id for one in find_hospitals(**asked)]
    assert re.findall(r'<th scope="row"><a href="/en/explore/hospitals/([\w-]+)/', page) == wanted
    assert wanted


def test_counts_never_stand_without_their_cautions(visitor_of):
    name = find_hospitals()[0].hospital.id
    for path in ("explore/hospitals/", f"explore/hospitals/{name}/"):
        visitor_of.get(path)
        text = visitor_of.page.replace("&quot;", '"').replace("&#x27;", "'")
        for caution in hospital_cautions(visitor_of.language):
            assert caution in text


def test_hospital_page_counts_its_trials(visitor):
    found = find_hospitals()[0]
    visitor.get(f"explore/hospitals/{found.hospital.id}/")
    assert f"<strong>{len(found.count.trials)}</strong>" in visitor.page
    assert f"<strong>{len(found.count.recruiting)}</strong>" in visitor.page
    shown = set(re.findall(r"/explore/trials/(NCT\d{8})/", visitor.page))
    assert shown <= set(found.count.trials)
    assert set(found.count.recruiting[:40]) <= shown


def test_nothing_fits_is_said_and_an_unknown_hospital_is_no_page(visitor):
    visitor.get("explore/hospitals/?city=Atlantis")
    assert "No hospital of the list" in visitor.page
    visitor.get("explore/hospitals/nowhere/")
    assert visitor.status == 404


def test_map_has_a_dot_for_each_city(visitor):
    picture = visitor.client.get("/en/explore/hospitals/map.svg").content.decode()
    cities = {one.hospital.city.en for one in find_hospitals() if one.hospital.latitude is not None}
    assert picture.count("<circle") == len(cities)
