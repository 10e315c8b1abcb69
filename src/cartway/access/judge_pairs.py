"""Does this record prove that the patient is eligible on this line? The yardstick of reading.

A verdict is about eligibility: an exclusion criterion that does not apply to the patient is met.
"""

from __future__ import annotations

import contextlib
import itertools
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Literal, NamedTuple

import orjson

from cartway.access.read_patient import read_patient_value
from cartway.criteria import Line
from cartway.engines.reference import Evaluator, LineVerdict, judge_line
from cartway.errors import CartwayError, InputError
from cartway.facts import Record, Vocabulary
from cartway.facts.normalise import normalise
from cartway.knowledge.load import load_vocabulary
from cartway.reading.criteria import ReadLine, read_line
from cartway.reading.notes import read_note
from cartway.reading.processes import spread

# Letters kept with what was read of them: pairs come grouped by letter, or nearly so.
_KEPT = 256
# Pairs taken in at a time, handed out in parts, and worth more than one process.
_BATCH = 4_096
_PART = 8
_WORTH_A_PROCESS = 60
_EXPECTED = (
    '{"id", "patient": {"note"|"fhir"|"facts"}, "as_of": "YYYY-MM-DD", "criterion", '
    '"kind": "inclusion|exclusion", "language": "en|zh"}'
)


def judge(
    lines: Iterable[Mapping[str, Any]],
    vocabulary: Vocabulary | None = None,
    *,
    workers: int | None = None,
) -> Iterator[dict[str, Any]]:
    """Judge pairs of a patient and a criterion line.

    Args:
        lines: pairs as the contract of ``cartway judge`` gives them.
        vocabulary: the installed one unless given.
        workers: most processes to use; one for each core, if there are pairs enough.

    Returns:
        For each pair ``{"id", "verdict", "read", "why"}``.

    Raises:
        InputError: a pair is not of that form, or its record cannot be used.
    """
    bench = Bench(vocabulary or load_vocabulary())

    def judge_part(part: _Part) -> list[dict[str, Any]]:
        judged: list[dict[str, Any]] = []
        with contextlib.suppress(CartwayError):  # raised where the part comes back too short
            for number, line in enumerate(part.pairs, part.first):
                judged.append(bench.judge(line, number))
        return judged

    first = 1
    for batch in _batches(lines):
        parts = list(_parts(batch, first))
        most = workers or (None if len(batch) >= _WORTH_A_PROCESS else 1)
        for part, judged in zip(parts, spread(judge_part, parts, workers=most), strict=True):
            yield from judged
            for number, line in enumerate(part.pairs[len(judged) :], part.first + len(judged)):
                yield bench.judge(line, number)
        first += len(batch)


def _batches(
    lines: Iterable[Mapping[str, Any]],
) -> Iterator[list[Mapping[str, Any]]]:
    """Pairs many at a time; what went wrong in taking one in is raised behind those before it."""
    ahead = iter(lines)
    wrong: CartwayError | None = None
    while wrong is None:
        batch: list[Mapping[str, Any]] = []
        try:
            batch.extend(itertools.islice(ahead, _BATCH))
        except CartwayError as error:
            wrong = error
        if batch:
            yield batch
        elif wrong is None:
            return
    raise wrong


class _Part(NamedTuple):
    """Pairs that follow one another, with the number of the first."""

    first: int
    pairs: Sequence[Mapping[str, Any]]


def _parts(pairs: Sequence[Mapping[str, Any]], first: int) -> Iterator[_Part]:
    """Pairs in parts; those of one patient, whose record is read once, stay together."""
    begin = 0
    for place in range(1, len(pairs) + 1):
        if place == len(pairs) or (
            place - begin >= _PART
            and pairs[place].get("patient") != pairs[place - 1].get("patient")
        ):
            yield _Part(first + begin, pairs[begin:place])
            begin = place


class Bench:
    """Judges pairs one by one and keeps what it has read of patients and lines."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._records: OrderedDict[bytes, Evaluator] = OrderedDict()
        self._lines: dict[tuple[str, str], ReadLine] = {}

    def judge(self, pair: Mapping[str, Any], number: int = 1) -> dict[str, Any]:
        """Judge one pair."""
        read, verdict = self.look(pair, number)
        return {
            "id": pair.get("id"),
            "verdict": verdict.verdict,
            "read": read.read,
            "why": say_why(read, verdict),
        }

    def look(self, pair: Mapping[str, Any], number: int = 1) -> tuple[ReadLine, LineVerdict]:
        """The line as read and its verdict, with the proof."""
        where = f"pair {number}"
        as_of = _day(pair.get("as_of"), where)
        kind = pair.get("kind")
        if kind not in ("inclusion", "exclusion"):
            raise InputError("no such kind of line", where=where, expected=_EXPECTED, code="F031")
        criterion = pair.get("criterion")
        if not isinstance(criterion, str):
            raise InputError(
                "the criterion is no text", where=where, expected=_EXPECTED, code="F031"
            )
        evaluator = self.evaluator(pair.get("patient"), as_of, where)
        read = self.line(criterion, kind, pair.get("language"))
        line = Line(criterion, kind, read.node, source=str(pair.get("id", "")))
        return read, judge_line(line, evaluator)

    def line(
        self, text: str, kind: Literal["inclusion", "exclusion"], language: object
    ) -> ReadLine:
        """A criterion as read, kept by its text and kind."""
        key = (text, kind)
        if key not in self._lines:
            given = language if language in ("en", "zh") else None
            self._lines[key] = read_line(text, kind, given, vocabulary=self.vocabulary)
        return self._lines[key]

    def evaluator(self, patient: object, as_of: date, where: str) -> Evaluator:
        """The patient's record on a day, ready to be asked; kept by its whole content."""
        if not isinstance(patient, Mapping):
            raise InputError(
                "the pair has no patient", where=where, expected=_EXPECTED, code="F031"
            )
        key = orjson.dumps([patient, as_of.isoformat()], option=orjson.OPT_SORT_KEYS)
        held = self._records.get(key)
        if held is None:
            record = self._read(patient, as_of, where)
            held = Evaluator(normalise(record, self.vocabulary), as_of, self.vocabulary)
            self._records[key] = held
            if len(self._records) > _KEPT:
                self._records.popitem(last=False)
        return held

    def _read(self, patient: Mapping[str, Any], as_of: date, where: str) -> Record:
        note = patient.get("note")
        if isinstance(note, str):
            return read_note(note, self.vocabulary, as_of=as_of).record
        return read_patient_value(patient, self.vocabulary, document=where, as_of=as_of)


def _day(given: object, where: str) -> date:
    try:
        return date.fromisoformat(str(given))
    except ValueError:
        raise InputError(
            "the pair has no date to be judged on", where=where, expected='"as_of": "YYYY-MM-DD"',
            code="F031",
        ) from None  # fmt: skip


def say_why(read: ReadLine, verdict: LineVerdict) -> str:
    """The reason in words of the vocabulary: what decided, or what is missing."""
    outcome = verdict.outcome
    if verdict.verdict == "unknown":
        parts = [
            f"{why.reason.value}: {why.fact}{f'({why.argument})' if why.argument else ''}"
            if why.fact
            else why.reason.value
            for why in outcome.whys
        ]
        return "; ".join(dict.fromkeys(parts)) or "nothing recorded settles it"
    names = []
    for proof in outcome.proof:
        name = getattr(proof, "fact", None) or getattr(proof, "events", "")
        argument = getattr(proof, "argument", None) or getattr(proof, "concept", None)
        names.append(f"{name}({argument})" if argument else str(name))
    return "decided by " + ", ".join(dict.fromkeys(names)) if names else "holds for every patient"
