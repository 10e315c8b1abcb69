"""What was measured: shares with their Wilson intervals, computed from counts where they exist.

Two studies side by side differ in patients, in follow-up, in who dropped out before infusion and in
how response was judged; `WHY_COMPARISON_MISLEADS` says so wherever a table is shown.
"""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

from cartway.knowledge.evidence_records import ESTIMATED, SHARES, Result, Study
from cartway.knowledge.load import BothLanguages
from cartway.knowledge.products import products

WHY_COMPARISON_MISLEADS = BothLanguages(
    en=(
        "These are different trials. Their patients differ in earlier treatment, disease and "
        "fitness; some count everyone enrolled and some only those infused; follow-up and the way "
        "response was judged differ. A higher figure does not show a better product."
    ),
    zh=(
        "这些是不同的试验。患者既往治疗、疾病和体能不同；有的统计全部入组者，有的只统计输注者；"
        "随访时间和疗效判定方法也不同。数字较高并不表明产品更好。"
    ),
)


@dataclass(frozen=True, slots=True)
class Share:
    """A share with its 95% interval.

    Attributes:
        pending: the number of patients behind it is recalled or of low confidence.

    Units: percent.
    """

    percent: float
    low: float
    high: float
    count: int
    of: int
    pending: bool = False


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One figure of one study of one indication.

    Attributes:
        share: the interval, or None when no count of patients gives the published percentage.
    """

    product: str
    indication: str
    study: Study
    result: Result
    share: Share | None


def wilson_interval(count: int, of: int, confidence: float = 0.95) -> tuple[float, float]:
    """The Wilson score interval of a share.

    Units: fractions of one.

    Source: E. B. Wilson, J Am Stat Assoc 1927;22:209-212.
    """
    if not 0 <= count <= of or of == 0:
        raise ValueError("a count lies between none and all of some")
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    share = count / of
    weight = 1 + z * z / of
    middle = (share + z * z / (2 * of)) / weight
    half = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / weight
    low = 0.0 if count == 0 else max(0.0, middle - half)
    high = 1.0 if count == of else min(1.0, middle + half)
    return low, high


def share_of(study: Study, result: Result) -> Share | None:
    """The share behind a published percentage, where a whole number of patients gives it.

    A percentage that no count of the study's patients rounds to has another denominator than the
    one we know, or is a Kaplan-Meier estimate; it then has no interval here.
    """
    if result.measure not in SHARES - ESTIMATED or result.value is None:
        return None
    number = _patients(study, result)
    of = result.of if result.of is not None else int(number.value or 0) if number else 0
    if of == 0:
        return None
    pending = result.of is None and number is not None and number.pending
    count = round(result.value * of / 100)
    digits = _decimals(result.value)
    if abs(100 * count / of - result.value) > 0.5000001 * 10**-digits:
        return None
    low, high = wilson_interval(count, of)
    return Share(100 * count / of, 100 * low, 100 * high, count, of, pending)


def evidence(
    product: str | None = None, indication: str | None = None, measure: str | None = None
) -> tuple[EvidenceRow, ...]:
    """The figures of the approved indications, narrowed to one product, indication or measure."""
    return tuple(
        EvidenceRow(one.id, entry.id, study, result, share_of(study, result))
        for one in products().values()
        if product in (None, one.id)
        for entry in one.indications
        if indication in (None, entry.id)
        for study in entry.studies
        for result in study.results
        if measure in (None, result.measure) and result.value is not None
    )


def _patients(study: Study, result: Result) -> Result | None:
    """The number of patients of a study, or of the result's own arm where arms are told apart."""
    counts = [one for one in study.results if one.measure == "patients" and one.value is not None]
    arm = None if result.arm is None else result.arm.en
    own = [one for one in counts if (None if one.arm is None else one.arm.en) == arm]
    if not own and len(counts) == 1:
        own = counts
    return own[0] if len(own) == 1 else None


def _decimals(value: float) -> int:
    text = f"{value:g}"
    return len(text.split(".")[1]) if "." in text else 0
