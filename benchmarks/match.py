"""One patient against everything in the snapshot, with full explanations.

Prints how long judging takes when equal lines are judged once (what `cartway match` does), when
every line is judged anew, and the ratio; then the same for the trials recruiting in China; then a
cold `cartway match` from the shell.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "src"))

from cartway.access.gather_options import gather_options  # noqa: E402  # after the path is set
from cartway.access.panel import judge_panel, lay_out  # noqa: E402
from cartway.access.read_patient import read_patient  # noqa: E402
from cartway.criteria import Option  # noqa: E402
from cartway.engines.reference import Evaluator, judge_line, judge_option  # noqa: E402
from cartway.facts import Record, Vocabulary  # noqa: E402
from cartway.facts.normalise import normalise  # noqa: E402
from cartway.knowledge.load import load_vocabulary  # noqa: E402

AS_OF = date(2026, 11, 22)


def timed(work: Callable[[], object], repeats: int) -> float:
    """The median of several runs, in milliseconds."""
    found = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        found.append(1000 * (time.perf_counter() - start))
    return median(found)


def judge_apart(record: Record, options: Sequence[Option], vocabulary: Vocabulary) -> None:
    """The same verdicts with nothing shared between two options."""
    for option in options:
        patient = Evaluator(record, AS_OF, vocabulary)
        judge_option(option, [judge_line(line, patient) for line in option.lines])


def recruiting_in_china(options: Sequence[Option]) -> list[Option]:
    """The trials that recruit and list a site in China."""
    return [
        one
        for one in options
        if one.kind == "trial"
        and one.details.get("status") == "recruiting"
        and one.details.get("cities")
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer repeats")
    parser.add_argument("--patient", type=Path, default=ROOT / "examples/lymphoma.json")
    given = parser.parse_args()
    repeats = 5 if given.quick else 25
    vocabulary = load_vocabulary()
    record = normalise(read_patient(given.patient, vocabulary, as_of=AS_OF), vocabulary)
    offer = gather_options(AS_OF, vocabulary)
    options, own = offer.options, offer.own
    chinese = recruiting_in_china(options)
    recruiting = lay_out(chinese, own)
    shared = timed(lambda: judge_panel(record, offer.panel, vocabulary, AS_OF), repeats)
    apart = timed(lambda: judge_apart(record, options, vocabulary), repeats)
    few = timed(lambda: judge_panel(record, recruiting, vocabulary, AS_OF), repeats)
    lines = sum(len(one.lines) for one in options)
    print(f"{len(options)} options, {lines} lines: {shared:.1f} ms (goal: under 50 ms)")
    print(f"{len(chinese)} trials recruiting in China: {few:.1f} ms (goal: under 10 ms)")
    print(f"every option apart / equal questions once = {apart / shared:.2f}")
    command = [sys.executable, "-m", "cartway.cli", "match", str(given.patient)]
    for form in ("text", "json"):
        cold = timed(
            lambda form=form: subprocess.run(
                [*command, "--as-of", "2026-11-22", "--format", form],
                check=True,
                cwd=ROOT / "src",
                stdout=subprocess.DEVNULL,
            ),
            3 if given.quick else 7,
        )
        print(f"cold `cartway match --format {form}`: {cold / 1000:.2f} s (goal: under 1.5 s)")


if __name__ == "__main__":
    main()
