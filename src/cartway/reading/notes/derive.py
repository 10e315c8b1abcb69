"""What follows from what was read: clearance, performance on the other scale, antibody-free lists."""

from __future__ import annotations

from dataclasses import replace

from cartway.facts import Certainty, Event, Fact
from cartway.reading.notes.derive_disease import derive_disease
from cartway.reading.notes.derived_counts import close_controlled, derive_counts, settle_pressure
from cartway.reading.notes.latest_values import latest, number
from cartway.reading.notes.note import Note
from cartway.values import Quantity

# ECOG grade to the Karnofsky scores it may stand for (Oken 1982; the ruling in the manual).
_KARNOFSKY = {0: (90, 100), 1: (70, 90), 2: (50, 70), 3: (30, 50), 4: (10, 30)}
_CREATININE_UMOL = 88.42


def derive(note: Note) -> None:
    """Add the derived facts, marked as derived."""
    derive_counts(note)
    settle_pressure(note)
    close_controlled(note)
    _clearance(note)
    _performance(note)
    _low_immunoglobulin(note)
    _residual_disease(note)
    _residual_by_level(note)
    _graft_versus_host(note)
    _settled_graft_disease(note)
    _shares(note)
    _measurable_protein(note)
    _failed_immune_treatment(note)
    _few_blasts(note)
    _outside_plasmacytoma(note)
    _ligand_by_score(note)
    derive_disease(note)


def _ligand_by_score(note: Note) -> None:
    """PD-L1 by its combined score: from one on, the tumour carries it."""
    score = latest(note, "pd_l1_combined_positive_score")
    value = number(score)
    name, antigen = "antigen_expression", "pd_l1_antigen"
    told = any(one.fact == name and one.argument == antigen for one in note.gathered.facts)
    if score is None or value is None or told or antigen not in note.vocabulary.concepts:
        return
    result = "positive" if value >= 1 else "negative"
    note.gathered.facts.append(
        Fact(name, result, score.on, antigen, score.origin, Certainty.DERIVED)
    )


def _shares(note: Note) -> None:
    """The share of a kind of white cell, where its count and all white cells were counted together."""
    whites = latest(note, "white_blood_cell_count")
    total = _per_litre(whites)
    if whites is None or not total:
        return
    for name, share in (
        ("absolute_lymphocyte_count", "lymphocyte_percent"),
        ("absolute_neutrophil_count", "neutrophil_percent"),
    ):
        part = latest(note, name)
        number = _per_litre(part)
        told = any(one.fact == share for one in note.gathered.facts)
        if part is None or number is None or told or part.on != whites.on or number > total:
            continue
        _add(note, share, Quantity(round(100 * number / total, 1), "%"), part)


def _outside_plasmacytoma(note: Note) -> None:
    """A plasmacytoma outside the bones is extramedullary disease."""
    if any(one.fact == "extramedullary_disease" for one in note.gathered.facts):
        return
    for one in note.gathered.facts:
        if one.fact == "diagnosis" and one.value == "extramedullary_plasmacytoma":
            note.gathered.facts.append(replace(
                one, fact="extramedullary_disease", value=True, certainty=Certainty.DERIVED
            ))  # fmt: skip
            return


def _failed_immune_treatment(note: Note) -> None:
    """A refractory autoimmune disease has not answered to its usual treatment."""
    name = "inadequate_response_to_conventional_therapy"
    facts = note.gathered.facts
    if any(one.fact == name for one in facts) or not any(
        one.fact == "diagnosis" and note.is_a(str(one.value), "autoimmune_disease") for one in facts
    ):
        return
    for one in facts:
        if one.fact == "disease_status" and one.value == "refractory":
            facts.append(replace(one, fact=name, value=True, certainty=Certainty.DERIVED))
            return


_OF_MARROW = ("minimal_residual_disease_level", "bone_marrow_blasts")
_LATELY = 45


def _few_blasts(note: Note) -> None:
    """Residual disease below five per cent of the last marrow: no more blasts than that."""
    level = latest(note, "minimal_residual_disease_level")
    value = number(level)
    if level is None or value is None or level.on is None or value >= 5:
        return
    if not isinstance(level.value, Quantity) or level.value.unit != "%":
        return
    counted = [one.on for one in note.gathered.facts if one.fact == "bone_marrow_blasts"]
    if any(day is None or day.latest >= level.on.earliest for day in counted):
        return
    for one in note.gathered.facts:
        # A level without its own day stands at that of the letter: more of late speaks against it.
        share = number(one) if one.fact in _OF_MARROW else None
        near = one.on is not None and (level.on.latest - one.on.latest).days <= _LATELY
        if share is not None and share >= 5 and near:
            return
    note.gathered.facts.append(
        Fact(
            "bone_marrow_blasts", Quantity(5.0, "%", "<"), level.on, None, level.origin,
            Certainty.DERIVED,
        )
    )  # fmt: skip


# Measurable myeloma by the International Myeloma Working Group: M protein of serum at least 10 g/L
# or of urine at least 200 mg/24 h, or involved free light chain at least 100 mg/L with an abnormal ratio.
def _measurable_protein(note: Note) -> None:
    if not any(
        one.fact == "diagnosis" and note.is_a(str(one.value), "plasma_cell_neoplasm")
        for one in note.gathered.facts
    ):
        return
    abnormal = latest(note, "free_light_chain_ratio_abnormal")
    for name, least in (
        ("m_protein_serum", 10.0), ("m_protein_urine", 200.0), ("free_light_chain_involved", 100.0),
    ):  # fmt: skip
        fact = latest(note, name)
        value = number(fact)
        if fact is None or value is None or not isinstance(fact.value, Quantity):
            continue
        if fact.value.comparator in ("<", "<="):
            continue
        value *= 10 if fact.value.unit == "g/dL" else 1
        chains = abnormal is not None and abnormal.value is True
        if value >= least and (name != "free_light_chain_involved" or chains):
            note.gathered.facts.append(
                Fact("measurable_disease", True, fact.on, None, fact.origin, Certainty.DERIVED)
            )
            return


def _per_litre(fact: Fact | None) -> float | None:
    value = number(fact)
    if fact is None or value is None or not isinstance(fact.value, Quantity):
        return None
    factor = {"10*9/L": 1.0, "10*3/uL": 1.0, "/uL": 0.001}.get(fact.value.unit)
    return None if factor is None else value * factor


def _graft_versus_host(note: Note) -> None:
    """*No GVHD now*: denied as an illness, it is not active."""
    for one in note.gathered.absences:
        if one.concept == "graft_versus_host_disease" and one.since is None:
            note.gathered.facts.append(
                Fact(
                    "graft_versus_host_disease_active",
                    False,
                    None,
                    None,
                    one.origin,
                    Certainty.DERIVED,
                )
            )
            return


def _settled_graft_disease(note: Note) -> None:
    """Every GVHD that the letter tells has resolved: none is active."""
    if any(one.fact == "graft_versus_host_disease_active" for one in note.gathered.facts):
        return
    told = [
        one for one in note.gathered.events
        if one.events == "condition"
        and any(note.is_a(str(code), "graft_versus_host_disease") for code in one.attributes["code"])
    ]  # fmt: skip
    if told and all(one.attributes.get("status") == ("condition_resolved",) for one in told):
        note.gathered.facts.append(
            Fact(
                "graft_versus_host_disease_active", False, None, None, told[-1].origin,
                Certainty.DERIVED,
            )
        )  # fmt: skip


def _residual_disease(note: Note) -> None:
    """Five per cent of blasts under the microscope is residual disease by any method."""
    blasts = latest(note, "bone_marrow_blasts")
    value = number(blasts)
    if blasts is None or value is None or value < 5 or not isinstance(blasts.value, Quantity):
        return
    for name, held in (
        ("minimal_residual_disease", "positive"),
        ("minimal_residual_disease_level", blasts.value),
    ):
        if name in note.vocabulary.facts:
            note.gathered.facts.append(
                Fact(name, held, blasts.on, None, blasts.origin, Certainty.DERIVED)
            )


def _residual_by_level(note: Note) -> None:
    """A measured level of residual disease is its result, too: from one in ten thousand cells."""
    level = latest(note, "minimal_residual_disease_level")
    if level is None or not isinstance(level.value, Quantity) or level.value.unit != "%":
        return
    told = any(
        one.fact == "minimal_residual_disease" and one.on == level.on for one in note.gathered.facts
    )
    below = level.value.comparator in ("<", "<=") and level.value.value <= 0.01
    if not told and (below or (level.value.comparator is None and level.value.value >= 0.01)):
        note.gathered.facts.append(
            Fact(
                "minimal_residual_disease", "negative" if below else "positive", level.on, None,
                level.origin, Certainty.DERIVED,
            )
        )  # fmt: skip


def _low_immunoglobulin(note: Note) -> None:
    """IgG under 4 g/L, or under 7 g/L and replaced, is hypogammaglobulinaemia."""
    globulin = latest(note, "immunoglobulin_g")
    value = number(globulin)
    if globulin is None or value is None or not isinstance(globulin.value, Quantity):
        return
    grams = value / 100 if globulin.value.unit == "mg/dL" else value
    replaced = any(
        isinstance(one, str) and "immunoglobulin" in one
        for event in note.gathered.events
        for one in event.attributes.get("agent", ())
    )
    start, end = globulin.origin.start, globulin.origin.end
    if grams < (7.0 if replaced else 4.0) and start is not None and end is not None:
        note.gathered.events.append(
            Event(
                "condition",
                {"code": ("hypogammaglobulinaemia",), "status": ("condition_active",)},
                globulin.on,
                None,
                True,
                globulin.origin,
                Certainty.DERIVED,
            )
        )


def _clearance(note: Note) -> None:
    """Cockcroft and Gault (1976): (140 - age) x kg / (72 x mg/dL), x 0.85 for women."""
    if any(one.fact.startswith("creatinine_clearance") for one in note.gathered.facts):
        stated = [one for one in note.gathered.facts if one.fact == "creatinine_clearance"]
        name = "creatinine_clearance_cockcroft_gault"
        if not any(one.fact == name for one in note.gathered.facts):
            for one in stated:
                note.gathered.facts.append(
                    Fact(name, one.value, one.on, None, one.origin, Certainty.STATED)
                )
        return
    creatinine = latest(note, "serum_creatinine")
    age, weight = number(latest(note, "age")), number(latest(note, "body_weight"))
    sex = latest(note, "sex")
    value = number(creatinine)
    if creatinine is None or value is None or age is None or weight is None or sex is None:
        return
    unit = creatinine.value.unit if isinstance(creatinine.value, Quantity) else ""
    milligrams = {"mg/dL": value, "umol/L": value / _CREATININE_UMOL}.get(unit)
    if milligrams is None or milligrams <= 0 or age < 18:
        return
    clearance = (140 - age) * weight / (72 * milligrams) * (0.85 if sex.value == "female" else 1.0)
    quantity = Quantity(round(clearance, 1), "mL/min")
    for name in ("creatinine_clearance", "creatinine_clearance_cockcroft_gault"):
        if name in note.vocabulary.facts:
            note.gathered.facts.append(
                Fact(name, quantity, creatinine.on, None, creatinine.origin, Certainty.DERIVED)
            )


def _performance(note: Note) -> None:
    ecog, karnofsky = (
        latest(note, "ecog_performance_status"),
        latest(note, "karnofsky_performance_status"),
    )
    if karnofsky is None and ecog is not None and (value := number(ecog)) is not None:
        bounds = _KARNOFSKY.get(int(value))
        if bounds is not None:
            # A quantity holds one bound; trials ask for at least so much.
            _add(note, "karnofsky_performance_status", Quantity(float(bounds[0]), "1", ">="), ecog)
    elif ecog is None and karnofsky is not None and (value := number(karnofsky)) is not None:
        score = next(
            (
                one
                for one, (low, high) in _KARNOFSKY.items()
                if low < value < high or value == high == 100
            ),
            None,
        )
        if score is not None:
            _add(note, "ecog_performance_status", Quantity(float(score), "1"), karnofsky)
        else:
            possible = [one for one, (low, high) in _KARNOFSKY.items() if low <= value <= high]
            if possible:
                _add(
                    note,
                    "ecog_performance_status",
                    Quantity(float(max(possible)), "1", "<="),
                    karnofsky,
                )


def _add(note: Note, name: str, value: Quantity, source: Fact) -> None:
    if name in note.vocabulary.facts:
        note.gathered.facts.append(
            Fact(name, value, source.on, None, source.origin, Certainty.DERIVED)
        )
