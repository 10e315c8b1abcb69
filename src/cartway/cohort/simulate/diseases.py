"""Who the simulated patients are: diseases with their ages, sexes, antigens and treatments.

The figures are rounded from what incidence registries and trial cohorts commonly report. They
make a cohort of plausible shape; nothing may be inferred from them.
"""

from __future__ import annotations

from dataclasses import dataclass

Regimen = tuple[str, ...]
_R_CHOP: Regimen = ("rituximab", "cyclophosphamide", "doxorubicin", "vincristine", "prednisone")
_GEMOX: Regimen = ("rituximab", "gemcitabine", "oxaliplatin")
_POLA_BR: Regimen = ("polatuzumab_vedotin", "bendamustine", "rituximab")
_BR: Regimen = ("bendamustine", "rituximab")
_VRD: Regimen = ("bortezomib", "lenalidomide", "dexamethasone")
_DKD: Regimen = ("daratumumab", "carfilzomib", "dexamethasone")
_POM: Regimen = ("pomalidomide", "dexamethasone")
_VDLP: Regimen = ("vincristine", "daunorubicin", "asparaginase", "prednisone")


@dataclass(frozen=True, slots=True)
class Disease:
    """One disease of a simulated cohort.

    Attributes:
        weight: relative frequency.
        age: mean and standard deviation. **Units**: years.
        lines: treatments given in first, second and later lines.
        antigens: share of the tumours that express an antigen.
        malignant: has lines, a status and a stage as cancers do.
    """

    concept: str
    weight: float
    age: tuple[float, float]
    female: float
    lines: tuple[Regimen, ...]
    antigens: tuple[tuple[str, float], ...] = ()
    malignant: bool = True


_B = (("cd19", 0.93), ("cd20", 0.88), ("cd22", 0.8))
_LBCL = (_R_CHOP, _GEMOX, _POLA_BR, ("lenalidomide", "rituximab"))
_MYELOMA = (_VRD, _DKD, _POM, ("selinexor", "dexamethasone"))
_BCMA = (("bcma", 0.95), ("gprc5d", 0.85))
DISEASES = (
    Disease("diffuse_large_b_cell_lymphoma_nos", 20, (62, 14), 0.45, _LBCL, _B),
    Disease("diffuse_large_b_cell_lymphoma", 6, (62, 14), 0.45, _LBCL, _B),
    Disease("primary_mediastinal_large_b_cell_lymphoma", 1.5, (36, 11), 0.58, _LBCL, _B),
    Disease("high_grade_b_cell_lymphoma", 2, (64, 12), 0.42, _LBCL, _B),
    Disease("b_cell_non_hodgkin_lymphoma", 2.5, (63, 14), 0.46, _LBCL, _B),
    Disease("primary_cns_lymphoma", 1.5, (63, 12), 0.47, (("methotrexate", "rituximab"),), _B),
    Disease("follicular_lymphoma", 6, (59, 12), 0.5, (_R_CHOP, _BR, _GEMOX), _B),
    Disease("mantle_cell_lymphoma", 3, (65, 10), 0.27, (_R_CHOP, ("ibrutinib",), _BR), _B),
    Disease("marginal_zone_lymphoma", 3, (62, 13), 0.5, (("rituximab",), _BR), _B),
    Disease("chronic_lymphocytic_leukaemia", 4, (68, 10), 0.37, (("zanubrutinib",), _BR), _B),
    Disease("burkitt_lymphoma", 1, (38, 20), 0.3, (_R_CHOP, _GEMOX), _B),
    Disease("b_cell_acute_lymphoblastic_leukaemia", 9, (27, 20), 0.44,
            (_VDLP, ("blinatumomab",), ("inotuzumab_ozogamicin",)), _B),
    Disease("t_cell_acute_lymphoblastic_leukaemia", 2, (24, 16), 0.28,
            (_VDLP, ("nelarabine",)), (("cd7", 0.95), ("cd5", 0.9))),
    Disease("multiple_myeloma", 14, (64, 10), 0.43, _MYELOMA, _BCMA),
    Disease("plasma_cell_leukaemia", 0.5, (62, 11), 0.46, _MYELOMA, _BCMA),
    Disease("acute_myeloid_leukaemia", 5, (58, 18), 0.46,
            (("cytarabine", "daunorubicin"), ("azacitidine", "venetoclax")),
            (("cd33", 0.9), ("cd123", 0.75), ("cll1", 0.85))),
    Disease("gastric_adenocarcinoma", 4, (62, 11), 0.32,
            (("oxaliplatin", "capecitabine"), ("paclitaxel",), ("irinotecan",)),
            (("claudin18_2", 0.4), ("her2", 0.14))),
    Disease("hepatocellular_carcinoma", 4, (58, 11), 0.2,
            (("atezolizumab", "bevacizumab"), ("lenvatinib",)), (("gpc3", 0.72),)),
    Disease("pancreatic_adenocarcinoma", 2, (63, 10), 0.44,
            (("gemcitabine", "nab_paclitaxel"),), (("claudin18_2", 0.5), ("mesothelin", 0.7))),
    Disease("glioblastoma", 1.5, (58, 13), 0.42, (("temozolomide",),),
            (("egfrviii", 0.28), ("b7_h3", 0.7))),
    Disease("neuroblastoma", 0.5, (4, 3), 0.46, (("cyclophosphamide", "doxorubicin"),),
            (("gd2", 0.97),)),
    Disease("systemic_lupus_erythematosus", 4, (37, 13), 0.9,
            (("hydroxychloroquine", "prednisone"), ("mycophenolate_mofetil",), ("belimumab",)),
            malignant=False),
    Disease("systemic_sclerosis", 1, (50, 13), 0.82, (("mycophenolate_mofetil",),),
            malignant=False),
    Disease("myasthenia_gravis", 1, (48, 18), 0.58, (("pyridostigmine", "prednisone"),),
            malignant=False),
    Disease("neuromyelitis_optica_spectrum_disorder", 0.5, (41, 14), 0.85,
            (("prednisone", "rituximab"),), malignant=False),
)  # fmt: skip
STATUSES = (
    ("relapsed", 0.38),
    ("refractory", 0.22),
    ("primary_refractory", 0.08),
    ("relapsed_or_refractory", 0.07),
    ("newly_diagnosed", 0.15),
    ("in_complete_remission", 0.1),
)
COMORBIDITIES = (
    ("hypertension", 0.26),
    ("type_2_diabetes", 0.12),
    ("hepatitis_b", 0.06),
    ("atrial_fibrillation", 0.03),
    ("ischaemic_heart_disease", 0.06),
    ("heart_failure", 0.02),
    ("seizure", 0.015),
    ("stroke", 0.02),
    ("bacterial_infection", 0.05),
    ("fungal_infection", 0.01),
)
RESPONSES = (
    ("complete_response", 0.35),
    ("partial_response", 0.3),
    ("stable_disease", 0.1),
    ("progressive_disease", 0.2),
)
COUNTRIES = (
    ("china", 0.8),
    ("united_states", 0.03),
    ("singapore", 0.02),
    ("malaysia", 0.02),
    ("vietnam", 0.02),
    ("russia", 0.02),
    ("kazakhstan", 0.01),
    ("united_arab_emirates", 0.01),
)
