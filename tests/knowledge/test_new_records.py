"""A new record loads as laid down, and its schema is the one of its class."""

from pathlib import Path

import pytest

from cartway.knowledge.load import read_records
from cartway.knowledge.product_records import Product
from cartway.knowledge.products import approval_state
from cartway.knowledge.regulations import Regulation
from cartway.knowledge.sources import Source
from tools.new_record import lay_down
from tools.write_schemas import MODELS, stale

TODAY = "2026-11-22"


@pytest.mark.parametrize(("kind", "model"), [("product", Product), ("regulation", Regulation)])
def test_a_new_record_loads(kind: str, model: type, tmp_path: Path) -> None:
    record, source = lay_down(kind, "new-one", TODAY, tmp_path)
    assert list(read_records([record], model)) == ["new-one"]
    assert list(read_records([source], Source)) == ["new-one_source"]
    assert "TODO" in record.read_text(encoding="utf-8")


def test_its_examples_hold(tmp_path: Path) -> None:
    record, _ = lay_down("product", "new-one", TODAY, tmp_path)
    one = read_records([record], Product)["new-one"]
    for example in one.examples:
        assert approval_state(one.indications[0], example.on) == example.gives


def test_nothing_is_written_over(tmp_path: Path) -> None:
    record, source = lay_down("product", "new-one", TODAY, tmp_path)
    record.unlink()
    with pytest.raises(SystemExit):
        lay_down("product", "new-one", TODAY, tmp_path)
    assert source.exists()
    assert not record.exists()


@pytest.mark.parametrize("name", ["New", "../x", "a b", "", "-a"])
def test_an_id_is_plain(name: str, tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        lay_down("product", name, TODAY, tmp_path)


def test_schemas_are_fresh() -> None:
    assert MODELS
    assert stale() == []
