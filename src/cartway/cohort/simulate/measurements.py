"""What is measured of the simulated patients, how it spreads, and how often it is missing.

Shapes are ordinary adult laboratory distributions widened for patients after several therapies,
rounded; missing shares are set so that screening meets the gaps that real exports have.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measured:
    """A number that is measured now and then.

    Attributes:
        middle: median, in the unit of the vocabulary.
        spread: standard deviation of the logarithm.
        recorded: share of the patients with any value.
        often: mean number of values of those.
        digits: decimals that the laboratory prints.
        upper_limit: the laboratory's limit, for the share `limit_recorded` of the values.
    """

    fact: str
    middle: float
    spread: float
    recorded: float
    often: float = 2.0
    digits: int = 1
    upper_limit: float | None = None
    limit_recorded: float = 0.7


MEASURED = (
    Measured("absolute_neutrophil_count", 2.8, 0.7, 0.93, 3, 2),
    Measured("white_blood_cell_count", 5.2, 0.6, 0.93, 3, 2),
    Measured("absolute_lymphocyte_count", 0.9, 0.8, 0.9, 3, 2),
    Measured("platelet_count", 150, 0.6, 0.93, 3, 0),
    Measured("haemoglobin", 112, 0.18, 0.93, 3, 0),
    Measured("alanine_aminotransferase", 24, 0.6, 0.9, 2, 0, 40),
    Measured("aspartate_aminotransferase", 26, 0.5, 0.9, 2, 0, 40),
    Measured("total_bilirubin", 11, 0.5, 0.9, 2, 1, 21),
    Measured("serum_creatinine", 74, 0.35, 0.92, 2, 0, 104),
    Measured("creatinine_clearance_cockcroft_gault", 88, 0.35, 0.4, 1, 0),
    Measured("estimated_glomerular_filtration_rate", 90, 0.3, 0.5, 1, 0),
    Measured("lactate_dehydrogenase", 240, 0.5, 0.75, 2, 0, 245),
    Measured("albumin", 39, 0.13, 0.85, 2, 0),
    Measured("ferritin", 320, 1.1, 0.35, 1, 0, 400),
    Measured("c_reactive_protein", 8, 1.3, 0.55, 2, 1, 10),
    Measured("international_normalized_ratio", 1.05, 0.12, 0.6, 1, 2, 1.2),
    Measured("fibrinogen", 3.2, 0.3, 0.5, 1, 1),
    Measured("left_ventricular_ejection_fraction", 62, 0.1, 0.6, 1, 0),
    Measured("oxygen_saturation_room_air", 97, 0.015, 0.7, 2, 0),
    Measured("hepatitis_b_virus_dna_level", 40, 2.0, 0.1, 1, 0),
    Measured("immunoglobulin_g", 8.5, 0.5, 0.4, 1, 1),
    Measured("body_weight", 64, 0.2, 0.8, 1, 0),
)
# fact: share positive (or yes), share recorded
RESULTS = {
    "hepatitis_b_surface_antigen": (0.06, 0.8),
    "hepatitis_b_core_antibody": (0.3, 0.6),
    "hepatitis_b_virus_dna": (0.03, 0.3),
    "hepatitis_c_antibody": (0.01, 0.75),
    "hiv_antibody": (0.003, 0.75),
    "syphilis_treponemal_antibody": (0.012, 0.6),
    "cytomegalovirus_dna": (0.05, 0.2),
}
ANSWERS = {
    "central_nervous_system_involvement": (0.06, 0.55),
    "measurable_disease": (0.75, 0.5),
    "extramedullary_disease": (0.15, 0.3),
    "liver_involvement": (0.12, 0.4),
    "active_infection": (0.08, 0.45),
    "bulky_disease": (0.14, 0.3),
}
FITNESS = ((0, 0.22), (1, 0.5), (2, 0.18), (3, 0.07), (4, 0.03))
