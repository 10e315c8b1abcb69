"""A quote or an offer as it comes (YAML, JSON, CSV, pasted text) to items with amounts."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cartway.access.quote_amounts import (
    amounts_in,
    currency_code,
    highest_rates,
    with_digits,
)
from cartway.errors import InputError
from cartway.knowledge.load import Record, parse_marked, read_record
from cartway.knowledge.product_names import products_named
from cartway.knowledge.warnings import compile_patterns, quote_parts

_LARGEST_BYTES = 2_000_000
_COLUMNS = {
    "name": ("item", "name", "description", "service", "项目", "名称", "费用项目", "内容"),
    "amount": ("amount", "price", "cost", "fee", "金额", "价格", "费用", "小计"),
    "currency": ("currency", "币种", "货币"),
    "note": ("note", "notes", "remark", "备注", "说明"),
}
_TOTAL = re.compile(
    r"\b(grand total|total|all[- ]in|altogether|sum)\b|合计|总计|总价|总费用|共计", re.I
)
_LUMP = re.compile(r"\b(package|bundle)\b|套餐|打包", re.I)
_DEPOSIT = re.compile(r"\b(deposit|down ?payment|prepayment)\b|押金|预付|预交|定金|订金", re.I)
_PRODUCT = "product"
SENTENCE = re.compile(r"[^.。!！?？;；\n]+(?:\.(?=\d)[^.。!！?？;；\n]+)*")


@dataclass(frozen=True, slots=True)
class QuoteItem:
    """One line of a quote.

    Attributes:
        low, high: the amount, or the ends of a range, in `currency`; None when none is given.
        part: the part of a bill that it is, `total`, `lump`, `deposit`, or None.
        line: the line in the file, from one.
    """

    name: str
    low: float | None
    high: float | None
    currency: str
    part: str | None
    line: int

    @property
    def highest_cny(self) -> float | None:
        """The most yuan it can stand for, at the rate that favours the seller."""
        if self.high is None:
            return None
        return self.high * highest_rates().get(self.currency, 1.0)


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote as read: its items, its words, and what it says of itself."""

    items: tuple[QuoteItem, ...]
    text: str
    indication: str = ""
    setting: str = ""


class QuoteFileItem(Record):
    """One item of a quote file."""

    name: str
    amount: float | None = None
    to: float | None = None
    currency: str | None = None
    note: str | None = None


class QuoteFile(Record):
    """The form of a quote as YAML or JSON."""

    seller: str | None = None
    hospital: str | None = None
    product: str | None = None
    indication: str | None = None
    setting: str | None = None
    date: str | None = None
    currency: str = "CNY"
    items: tuple[QuoteFileItem, ...] = ()
    total: float | None = None
    text: str | None = None


def read_quote_file(path: Path) -> Quote:
    """Read a quote from a file, its form told by its name.

    Raises:
        InputError: nothing readable is there.
    """
    shown = path.name
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"the quote cannot be read: {error.strerror}",
            where=shown,
            expected="a file (.yaml, .json, .csv, .txt, .md)",
            code="Q001",
        ) from None
    if len(content) > _LARGEST_BYTES:
        raise InputError(
            "the file is too large for a quote", where=shown, expected="up to 2 MB", code="Q002"
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("gb18030")
        except UnicodeDecodeError:
            text = "\0"
    if "\0" in text:
        raise InputError(
            "the file is not text",
            where=shown,
            expected="the words of the quote; copy them out of a scan or a PDF",
            code="Q003",
        )
    return read_quote(text, shown)


def read_quote(text: str, shown_as: str = "quote.txt") -> Quote:
    """Read a quote from text; the ending of `shown_as` tells its form.

    Raises:
        InputError: the text is empty or not of its form.
    """
    if not text.strip():
        raise InputError("the quote is empty", where=shown_as, code="Q004")
    ending = Path(shown_as).suffix.lower()
    text = with_digits(text)
    if ending in {".yaml", ".yml", ".json"}:
        return _from_file(text, shown_as)
    if ending in {".csv", ".tsv"}:
        return _from_table(text, shown_as)
    return _from_words(text)


def _from_file(text: str, shown_as: str) -> Quote:
    given = read_record(parse_marked(text, shown_as), QuoteFile)
    items = [
        _item(
            " ".join(part for part in (one.name, one.note) if part),
            one.amount,
            one.to or one.amount,
            currency_code(one.currency or given.currency),
            at,
        )
        for at, one in enumerate(given.items, start=1)
    ]
    if given.total is not None:
        items.append(
            QuoteItem("total", given.total, given.total, currency_code(given.currency), "total", 0)
        )
    words = [
        given.seller, given.hospital, given.product, given.indication, given.setting, given.date,
        given.text, *(item.name for item in items if item.part != "total"),
    ]  # fmt: skip
    return Quote(
        tuple(items),
        "\n".join(word for word in words if word),
        given.indication or "",
        given.setting or "",
    )


def _from_table(text: str, shown_as: str) -> Quote:
    delimiter = "\t" if shown_as.endswith(".tsv") or "\t" in text.splitlines()[0] else ","
    if delimiter == "," and text.splitlines()[0].count(";") > text.splitlines()[0].count(","):
        delimiter = ";"
    rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    header = [cell.strip().casefold() for cell in rows[0]]
    places = {
        key: next((at for at, cell in enumerate(header) if cell in names), None)
        for key, names in _COLUMNS.items()
    }
    if places["name"] is None or places["amount"] is None:
        raise InputError(
            "the table has no columns for item and amount",
            where=f"{shown_as}:1",
            expected="a first line such as item,amount,currency,note (项目,金额,币种,备注)",
            code="Q005",
        )
    items = []
    for line, row in enumerate(rows[1:], start=2):
        cells = {
            key: row[at].strip() if at is not None and at < len(row) else ""
            for key, at in places.items()
        }
        if not any(cells.values()):
            continue
        amounts = amounts_in(f"{cells['amount']} {cells['currency']}".strip(), bare=True)
        low, high, currency = amounts[0][:3] if amounts else (None, None, "CNY")
        if cells["currency"]:
            currency = currency_code(cells["currency"])
        items.append(_item(f"{cells['name']} {cells['note']}".strip(), low, high, currency, line))
    return Quote(tuple(items), text)


def _from_words(text: str) -> Quote:
    items = []
    for number, line in enumerate(text.splitlines(), start=1):
        for sentence in SENTENCE.findall(line):
            items += _items_of(sentence, number)
    return Quote(tuple(items), text)


def _items_of(sentence: str, line: int) -> list[QuoteItem]:
    found = amounts_in(sentence)
    items = []
    start = 0
    for low, high, currency, (begin, end) in found:
        name = sentence[start:begin] if len(found) > 1 else f"{sentence[:begin]} {sentence[end:]}"
        items.append(_item(name.strip(" .…:：,，-–—|\t"), low, high, currency, line))
        start = end
    return items


def _item(name: str, low: float | None, high: float | None, currency: str, line: int) -> QuoteItem:
    return QuoteItem(name, low, high, currency, _part(name), line)


def _part(name: str) -> str | None:
    if _DEPOSIT.search(name):
        return "deposit"
    if _TOTAL.search(name):
        return "total"
    if products_named(name):
        return _PRODUCT
    found = [one for one, patterns in _part_patterns() if any(p.search(name) for p in patterns)]
    if _LUMP.search(name) or len(found) > 3:
        return "lump"
    others = [one for one in found if one not in {_PRODUCT, "hospital", "validity"}]
    if others and others[0] != "licence_number":
        return others[0]
    return _PRODUCT if _PRODUCT in found or "licence_number" in found else None


@lru_cache(maxsize=1)
def _part_patterns() -> tuple[tuple[str, tuple[re.Pattern[str], ...]], ...]:
    return tuple((one.id, compile_patterns(one.patterns)) for one in quote_parts())
