"""A quote raises the warnings it should, and no other; what it leaves out is listed."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cartway.access.check_quote import check_quote_file, check_quote_text
from cartway.access.read_quote import read_quote
from cartway.errors import InputError
from cartway.knowledge.load import parse_marked
from cartway.knowledge.regulations import false_claims
from cartway.knowledge.warnings import quote_parts, warning_rules

HERE = Path(__file__).parent / "quotes" / "quotes.yaml"
QUOTES = parse_marked(HERE.read_text(encoding="utf-8"), HERE.name).values["quotes"]
TODAY = date(2026, 11, 22)


@pytest.mark.parametrize("quote", QUOTES, ids=lambda quote: quote["title"])
def test_the_warnings_of(quote: dict[str, object]) -> None:
    as_of = date.fromisoformat(str(quote.get("as_of", TODAY)))
    answer = check_quote_text(str(quote["text"]), as_of)
    raised = {flag.rule.id for flag in answer.flags}
    assert raised == set(quote["raises"])


def test_every_warning_is_raised_by_some_quote() -> None:
    raised = {name for quote in QUOTES for name in quote["raises"]}
    elsewhere = {"not-in-a-hospital"}
    assert raised | elsewhere == set(warning_rules())


def test_each_false_claim_is_known_in_both_languages() -> None:
    for claim in false_claims().values():
        for text in (claim.claim.en, claim.claim.zh):
            flags = [
                flag
                for flag in check_quote_text(text, TODAY).flags
                if flag.rule.id == "known-false-claim"
            ]
            assert any(claim.claim.en in flag.message.en for flag in flags), text


def test_a_beauty_clinic_is_warned_of_in_both_languages() -> None:
    for text in ("CAR-T in our wellness clinic, Fucaso", "本美容中心提供福可苏"):
        flags = {flag.rule.id for flag in check_quote_text(text, TODAY).flags}
        assert "not-in-a-hospital" in flags


def test_a_flag_gives_its_rules_as_of_the_day() -> None:
    text = "Join our clinical trial: cell product fee USD 45,000"
    rules = {
        as_of: dict(check_quote_text(text, as_of).flags[0].rules)
        for as_of in (date(2025, 1, 1), TODAY)
    }
    assert rules[TODAY]["decree-818"] == "in_force"
    assert rules[date(2025, 1, 1)]["decree-818"] == "not_yet"


def test_a_flag_without_a_sure_rule_is_pending() -> None:
    text = "Join our clinical trial: cell product fee USD 45,000"
    pending = {
        as_of: {
            flag.pending
            for flag in check_quote_text(text, as_of).flags
            if flag.rule.id == "fee-for-research-treatment"
        }
        for as_of in (date(2010, 1, 1), date(2022, 1, 1), TODAY)
    }
    assert pending == {date(2010, 1, 1): {True}, date(2022, 1, 1): {False}, TODAY: {False}}


def test_messages_have_no_gaps_in_either_language() -> None:
    for quote in QUOTES:
        for flag in check_quote_text(str(quote["text"]), TODAY).flags:
            for text in (flag.message.en, flag.message.zh):
                assert "{" not in text
                assert text


def test_what_is_left_out_is_told() -> None:
    short = check_quote_text("Fucaso RMB 1,166,000", TODAY)
    assert {"leukapheresis", "refund", "complications", "follow_up"} <= set(short.left_out)
    assert "product" not in short.left_out
    assert set(short.left_out) <= {one.id for one in quote_parts()}


def test_the_same_quote_in_three_forms(tmp_path: Path) -> None:
    item = {"name": "Carvykti", "amount": 600000}
    forms = {
        "a.json": json.dumps({"items": [item], "currency": "CNY"}),
        "a.csv": "项目,金额,币种\nCarvykti,600000,CNY\n",
        "a.txt": "Carvykti RMB 600,000",
    }
    for name, content in forms.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
        answer = check_quote_file(tmp_path / name, TODAY)
        assert [flag.rule.id for flag in answer.flags] == ["below-list-price"], name
        json.dumps(answer.to_json())


@pytest.mark.parametrize(
    ("line", "low", "high", "currency"),
    [
        ("Product RMB 1,166,000", 1_166_000, 1_166_000, "CNY"),
        ("产品 116.6万元", 1_166_000, 1_166_000, "CNY"),
        ("USD 120,000-170,000", 120_000, 170_000, "USD"),
        ("$65k", 65_000, 65_000, "USD"),
        ("1.2 million CNY", 1_200_000, 1_200_000, "CNY"),
        ("15-20万元", 150_000, 200_000, "CNY"),
        ("费用：１２０万元", 1_200_000, 1_200_000, "CNY"),
        ("八十万元", 800_000, 800_000, "CNY"),
        ("一百二十万", 1_200_000, 1_200_000, "CNY"),
        ("费用大概120w", 1_200_000, 1_200_000, "CNY"),
        ("US$ 65 000", 65_000, 65_000, "USD"),
        ("65.000 €", 65_000, 65_000, "EUR"),
        ("USD 50K–80K", 50_000, 80_000, "USD"),
        ("from HK$3 million to HK$4 million", 3_000_000, 4_000_000, "HKD"),
    ],
)
def test_amounts(line: str, low: float, high: float, currency: str) -> None:
    items = read_quote(line).items
    assert (min(i.low for i in items), max(i.high for i in items)) == (low, high)
    assert {i.currency for i in items} == {currency}


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.txt", b"", "Q004"),
        ("a.txt", b"\x00\x01\x02\xff\xfe", "Q003"),
        ("a.csv", b"what,how much\nx,1\n", "Q005"),
        ("a.yaml", b"items: [", "K002"),
        ("a.json", b'{"itens": []}', "K004"),
        ("missing.txt", None, "Q001"),
    ],
)
def test_a_quote_that_cannot_be_read(
    tmp_path: Path, name: str, content: bytes | None, code: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError) as caught:
        check_quote_file(tmp_path / name, TODAY)
    assert caught.value.code == code
    assert str(tmp_path) not in caught.value.paragraph()


@settings(max_examples=40)
@given(st.text(max_size=200))
def test_no_text_breaks_the_check(text: str) -> None:
    if text.strip():
        check_quote_text(text, TODAY)
