"""Bundles bent out of shape at random: an answer or an error that can be mended, nothing else."""

import copy
from pathlib import Path

import orjson
from hypothesis import given, settings
from hypothesis import strategies as st

from cartway.access.read_patient import read_patient
from cartway.errors import InputError
from cartway.exchange.fhir import read_bundle
from cartway.facts import Record
from cartway.knowledge.load import load_vocabulary

ROOT = Path(__file__).parents[2]
SEEDS = [
    orjson.loads(path.read_bytes())
    for path in (
        ROOT / "examples" / "lymphoma.json",
        ROOT / "tests" / "corpus" / "data" / "fhir" / "mcode-adam-everyman.json",
        ROOT / "tests" / "corpus" / "data" / "fhir" / "mcode-trial-matching-patient.json",
    )
]
TEXTS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["", "Patient/x", "2026-13-45", "#x", "NaN", "http://loinc.org", "\ud800", "-"]
    ),
)
ODD = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        TEXTS,
        st.just(10**40),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=5,
)


def places(node, trail=()):
    """Every place in a decoded document."""
    yield trail
    if isinstance(node, (dict, list)):
        for key, value in node.items() if isinstance(node, dict) else enumerate(node):
            yield from places(value, (*trail, key))


PLACES = [list(places(seed))[1:] for seed in SEEDS]


@st.composite
def bent_bundles(draw):
    at = draw(st.integers(0, len(SEEDS) - 1))
    bundle = copy.deepcopy(SEEDS[at])
    for trail in draw(st.lists(st.sampled_from(PLACES[at]), min_size=1, max_size=4)):
        node = bundle
        try:
            for step in trail[:-1]:
                node = node[step]
            deed = draw(st.sampled_from(["replace", "drop", "repeat", "swap"]))
            if deed == "replace":
                node[trail[-1]] = draw(ODD)
            elif deed == "drop":
                del node[trail[-1]]
            elif deed == "repeat" and isinstance(node, list):
                node.append(copy.deepcopy(node[trail[-1]]))
            else:
                node[trail[-1]] = copy.deepcopy(SEEDS[at]["entry"][0])
        except (KeyError, IndexError, TypeError):
            continue  # an earlier deed took the place away
    return bundle


def read_or_refuse(read):
    try:
        return read()
    except InputError:
        return None


@settings(max_examples=250)
@given(bent_bundles())
def test_a_bent_bundle_is_read_or_refused(bundle):
    record = read_or_refuse(lambda: read_bundle(bundle, document="bent.json"))
    assert record is None or isinstance(record, Record)


@settings(max_examples=150)
@given(ODD)
def test_anything_at_all_is_read_or_refused(content):
    read_or_refuse(lambda: read_bundle(content))


@settings(max_examples=80)
@given(data=st.data())
def test_bytes_cut_and_flipped_are_read_or_refused(data, tmp_path_factory):
    content = bytearray(orjson.dumps(data.draw(st.sampled_from(SEEDS))))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    content = (
        content[: data.draw(st.integers(0, len(content)))] if data.draw(st.booleans()) else content
    )
    path = tmp_path_factory.mktemp("bent") / data.draw(st.sampled_from(["a.json", "a.yaml", "a"]))
    path.write_bytes(content)
    read_or_refuse(lambda: read_patient(path, load_vocabulary()))


@given(st.permutations(range(len(SEEDS[0]["entry"]))))
def test_the_order_of_resources_does_not_matter(order):
    entries = SEEDS[0]["entry"]
    shuffled = SEEDS[0] | {"entry": [entries[at] for at in order]}
    record, again = read_bundle(SEEDS[0]), read_bundle(shuffled)
    assert sorted(map(repr, record.facts)) == sorted(map(repr, again.facts))
    assert sorted(map(repr, record.events)) == sorted(map(repr, again.events))
    assert sorted(map(repr, record.absences)) == sorted(map(repr, again.absences))
