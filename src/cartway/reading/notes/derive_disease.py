"""What follows for the disease: its kind, its risk, whether it is advanced or measurable."""

from __future__ import annotations

from dataclasses import replace

from cartway.facts import Certainty, Fact
from cartway.reading.notes.latest_values import latest, number
from cartway.reading.notes.note import Note
from cartway.values import Quantity


def derive_disease(note: Note) -> None:
    """Add what follows of the disease to be treated."""
    _outside_the_marrow(note)
    _grown_in_spite_of_treatment(note)
    _high_risk(note)
    _advanced(note)
    _secretory(note)
    _double_expressor(note)


def _outside_the_marrow(note: Note) -> None:
    """Blasts in the marrow: disease elsewhere is not isolated; in the testes it is outside it."""
    blasts = latest(note, "bone_marrow_blasts")
    value = number(blasts)
    if blasts is not None and value is not None and value >= 5:
        note.gathered.facts.append(
            Fact(
                "isolated_extramedullary_disease", False, blasts.on, None, blasts.origin,
                Certainty.DERIVED,
            )
        )  # fmt: skip
        recent = note.letter is not None and blasts.on is not None
        if recent and (note.letter - blasts.on.latest).days <= 60:  # type: ignore[operator,union-attr]  # both are there
            note.gathered.facts.append(
                Fact(
                    "disease_status",
                    "active_disease",
                    blasts.on,
                    None,
                    blasts.origin,
                    Certainty.DERIVED,
                )
            )
    elif note.letter is not None and "isolated_extramedullary_disease" not in {
        one.fact for one in note.gathered.facts
    }:
        # A relapse in the marrow within the year, even if treatment has cleared it since.
        for one in note.gathered.facts:
            share = number(one) if one.fact == "bone_marrow_blasts" else None
            late = one.on is not None and (note.letter - one.on.latest).days <= 366
            if share is not None and share >= 5 and late:
                note.gathered.facts.append(
                    Fact(
                        "isolated_extramedullary_disease",
                        False,
                        one.on,
                        None,
                        one.origin,
                        Certainty.DERIVED,
                    )
                )
                break
    testes = latest(note, "testicular_involvement")
    told = any(one.fact == "extramedullary_disease" for one in note.gathered.facts)
    if testes is not None and testes.value is True and not told:
        note.gathered.facts.append(
            Fact("extramedullary_disease", True, testes.on, None, testes.origin, Certainty.DERIVED)
        )


def _double_expressor(note: Note) -> None:
    """MYC and BCL2 on enough cells: a large-cell lymphoma of that kind."""
    name = "double_expressor_lymphoma"
    large = any(
        one.fact == "diagnosis" and isinstance(one.value, str)
        and note.is_a(one.value, "diffuse_large_b_cell_lymphoma")
        for one in note.gathered.facts
    )  # fmt: skip
    told = next(
        (
            one
            for one in note.gathered.facts
            if one.fact == "double_expressor" and one.value is True
        ),
        None,
    )
    if large and told is not None and name in note.vocabulary.concepts:
        note.gathered.facts.append(
            Fact("diagnosis", name, None, None, told.origin, Certainty.DERIVED)
        )


_GROWN_OR_BACK = "relapsed_or_refractory"


def _grown_in_spite_of_treatment(note: Note) -> None:
    """A cancer that grows after it was treated has come back, or did not answer."""
    states = [one for one in note.gathered.facts if one.fact == "disease_status"]
    grows = next((one for one in states if one.value == "progressive"), None)
    if grows is None or any(note.is_a(str(one.value), _GROWN_OR_BACK) for one in states):
        return
    treated = any(
        event.events == "prior_therapy"
        and any(
            note.is_a(str(one), "systemic_anticancer_therapy") for one in event.attributes["agent"]
        )
        for event in note.gathered.events
    )
    if treated:
        note.gathered.facts.append(
            replace(grows, value=_GROWN_OR_BACK, certainty=Certainty.DERIVED)
        )


_LATE = ("bclc_stage_c", "bclc_stage_d", "tnm_stage_iv")


def _advanced(note: Note) -> None:
    """A tumour in its last stages is advanced, whether or not the letter calls it so."""
    told = {one.value for one in note.gathered.facts if one.fact == "disease_status"}
    if "advanced" in told or "advanced" not in note.vocabulary.concepts:
        return
    for one in note.gathered.facts:
        late = one.fact in ("stage_bclc", "stage_tnm") and one.value in _LATE
        if late or (one.fact == "metastatic_disease" and one.value is True):
            note.gathered.facts.append(
                Fact("disease_status", "advanced", one.on, None, one.origin, Certainty.DERIVED)
            )
            return


def _high_risk(note: Note) -> None:
    """Revised stage III or an unfavourable change of the chromosomes: a myeloma of high risk."""
    for one in note.gathered.facts:
        staged = one.fact == "stage_r_iss" and one.value == "r_iss_stage_iii"
        if staged or (one.fact == "high_risk_cytogenetics" and one.value is True):
            note.gathered.facts.append(
                Fact("disease_status", "high_risk", one.on, None, one.origin, Certainty.DERIVED)
            )
            return


_SECRETED = (
    ("m_protein_serum", 5.0),
    ("m_protein_urine", 200.0),
    ("free_light_chain_involved", 100.0),
)


def _secretory(note: Note) -> None:
    """Enough protein to be measured: the myeloma is not one that secretes none."""
    if any(one.fact == "non_secretory_disease" for one in note.gathered.facts):
        return
    for name, least in _SECRETED:
        one = latest(note, name)
        value = number(one)
        if one is None or value is None or not isinstance(one.value, Quantity):
            continue
        if value * (10.0 if one.value.unit == "g/dL" else 1.0) >= least:
            note.gathered.facts.append(
                Fact("non_secretory_disease", False, one.on, None, one.origin, Certainty.DERIVED)
            )
            return
