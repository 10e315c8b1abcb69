"""The knowledge files as a whole: complete, consistent, and never surer than their sources."""

import re
from datetime import date

import pytest

from cartway.criteria import check
from cartway.knowledge.check_references import check_references
from cartway.knowledge.evidence_records import Result
from cartway.knowledge.hospitals import hospitals, site_table
from cartway.knowledge.load import (
    BothLanguages,
    KnowledgeError,
    Record,
    files_of,
    knowledge_root,
    load_vocabulary,
    shown_path,
)
from cartway.knowledge.neighbours import (
    class_facts,
    comparators,
    conflicts,
    corrections,
    gaps,
    pipeline,
)
from cartway.knowledge.pathways import pathway_options, pathways, pathways_reaching
from cartway.knowledge.products import approval_state, product_options, products
from cartway.knowledge.regulations import false_claims, regulations, timeline
from cartway.knowledge.shelf_lives import shelf_lives, stale_since
from cartway.knowledge.sources import sources
from cartway.knowledge.stated import RECALL, Stated
from cartway.knowledge.warnings import quote_currencies, quote_parts, warning_rules

TODAY = date(2026, 11, 22)
RECORDS = {
    "products": products,
    "regulations": regulations,
    "pathways": pathways,
    "hospitals": hospitals,
    "comparators": comparators,
    "pipeline": pipeline,
    "corrections": corrections,
    "class_facts": class_facts,
    "conflicts": conflicts,
    "gaps": gaps,
    "false_claims": false_claims,
    "sources": sources,
    "warnings": warning_rules,
}


def parts_of(record: Record):
    """A record and every record inside it."""
    yield record
    for name in type(record).model_fields:
        held = getattr(record, name)
        for one in held if isinstance(held, tuple) else (held,):
            if isinstance(one, Record):
                yield from parts_of(one)


@pytest.mark.parametrize(
    ("folder", "number"),
    [
        ("products", 9),
        ("regulations", 91),
        ("pathways", 10),
        ("hospitals", 162),
        ("comparators", 8),
        ("pipeline", 18),
        ("corrections", 6),
        ("conflicts", 16),
        ("false_claims", 7),
    ],
)
def test_no_record_was_lost(folder: str, number: int) -> None:
    assert len(RECORDS[folder]()) >= number


def test_every_source_is_cited() -> None:
    words: set[str] = set()
    for path in knowledge_root().rglob("*.yaml"):
        if path.parent.name != "sources":
            words.update(re.findall(r"[\w-]+", path.read_text(encoding="utf-8")))
    others = ("costs-", "course-", "toxicity-", "journey-")
    idle = [name for name in sources() if name not in words and not name.startswith(others)]
    assert idle == []


def test_thirteen_indications() -> None:
    assert sum(len(one.indications) for one in products().values()) >= 13


def test_every_name_leads_somewhere_and_every_criterion_is_read() -> None:
    problems = check_references()
    assert not problems, str(KnowledgeError(problems))


def test_every_shown_text_is_in_both_languages() -> None:
    hanzi = [
        (folder, name, part.en)
        for folder, records in RECORDS.items()
        for name, record in records().items()
        for part in parts_of(record)
        if isinstance(part, BothLanguages)
        and len(part.en) > 24
        and not any("\u4e00" <= sign <= "\u9fff" for sign in part.zh)
        and any(word.islower() and len(word) > 4 for word in part.en.split())
    ]
    assert hanzi == []


def test_no_text_was_left_to_do() -> None:
    left = [
        shown_path(path)
        for folder in RECORDS
        for path in files_of(folder)
        if "TODO" in path.read_text(encoding="utf-8")
    ]
    assert left == []


def test_what_is_only_recalled_is_pending() -> None:
    stated = [
        part
        for records in RECORDS.values()
        for record in records().values()
        for part in parts_of(record)
        if isinstance(part, Stated)
    ]
    assert len(stated) > 500
    only_recalled = [part for part in stated if part.sources and set(part.sources) == {RECALL}]
    assert only_recalled
    assert all(part.pending for part in only_recalled if part.how != "ours")
    assert all(part.how not in {"read", "derived"} for part in only_recalled)


def test_a_draft_rule_is_pending_and_never_in_force() -> None:
    drafts = [one for one in regulations().values() if one.draft]
    assert drafts
    assert all(one.pending for one in drafts)
    assert all(one.state(TODAY) == "draft" for one in drafts)


def test_what_is_not_found_has_no_value() -> None:
    for one in products().values():
        for part in parts_of(one):
            if isinstance(part, Result) and part.how == "not_found":
                assert part.value is None


def test_product_examples_hold() -> None:
    for one in products().values():
        indications = {entry.id: entry for entry in one.indications}
        named = {example.indication for example in one.examples}
        assert named == set(indications), one.id
        for example in one.examples:
            got = approval_state(indications[example.indication], example.on)
            assert got == example.gives, (one.id, example)


def test_regulation_examples_hold() -> None:
    for one in regulations().values():
        assert one.examples, one.id
        for example in one.examples:
            assert one.state(example.on) == example.gives, (one.id, example.on)


def test_pathway_examples_hold() -> None:
    for one in pathways().values():
        for example in one.examples:
            assert one.in_force(example.on) == example.in_force, (one.id, example.on)


def test_options_fit_the_vocabulary() -> None:
    vocabulary = load_vocabulary()
    for option in (*product_options(TODAY), *pathway_options(TODAY)):
        assert set(option.title) == {"en", "zh"}
        for line in option.lines:
            check(line.node, vocabulary)
            assert line.translation


def test_supersession_is_told_by_both_sides() -> None:
    known = regulations()
    for one in known.values():
        for older in one.supersedes:
            assert known[older].superseded_by == one.id
        if one.superseded_by is not None:
            assert one.id in known[one.superseded_by].supersedes


def test_a_path_without_an_example_is_never_first() -> None:
    for kind in ("product", "trial", "foreign_product"):
        found = [one.availability for one in pathways_reaching(kind, TODAY)]
        assert found == sorted(found, key=["open", "case_by_case", "empty"].index)
    assert {one.id for one in pathways().values() if one.availability == "empty"} >= {
        "nbt_clinical_translation",
        "boao_lecheng_biomedical",
        "expanded_access",
    }
    assert all(one.availability_note for one in pathways().values() if one.availability == "empty")


def test_research_pathways_may_not_charge() -> None:
    charging = {one.id for one in pathways().values() if one.payment.hospital_may_charge}
    research = {"registrational_trial_ind", "investigator_initiated_trial", "expanded_access"}
    assert not charging & research


def test_timeline_is_in_order() -> None:
    days = [event.on.earliest for event in timeline()]
    assert days == sorted(days)
    assert len(days) >= 25


def test_every_kind_of_record_has_a_shelf_life() -> None:
    assert set(RECORDS) <= set(shelf_lives())
    one = products()["axi-cel"]
    assert stale_since("products", one, one.checked) is None
    assert stale_since("products", one, date(2030, 1, 1)) is not None


def test_each_site_name_belongs_to_one_hospital_of_a_city() -> None:
    seen: dict[tuple[str, str], str] = {}
    for one in site_table().hospitals:
        for written in one.written:
            if not written.inferred:
                key = (written.name.casefold(), written.city.casefold())
                assert seen.setdefault(key, one.hospital) == one.hospital, key


def test_small_tables_are_complete() -> None:
    assert {one.code for one in quote_currencies()} >= {"CNY", "USD", "EUR", "HKD"}
    assert [one.order for one in quote_parts()] == list(range(1, len(quote_parts()) + 1))
