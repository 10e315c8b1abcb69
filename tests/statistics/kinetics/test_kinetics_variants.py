"""Lag variant, moment matching and the mechanistic models reproduce their targets."""

import numpy as np
import pytest

from cartway.course.kinetics import hardiansyah, kimmel, lag, liu, moment, singh, stein


def test_lag_variant_derived_figures():
    typical = lag.LagParameters()
    assert typical.doublings == pytest.approx(7.97, abs=0.005)
    assert typical.fold == pytest.approx(251, abs=0.5)
    assert typical.fast_decline == pytest.approx(0.1386, abs=5e-5)
    assert typical.slow_decline == pytest.approx(0.00197, abs=5e-6)


def test_lag_variant_is_relative_to_its_peak():
    days = np.array([-1, 0, 3.27, 9.29, 9.29 + 5.0])
    levels = lag.relative_level(days, 0.0)
    assert levels[0] == 0
    assert levels[1] == levels[2] == pytest.approx(1 / lag.LagParameters().fold)
    assert levels[3] == pytest.approx(1.0)
    assert levels[4] == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("mean", "deviation", "median", "spread"),
    [(48_692, 27_174, 42_520, 0.521), (504_496, 385_380, 400_900, 0.678), (23.5, 24.2, 16.4, 0.85)],
)
def test_log_normal_from_published_mean(mean, deviation, median, spread):
    assert moment.log_normal_from_mean(mean, deviation) == (
        pytest.approx(median, rel=2e-3),
        pytest.approx(spread, abs=0.005),
    )


def test_moment_matching_gives_back_the_row():
    row = moment.Summary(42_520, 0.521, 12.7, 400_900, 0.678)
    patients = moment.sample_summary(40_000, np.random.default_rng(5), row)
    area = stein.area_under_curve(28, patients)
    peak = np.asarray(patients.peak)
    assert peak.mean() == pytest.approx(48_692, rel=0.05)
    assert peak.std() == pytest.approx(27_174, rel=0.05)
    assert area.mean() == pytest.approx(504_496, rel=0.05)
    assert area.std() == pytest.approx(385_380, rel=0.05)
    assert np.median(area) == pytest.approx(401_000, rel=0.02)


SINGH = [(50, 37_411.3, 16.5), (150, 36_479.3, 15.5), (450, 35_743.4, 14.0), (800, 35_483.9, 13.5)]


@pytest.mark.parametrize(("dose", "peak", "day"), SINGH)
def test_singh_peak_by_dose(dose, peak, day):
    course = singh.simulate_singh(dose * 1e6, until_day=60)
    later = np.where(course.days > 1, course.copies, 0)
    assert later.max() == pytest.approx(peak, rel=1e-3)
    assert course.days[later.argmax()] == day


@pytest.mark.parametrize(("dose", "nadir"), [(50, -92.5), (150, -92.4), (450, -92.3), (800, -92.3)])
def test_singh_protein_nadir(dose, nadir):
    course = singh.simulate_singh(dose * 1e6, until_day=300)
    assert 100 * (course.protein.min() / course.protein[0] - 1) == pytest.approx(nadir, abs=0.1)


@pytest.mark.parametrize(
    ("burden", "peak"), [(0.2, 664), (0.5, 5138), (1, 35_743), (2, 345_997), (5, 3.88e6)]
)
def test_singh_peak_by_burden(burden, peak):
    course = singh.simulate_singh(450e6, burden=burden, until_day=60)
    assert np.where(course.days > 1, course.copies, 0).max() == pytest.approx(peak, rel=1e-3)


def test_kimmel_shape():
    course = kimmel.simulate_kimmel(np.arange(0, 90.5, 0.5))
    car = dict(zip(course.days, course.car, strict=True))
    tumour = dict(zip(course.days, course.tumour, strict=True))
    assert course.car.max() == pytest.approx(1.51e10, rel=0.005)
    assert course.days[course.car.argmax()] == 7.0
    for day, expected in [(3, 5.26e9), (14, 4.52e9), (28, 1.25e9), (90, 1.71e8)]:
        assert car[day] == pytest.approx(expected, rel=0.005)
    for day, expected in [(7, 1.83e9), (28, 5.6e4), (90, 4.4e3)]:
        assert tumour[day] == pytest.approx(expected, rel=0.01)
    assert car[28] / car[7] == pytest.approx(0.083, abs=0.002)
    assert car[90] / car[7] == pytest.approx(0.011, abs=0.0005)


def test_hardiansyah_cytokine_peaks():
    course = hardiansyah.simulate_hardiansyah()

    def peak(values):
        return values.max(), course.days[values.argmax()]

    # The target was read off another run whose dosing steps are not given: 3 % and 0.4 days.
    assert peak(course.il6) == (pytest.approx(49, rel=0.03), pytest.approx(19.3, abs=0.4))
    assert peak(course.il10)[0] == pytest.approx(116, rel=0.03)
    assert peak(course.interferon) == (pytest.approx(120, rel=0.03), pytest.approx(19.6, abs=0.4))


def test_liu_remission():
    course = liu.simulate_liu(np.arange(0, 28.001, 0.01))
    assert course.active.max() == pytest.approx(612.7, rel=1e-3)
    assert course.days[course.active.argmax()] == pytest.approx(5.65, abs=0.01)
    for day, expected in [(7, 2.68), (14, 1.8e-4), (28, 9.6e-7)]:
        assert course.blasts[round(day * 100)] == pytest.approx(expected, rel=0.03)
    assert course.blast_percent[0] == pytest.approx(97.19 * 2200.24 / 4109.24)
