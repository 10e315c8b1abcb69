"""Simulated cohorts for benchmarks and demonstrations: seeded, realistic in shape, nobody's data."""

from cartway.cohort.simulate.chunks import CHUNK, simulate_chunk, simulate_file

__all__ = ["CHUNK", "simulate_chunk", "simulate_file"]
