"""The reference kernel gives the published and computed figures."""

import numpy as np
import pytest
from scipy.integrate import quad

from cartway.course.kinetics import stein

DAYS = [0, 1, 3, 5, 7, 9.3, 10, 11, 14, 21, 28, 60, 90, 180, 365]
LEVELS = [
    6.154,
    14.972,
    88.625,
    524.60,
    3105.3,
    24000,
    21476.7,
    18328.6,
    11411.5,
    3845.05,
    1373.56,
    168.346,
    146.508,
    109.802,
    60.745,
]


@pytest.mark.parametrize(("day", "expected"), list(zip(DAYS, LEVELS, strict=True)))
def test_the_typical_patient_follows_the_table(day, expected):
    assert stein.level(day) == pytest.approx(expected, rel=1e-3)


@pytest.mark.parametrize(
    ("until", "expected"), [(28, 171_774), (84, 188_398), (180, 200_738), (365, 216_069)]
)
def test_area_under_the_curve(until, expected):
    assert stein.area_under_curve(until) == pytest.approx(expected, rel=1e-4)
    numeric = sum(
        quad(lambda t: float(stein.level(t)), a, b)[0] for a, b in [(0, 9.3), (9.3, until)]
    )
    assert stein.area_under_curve(until) == pytest.approx(numeric, rel=1e-4)


def test_area_before_the_peak_is_also_closed():
    numeric = quad(lambda t: float(stein.level(t)), 0, 5)[0]
    assert stein.area_under_curve(5) == pytest.approx(numeric, rel=1e-4)


def test_published_times():
    typical = stein.TYPICAL
    assert typical.doubling_days == pytest.approx(0.78, abs=0.005)
    assert typical.fast_half_life_days == pytest.approx(4.332, abs=0.001)
    assert typical.slow_half_life_days == pytest.approx(216.6, abs=0.05)
    assert typical.growth == pytest.approx(0.88911, abs=1e-5)
    assert typical.baseline == pytest.approx(24_000 / 3900)


def test_the_curve_is_continuous_at_the_peak_and_zero_before_infusion():
    assert stein.level(9.3 - 1e-9) == pytest.approx(float(stein.level(9.3)), rel=1e-6)
    assert stein.level(-0.01) == 0.0


@pytest.mark.parametrize(
    ("kind", "peak", "peak_cv", "area", "area_cv", "times"),
    [
        ("sd", 20_400, 109, 178_500, 115, (5.0, 17.3)),
        ("variance", 18_900, 149, 160_100, 161, (3.4, 25.3)),
    ],
)
@pytest.mark.parametrize("seed", [11, 12])
def test_both_readings_of_the_random_effects(kind, peak, peak_cv, area, area_cv, times, seed):
    generator = np.random.default_rng(seed)
    patients = stein.sample(20_000, generator, omega_kind=kind)
    schedule = np.array([0.04, 1, 4, 7, 11, 14, 21, 28])
    seen = stein.observe(stein.level(schedule, patients.column()), generator)

    def summary(values):
        logs = np.log(values)
        return np.exp(logs.mean()), 100 * np.sqrt(np.expm1(logs.var()))

    # The table is itself one run of 20,000; its spread moves by some percent between seeds.
    assert summary(seen.max(axis=1)) == (
        pytest.approx(peak, rel=0.03),
        pytest.approx(peak_cv, rel=0.05),
    )
    assert summary(np.trapezoid(seen, schedule, axis=1)) == (
        pytest.approx(area, rel=0.03),
        pytest.approx(area_cv, rel=0.05),
    )
    assert np.quantile(patients.peak_day, [0.05, 0.95]) == pytest.approx(times, rel=0.03)
    assert np.max(patients.memory_fraction) <= 1.0


def test_comedication_changes_nothing_unless_asked():
    days = np.linspace(0, 28, 57)
    asked_not = stein.level(days, tocilizumab_day=5.7, steroid_day=7.5)
    assert np.array_equal(asked_not, stein.level(days))


def test_with_comedication_growth_rises_after_the_dose():
    def level(day):
        return float(stein.level(day, tocilizumab_day=5.7, comedication=True))

    assert level(5.6) == pytest.approx(float(stein.level(5.6)))
    assert np.log(level(8.0) / level(7.0)) == pytest.approx(1.067, abs=5e-4)
    assert level(9.3) > 24_000
    assert level(9.3) == pytest.approx(level(9.3 - 1e-9), rel=1e-6)


def test_low_levels_are_below_quantification_and_not_zero():
    assert list(stein.below_quantification([49.9, 50.0])) == [True, False]
    assert stein.level(365 * 10) > 0
