"""Registry studies: what is given, what is not, and the lines they make."""

import orjson
import pytest

from cartway.criteria import AnyOf, Unread, show
from cartway.errors import InputError
from cartway.exchange.code_files import ConditionWords
from cartway.exchange.ctgov import read_studies, read_study, registry_facts, registry_lines
from cartway.exchange.ctgov.conditions import ConditionNames
from cartway.facts import Certainty
from cartway.knowledge.load import files_of, load_vocabulary, read_marked, read_record

VOCABULARY = load_vocabulary()


def names():
    (path,) = [one for one in files_of("codes") if one.stem == "conditions"]
    return ConditionNames(read_record(read_marked(path, path.name), ConditionWords), VOCABULARY)


NAMES = names()


def study(
    status="RECRUITING", conditions=("Lymphoma, B-Cell",), countries=("China",), **eligibility
):
    return {
        "protocolSection": {
            "identificationModule": {"nctId": "NCT00000001", "briefTitle": "A trial"},
            "statusModule": {
                "overallStatus": status,
                "lastUpdatePostDateStruct": {"date": "2026-05-01"},
            },
            "conditionsModule": {"conditions": list(conditions)},
            "eligibilityModule": eligibility,
            "contactsLocationsModule": {
                "locations": [{"facility": "A hospital", "country": one} for one in countries]
            },
        }
    }


def lines_of(**given):
    trial = read_study(study(**given))
    return {
        one.source.rsplit(" ", 1)[1]: one for one in registry_lines(trial, NAMES, VOCABULARY, "s")
    }


def facts_of(**given):
    return registry_facts(read_study(study(**given)), VOCABULARY, "s")


def test_a_missing_age_bound_makes_no_line():
    lines = lines_of(minimumAge="18 Years")
    assert show(lines["eligibilityModule.minimumAge"].node) == "age >= 18 'a'"
    assert "eligibilityModule.maximumAge" not in lines


@pytest.mark.parametrize("given", ["N/A", "", None])
def test_no_bound_in_any_form(given):
    assert "eligibilityModule.maximumAge" not in lines_of(maximumAge=given)


@pytest.mark.parametrize(
    ("given", "shown"),
    [("75 Years", "age <= 75 'a'"), ("6 Months", "age <= 6 'mo'"), ("8 Weeks", "age <= 8 'wk'")],
)
def test_ages_in_their_units(given, shown):
    assert show(lines_of(maximumAge=given)["eligibilityModule.maximumAge"].node) == shown


def test_an_age_that_cannot_be_read_is_left_to_a_person():
    assert isinstance(lines_of(minimumAge="grown")["eligibilityModule.minimumAge"].node, Unread)


def test_sex_all_is_no_line():
    assert "eligibilityModule.sex" not in lines_of(sex="ALL")
    assert show(lines_of(sex="FEMALE")["eligibilityModule.sex"].node) == "sex is female"


@pytest.mark.parametrize(
    ("status", "value", "certainty"),
    [
        ("RECRUITING", "recruiting", Certainty.STATED),
        ("NOT_YET_RECRUITING", "not_yet_recruiting", Certainty.PENDING),
        ("ENROLLING_BY_INVITATION", "enrolling_by_invitation", Certainty.UNCERTAIN),
        ("TERMINATED", "terminated_trial", Certainty.STATED),
        ("SUSPENDED", "suspended_trial", Certainty.STATED),
    ],
)
def test_status_with_its_day(status, value, certainty):
    (fact,) = [one for one in facts_of(status=status) if one.fact == "recruitment_status"]
    assert (fact.value, fact.certainty, str(fact.on)) == (value, certainty, "2026-05-01")


@pytest.mark.parametrize("status", ["UNKNOWN", "WITHHELD", "SOMETHING_NEW"])
def test_an_unknown_status_is_no_fact(status):
    assert not [one for one in facts_of(status=status) if one.fact == "recruitment_status"]


def test_countries_without_sites_are_no_fact():
    assert [one.value for one in facts_of(countries=("China", "Hong Kong"))][1:] == [
        "china", "hong_kong"
    ]  # fmt: skip
    assert not [one for one in facts_of(countries=()) if one.fact == "trial_country"]


@pytest.mark.parametrize(
    ("written", "diseases"),
    [
        ("Lymphoma, B-Cell", ("b_cell_non_hodgkin_lymphoma",)),
        ("Recurrent Diffuse Large B-Cell Lymphoma (DLBCL)", ("diffuse_large_b_cell_lymphoma",)),
        ("Multiple Myeloma in Relapse", ("multiple_myeloma",)),
        ("B-cell Non Hodgkin Lymphoma", ("b_cell_non_hodgkin_lymphoma",)),
        ("Leukemia, Myeloid, Acute", ("acute_myeloid_leukaemia",)),
        ("Sjogren&#39;s Syndrome", ("sjogren_syndrome",)),
        ("AML/MDS", ("acute_myeloid_leukaemia", "myelodysplastic_neoplasm")),
        ("An illness nobody knows", ()),
    ],
)
def test_conditions_as_registries_write_them(written, diseases):
    assert NAMES.diseases(written) == diseases


def test_a_condition_that_was_not_understood_cannot_exclude():
    node = lines_of(conditions=("Multiple Myeloma", "An illness nobody knows"))[
        "conditionsModule.conditions"
    ].node
    assert isinstance(node, AnyOf)
    assert any(isinstance(one, Unread) for one in node.children)


def test_keywords_are_no_condition():
    node = lines_of(conditions=("Multiple Myeloma", "CAR-T Cell Therapy", "Refractory"))[
        "conditionsModule.conditions"
    ].node
    assert show(node) == "diagnosis is multiple_myeloma"


def test_only_keywords_leave_the_line_open():
    assert isinstance(lines_of(conditions=("CAR-T",))["conditionsModule.conditions"].node, Unread)


def test_every_line_has_both_languages():
    for line in lines_of(minimumAge="1 Year", maximumAge="70 Years", sex="MALE").values():
        assert line.text
        assert line.translation
        assert any("\u4e00" <= sign <= "\u9fff" for sign in line.translation)


@pytest.mark.parametrize("bad", [{}, {"protocolSection": {}}, {"protocolSection": []}, 7])
def test_what_is_no_study_is_refused(bad):
    with pytest.raises(InputError, match="line that is not a study"):
        list(read_studies(orjson.dumps(bad), "a.jsonl"))


def test_a_line_that_is_no_json_is_named():
    with pytest.raises(InputError, match=r"a\.jsonl:2"):
        list(read_studies(orjson.dumps(study()) + b"\n{", "a.jsonl"))
