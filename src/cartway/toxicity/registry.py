"""Every grading algorithm by its id."""

from __future__ import annotations

from cartway.errors import nearest_name
from cartway.toxicity.algorithm import Algorithm
from cartway.toxicity.cairo_bishop import CAIRO_BISHOP
from cartway.toxicity.capd import CAPD
from cartway.toxicity.car_hematotox import CAR_HEMATOTOX
from cartway.toxicity.crs import CRS
from cartway.toxicity.ctcae import CTCAE_BLOOD_COUNTS
from cartway.toxicity.easix import EASIX_FAMILY
from cartway.toxicity.eipm import EIPM
from cartway.toxicity.hct_ci import HCT_CI
from cartway.toxicity.hscore import HSCORE
from cartway.toxicity.icaht_early import ICAHT_EARLY
from cartway.toxicity.icaht_late import ICAHT_LATE
from cartway.toxicity.icans_adult import ICANS_ADULT
from cartway.toxicity.icans_by_age import ICANS_BY_AGE
from cartway.toxicity.icans_pediatric import ICANS_PEDIATRIC
from cartway.toxicity.ice import ICE
from cartway.toxicity.iec_hs import IEC_HS
from cartway.toxicity.refusals import GradingError
from cartway.toxicity.t_icaht import T_ICAHT

ALGORITHMS = {
    one.id: one
    for one in (
        CRS,
        ICE,
        ICANS_ADULT,
        CAPD,
        ICANS_PEDIATRIC,
        ICANS_BY_AGE,
        ICAHT_EARLY,
        ICAHT_LATE,
        T_ICAHT,
        CAR_HEMATOTOX,
        EASIX_FAMILY,
        CAIRO_BISHOP,
        HSCORE,
        IEC_HS,
        CTCAE_BLOOD_COUNTS,
        HCT_CI,
        EIPM,
    )
}


def find_algorithm(name: str) -> Algorithm:
    """The algorithm of this id.

    Raises:
        GradingError: no algorithm is called so; the nearest is named.
    """
    if name not in ALGORITHMS:
        raise GradingError(
            "unknown_algorithm",
            f"there is no grading algorithm '{name}'",
            where="algorithm",
            expected=", ".join(ALGORITHMS),
            nearest=nearest_name(name, ALGORITHMS),
        )
    return ALGORITHMS[name]
