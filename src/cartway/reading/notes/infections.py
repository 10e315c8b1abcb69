"""Infections: active or not, under which treatment; hepatitis B and tuberculosis in particular."""

from __future__ import annotations

import re

from cartway.facts import Certainty
from cartway.reading.notes.infection_course import course_over
from cartway.reading.notes.note import Note
from cartway.values import Quantity

_NO_INFECTION = re.compile(
    r"(?a)\bno (?:sign|signs|evidence|symptoms) of (?:any )?(?:active )?infection|\bno (?:active |current |ongoing |intercurrent |other )?infections?(?: now| at present| currently)?(?=\W)"
    r"|\binfections?\s?:\s?(?:none|no\b|nil)|\bfree of infection|\bnow no infection|infections?[^.;\n]{0,40}\bnone now|无(?:活动性)?感染(?:征象|证据|表现|灶)?|未见(?:明显)?感染(?:灶|征象)?|无发热、?感染|(?:目前|现在?|也|,)没有?(?:什么)?感染|没感染"
)


_INFECTION = re.compile(
    r"(?a)(?:pneumonia|cellulitis|sepsis|bacter[ae]?emia|abscess|aspergillosis|tuberculosis|\btb\b|fever in neutropenia|urosepsis|fungal infection|malaria|influenza|covid-19|osteomyelitis|meningitis|hepatitis flare|hbv reactivation|active hepatitis"
    r"|肺炎(?!克雷伯|链球菌|球菌|支原体|衣原体)|感染|败血症|菌血症|脓肿|曲霉|蜂窝织炎|结核)"
)


_UNDER_TREATMENT = re.compile(
    r"(?a)\bi\.?v\.?\b|under treatment|on treatment|ongoing|\b(?:on|under) (?:voriconazole|posaconazole|isavuconazole|amphotericin|caspofungin|hrze|2hrze|antibiotics|vori|isoniazid|rifampicin)|currently (?:on|treated)|静滴|静脉(?:滴注|输注|点滴|用药|给药|抗)|治疗中|抗感染中|还在(?:打|用|吃|挂|输)|仍在(?:静滴|用药|抗感染)|静滴中|第\d{1,2}(?:天|周)|至今"
)


_OVER = re.compile(
    r"(?a)\b(?:resolved|cured|until|completed|recovered|treated|prophylaxis|past|clear|negative|history|inpatient|vaccin\w*|in (?:19|20)\d\d)\b|已愈|治愈|已吸收|预防|陈旧|既往|术后|住院"
)


def read_infections(note: Note) -> None:
    """Gather whether there is an infection now, and whether drugs go into a vein for it."""
    for match in _NO_INFECTION.finditer(note.lower):
        section = note.sentence(match.start()).section
        if section in ("family", "plan"):
            continue
        note.add_fact("active_infection", False, *match.span())
        _none_since(note, *match.span())
    _last_antibiotic(note)
    for match in _INFECTION.finditer(note.lower):
        scope = note.scopes.of(*match.span())
        sentence = note.sentence(match.start())
        if not scope.of_patient_now or course_over(note, *match.span()) is not None:
            continue
        around = note.lower[
            max(sentence.start, match.start() - 40) : min(sentence.end, match.end() + 110)
        ]
        treated = _UNDER_TREATMENT.search(around) or _on_drug(note, match.end(), sentence.end)
        if treated and not _OVER.search(
            note.lower, match.end(), min(sentence.end, match.end() + 60)
        ):
            note.add_fact("active_infection", True, *match.span())
            if re.search(r"(?a)\bi\.?v\.?\b|静滴|静脉(?:滴注|输注|点滴|用药|给药|抗)", around):
                note.add_fact("intravenous_antimicrobials_needed", True, *match.span())


_TAKING = re.compile(r"(?a)\b(?:on|receiving|taking)\s(?:oral |i\.?v\.? |intravenous )?$|予\s?$")


def _on_drug(note: Note, start: int, end: int) -> bool:
    """*Influenza A PCR positive; on oseltamivir since 27 October*."""
    for match in note.matches_within(start, min(end, start + 120)):
        if not any(
            one.system == "treatment" and note.is_a(one.id, "anti_infective_drug")
            for one in match.senses
        ):
            continue
        if _TAKING.search(note.lower, max(0, match.start - 18), match.start):
            return _OVER.search(note.lower, match.end, min(end, match.end + 40)) is None
    return False


_LAST_GIVEN = re.compile(
    r"(?a)(?:\blast (?:dose of )?(?:i\.?v\.? )?(?:antibiotics?|antimicrobials?)(?: dose)?|末次(?:使用)?抗(?:生素|感染药物?|菌药物?))(?: was| given)?[:,]?\s?(?:on )?$"
)


def _last_antibiotic(note: Note) -> None:
    """*Last antibiotic 13 May 2026*: none since."""
    for mention in note.calendar.mentions:
        found = _LAST_GIVEN.search(note.lower, max(0, mention.start - 40), mention.start)
        if found is not None:
            for drug in ("antibiotic", "intravenous_antimicrobial"):
                note.add_absence("medication", drug, found.start(), mention.end, since=mention.last)


def _none_since(note: Note, start: int, end: int) -> None:
    """*Infections: sepsis in July, malaria 6-8 August. None now*: what was told is all since then."""
    line = note.plain.rfind("\n", 0, start) + 1
    told = [
        course.last
        for match in _INFECTION.finditer(note.lower, line, start)
        if (course := course_over(note, *match.span())) is not None and course.last is not None
    ]
    if told:
        last = max(told, key=lambda day: day.latest)
        note.add_absence("condition", "infection", start, end, since=last)


_TUBERCULOSIS = re.compile(r"(?a)tubercul\w+|\btb\b|结核")


_TREATED_NOW = re.compile(
    r"(?a)\bon (?:\d?hr\w*|anti-?tubercul\w*|isoniazid|treatment)|hrze?治疗中|抗结核治疗中|active (?:pulmonary )?tubercul|xpert|\bpcr\b"
)


_TREATED_BEFORE = re.compile(
    r"(?a)\btreated\b|cured|治愈|陈旧|completed|past|prophyla|latent|quantiferon|t-?spot|igra|grandfather|contact"
)


_NO_TUBERCULOSIS = re.compile(
    r"(?a)\b(?:no|without)(?: any| radiological| clinical)? (?:signs?|evidence) of (?:active )?(?:pulmonary )?(?:tb|tuberculosis)\b|(?:否认|无)[^,;。\n]{0,14}(?:肺?结核)(?:病)?(?:[^,;。\n]{0,8}(?:病史|史))?|\b(?:no|denies(?: any)?|never had) (?:history of |past |previous |known )?(?:tb|tuberculosis)\b(?! contact| exposure)"
)


def _denied_tuberculosis(note: Note) -> None:
    """Who never had tuberculosis has none now."""
    for match in _NO_TUBERCULOSIS.finditer(note.lower):
        section = note.sentence(match.start()).section
        if section != "family" and not note.scopes.covering("family", *match.span()):
            note.add_fact("tuberculosis_active", False, *match.span())


_HEPATITIS_B = re.compile(
    r"(?a)(?:hbv|hepatitis b|乙肝|乙型肝炎)[^.;。\n]{0,16}(?:reactivat\w*|再激活|激活|flare)|\bactive (?:chronic )?hepatitis b|活动性乙(?:肝|型肝炎)|reactivat\w+ of (?:hbv|hepatitis b)"
)


_HEPATITIS = re.compile(
    r"(?a)(?:\balt\b|transaminas|转氨酶|谷丙)[^.;。\n]{0,40}(?:raised|elevated|high|升高|增高)|jaundice|黄疸"
)


_CURED = re.compile(
    r"(?a)(?:\bno|without)(?: any| radiological| clinical)? (?:signs?|evidence|symptoms) of (?:an? )?(?:active|reactivat)|cured|\bold (?:\w+ )?(?:scars?|tb|tuberculosis)\b|took (?:pills|tablets|treatment|drugs) for|治愈|陈旧|规范治愈|no active tb|无活动性(?:病变|结核)"
)


_CARRIER = re.compile(
    r"(?a)hbsag[^.;。]{0,4}(?:carri\w+|携带)|carrier of hepatitis b|乙肝(?:病毒)?(?:表面抗原)?携带|inactive hbv carrier|hepatitis b carrier"
)


_NO_DIALYSIS = re.compile(
    r"(?a)never dialy[sz]ed|no dialysis|dialysis[- ]independent|not on dialysis|(?:未|没有?|不|无|无需|不需要?|不用|尚未|从未)(?:行|做|进行|接受)?过?(?:血液|腹膜|血)?透析"
)


_HIV = re.compile(
    r"(?a)\bhiv(?: infection|-positive| positive)?,? (?:since|diagnosed|on (?:art|haart)|well controlled)|\b(?:known|chronic) hiv\b(?! neg)|\bhiv感染(?!指标|筛查)"
)


def read_viral_activity(note: Note) -> None:
    """Tuberculosis under treatment, active viral infection and dialysis, where the note shows it."""
    for match in _CARRIER.finditer(note.lower):
        if note.scopes.of(*match.span()).of_patient_now:
            note.add_fact("hepatitis_b_surface_antigen", "positive", *match.span())
    for match in _HIV.finditer(note.lower):
        if note.scopes.of(*match.span()).of_patient_now:
            note.add_fact("hiv_antibody", "positive", *match.span())
    for match in _NO_DIALYSIS.finditer(note.lower):
        note.add_fact("on_dialysis", False, *match.span())
        note.add_absence("medication", "dialysis_procedure", *match.span())
        note.add_absence("prior_therapy", "dialysis_procedure", *match.span())
    for match in _TUBERCULOSIS.finditer(note.lower):
        low, high = note.document.clause_at(match.start())
        text = note.lower[low:high]
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
    _denied_tuberculosis(note)
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
