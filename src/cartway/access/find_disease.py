"""Which disease a person means by their words: names and aliases, English and Chinese, with typos."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from cartway.facts import Vocabulary

# What cell therapy is given or studied for; an infection may be asked about but is no start.
TREATED = (
    "haematological_malignancy",
    "solid_tumour",
    "autoimmune_disease",
)
COMMON = (
    "diffuse_large_b_cell_lymphoma",
    "b_cell_acute_lymphoblastic_leukaemia",
    "multiple_myeloma",
    "follicular_lymphoma",
    "mantle_cell_lymphoma",
    "chronic_lymphocytic_leukaemia",
    "acute_myeloid_leukaemia",
    "systemic_lupus_erythematosus",
    "gastric_cancer",
    "hepatocellular_carcinoma",
    "glioblastoma",
    "neuroblastoma",
)
_NEAR = 72.0


@dataclass(frozen=True, slots=True)
class DiseaseFound:
    """A disease that a person may mean.

    Attributes:
        exact: the words are one of its names.
    """

    id: str
    exact: bool


def find_disease(words: str, vocabulary: Vocabulary, most: int = 8) -> list[DiseaseFound]:
    """The diseases that a person may mean, likeliest first.

    Exact names come first, then names that begin with or hold the words, then near ones, so that
    a slip of the pen still finds its disease.
    """
    wanted = _plain(words)
    if not wanted:
        return []
    names = _names(vocabulary)
    if wanted in vocabulary.concepts and vocabulary.concepts[wanted].system == "disease":
        return [DiseaseFound(wanted, True)]
    scores: dict[str, float] = {}
    for name, concepts in names.items():
        score = _holds(wanted, name)
        for concept in concepts if score else ():
            scores[concept] = max(scores.get(concept, 0.0), score)
    if len(wanted) >= 3:
        near = process.extract(
            wanted, list(names), scorer=fuzz.WRatio, limit=3 * most, score_cutoff=_NEAR
        )
        for name, ratio, _ in near:
            whole = fuzz.ratio(wanted, name)
            for concept in names[name]:
                scores[concept] = max(scores.get(concept, 0.0), 0.5 * ratio + 0.4 * whole)
    treated = _treated(vocabulary)
    ranked = sorted(
        scores.items(), key=lambda one: (-(one[1] + (4 if one[0] in treated else 0)), one[0])
    )
    # Beside a name that holds the words, what is merely like them only confuses.
    least = 85.0 if any(score >= 90 for _, score in ranked) else 0.0
    return [DiseaseFound(name, score >= 200) for name, score in ranked[:most] if score >= least]


def common_diseases(vocabulary: Vocabulary) -> list[str]:
    """Those most often asked about, for a person who would rather choose than type."""
    return [one for one in COMMON if one in vocabulary.concepts]


def diseases_below(name: str, vocabulary: Vocabulary, most: int = 60) -> list[str]:
    """The more exact diseases below one, by the order of the files."""
    above = vocabulary.hierarchy.ancestors
    below = [
        one for one in vocabulary.in_system("disease") if one != name and name in set(above(one))
    ]
    return below[:most]


def _holds(wanted: str, name: str) -> float:
    if wanted == name:
        return 200.0
    if len(wanted) < 2 and wanted.isascii():
        return 0.0
    if name.startswith(wanted):
        return 120.0 - min(len(name) - len(wanted), 40) / 2
    if f" {wanted}" in f" {name}":
        return 96.0 - min(len(name) - len(wanted), 40) / 2
    if not wanted.isascii() and wanted in name:
        return 100.0 - min(len(name) - len(wanted), 40)
    return 0.0


def _plain(words: str) -> str:
    folded = unicodedata.normalize("NFKC", words).casefold().replace("leukemia", "leukaemia")
    return " ".join(folded.replace("-", " ").replace("'", "").split())


@lru_cache(maxsize=2)
def _names(vocabulary: Vocabulary) -> dict[str, tuple[str, ...]]:
    """Every plain name of a disease, with the diseases it may mean."""
    found: dict[str, list[str]] = {}
    for one in vocabulary.in_system("disease"):
        concept = vocabulary.concepts[one]
        texts = [*concept.label.values()]
        for lists in (concept.aliases, concept.abbreviations):
            texts += [text for held in lists.values() for text in held]
        for text in texts:
            plain = _plain(text)
            if plain and one not in found.setdefault(plain, []):
                found[plain].append(one)
    return {name: tuple(held) for name, held in found.items()}


@lru_cache(maxsize=2)
def _treated(vocabulary: Vocabulary) -> frozenset[str]:
    above = vocabulary.hierarchy.ancestors
    return frozenset(
        one
        for one in vocabulary.in_system("disease")
        if one in TREATED or any(top in TREATED for top in above(one))
    )
