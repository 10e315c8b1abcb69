"""A clinical note into a record: the rules in order, and what they gave."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from cartway.facts import Absence, Certainty, Event, Fact, Finding, Record, Vocabulary
from cartway.reading.notes.antigens import read_antigens
from cartway.reading.notes.completeness import read_completeness
from cartway.reading.notes.conditions import read_conditions
from cartway.reading.notes.course import read_course
from cartway.reading.notes.derive import derive
from cartway.reading.notes.disease_duration import read_duration, read_last_relapse
from cartway.reading.notes.driver_genes import read_driver_genes
from cartway.reading.notes.drug_intensity import close_intensity
from cartway.reading.notes.function_tests import read_function_tests
from cartway.reading.notes.genetics import read_genetics
from cartway.reading.notes.immune_diseases import read_immunity
from cartway.reading.notes.intervals import read_intervals
from cartway.reading.notes.lesions import read_lesions
from cartway.reading.notes.measurements import read_measurements
from cartway.reading.notes.normal_panels import read_normal_panels
from cartway.reading.notes.note import Note
from cartway.reading.notes.operations import read_operations
from cartway.reading.notes.organ_spread import read_spread
from cartway.reading.notes.patient import read_patient
from cartway.reading.notes.presence import read_presence
from cartway.reading.notes.present_state import read_present_state
from cartway.reading.notes.results import read_results
from cartway.reading.notes.steroid_doses import read_steroid_doses
from cartway.reading.notes.therapies import read_therapies
from cartway.reading.notes.therapy_denials import (
    date_denials,
    read_pauses,
    read_transplant_denials,
)
from cartway.reading.notes.therapy_history import (
    close_history,
    close_lists,
    close_medicines,
    close_support,
)
from cartway.reading.notes.therapy_lines import count_lines
from cartway.reading.notes.therapy_outcome import read_outcome
from cartway.reading.notes.transfusions import read_transfusions
from cartway.reading.notes.trial_drugs import read_trial_drugs
from cartway.reading.notes.vaccinations import read_vaccinations

# Longer notes are read to here; the rest is reported, never silently dropped.
LONGEST = 400_000


@dataclass(frozen=True, slots=True)
class NoteReading:
    """What a note gave.

    Attributes:
        record: facts, events, absences, complete lists; each with its place in the note.
        language: ``en`` or ``zh``, as the text shows.
        letter_date: the date of the note, or the date asked about where it has none.
        spans: places of everything read, in order.
    """

    record: Record
    language: str
    letter_date: date | None
    spans: tuple[tuple[int, int], ...]


def read_note(
    text: str,
    vocabulary: Vocabulary,
    as_of: date | None = None,
    language: str | None = None,
    document: str = "note",
) -> NoteReading:
    """Read a clinical note, English or Chinese, into a record.

    Never raises on any text; what a rule could not manage is a finding of the record.

    Args:
        text: the note as it came.
        vocabulary: what may be known of a patient.
        as_of: stands in for the date of a note without one.
        language: taken only for an empty text; the words decide.
        document: name of the note, for the origin of what is read.
    """
    note = Note(text[:LONGEST], vocabulary, as_of, language, document)
    findings: list[Finding] = []
    if len(text) > LONGEST:
        findings.append(Finding("too_long", "the note is longer than is read", f"{LONGEST}-"))
    _attempt("measurements", lambda: read_measurements(note), findings)
    _attempt("panels", lambda: read_normal_panels(note), findings)
    _attempt("function tests", lambda: read_function_tests(note), findings)
    _attempt("results", lambda: read_results(note), findings)
    _attempt("genetics", lambda: read_genetics(note), findings)
    _attempt("driver genes", lambda: read_driver_genes(note), findings)
    _attempt("antigens", lambda: read_antigens(note), findings)
    _attempt("patient", lambda: read_patient(note), findings)
    _attempt("presence", lambda: read_presence(note), findings)
    _attempt("present", lambda: read_present_state(note), findings)
    _attempt("lesions", lambda: read_lesions(note), findings)
    _attempt("operations", lambda: read_operations(note), findings)
    _attempt("completeness", lambda: read_completeness(note), findings)
    _attempt("disease", lambda: _read_disease(note), findings)
    _attempt("steroid doses", lambda: read_steroid_doses(note), findings)
    _attempt("derived", lambda: derive(note), findings)
    record = _settled(note.gathered.record()).extended(findings=findings)
    found: tuple[Fact | Event | Absence, ...] = (*record.facts, *record.events, *record.absences)
    spans = {
        (one.origin.start, one.origin.end)
        for one in found
        if one.origin.start is not None and one.origin.end is not None
    }
    return NoteReading(record, note.document.language, note.letter, tuple(sorted(spans)))


def _read_disease(note: Note) -> None:
    treated = read_conditions(note)
    read_spread(note, treated)
    groups = read_therapies(note, treated)
    read_pauses(note)
    read_transplant_denials(note)
    read_trial_drugs(note)
    read_transfusions(note)
    read_vaccinations(note)
    close_lists(note)
    close_medicines(note)
    close_intensity(note)
    close_support(note)
    date_denials(note)
    close_history(note, groups)
    read_immunity(note)
    read_outcome(note, groups)
    read_intervals(note, groups)
    if not any(note.is_a(one, "autoimmune_disease") for one in treated):
        count_lines(note, groups)
    read_course(note, treated)
    read_duration(note, treated)
    read_last_relapse(note)


def _attempt(name: str, rule: Callable[[], None], findings: list[Finding]) -> None:
    """Run a rule; a fault in one must not lose what the others read."""
    try:
        rule()
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError) as error:
        findings.append(Finding("rule_failed", f"{name}: {type(error).__name__}"))


def _settled(record: Record) -> Record:
    """Leave out what a better reading of the same value makes needless."""
    readable = {(one.fact, one.argument) for one in record.facts if one.readable}
    stated = {
        (one.fact, one.argument, one.on)
        for one in record.facts
        if one.certainty is Certainty.STATED and one.value is True
    }

    def keep(one: Fact) -> bool:
        if not one.readable and (one.fact, one.argument) in readable:
            return False
        doubled = (
            one.certainty is Certainty.UNCERTAIN and (one.fact, one.argument, one.on) in stated
        )
        return not doubled

    return Record(
        tuple(one for one in record.facts if keep(one)),
        record.events,
        record.absences,
        record.complete,
        record.findings,
    )
