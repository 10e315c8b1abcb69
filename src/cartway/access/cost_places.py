"""Names a person gives for a place or a plan, and the records they mean."""

from __future__ import annotations

from cartway.costs.knowledge import CostKnowledge
from cartway.costs.payment_records import Plan
from cartway.costs.records import City, Country, SettingName
from cartway.errors import InputError, nearest_name

HOME = {"cn", "china", "中国", "domestic", "mainland china", "中国大陆"}


def city_named(knowledge: CostKnowledge, name: str) -> City:
    """The city of this English or Chinese name.

    Raises:
        InputError: no hospital with CAR-T trials is known there.
    """
    for one in knowledge.cities.cities:
        if one.is_called(name):
            return one
    known = [one.name for one in knowledge.cities.cities]
    raise InputError(
        "This city is not among those with a CAR-T hospital.",
        where="city",
        expected="a city such as Beijing, Shanghai or 武汉",
        nearest=nearest_name(name.strip().title(), known),
        code="M022",
    )


def origin_named(
    knowledge: CostKnowledge, name: str | None, city: City
) -> tuple[Country | None, bool]:
    """The country of origin, None for China; and whether the patient lives in the city.

    Raises:
        InputError: no such country or city.
    """
    if name is None or name.strip().casefold() in HOME:
        return None, False
    wanted = name.strip().casefold()
    for one in knowledge.cities.cities:
        if one.is_called(name):
            return None, one.name == city.name
    for country in knowledge.countries.countries:
        if wanted in {country.code.casefold(), country.en.casefold(), country.zh}:
            return country, False
    known = [one.en for one in knowledge.countries.countries]
    raise InputError(
        "This country is not known.",
        where="from",
        expected="a country such as Kazakhstan, 德国 or NZ, or a Chinese city",
        nearest=nearest_name(name.strip().title(), known),
        code="M023",
    )


def setting_named(knowledge: CostKnowledge, name: str) -> SettingName:
    """The kind of hospital of this name.

    Raises:
        InputError: no such kind.
    """
    wanted = name.strip().casefold().replace("-", "_").replace(" ", "_")
    for one in knowledge.settings.settings:
        if wanted in {one.id, one.label.zh}:
            return one.id
    known = [one.id for one in knowledge.settings.settings]
    raise InputError(
        "This kind of hospital is not known.",
        where="setting",
        expected=", ".join(known),
        nearest=nearest_name(wanted, known),
        code="M024",
    )


def plan_named(knowledge: CostKnowledge, name: str | None) -> Plan | None:
    """The insurance plan of this id; None for nobody's plan.

    Raises:
        InputError: no plan of which the terms were read has this name.
    """
    if name is None or name.strip().casefold() in {"", "no", "none"}:
        return None
    wanted = name.strip().casefold()
    for one in knowledge.payment.plans:
        if wanted in {one.id, one.label.en.casefold(), one.label.zh}:
            return one
    known = [one.id for one in knowledge.payment.plans]
    raise InputError(
        "The terms of this plan were not read.",
        where="insured",
        expected="none, " + ", ".join(known),
        nearest=nearest_name(wanted, known),
        code="M025",
    )


def check_count(value: int, where: str, most: int) -> int:
    """A number of people or days that the bill can hold.

    Raises:
        InputError: below none or more than `most`.
    """
    if not 0 <= value <= most:
        raise InputError(
            "This number cannot be reckoned with.",
            where=where,
            expected=f"0 to {most}",
            code="M027",
        )
    return value
