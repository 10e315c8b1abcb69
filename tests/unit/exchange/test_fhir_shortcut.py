"""The shortcut for plain measurements gives what the long way gives."""

from pathlib import Path

import orjson
import pytest

from cartway.exchange.fhir import observations, read_bundle
from tests.unit.exchange.fhir_builders import bundle, observation, patient, quantity

ROOT = Path(__file__).parents[3]
FILES = [
    *sorted((ROOT / "examples").glob("*.json")),
    *sorted((ROOT / "tests" / "corpus" / "data" / "fhir").glob("[ms]*.json")),
]
ODD = [
    quantity(88, "mm[Hg]"),
    quantity(1e20, "10*9/L"),
    quantity(True, "10*9/L"),
    quantity("88", "10*9/L"),
    quantity(-5, "10*9/L"),
    quantity(88, "10*9/L", "<"),
    quantity(88, "10*9/L") | {"referenceRange": []},
    quantity(88, "10*9/L") | {"referenceRange": [{"text": "125-350"}]},
    {"valueQuantity": {}},
    {"valueQuantity": "88"},
]


def both_ways(content, monkeypatch):
    short = read_bundle(content)
    monkeypatch.setattr(observations, "plain_measurement", lambda *_: None)
    return short, read_bundle(content)


@pytest.mark.parametrize("path", FILES, ids=lambda one: one.name)
def test_whole_records(path, monkeypatch):
    short, long = both_ways(orjson.loads(path.read_bytes()), monkeypatch)
    assert short == long


@pytest.mark.parametrize("value", ODD, ids=str)
def test_odd_values(value, monkeypatch):
    short, long = both_ways(bundle(patient(), observation(**value)), monkeypatch)
    assert short == long
