"""Registry site names to hospitals, and trials counted by program."""

import pytest

from cartway.knowledge.hospital_counts import RegisteredTrial, count_trials
from cartway.knowledge.hospitals import hospital, resolve_site, site_table


@pytest.mark.parametrize(
    ("written", "cities", "meant"),
    [
        ("Ruijin Hospital", ("Shanghai",), "ruijin"),
        ("RUIJIN HOSPITAL", (), "ruijin"),
        ("上海交通大学医学院附属瑞金医院", (), "ruijin"),
        ("The First Affiliated Hospital, Zhejiang University School of Medicine", (), "fahzu"),
        ("First Affiliated Hospital of Zhejiang University (Site 0012)", ("Hangzhou",), "fahzu"),
        ("The Second Affiliated Hospital, Zhejiang University School of Medicine", (), "sahzu"),
        ("The First Affiliated Hospitl, Zhejiang University School of Medicine",
         ("Hangzhou",), "fahzu"),
        ("The Ninth Affiliated Hospital, Zhejiang University School of Medicine",
         ("Hangzhou",), None),
        ("Some Unheard-of Hospital of Nowhere", ("Shanghai",), None),
        ("Research Site", ("Beijing",), None),
    ],
)  # fmt: skip
def test_a_site_name_means(written: str, cities: tuple[str, ...], meant: str | None) -> None:
    assert resolve_site(written, cities) == meant


def test_every_listed_spelling_resolves_in_its_city() -> None:
    wrong = [
        (written.name, written.city)
        for one in site_table().hospitals
        for written in one.written
        if not written.inferred and resolve_site(written.name, (written.city,)) != one.hospital
    ]
    assert wrong == []


def a_trial(number: int, *sites: str, sponsor: str = "A company", **held: object):
    fields = {"status": "recruiting", "cities": ("Shanghai",), **held}
    return RegisteredTrial(id=f"NCT{number:08d}", sponsor=sponsor, sites=sites, **fields)


def test_a_trial_counts_once_at_a_hospital_under_any_spelling() -> None:
    counts = count_trials([a_trial(1, "Ruijin Hospital", "RuiJin Hospital")])
    assert len(counts.hospitals["ruijin"].trials) == 1


def test_the_status_is_that_of_the_trial() -> None:
    counts = count_trials(
        [a_trial(1, "Ruijin Hospital"), a_trial(2, "Ruijin Hospital", status="unknown_status")]
    ).hospitals["ruijin"]
    assert (len(counts.trials), len(counts.recruiting)) == (2, 1)


def test_masked_and_unplaced_sites_are_counted() -> None:
    counts = count_trials([a_trial(1, "Research Site", "A Hospital Nobody Knows")])
    assert counts.masked == 1
    assert dict(counts.unresolved) == {"A Hospital Nobody Knows": 1}
    assert not counts.hospitals


def test_one_outside_registrant_behind_most_is_told() -> None:
    many = [a_trial(number, "Ruijin Hospital", sponsor="Beijing Biotech") for number in range(9)]
    assert count_trials(many).hospitals["ruijin"].concentrated_on == "Beijing Biotech"
    own = [a_trial(number, "Ruijin Hospital", sponsor="Ruijin Hospital") for number in range(9)]
    assert count_trials(own).hospitals["ruijin"].concentrated_on is None


def test_use_in_trials_is_never_called_certified() -> None:
    assert hospital("fahzu").commercial_use == ()
    assert hospital("fahzu").products_seen_in_trials
