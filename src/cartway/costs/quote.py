"""A hospital's quote: firm unit prices that replace drawn ones."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import orjson

from cartway.costs.currency import check_currency
from cartway.costs.knowledge import CostKnowledge
from cartway.costs.situation import QuotedPrice
from cartway.errors import InputError, nearest_name
from cartway.knowledge.load import KnowledgeError, read_marked

LARGEST = 1e8
"""No unit of care costs a hundred million; beyond it a currency or a comma is wrong."""


def read_quote(path: Path, knowledge: CostKnowledge, rate: float) -> dict[str, QuotedPrice]:
    """Read a quote file (JSON or YAML).

    The file holds ``currency`` and ``prices``: component id to the price of one unit.

    Raises:
        InputError: unreadable file, unknown component or currency, negative or absurd price.
    """
    try:
        if path.suffix.lower() == ".json":
            content = orjson.loads(path.read_bytes())
        else:
            content = read_marked(path, path.name).values
    except OSError:
        raise _error("The quote cannot be opened.", path.name, "a file that exists") from None
    except (orjson.JSONDecodeError, UnicodeDecodeError):
        raise _error(
            "The quote is not JSON.", path.name, '{"currency": "CNY", "prices": {…}}'
        ) from None
    except KnowledgeError as error:
        raise InputError(str(error), where=path.name, code="M030") from None
    return quote_from(content, knowledge, rate, path.name)


def quote_from(
    content: Any, knowledge: CostKnowledge, rate: float, where: str = "quote"
) -> dict[str, QuotedPrice]:
    """Check the content of a quote.

    Args:
        content: ``{"currency": "CNY", "prices": {"ward_day": 5000}}``.
        knowledge: The components.
        rate: CNY for one USD.
        where: The name of the file, for messages.
    """
    prices = content.get("prices") if isinstance(content, dict) else None
    if not isinstance(prices, dict) or not prices:
        raise _error(
            "The quote holds no prices.", where, '"prices": component id to the price of one unit'
        )
    unknown = set(content) - {"currency", "prices", "hospital", "date", "note"}
    if unknown:
        raise InputError(
            f"The key '{sorted(unknown)[0]}' is not known in a quote.",
            where=where,
            expected="currency, prices, hospital, date, note",
            nearest=nearest_name(sorted(unknown)[0], ("currency", "prices", "hospital", "date")),
            code="M030",
        )
    currency = check_currency(str(content.get("currency", "CNY")))
    factor = rate if currency == "USD" else 1.0
    found = {}
    quotable = [name for name, one in knowledge.components.items() if one.basis != "share_of_total"]
    for name, value in prices.items():
        if name not in quotable:
            raise InputError(
                f"'{name}' is not a component of the bill.",
                where=where,
                expected="one of " + ", ".join(quotable),
                nearest=nearest_name(str(name), quotable),
                code="M031",
            )
        try:
            amount = float(value)
        except (TypeError, ValueError):
            amount = math.nan
        if isinstance(value, bool) or not 0 <= amount <= LARGEST:
            raise _error(
                f"The price of '{name}' cannot be right.", where, "a number from 0 to 100,000,000"
            )
        found[name] = QuotedPrice(name, amount * factor)
    return found


def _error(what: str, where: str, expected: str) -> InputError:
    return InputError(what, where=where, expected=expected, code="M030")
