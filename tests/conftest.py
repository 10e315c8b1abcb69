"""What every test shares: Hypothesis never judges by the clock."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "cartway",
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow],
    print_blob=True,
)
settings.load_profile("cartway")
