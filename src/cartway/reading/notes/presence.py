"""Yes-or-no findings: involvement of organs, effusions, transformation, infection, fever."""

from __future__ import annotations

import re

from cartway.facts import Certainty
from cartway.reading.lexicon import Match
from cartway.reading.notes.dating import DateMention
from cartway.reading.notes.note import Note
from cartway.reading.notes.timing import date_near, part_around
from cartway.values import Quantity

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
        value = not (scope.negated or former or _NORMAL_BEHIND.match(note.lower, match.end))
        if value and re.search(r"(?a)resolved|消失|已愈|has gone", note.lower[low:high]):
            continue
        near = date_near(note, match.start, match.end)
        on = near.first if near is not None else note.date_of_test(match.start, match.end)
        certainty = Certainty.UNCERTAIN if doubted and not scope.negated else Certainty.STATED
        note.add_fact(name, value, match.start, match.end, on=on, certainty=certainty)
    _effusions(note)
    _infection(note)
    _nervous_system(note)
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


def _functions(note: Note) -> None:
    """What the letter itself judges: *liver function normal*."""
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


_EFFUSION = re.compile(
    r"(?a)(?P<size>trace|small|minimal|mild|tiny|slight|moderate|large|massive|significant|大量|中量|中等量|少量|微量|少许)?\s?(?:amount of )?"
    r"(?P<place>pericardial|pleural|心包|胸腔|双侧胸腔)?(?P<within>少量|微量|少许|中量|大量)?(?P<what>\s?effusion|积液|ascites|腹水|腹腔积液|胸水)"
)
_SMALL = ("trace", "small", "minimal", "mild", "tiny", "slight", "少量", "微量", "少许")
_HARMLESS = re.compile(
    r"(?a)no (?:ha?emodynamic|clinical) (?:relevance|significance|compromise)|not (?:ha?emodynamically )?(?:relevant|significant)"
    r"|(?:no|without) (?:need (?:for|of) )?drainage|无需引流|无血流动力学|无临床意义|不需引流"
)
_HEART = re.compile(r"(?a)(?:echo|tte|lvef|\bef\b|ucg|心超|心脏彩超|超声心动|heart)[^\n]{0,90}$")


def _effusions(note: Note) -> None:
    for match in _EFFUSION.finditer(note.lower):
        place, what = match.group("place") or "", match.group("what").strip()
        if "腹" in what or what == "ascites":
            name = "ascites_present"
        elif place in ("pleural", "胸腔", "双侧胸腔") or what == "胸水":
            name = "pleural_effusion"
        elif place in ("pericardial", "心包") or (
            what == "effusion"
            and _HEART.search(note.lower, max(0, match.start() - 100), match.start())
        ):
            name = "pericardial_effusion"
        else:
            continue
        scope = note.scopes.of(*match.span())
        if scope.family or scope.planned:
            continue
        on = note.date_of_test(*match.span())
        if scope.negated:
            note.add_fact(name, False, *match.span(), on=on)
            continue
        behind = note.lower[match.end() : match.end() + 50]
        small = (match.group("size") or match.group("within")) in _SMALL
        if _HARMLESS.search(behind):
            note.add_fact(name, False, *match.span(), on=on)
        elif small and name == "ascites_present":
            note.add_fact(name, False, *match.span(), on=on)  # asked for as moderate or relevant
        elif small:
            # A small effusion of unstated meaning is neither "no effusion" nor a relevant one.
            note.add_fact(name, True, *match.span(), on=on, certainty=Certainty.UNCERTAIN)
        elif "has gone" not in behind:
            note.add_fact(name, True, *match.span(), on=on)


_NO_INFECTION = re.compile(
    r"(?a)\bno (?:sign|signs|evidence|symptoms) of (?:any )?(?:active )?infection|\bno (?:active |current |ongoing |intercurrent |other )?infections?(?: now| at present| currently)?(?=\W)"
    r"|\bfree of infection|\bnow no infection|infections?[^.;\n]{0,40}\bnone now|无(?:活动性)?感染(?:征象|证据|表现|灶)?|未见(?:明显)?感染(?:灶|征象)?|无发热、?感染"
)
_INFECTION = re.compile(
    r"(?a)(?:pneumonia|cellulitis|sepsis|bacter[ae]?emia|abscess|aspergillosis|tuberculosis|\btb\b|fever in neutropenia|urosepsis|fungal infection|osteomyelitis|meningitis|hepatitis flare|hbv reactivation|active hepatitis"
    r"|肺炎|感染|败血症|菌血症|脓肿|曲霉|蜂窝织炎|结核)"
)
_UNDER_TREATMENT = re.compile(
    r"(?a)\bi\.?v\.?\b|under treatment|on treatment|ongoing|\bon (?:hrze|2hrze|antibiotics|vori|isoniazid|rifampicin)|currently (?:on|treated)|静滴|静脉|治疗中|抗感染中|至今"
)
_OVER = re.compile(
    r"(?a)\b(?:resolved|cured|until|completed|recovered|treated|prophylaxis|past|clear|negative|history|inpatient|vaccin\w*|in (?:19|20)\d\d)\b|已愈|治愈|已吸收|预防|陈旧|既往|术后|住院"
)


def _infection(note: Note) -> None:
    for match in _NO_INFECTION.finditer(note.lower):
        section = note.sentence(match.start()).section
        if section in ("family", "plan"):
            continue
        note.add_fact("active_infection", False, *match.span())
    for match in _INFECTION.finditer(note.lower):
        scope = note.scopes.of(*match.span())
        sentence = note.sentence(match.start())
        if not scope.of_patient_now:
            continue
        around = note.lower[
            max(sentence.start, match.start() - 40) : min(sentence.end, match.end() + 110)
        ]
        if _UNDER_TREATMENT.search(around) and not _OVER.search(
            note.lower, match.end(), min(sentence.end, match.end() + 60)
        ):
            note.add_fact("active_infection", True, *match.span())
            if re.search(r"(?a)\bi\.?v\.?\b|静滴|静脉", around):
                note.add_fact("intravenous_antimicrobials_needed", True, *match.span())


_TUBERCULOSIS = re.compile(r"(?a)tubercul\w+|\btb\b|结核")
_TREATED_NOW = re.compile(
    r"(?a)\bon (?:\d?hr\w*|anti-?tubercul\w*|isoniazid|treatment)|hrze?治疗中|抗结核治疗中|active (?:pulmonary )?tubercul|xpert|\bpcr\b"
)
_TREATED_BEFORE = re.compile(
    r"(?a)\btreated\b|cured|治愈|陈旧|completed|past|prophyla|latent|quantiferon|t-?spot|igra|grandfather|contact"
)
_HEPATITIS_B = re.compile(
    r"(?a)(?:hbv|hepatitis b|乙肝|乙型肝炎)[^.;。\n]{0,16}(?:reactivat\w*|再激活|激活|flare)|\bactive (?:chronic )?hepatitis b|活动性乙(?:肝|型肝炎)|reactivat\w+ of (?:hbv|hepatitis b)"
)
_HEPATITIS = re.compile(
    r"(?a)(?:\balt\b|transaminas|转氨酶|谷丙)[^.;。\n]{0,40}(?:raised|elevated|high|升高|增高)|jaundice|黄疸"
)


_CURED = re.compile(r"(?a)cured|治愈|陈旧|规范治愈|no active tb|无活动性(?:病变|结核)")
_CARRIER = re.compile(
    r"(?a)hbsag[^.;。]{0,4}(?:carri\w+|携带)|carrier of hepatitis b|乙肝(?:病毒)?携带|inactive hbv carrier|hepatitis b carrier"
)
_NO_DIALYSIS = re.compile(
    r"(?a)never dialy[sz]ed|no dialysis|dialysis[- ]independent|not on dialysis|未(?:行)?(?:血液)?透析|无需透析"
)


def read_viral_activity(note: Note) -> None:
    """Tuberculosis under treatment, active viral infection and dialysis, where the note shows it."""
    for match in _CARRIER.finditer(note.lower):
        if note.scopes.of(*match.span()).of_patient_now:
            note.add_fact("hepatitis_b_surface_antigen", "positive", *match.span())
    for match in _NO_DIALYSIS.finditer(note.lower):
        note.add_fact("on_dialysis", False, *match.span())
        note.add_absence("medication", "dialysis_procedure", *match.span())
        note.add_absence("prior_therapy", "dialysis_procedure", *match.span())
    for match in _TUBERCULOSIS.finditer(note.lower):
        sentence = note.sentence(match.start())
        text = note.lower[sentence.start : sentence.end]
        scope = note.scopes.of(*match.span())
        if scope.of_patient_now and _CURED.search(text) and not _TREATED_NOW.search(text):
            note.add_fact("tuberculosis_active", False, *match.span())
        if not scope.of_patient_now or _TREATED_BEFORE.search(text):
            continue
        if _TREATED_NOW.search(text):
            note.add_fact("tuberculosis_active", True, *match.span())
            note.add_fact("active_infection", True, *match.span())
            if (
                re.search(r"(?a)central nervous system|\bcns\b|中枢|脑膜|meningitis", text)
                and "infection_or_inflammation_cns" in note.vocabulary.concepts
            ):
                note.add_event(
                    "condition", {"code": ("infection_or_inflammation_cns",), "status": ("condition_active",)},
                    *match.span(), ongoing=True,
                )  # fmt: skip
    found = _HEPATITIS_B.search(note.lower)
    if found is not None and note.scopes.of(*found.span()).of_patient_now:
        note.add_fact("hepatitis_b_infection_active", True, *found.span())
        return
    loads = [
        one
        for one in note.gathered.facts
        if one.fact == "hepatitis_b_virus_dna_level"
        and isinstance(one.value, Quantity)
        and not one.value.comparator
    ]
    hepatitis = _HEPATITIS.search(note.lower)
    if hepatitis is not None and any(
        isinstance(one.value, Quantity) and one.value.value > 20000 for one in loads
    ):
        # Over 20,000 IU/mL with hepatitis: the immune-active phase by every guideline.
        note.add_fact(
            "hepatitis_b_infection_active", True, *hepatitis.span(), certainty=Certainty.DERIVED
        )


_CNS_TEST = re.compile(
    r"(?a)\bcsf\b|cerebrospinal|\blp\b|lumbar puncture|脑脊液|腰穿|(?:brain|head|cranial|cerebral|头颅|颅脑|脑)\S{0,4}\s?(?:mri|mr\b|ct|增强|磁共振)|\bmri (?:of the )?(?:brain|head)"
)
_CNS_CLEAR = re.compile(
    r"(?a)(?:csf|cerebrospinal fluid|\blp\b|lumbar puncture|脑脊液|腰穿)[^;。\n]{0,90}?(?:no blasts|no (?:malignant |tumou?r |leukaemic |leukemic |lymphoma |plasma )?cells|\bclear\b|cns-?1\b|negative|\bneg\b|未见(?:肿瘤|恶性|幼稚|异常)\S{0,4}|阴性|细胞0)"
    r"|(?:brain|head|cranial|cerebral|头颅|颅脑|脑)\S{0,4}\s?(?:mri|mr\b|ct|增强mri|增强ct|磁共振)[^;。\n]{0,40}?(?:no (?:metastas\w+|lesions?|evidence|abnormal\w*|cns|lymphoma|tumou?r|leuk\w+|disease|involvement|pathology)|normal|clear|negative|未见(?:转移|异常|占位|明显异常)|正常|阴性)"
    r"|\bmri (?:of the )?(?:brain|head)[^;。\n]{0,40}?(?:no (?:metastas\w+|lesions?|evidence|abnormal\w*|cns|lymphoma|tumou?r|leuk\w+|disease|involvement|pathology)|normal|clear|negative)"
    r"|\bclear on\b[^;。\n]{0,40}\(no cells"
)
_CNS_DOUBT = re.compile(
    r"(?a)first diagnosis|at diagnosis|初诊|可疑|suspicious|不能定性|待定|不除外|positive|equivocal|never done|未查"
)


def _ahead(note: Note, mention: DateMention) -> bool:
    return note.letter is not None and mention.first.earliest > note.letter


_CNS_SICK = re.compile(
    r"(?a)(?:isolated (?:to (?:the )?)?(?:cns|central nervous system)|\b(?:active |isolated )?cns (?:relapse|disease|involvement|infiltration|metastas\w+|lymphoma|leuk\w+)|central nervous system (?:relapse|disease|involvement|infiltration|metastas\w+)"
    r"|isolated to the (?:cns|central nervous system)|(?:plasma cells|blasts|lymphoma cells|malignant cells|tumou?r cells) in the (?:cerebrospinal fluid|csf)|brain metastas\w+|\bcns-?3\b|中枢(?:神经系统)?(?:受累|侵犯|浸润|复发|白血病|转移)|脑转移|脑膜(?:转移|侵犯|白血病))"
)


def _nervous_system(note: Note) -> None:
    for sentence in note.document.sentences:
        text = note.lower[sentence.start : min(sentence.end, sentence.start + 1500)]
        if (
            not _CNS_TEST.search(text)
            or _CNS_DOUBT.search(text)
            or sentence.section in ("family", "plan")
        ):
            continue
        clear = [*_CNS_CLEAR.finditer(text)]
        if not clear:
            continue
        start, end = sentence.start + clear[-1].start(), sentence.start + clear[-1].end()
        named = [
            one
            for one in note.calendar.within(sentence.start, min(sentence.end, end + 30))
            if not _ahead(note, one)
        ]
        on = named[-1].last if named else note.date_of_test(start, end)
        old = note.letter is not None and on is not None and (note.letter - on.latest).days > 35
        if not old:
            note.add_fact("central_nervous_system_involvement", False, start, end, on=on)
            note.add_fact("active_central_nervous_system_involvement", False, start, end, on=on)
    for match in _CNS_SICK.finditer(note.lower):
        scope = note.scopes.of(*match.span())
        if scope.family or scope.planned:
            continue
        if scope.negated:
            note.add_fact("central_nervous_system_involvement", False, *match.span())
            note.add_fact("active_central_nervous_system_involvement", False, *match.span())
            continue
        low, high = part_around(note, *match.span())
        doubt = note.scopes.covering("uncertain", *match.span())
        doubted = doubt is not None and low <= doubt.cue_start <= high + 4
        certainty = Certainty.UNCERTAIN if doubted else Certainty.STATED
        near = date_near(note, *match.span())
        on = near.first if near is not None else None
        note.add_fact(
            "central_nervous_system_involvement", True, *match.span(), on=on, certainty=certainty
        )
        over = re.search(
            r"(?a)before car|remission|resolved|转阴|cleared",
            note.lower[match.start() : note.sentence(match.start()).end],
        )
        if not over:
            note.add_fact(
                "active_central_nervous_system_involvement",
                True,
                *match.span(),
                on=on,
                certainty=certainty,
            )
    for match in re.finditer(r"(?a)\bcns[- ]?([123])\b", note.lower):
        near = note.date_before(match.start())
        note.add_fact(
            "central_nervous_system_grade", Quantity(float(match.group(1)), "1"), *match.span(),
            on=near.first if near is not None else note.date_of_test(*match.span()),
        )  # fmt: skip
