"""What a product is aimed at and whose cells it is, by the kind of sentence; no real trial."""

from __future__ import annotations

from functools import lru_cache

import pytest

from cartway.exchange.code_files import ConditionWords, TrialWords
from cartway.exchange.ctgov import read_study
from cartway.exchange.ctgov.conditions import ConditionNames
from cartway.exchange.ctgov.groups import DiseaseGroups
from cartway.exchange.ctgov.products import Development, ProductWords
from cartway.exchange.ctgov.studies import Trial
from cartway.knowledge.load import (
    files_of,
    load_vocabulary,
    read_marked,
    read_record,
    shown_path,
)


def a_trial(
    title: str, given: str = "", summary: str = "", conditions: tuple[str, ...] = ()
) -> Trial:
    return read_study(
        {
            "protocolSection": {
                "identificationModule": {"nctId": "NCT00000000", "briefTitle": title},
                "descriptionModule": {"briefSummary": summary},
                "conditionsModule": {"conditions": list(conditions)},
                "armsInterventionsModule": {
                    "interventions": [{"name": one} for one in given.split(";") if one]
                },
            }
        }
    )


@lru_cache(maxsize=1)
def _words() -> tuple[ProductWords, DiseaseGroups]:
    files = {one.stem: one for one in files_of("codes")}
    marked = {one: read_marked(files[one], shown_path(files[one])) for one in files}
    vocabulary = load_vocabulary()
    words = read_record(marked["trial_words"], TrialWords)
    names = ConditionNames(read_record(marked["conditions"], ConditionWords), vocabulary)
    return ProductWords(words, vocabulary), DiseaseGroups(words, names, vocabulary)


def _read(title: str, given: str = "", summary: str = "") -> Development:
    return _words()[0].development(a_trial(title, given, summary))


@pytest.mark.parametrize(
    ("title", "given", "summary", "targets"),
    [
        ("Anti-CD19 CAR-T in CD20 positive lymphoma", "", "", {"cd19"}),
        ("CD22 CAR-T cells in leukaemia relapsed after CD19 CAR-T", "", "", {"cd22"}),
        ("Observation after CD19 CAR-T cell therapy", "", "", {"cd19"}),
        ("CAR-T cells in CD7+ lymphoma", "", "", {"cd7"}),
        ("BCMA CAR-T with an anti-CD38 antibody", "", "", {"bcma"}),
        ("GPRC5D/CD3 bispecific antibody, then BCMA CAR-T", "", "", {"bcma"}),
        ("Dual-target CAR-T in lymphoma", "", "They target CD19 and CD22.", {"cd19", "cd22"}),
        ("Tandem CD19 CAR-T", "", "The CAR targets CD19 and CD20.", {"cd19", "cd20"}),
        ("CAR-T in myeloma", "", "After CD19 CAR-T, BCMA-targeted cells.", {"bcma"}),
        ("PSMA-CAR with a truncated marker", "PSMA-CAR-CD19t T cells", "", {"psma"}),
        ("CLL-1/CD33 CAR-T", "", "", {"cll1", "cd33"}),
        ("Claudin 18.2-specific CAR-T; CLDN6 CAR-T", "", "", {"claudin18_2", "claudin6"}),
        ("EGFR mutation positive cancer: MUC1 CAR-T", "", "", {"muc1"}),
        ("IL13Rα2 CAR-T secreting anti-PD-L1 antibody", "", "", {"il13ra2"}),
        ("A drug in CD20+ lymphoma", "Examplumab", "An antibody.", set()),
    ],
)
def test_targets(title: str, given: str, summary: str, targets: set[str]) -> None:
    assert set(_read(title, given, summary).targets) == targets


@pytest.mark.parametrize(
    ("title", "given", "summary", "kind", "how"),
    [
        ("CD19 CAR-T in lymphoma", "", "", "autologous", "presumed"),
        ("CD19 CAR-T in lymphoma", "", "Autologous T cells.", "autologous", "stated"),
        ("CD19 CAR-T, then allogeneic stem cell transplantation", "", "", "autologous", "presumed"),
        ("Universal CD7 CAR-T", "", "", "allogeneic", "stated"),
        ("CAR-T", "", "Autologous or donor-derived T cells.", "autologous", "stated"),
        ("CD7 CAR-T in T/NK cell lymphoma", "", "", "autologous", "presumed"),
        ("Cord blood CAR-NK", "", "", "nk", "stated"),
        ("CAR-T", "", "Cells expand in vivo after infusion.", "autologous", "presumed"),
        ("In vivo CAR-T by lentiviral vector", "", "", "in_vivo", "stated"),
        ("Allogeneic γδ CAR-T", "", "", "gamma_delta", "stated"),
        ("CAR-Treg for rejection", "", "", "treg", "stated"),
        ("MAGE-A4 TCR-T", "", "", "tcr_t", "stated"),
        ("A diet", "Ketogenic drinks", "For people before CAR-T.", "other", "not_found"),
    ],
)
def test_product_types(title: str, given: str, summary: str, kind: str, how: str) -> None:
    found = _read(title, given, summary)
    assert (found.product_type, found.product_type_how) == (kind, how)


@pytest.mark.parametrize(
    ("conditions", "title", "groups"),
    [
        (("Systemic Lupus Erythematosus",), "", ("autoimmune",)),
        (("Hodgkin&#39;s Lymphoma",), "", ("haematological",)),
        (("Relapsed AL Amyloidosis",), "", ("haematological",)),
        (("NMO Spectrum Disorder", "MG"), "", ("autoimmune",)),
        (("T-cell Malignancies",), "", ("haematological",)),
        (("Leukaemia", "Neoplasms", "Immune System Diseases"), "", ("haematological",)),
        (("Leukemia", "Glioblastoma"), "", ("haematological", "solid")),
        (("Safety", "Efficacy"), "CAR-T in ovarian cancer", ("solid",)),
        (("Septic Shock",), "Markers of infection", ()),
    ],
)
def test_groups(conditions: tuple[str, ...], title: str, groups: tuple[str, ...]) -> None:
    assert _words()[1].groups(a_trial(title, conditions=conditions)) == groups
