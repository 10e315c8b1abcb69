"""Registry fields as criteria lines like any other, and the facts about the trial they ask.

The lines are worded without the trial's number, so that equal lines of many trials are one line
and judged once; the option they stand in names the trial.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from cartway.criteria import AnyOf, Compare, FactRef, Is, Line, Node, Unread, any_nodes
from cartway.exchange.ctgov.conditions import ConditionNames
from cartway.exchange.ctgov.studies import Trial
from cartway.facts import Certainty, Fact, Origin, Vocabulary
from cartway.values import PartialDate, Quantity

CHINA = ("china", "hong_kong", "macao")
_AGE = re.compile(r"\s*(\d{1,3})\s*(year|month|week|day|hour|minute)s?\s*", re.IGNORECASE)
_UNITS = {"year": "a", "month": "mo", "week": "wk", "day": "d"}
_UNITS_ZH = {"a": "岁", "mo": "个月", "wk": "周", "d": "天"}
_STATUSES = {
    "RECRUITING": "recruiting",
    "NOT_YET_RECRUITING": "not_yet_recruiting",
    "ENROLLING_BY_INVITATION": "enrolling_by_invitation",
    "ACTIVE_NOT_RECRUITING": "active_not_recruiting",
    "COMPLETED": "completed_trial",
    "TERMINATED": "terminated_trial",
    "WITHDRAWN": "withdrawn_trial",
    "SUSPENDED": "suspended_trial",
    "TEMPORARILY_NOT_AVAILABLE": "suspended_trial",
    "AVAILABLE": "available_expanded_access",
    "NO_LONGER_AVAILABLE": "no_longer_available",
    "APPROVED_FOR_MARKETING": "no_longer_available",
}
# Not open to everyone today, and not closed either: it may open, or only some are asked.
_CERTAINTIES = {
    "not_yet_recruiting": Certainty.PENDING,
    "enrolling_by_invitation": Certainty.UNCERTAIN,
    "available_expanded_access": Certainty.UNCERTAIN,
}
_IN_CHINA: Node = AnyOf(tuple(Is(FactRef("trial_country"), one) for one in CHINA))
_IS_RECRUITING: Node = Is(FactRef("recruitment_status"), "recruiting")
_SEXES = {"MALE": ("male", "Male", "男性"), "FEMALE": ("female", "Female", "女性")}


def registry_facts(trial: Trial, vocabulary: Vocabulary, source: str) -> tuple[Fact, ...]:
    """What the registry says of the trial itself: its status with its date, and its countries."""
    facts = []
    status = _STATUSES.get(trial.status)
    if status is not None:
        on = PartialDate.parse(trial.updated_on) if trial.updated_on else None
        certainty = _CERTAINTIES.get(status, Certainty.STATED)
        origin = Origin(source, "statusModule.overallStatus")
        facts.append(Fact("recruitment_status", status, on, None, origin, certainty))
    origin = Origin(source, "contactsLocationsModule.locations")
    for country in trial.countries:
        facts.append(Fact("trial_country", _country(country, vocabulary), None, None, origin))
    return tuple(facts)


def _country(name: str, vocabulary: Vocabulary) -> str:
    plain = re.sub(r"\s*\(.*\)", "", name).casefold()
    return _countries(vocabulary).get(plain, plain.replace(" ", "_"))


@lru_cache(maxsize=4)
def _countries(vocabulary: Vocabulary) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in vocabulary.in_system("country"):
        concept = vocabulary.concepts[name]
        for word in (concept.label.get("en", ""), *concept.aliases.get("en", ())):
            found[word.casefold()] = name
    return found


def registry_lines(
    trial: Trial, names: ConditionNames, vocabulary: Vocabulary, source: str
) -> Iterator[Line]:
    """The lines that the registry fields make: status, place, diagnosis, age and sex.

    Args:
        names: finds the disease a condition names.
        source: id of the snapshot.
    """
    yield _line(
        "The trial is recruiting now, as the registry says.",
        "按登记信息，该试验目前正在招募。",
        _IS_RECRUITING, f"{source} statusModule.overallStatus", about="option",
    )  # fmt: skip
    yield _line(
        "The trial has a site in China (with Hong Kong and Macao).",
        "该试验在中国（含港澳）设有研究中心。",
        _IN_CHINA, f"{source} contactsLocationsModule.locations", about="option",
    )  # fmt: skip
    conditions = _conditions(trial, names, vocabulary, source)
    if conditions is not None:
        yield conditions
    yield from _ages(trial, source)
    if trial.sex in _SEXES:
        concept, en, zh = _SEXES[trial.sex]
        node = Is(FactRef("sex"), concept)
        yield _line(f"Sex: {en}", f"性别：{zh}", node, f"{source} eligibilityModule.sex")


def _conditions(
    trial: Trial, names: ConditionNames, vocabulary: Vocabulary, source: str
) -> Line | None:
    """One of the conditions; one that was not understood can never exclude."""
    parts: dict[Node, None] = {}
    words: list[str] = []
    for condition in trial.conditions:
        diseases = names.diseases(condition)
        parts |= {Is(FactRef("diagnosis"), one): None for one in diseases}
        words += [vocabulary.label(one, "zh") for one in diseases] or [condition]
        if not diseases and not names.is_no_disease(condition):
            parts[Unread(condition)] = None
    listed = "; ".join(trial.conditions)
    place = f"{source} conditionsModule.conditions"
    if not parts:
        if not trial.conditions:
            return None
        parts[Unread(listed)] = None
    return _line(
        f"Conditions: {listed}",
        f"适应症：{'；'.join(dict.fromkeys(words))}",
        any_nodes(parts),
        place,
    )


def _ages(trial: Trial, source: str) -> Iterator[Line]:
    for field, given, operator, en, zh in (
        ("minimumAge", trial.minimum_age, ">=", "Minimum age", "最低年龄"),
        ("maximumAge", trial.maximum_age, "<=", "Maximum age", "最高年龄"),
    ):
        if given is None:
            continue
        place = f"{source} eligibilityModule.{field}"
        match = _AGE.fullmatch(given)
        unit = _UNITS.get(match.group(2).casefold()) if match else None
        if match is None or unit is None:
            yield _line(f"{en}: {given}", f"{zh}：{given}", Unread(given), place)
            continue
        number = int(match.group(1))
        node = Compare(FactRef("age"), operator, Quantity(float(number), unit))
        yield _line(f"{en}: {given}", f"{zh}：{number}{_UNITS_ZH[unit]}", node, place)


def _line(text: str, translation: str, node: Node, source: str, about: str = "patient") -> Line:
    return Line(
        text=text,
        kind="inclusion",
        node=node,
        source=source,
        group="registry",
        about="option" if about == "option" else "patient",
        translation=translation,
    )
