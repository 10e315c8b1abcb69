"""The same criteria as Polars expressions and as DuckDB SQL, in three-valued logic.

Both peers are given what the columnar engine has to work out: the latest value of each test with
its day, one row a patient. Event lists are left out of the comparison, for neither says them well.
"""

from __future__ import annotations

from typing import Any

import duckdb
import numpy as np
import polars as pl

from cartway.criteria import Option, nodes
from cartway.criteria.nodes import Node
from cartway.engines.columnar.atoms.codes import Subsumption
from cartway.engines.columnar.block import NO_DAY, Block
from cartway.engines.columnar.days import first_day
from cartway.engines.columnar.layout import fact_column
from cartway.facts import Vocabulary

_SQL = {">=": ">=", "<=": "<=", ">": ">", "<": "<"}


def wide_frame(
    blocks: list[Block], facts: list[str], as_of: Any, vocabulary: Vocabulary
) -> pl.DataFrame:
    """One row a patient: the latest value of each fact, its day and its limit."""
    from cartway.engines.columnar.atoms.leaf import Asked
    from cartway.engines.columnar.days import day_number

    frames = []
    for block in blocks:
        columns: dict[str, Any] = {}
        for fact in facts:
            flat = block.flat(fact_column(fact))
            if flat is None:
                continue
            chosen = Asked(fact, None, day_number(as_of), None).selection(block)
            none = ~chosen.alone
            names = {one.name for one in flat.items.type}
            if "number" in names:
                number = chosen.taken(flat.floats("number"))
                low, high = vocabulary.fact(fact).plausible or (-np.inf, np.inf)
                none |= (number < low) | (number > high)
                columns[fact] = _masked(number, none)
                columns[f"{fact}__upper"] = chosen.taken(flat.floats("upper_limit"))
            if "code" in names:
                at, words = chosen.taken(flat.codes("code").at), flat.codes("code").words
                columns[fact] = pl.Series(
                    [None if lost else words[one] for one, lost in zip(at, none, strict=True)],
                    dtype=pl.String,
                )
            day = chosen.taken(flat.days("on_earliest"))
            columns[f"{fact}__day"] = _masked(day, none | (day == NO_DAY))
        columns["age_low"], columns["age_high"], columns["age_known"] = _ages(block, as_of)
        frames.append(pl.DataFrame(columns))
    frame = pl.concat(frames)
    upper = [name for name in frame.columns if name.endswith("__upper")]
    coded = [name for name, kind in frame.schema.items() if kind == pl.String]
    return frame.with_columns(
        *(pl.col(name).fill_nan(None) for name in upper),
        *(pl.col(name).cast(pl.Categorical) for name in coded),
    )


def _masked(values: np.ndarray, none: np.ndarray) -> pl.Series:
    return pl.Series(values).set(pl.Series(none), None)


def _ages(block: Block, as_of: Any) -> tuple[Any, Any, Any]:
    from cartway.engines.columnar.atoms.age import AgeLeaf
    from cartway.engines.columnar.days import day_number

    known, low, high = AgeLeaf(day_number(as_of), ">=", 0, "a")._range(block)
    return low, high, known


class Phrases:
    """Atoms as Polars expressions and as SQL."""

    def __init__(self, vocabulary: Vocabulary, as_of: Any) -> None:
        self.vocabulary, self.as_of = vocabulary, as_of
        self._subsumption = Subsumption(vocabulary)

    def polars(self, node: Node) -> pl.Expr:
        """An atom that is true, false or null."""
        if isinstance(node, nodes.Not):
            return ~self.polars(node.child)
        name = node.subject.name
        if isinstance(node, nodes.Is):
            return self._polars_is(node, name)
        if name == "age":
            low, high = pl.col("age_low"), pl.col("age_high")
            first, last = (low, high) if node.operator in (">=", ">") else (high, low)
            limit = node.limit.value
            return (
                pl.when(~pl.col("age_known")).then(None)
                .when(_compare(first, node.operator, limit)).then(True)
                .when(~_compare(last, node.operator, limit)).then(False)
            )  # fmt: skip
        value, limit = pl.col(name), node.limit.value
        if node.limit.unit == "ULN":
            low, high = self.vocabulary.fact(name).usual_upper_limit or (None, None)
            truth = _compare(value, node.operator, limit * pl.col(f"{name}__upper"))
            if low is not None:
                one = _compare(value, node.operator, low * limit)
                other = _compare(value, node.operator, high * limit)
                usual = pl.when(one == other).then(one)
                truth = pl.when(pl.col(f"{name}__upper").is_null()).then(usual).otherwise(truth)
        else:
            truth = _compare(value, node.operator, limit)
        return self._windowed(node, name, truth)

    def _polars_is(self, node: nodes.Is, name: str) -> pl.Expr:
        surely, perhaps, against = self._words(node, name)
        code = pl.col(name)
        truth = pl.when(code.is_in(surely)).then(True)
        if against is None:
            truth = truth.when(code.is_null() | code.is_in(perhaps)).then(None).otherwise(False)
        else:
            truth = truth.when(code.is_in(against) & ~code.is_in(perhaps)).then(False)
        return self._windowed(node, name, truth)

    def _windowed(self, node: Any, name: str, truth: pl.Expr) -> pl.Expr:
        if node.window is None or self.vocabulary.fact(name).changes != "test":
            return truth
        cutoff = first_day(self.as_of, node.window)
        return pl.when(pl.col(f"{name}__day") >= cutoff).then(truth)

    def _words(self, node: nodes.Is, name: str) -> tuple[list[str], list[str], list[str] | None]:
        found = self._subsumption.under(node.concept)
        definition = self.vocabulary.fact(name)
        open_ = definition.many and not definition.closed
        against = sorted(self._subsumption.excluding(node.concept)) if open_ else None
        return sorted(found.surely), sorted(found.perhaps), against

    def sql(self, node: Node) -> str:
        """The same in SQL."""
        if isinstance(node, nodes.Not):
            return f"not ({self.sql(node.child)})"
        name = node.subject.name
        if isinstance(node, nodes.Is):
            surely, perhaps, against = self._words(node, name)
            rest = (
                f"when {name} is null or {_among(name, perhaps)} then null else false"
                if against is None
                else f"when {_among(name, against)} and not {_among(name, perhaps)} then false"
            )
            return self._sql_windowed(
                node, name, f"case when {_among(name, surely)} then true {rest} end"
            )
        operator, limit = node.operator, node.limit.value
        if name == "age":
            first, last = (
                ("age_low", "age_high") if operator in (">=", ">") else ("age_high", "age_low")
            )
            return (
                f"case when not age_known then null when {first} {operator} {limit} then true "
                f"when not {last} {operator} {limit} then false end"
            )
        truth = f"{name} {operator} {limit!r}"
        if node.limit.unit == "ULN":
            low, high = self.vocabulary.fact(name).usual_upper_limit or (None, None)
            usual = "null"
            if low is not None:
                one, other = (f"({name} {operator} {each * limit!r})" for each in (low, high))
                usual = f"case when {one} = {other} then {one} end"
            truth = (
                f"case when {name}__upper is null then {usual} "
                f"else {name} {operator} {limit!r} * {name}__upper end"
            )
        return self._sql_windowed(node, name, truth)

    def _sql_windowed(self, node: Any, name: str, truth: str) -> str:
        if node.window is None or self.vocabulary.fact(name).changes != "test":
            return truth
        return f"case when {name}__day >= {first_day(self.as_of, node.window)} then {truth} end"


def _among(name: str, words: list[str]) -> str:
    return f"{name} in ({', '.join(map(repr, words))})" if words else "false"


def _compare(value: pl.Expr, operator: str, limit: Any) -> pl.Expr:
    if operator == ">=":
        return value >= limit
    if operator == "<=":
        return value <= limit
    return value > limit if operator == ">" else value < limit


def distinct_atoms(options: list[Option]) -> dict[Node, str]:
    """A name for every distinct line."""
    held = dict.fromkeys(line.eligibility for one in options for line in one.lines)
    return {node: f"a{at}" for at, node in enumerate(held)}


def polars_counts(frame: pl.DataFrame, options: list[Option], phrases: Phrases) -> list[list[int]]:
    """Eligible and possible by option: atoms first as columns, then their *and*."""
    atoms = distinct_atoms(options)
    made = frame.lazy().select(phrases.polars(node).alias(name) for node, name in atoms.items())
    asked = []
    for at, option in enumerate(options):
        verdict = pl.all_horizontal([atoms[line.eligibility] for line in option.lines])
        asked += [verdict.sum().alias(f"t{at}"), verdict.null_count().alias(f"u{at}")]
    row = made.collect().select(asked).row(0)
    return [list(row[0::2]), list(row[1::2])]


def duckdb_counts(
    frame: pl.DataFrame, options: list[Option], phrases: Phrases, threads: int
) -> list[list[int]]:
    """The same in SQL; *and* of nulls is Kleene's, but counting must name the nulls."""
    atoms = distinct_atoms(options)
    columns = ", ".join(f"{phrases.sql(node)} as {name}" for node, name in atoms.items())
    asked = []
    for option in options:
        verdict = " and ".join(atoms[line.eligibility] for line in option.lines)
        asked.append(f"count(*) filter (where {verdict})")
        asked.append(f"count(*) filter (where ({verdict}) is null)")
    arrow = frame.with_columns(pl.col(pl.Categorical).cast(pl.String)).to_arrow()
    with duckdb.connect(config={"threads": threads}) as connection:
        connection.register("patients_given", arrow)
        connection.execute("create table patients as select * from patients_given")
        connection.execute(f"create table atoms as select {columns} from patients")
        row = connection.execute(f"select {', '.join(asked)} from atoms").fetchone()
    assert row is not None
    return [list(row[0::2]), list(row[1::2])]
