"""Money in another currency, by a rate that carries its date."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cartway.costs.records import Currencies
from cartway.errors import InputError, nearest_name

YEARS_AHEAD = 5
"""Beyond it an answer would pretend to know prices that nobody knows."""


@dataclass(frozen=True)
class DatedRate:
    """CNY for one unit of a currency, and the month or year it is the average of."""

    currency: str
    cny: float
    period: str
    source: str

    def years_before(self, day: dt.date) -> float:
        """How old the rate is on a day, in years; not less than zero."""
        year, _, month = self.period.partition("-")
        last = dt.date(int(year), int(month or 12), 28)
        return max((day - last).days / 365.25, 0.0)


def rate_on(currencies: Currencies, day: dt.date) -> DatedRate:
    """The dollar rate that was held on a day: its month, else its year, else the newest before it.

    Raises:
        InputError: before the first rate, or more than five years after the newest.
    """
    newest = max(one.period for one in currencies.monthly)
    last = int(newest[:4]) + YEARS_AHEAD
    if day.year > last:
        raise InputError(
            "That day is too far ahead for the prices and rates held.",
            where="as_of",
            expected=f"a day up to {last}-12-31",
            code="M020",
        )
    month, year = f"{day:%Y-%m}", f"{day:%Y}"
    monthly = [one for one in currencies.monthly if one.period <= month]
    yearly = [one for one in currencies.yearly if one.period <= year]
    if monthly:
        found = max(monthly, key=lambda one: one.period)
    elif yearly:
        found = max(yearly, key=lambda one: one.period)
    else:
        raise InputError(
            "No exchange rate is held for that day.",
            where="as_of",
            expected=f"a day from {currencies.yearly[0].period}-01-01 on",
            code="M020",
        )
    return DatedRate("USD", found.rate, found.period, currencies.source)


def check_currency(name: str) -> str:
    """A currency of the answer.

    Raises:
        InputError: no dated rate of it is held.
    """
    wanted = name.strip().upper()
    wanted = {"RMB": "CNY", "¥": "CNY", "$": "USD"}.get(wanted, wanted)
    if wanted not in ("CNY", "USD"):
        raise InputError(
            "No dated exchange rate of this currency is held.",
            where="currency",
            expected="CNY or USD",
            nearest=nearest_name(wanted, ("CNY", "USD")),
            code="M021",
        )
    return wanted


def uprated(currencies: Currencies, amount: float, from_year: int) -> tuple[float, str]:
    """A past CNY amount by consumer prices to the last year held, and that year.

    Hospital prices follow provincial lists and not consumer prices: a default, no more.
    """
    last = str(from_year)
    for one in currencies.china_inflation_percent:
        if int(one.period) > from_year:
            amount *= 1.0 + one.rate / 100.0
            last = one.period
    return amount, last
