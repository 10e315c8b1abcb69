"""The reference engine gives what every row of every table says."""

import pytest

from cartway.engines.reference import Evaluator
from tests.spec.language_tables import Row, rows, table_vocabulary


@pytest.mark.parametrize("row", rows(), ids=str)
def test_reference_engine(row: Row) -> None:
    outcome = Evaluator(row.record, row.as_of, table_vocabulary()).evaluate(row.node)
    assert outcome.truth is row.expected
    if row.why is not None:
        assert {why.reason.value for why in outcome.whys} == set(row.why)
    if outcome.truth.value == "unknown":
        assert outcome.whys, "an unknown that does not say why"
