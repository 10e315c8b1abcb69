"""The code maps name only what the vocabulary holds."""

from pathlib import Path

import pytest

from cartway.exchange.fhir import load_codebook
from cartway.knowledge.load import knowledge_root

BOOK = load_codebook()
VOCABULARY = BOOK.vocabulary


def entries():
    return [(*key, entry) for key, entry in BOOK.entries.items()]


def test_every_entry_names_known_facts_and_concepts():
    lost = [
        (system, code, name)
        for system, code, entry in entries()
        for name in (*entry.concepts, *(n.split("(")[0] for n in (*entry.facts, *entry.holds, *entry.denies)))
        if name not in VOCABULARY.concepts and name not in VOCABULARY.facts
    ]  # fmt: skip
    assert not lost


def test_what_a_code_holds_or_denies_is_a_yes_or_no_fact():
    for _, _, entry in entries():
        for name in (*entry.holds, *entry.denies):
            assert VOCABULARY.facts[name].kind == "presence"


@pytest.mark.parametrize("role", ["diagnoses", "prior_therapy", "procedures", "both"])
def test_roles_name_known_concepts(role):
    assert all(name in VOCABULARY.concepts for name in getattr(BOOK.roles, role))


def test_stages_lead_to_known_stages():
    for fact, start in BOOK.roles.stages.items():
        assert VOCABULARY.facts[fact].system == "stage"
        assert any(name.startswith(start) for name in VOCABULARY.in_system("stage"))


@pytest.mark.parametrize("system", ["snomed", "icd10"])
def test_no_descriptions_of_licensed_systems_ship(system):
    text = Path(knowledge_root(), "codes", f"{system}.yaml").read_text(encoding="utf-8")
    assert "display" not in text
    assert all(len(entry.note or "") < 60 for name, _, entry in entries() if name == system)
