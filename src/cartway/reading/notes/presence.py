"""Yes-or-no findings: involvement of organs, effusions, transformation, infection, fever."""

from __future__ import annotations

import re

from cartway.facts import Certainty
from cartway.reading.lexicon import Match
from cartway.reading.notes.effusions import read_effusions
from cartway.reading.notes.infections import read_infections, read_viral_activity
from cartway.reading.notes.nervous_system import read_nervous_system
from cartway.reading.notes.note import Note
from cartway.reading.notes.timing import date_near, part_around

# These say what a trial asks, not what a patient has, or have rules of their own.
_ELSEWHERE = frozenset(
    [
        "informed_consent_given",
        "contraception_agreed",
        "compliance_agreed",
        "no_blood_or_sperm_donation_agreed",
        "long_term_follow_up_agreed",
        "biopsy_agreed",
        "concurrent_trial_participation",
        "investigator_judges_unsuitable",
        "measurable_disease",
        "performance_status_adequate",
        "venous_access_adequate",
        "leukapheresis_feasible",
        "leukapheresis_contraindicated",
        "lymphodepletion_contraindicated",
        "transplant_eligible",
        "standard_therapy_available",
        "organ_function_adequate",
        "bone_marrow_function_adequate",
        "coagulation_function_adequate",
        "liver_function_adequate",
        "renal_function_adequate",
        "pulmonary_function_adequate",
        "cardiac_function_adequate",
        "pregnant",
        "pregnancy_planned",
        "lactating",
        "childbearing_potential",
        "postmenopausal_or_sterile",
        "legal_capacity",
        "under_guardianship",
        "breath_holding_or_cooperation",
        "able_to_swallow_tablets",
        "caregiver_available",
        "prior_treatment_toxicity_recovered",
        "needs_supplemental_oxygen",
        "inadequate_response_to_conventional_therapy",
        "internal_organ_involvement",
        "active_infection",
        "intravenous_antimicrobials_needed",
        "pericardial_effusion",
        "ascites_present",
        "pleural_effusion",
        "serous_effusion",
        "fever_present",
        "metastatic_disease",
        "hyperleukocytosis",
        "active_central_nervous_system_involvement",
        "central_nervous_system_involvement",
        "unresectable_disease",
        "stem_cell_donor_available",
        "autologous_stem_cells_stored",
        "hepatitis_b_infection_active",
        "hepatitis_c_infection_active",
    ]
)


_NORMAL_BEHIND = re.compile(
    r"(?a)\s?(?::|=)?\s?(?:are |is |was |were )?(?:clear|normal|negative|neg\b|none|未见|正常|阴性|\(-\))"
)


# "不透析", "不需要输血", "不咳嗽"
_NOT_BEFORE = re.compile(r"(?a)不(?:需要?|用|再|做|行)?$")
_NO_OTHER = re.compile(r"(?a)(?:\bother|\bfurther|其他|其它)\s?(?:\w+ )?$")


def read_presence(note: Note) -> None:
    """Gather the findings that the vocabulary names and the note states or denies."""
    for match in note.matches:
        name = _presence_of(note, match)
        if name is None:
            continue
        scope = note.scope(match)
        if scope.family or scope.planned or scope.not_done:
            continue
        low, high = part_around(note, match.start, match.end)
        doubt = note.scopes.covering("uncertain", match.start, match.end)
        doubted = doubt is not None and low <= doubt.cue_start < high
        former = re.search(
            r"(?a)\b(?:ex|former|never|non)[- ]?$",
            note.lower[max(0, match.start - 8) : match.start],
        )
        refused = _NOT_BEFORE.search(note.lower, max(0, match.start - 5), match.start)
        value = not (
            scope.negated or former or refused or _NORMAL_BEHIND.match(note.lower, match.end)
        )
        if scope.negated and _NO_OTHER.search(note.lower, max(0, match.start - 10), match.start):
            # "A rib mass, no other extramedullary disease" counts the mass as such.
            if name != "extramedullary_disease" and not name.endswith("_involvement"):
                continue
            value = True
        if value and re.search(r"(?a)resolved|消失|已愈|has gone", note.lower[low:high]):
            continue
        near = date_near(note, match.start, match.end)
        on = near.first if near is not None else note.date_of_test(match.start, match.end)
        certainty = Certainty.UNCERTAIN if doubted and not scope.negated else Certainty.STATED
        note.add_fact(name, value, match.start, match.end, on=on, certainty=certainty)
    read_effusions(note)
    read_infections(note)
    read_nervous_system(note)
    read_viral_activity(note)
    _functions(note)


_FUNCTIONS = tuple(
    (re.compile(pattern), facts)
    for pattern, facts in (
        (
            r"(?a)肝肾功能?(?:大致|基本)?正常|(?:normal|adequate|preserved) (?:liver and (?:renal|kidney)|(?:renal|kidney) and (?:liver|hepatic)|hepatic and renal) function",
            ("liver_function_adequate", "renal_function_adequate"),
        ),
        (
            r"(?a)肝功能?(?:大致|基本)?正常|(?:normal|adequate) (?:liver|hepatic) function|liver function (?:tests )?(?:is |are )?normal|\blfts normal",
            ("liver_function_adequate",),
        ),
        (
            r"(?a)肾功能?(?:大致|基本)?正常|(?:normal|adequate) (?:renal|kidney) function|(?:renal|kidney) function (?:is )?normal",
            ("renal_function_adequate",),
        ),
        (
            r"(?a)凝血(?:功能)?(?:大致|基本)?正常|(?:normal|adequate) coagulation|coagulation (?:is |was |screen )?normal",
            ("coagulation_function_adequate",),
        ),
        (
            r"(?a)(?:心肺|肺)功能(?:检查)?正常|(?:normal|adequate) (?:lung|pulmonary) function|(?:lung|pulmonary) function (?:tests )?(?:is |are )?normal",
            ("pulmonary_function_adequate",),
        ),
        (
            r"(?a)心(?:脏)?功能正常|心肺功能正常|(?:normal|adequate) cardiac function",
            ("cardiac_function_adequate",),
        ),
        (
            r"(?a)(?:重要)?(?:器官|脏器)功能(?:良好|正常)|(?:adequate|normal|good|preserved) organ functions?|organ function (?:is )?(?:adequate|normal|preserved)",
            ("organ_function_adequate",),
        ),
    )
)


_ECG_NORMAL = re.compile(
    r"(?a)\b(?:ecg|ekg|electrocardiogram)\b(?: \d{1,2}[/ .][\w/.]{1,8})?(?::| is| was|,)* normal\b|\bnormal (?:ecg|ekg|electrocardiogram)\b|(?:心电图|ecg)(?:\([^()]{0,12}\))?(?::|示|检查)?(?:大致|基本)?正常"
)


def _normal_tests(note: Note) -> None:
    """*ECG normal*."""
    for match in _ECG_NORMAL.finditer(note.lower):
        if note.sentence(match.start()).section not in ("family", "plan"):
            note.add_fact(
                "clinically_significant_ecg_abnormality", False, *match.span(),
                on=note.date_of_test(*match.span()),
            )  # fmt: skip


def _functions(note: Note) -> None:
    """What the letter itself judges: *liver function normal*."""
    _normal_tests(note)
    for pattern, facts in _FUNCTIONS:
        for match in pattern.finditer(note.lower):
            scope = note.scopes.of(*match.span())
            if scope.family or scope.planned or scope.negated:
                continue
            for fact in facts:
                note.add_fact(fact, True, *match.span(), on=note.date_of_test(*match.span()))


def _presence_of(note: Note, match: Match) -> str | None:
    for sense in match.senses:
        if sense.kind == "fact" and sense.id not in _ELSEWHERE:
            definition = note.vocabulary.facts[sense.id]
            if definition.kind == "presence" and definition.argument is None:
                return sense.id
    return None
