"""What of eligibility texts is lost between the words and the notation: numbers, times, denials, names.

Every number with a comparator, every length of time, every word of denial or exception and every
name that the vocabulary knows must show in the notation or in a text that is marked as not read,
left to judgement or administrative. Prints what does not, by kind.

    python tools/audit_reading.py [TRIALS.jsonl] [--show KIND]
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from cartway.knowledge.load import load_vocabulary
from cartway.reading.accounting import Loss, losses
from cartway.reading.criteria import read_criteria

TEXTS = Path(__file__).resolve().parents[1] / "tests/corpus/data/criteria_texts.jsonl"


def texts(path: Path) -> list[str]:
    """The eligibility texts of a file, in the shape of a registry or of the corpus."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        module = row.get("protocolSection", {}).get("eligibilityModule", {})
        found.append(row.get("text") or module.get("eligibilityCriteria", ""))
    return found


def main() -> None:
    """Count the losses of every line, and show those of one kind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=TEXTS)
    parser.add_argument("--show", choices=[kind.value for kind in Loss])
    given = parser.parse_args()
    vocabulary = load_vocabulary()
    counts: Counter[str] = Counter()
    lines = 0
    for text in texts(given.file):
        for line in read_criteria(text, vocabulary=vocabulary):
            lines += 1
            for kind, words in losses(line.text, line.node, vocabulary):
                counts[kind.value] += 1
                if kind.value == given.show:
                    print(f"{words!r:40} {re.sub(chr(10), ' ', line.text)[:400]}")
    print(f"{lines} lines: " + ", ".join(f"{kind} {n}" for kind, n in sorted(counts.items())))


if __name__ == "__main__":
    main()
