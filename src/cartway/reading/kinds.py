"""What kind of line a criterion is: for showing coverage by kind, not for reading it."""

from __future__ import annotations

import re

from cartway.reading.criteria import ReadLine

# The first kind whose facts or words fit; from the particular to the general.
_BY_FACT: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("pregnancy and contraception", r"pregnan|lactating|contracepti|childbearing"),
        ("infection", r"hepatitis|hiv|syphilis|tubercul|virus|infection|antimicrob"),
        ("antigen", r"antigen_expression"),
        ("blood counts", r"neutrophil|platelet|haemoglobin|white_blood|lymphocyte|haematocrit"),
        ("organ function", r"aminotransferase|bilirubin|creatinine|filtration|ejection|oxygen_saturation"
         r"|qtc|nyha|forced_|diffusing|prothrombin|thromboplastin|normalized_ratio|_function_adequate|albumin"),
        ("performance", r"performance_status"),
        ("life expectancy", r"life_expectancy"),
        ("age and sex", r"^(?:age|sex)$"),
        ("central nervous system", r"central_nervous|cerebrospinal"),
        ("measurable disease", r"measurable|lesion_diameter|m_protein|free_light|plasma_cells|blasts|residual"),
        ("transplant and veins", r"venous_access|leukapheresis|lymphodepletion"),
        ("other treatment", r"^(?:prior_therapy|medication|procedure|prior_lines_of_therapy)$"),
        ("other illness", r"^(?:condition|allergy|graft_)"),
        ("diagnosis", r"diagnosis|disease_status|stage_"),
    )
)  # fmt: skip
_ADMINISTRATIVE = re.compile(
    r"consent|complian|comply|follow-?up|知情同意|依从|随访", re.IGNORECASE
)


def kind_of_line(line: ReadLine) -> str:
    """Name the kind of a line: the first subject, of those a protocol has, that it asks about."""
    for kind, pattern in _BY_FACT:
        if any(pattern.search(fact) for fact in line.facts):
            return kind
    if _ADMINISTRATIVE.search(line.text):
        return "consent and compliance"
    return "not read" if line.unread else "judgement"
