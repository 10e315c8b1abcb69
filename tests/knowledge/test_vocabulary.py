"""The vocabulary as data: complete in both languages, unambiguous, truthful about overlap."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from cartway.facts import Concept, FactDefinition, Vocabulary
from cartway.knowledge.load.vocabulary import load_vocabulary
from cartway.truth import FALSE, TRUE, UNKNOWN

LANGUAGES = ("en", "zh")
NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
TABLE = yaml.safe_load(Path(__file__).with_name("subsumption.yaml").read_text(encoding="utf-8"))
TRUTHS = {True: TRUE, False: FALSE, "unknown": UNKNOWN}

# Systems that grow with the pathways and trials, not with medicine.
FORMAL = {"option_kind"}


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


def _named(vocabulary: Vocabulary) -> Iterator[tuple[str, FactDefinition | Concept]]:
    for fact in vocabulary.facts.values():
        yield "facts", fact
    for concept in vocabulary.concepts.values():
        yield concept.system, concept


def test_breadth(vocabulary: Vocabulary) -> None:
    assert len(vocabulary.facts) >= 190
    assert len(vocabulary.in_system("disease")) >= 500
    assert len(vocabulary.in_system("treatment")) >= 500
    assert len(vocabulary.in_system("antigen")) >= 80
    assert {"prior_therapy", "medication", "condition", "procedure", "allergy"} <= set(
        vocabulary.events
    )


def test_ids_are_one_set_of_plain_names(vocabulary: Vocabulary) -> None:
    assert not set(vocabulary.facts) & set(vocabulary.concepts)
    assert not set(vocabulary.events) & set(vocabulary.facts)
    names = [*vocabulary.facts, *vocabulary.events, *vocabulary.concepts]
    assert [name for name in names if not NAME.fullmatch(name)] == []


def test_both_languages_are_spoken(vocabulary: Vocabulary) -> None:
    silent = [
        (one.id, language)
        for _, one in _named(vocabulary)
        for language in LANGUAGES
        if not one.label.get(language, "").strip()
    ]
    silent += [
        (fact.id, language)
        for fact in vocabulary.facts.values()
        for language in LANGUAGES
        if not fact.question.get(language, "").strip()
    ]
    assert silent == []


def test_questions_are_questions(vocabulary: Vocabulary) -> None:
    odd = [
        fact.id
        for fact in vocabulary.facts.values()
        if not fact.question["en"].endswith("?") or not fact.question["zh"].endswith(("？", "?"))
    ]
    assert odd == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_alias_names_one_thing_in_its_system(vocabulary: Vocabulary, language: str) -> None:
    owners: dict[tuple[str, str], set[str]] = defaultdict(set)
    for system, one in _named(vocabulary):
        if system in FORMAL:
            continue
        for alias in (one.label[language], *one.aliases.get(language, ())):
            owners[system, alias.casefold()].add(one.id)
        for short in one.abbreviations.get(language, ()):
            owners[system, "as written: " + short].add(one.id)
    assert {key: sorted(ids) for key, ids in owners.items() if len(ids) > 1} == {}


def test_a_code_names_one_concept_of_its_system(vocabulary: Vocabulary) -> None:
    owners: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for system, one in _named(vocabulary):
        for code_system, codes in one.codes.items():
            for code in codes:
                owners[system, code_system, code].add(one.id)
    assert {key: sorted(ids) for key, ids in owners.items() if len(ids) > 1} == {}


def test_codes_have_the_shape_of_their_system(vocabulary: Vocabulary) -> None:
    shapes = {
        "loinc": r"\d{1,5}-\d",
        "ncit": r"C\d+",
        "rxnorm": r"\d+",
        "snomed": r"\d{6,18}",
        "icd10": r"[A-Z]\d\d(\.\d{1,2})?",
        "mesh": r"D\d{6,9}",
        "oncotree": r"[A-Z0-9]+",
        "iso3166": r"[A-Z]{2}",
    }
    wrong = [
        (one.id, system, code)
        for _, one in _named(vocabulary)
        for system, codes in one.codes.items()
        for code in codes
        if not re.fullmatch(shapes[system], code)
    ]
    assert wrong == []


def _loinc_digit(number: str) -> int:
    """The check digit of a LOINC number: Luhn's, modulo ten."""
    doubled = "".join(
        str(int(digit) * 2) if place % 2 == 0 else digit
        for place, digit in enumerate(reversed(number))
    )
    return -sum(map(int, doubled)) % 10


def _snomed_valid(code: str) -> bool:
    """Whether Verhoeff's check digit of a SNOMED CT identifier holds."""
    turn = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)
    moved = [list(range(10))]
    for _ in range(7):
        moved.append([moved[-1][turn[digit]] for digit in range(10)])
    check = 0
    for place, digit in enumerate(reversed(code)):
        check = _dihedral(check, moved[place % 8][int(digit)])
    return check == 0


def _dihedral(left: int, right: int) -> int:
    if left < 5:
        return (left + right) % 5 if right < 5 else 5 + (left + right - 5) % 5
    return 5 + (left - 5 - right) % 5 if right < 5 else (left - right) % 5


def test_check_digits_hold(vocabulary: Vocabulary) -> None:
    wrong = [
        (one.id, code)
        for _, one in _named(vocabulary)
        for code in one.codes.get("loinc", ())
        if _loinc_digit(code.split("-")[0]) != int(code[-1])
    ]
    wrong += [
        (one.id, code)
        for _, one in _named(vocabulary)
        for code in one.codes.get("snomed", ())
        if not _snomed_valid(code)
    ]
    assert wrong == []


def test_ranges_make_sense(vocabulary: Vocabulary) -> None:
    for fact in vocabulary.facts.values():
        if fact.plausible:
            low, high = fact.plausible
            assert low < high, fact.id
        if fact.usual_upper_limit:
            low, high = fact.usual_upper_limit
            assert low <= high, fact.id
            assert fact.plausible is not None, fact.id
            assert fact.plausible[0] < low, fact.id
            assert high < fact.plausible[1], fact.id


def test_regimens_are_made_of_other_treatments(vocabulary: Vocabulary) -> None:
    regimens = [one for one in vocabulary.concepts.values() if one.components]
    assert len(regimens) >= 80
    assert {one.system for one in regimens} == {"treatment"}
    assert [one.id for one in regimens if one.id in one.components] == []


@pytest.mark.parametrize("row", TABLE["rows"], ids=lambda row: f"{row['value']}-{row['target']}")
def test_subsumption(vocabulary: Vocabulary, row: dict[str, object]) -> None:
    value, target = str(row["value"]), str(row["target"])
    assert vocabulary.concept(value).system == vocabulary.concept(target).system
    assert vocabulary.hierarchy.is_a(value, target) is TRUTHS[row["expected"]]
