"""How well and how fast criteria and notes are read, against judged pairs.

Prints coverage (lines read fully, partly, not), criterion-level accuracy and the share of confident
wrong verdicts, by kind of line and by language with the worst on top, the spread over trials
(ten folds, by trial), and lines and notes a second in this run. Without ``--data`` it uses the pairs
that ship with the project.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "src"))

from cartway.access.judge_pairs import Bench  # noqa: E402  # after the path is set
from cartway.criteria.nodes import Unread, walk  # noqa: E402  # same
from cartway.knowledge.load import load_vocabulary  # noqa: E402  # same
from cartway.reading.criteria import read_line  # noqa: E402  # same
from cartway.reading.lex import criteria_lexicon  # noqa: E402  # same
from cartway.reading.many import read_many  # noqa: E402  # same
from cartway.reading.notes import read_note  # noqa: E402  # same
from cartway.reading.processes import cores  # noqa: E402  # same

SHIPPED = ROOT / "tests" / "corpus" / "data"
RESULT = ROOT / "docs" / "reference" / "generated" / "reading.md"
FOLDS = 10
SHORTEST_LINE = 25


@dataclass(frozen=True)
class Judged:
    """One pair with what was wanted and what was given."""

    pair: dict[str, Any]
    verdict: str
    coverage: str

    @property
    def right(self) -> bool:
        return self.verdict == self.pair["verdict"]

    @property
    def confident_wrong(self) -> bool:
        return self.verdict != "unknown" and not self.right


def load(data: Path | None) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """Notes by id, and the pairs: a development folder, or what ships."""
    if data is None:
        notes = {one["id"]: one["text"] for one in rows(SHIPPED / "notes.jsonl")}
        return notes, list(rows(SHIPPED / "pairs.jsonl"))
    notes = {one["id"]: one["text"] for one in rows(data / "letters_dev.jsonl")}
    notes |= {one["id"]: one["text"] for one in rows(data / "vignettes_dev.jsonl")}
    return notes, list(rows(data / "pairs_dev.jsonl"))


def rows(path: Path) -> Iterable[dict[str, Any]]:
    """The records of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def judge_all(notes: dict[str, str], pairs: Sequence[dict[str, Any]]) -> list[Judged]:
    """Judge every pair."""
    bench = Bench(load_vocabulary())
    judged = []
    for number, pair in enumerate(pairs, 1):
        given = {**pair, "patient": {"note": notes[pair["letter"]]}}
        read, verdict = bench.look(given, number)
        leaves = [node for node in walk(read.node) if not hasattr(node, "children")]
        unread = sum(isinstance(node, Unread) for node in leaves)
        coverage = "fully" if read.read else "not" if unread == len(leaves) else "partly"
        judged.append(Judged(pair, verdict.verdict, coverage))
    return judged


def share(count: int, total: int) -> str:
    """A share in percent."""
    return f"{100 * count / total:.1f} %" if total else "-"


def summary(judged: Sequence[Judged]) -> dict[str, float]:
    """The figures that the tests hold a floor under."""
    total = len(judged)
    return {
        "pairs": total,
        "accuracy": sum(one.right for one in judged) / total,
        "confident_wrong": sum(one.confident_wrong for one in judged) / total,
        "read_fully": sum(one.coverage == "fully" for one in judged) / total,
        "read_partly": sum(one.coverage == "partly" for one in judged) / total,
    }


def table(judged: Sequence[Judged], key: str, name: str) -> list[str]:
    """Accuracy by a field of the pairs, worst first."""
    groups: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        groups[str(one.pair[key])].append(one)
    ordered = sorted(groups.items(), key=lambda item: sum(o.right for o in item[1]) / len(item[1]))
    lines = [f"| {name} | pairs | right | confident wrong | read fully |", "|---|---|---|---|---|"]
    for value, held in ordered:
        lines.append(
            f"| {value} | {len(held)} | {share(sum(o.right for o in held), len(held))} | "
            f"{share(sum(o.confident_wrong for o in held), len(held))} | "
            f"{share(sum(o.coverage == 'fully' for o in held), len(held))} |"
        )
    return lines


def folds(judged: Sequence[Judged]) -> tuple[float, float]:
    """Lowest and highest accuracy of the folds: trials are kept whole."""
    by_fold: dict[int, list[Judged]] = defaultdict(list)
    for one in judged:
        by_fold[zlib.crc32(one.pair["trial"].encode()) % FOLDS].append(one)
    rates = [sum(o.right for o in held) / len(held) for held in by_fold.values()]
    return min(rates), max(rates)


class Rates(NamedTuple):
    """What is read a second.

    Attributes:
        many: lines of whole eligibility texts on all cores together, by the clock on the wall, the
            start of the processes included.
        cores: how many these are.
        first: criterion lines, each distinct and read for the first time, on one core.
        warm: the same, once the patterns have been met: what reading comes to in a long run.
        again: the same lines once more, as protocols repeat one another.
        notes: notes.
    """

    many: float
    cores: int
    first: float
    warm: float
    again: float
    notes: float


def speed(notes: dict[str, str], pairs: Sequence[dict[str, Any]], seconds: float) -> Rates:
    """Lines and notes read a second; on one core by processor time.

    What was read of a line is kept, so the lines are distinct and this runs before anything is
    judged. The vocabulary is at hand and its names are filed before the clock starts.
    """
    vocabulary = load_vocabulary()
    read_line("Age >= 18 years", "inclusion", vocabulary=vocabulary)
    texts = [one["text"] for one in rows(SHIPPED / "criteria_texts.jsonl")]
    start = time.perf_counter()
    # The processes are forked from this one, where nothing has been read yet, and end with it.
    read = sum(map(len, read_many(texts, vocabulary=vocabulary, workers=cores())))
    many = read / (time.perf_counter() - start)
    lines = {pair["criterion"].strip(): pair["kind"] for pair in pairs}
    for one in rows(SHIPPED / "criteria_texts.jsonl"):
        for line in one["text"].splitlines():
            if len(line) > SHORTEST_LINE:
                lines.setdefault(line.strip(" *-"), "inclusion")

    def rate() -> float:
        start = time.process_time()
        for text, kind in lines.items():
            read_line(text, kind, vocabulary=vocabulary)
        return len(lines) / (time.process_time() - start)

    first = rate()
    criteria_lexicon(vocabulary).kept.clear()
    warm, again = rate(), rate()
    letters = list(notes.values())
    read_note(letters[0], vocabulary, date(2026, 11, 22))
    count, start = 0, time.process_time()
    while time.process_time() - start < seconds:
        read_note(letters[count % len(letters)], vocabulary, date(2026, 11, 22))
        count += 1
    return Rates(many, cores(), first, warm, again, count / (time.process_time() - start))


def report(judged: Sequence[Judged], rates: Rates, source: str) -> list[str]:
    """The page, as lines."""
    figures = summary(judged)
    low, high = folds(judged)
    total = len(judged)
    return [
        "# How well texts are read",
        "",
        f"Written by `benchmarks/reading.py` from {source}. A pair is one patient's note and one",
        "eligibility line; *confident wrong* is met or not met where the note proves something else.",
        "",
        f"* pairs: {total}",
        f"* accuracy: {figures['accuracy']:.3f} (folds by trial: {low:.2f} to {high:.2f})",
        f"* confident wrong: {figures['confident_wrong']:.3f}",
        f"* lines read fully {figures['read_fully']:.3f}, partly {figures['read_partly']:.3f}, "
        f"not {1 - figures['read_fully'] - figures['read_partly']:.3f}",
        f"* criterion lines a second on one core, by processor time, in this run: {rates.first:.0f}, "
        "each read for the first time by a program just started; "
        f"{rates.warm:.0f} once its patterns are compiled, as in a long run; "
        f"{rates.again:.0f} where the same line comes again; notes a second: {rates.notes:.0f}",
        f"* whole eligibility texts on all {rates.cores} cores, by the clock, the start of the "
        f"processes included: {rates.many:.0f} lines a second",
        "",
        *table(judged, "language", "language"),
        "",
        *table(judged, "verdict", "wanted"),
        "",
        *table(judged, "category", "kind of line"),
    ]


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--data", type=Path, help="folder with letters_dev, vignettes_dev, pairs_dev"
    )
    parser.add_argument("--quick", action="store_true", help="a short measurement of speed")
    parser.add_argument("--write", action="store_true", help=f"keep the page in {RESULT.name}")
    parser.add_argument(
        "--wrong", action="store_true", help="list the ids of confident wrong pairs"
    )
    given = parser.parse_args()
    notes, pairs = load(given.data)
    rates = speed(notes, pairs, 0.5 if given.quick else 3.0)
    judged = judge_all(notes, pairs)
    source = "the development pairs" if given.data else "the pairs that ship with the project"
    lines = report(judged, rates, source)
    print("\n".join(lines))
    if given.wrong:
        print("\nconfident wrong:", *(one.pair["id"] for one in judged if one.confident_wrong))
    if given.write:
        RESULT.parent.mkdir(parents=True, exist_ok=True)
        RESULT.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
