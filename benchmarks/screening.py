"""How fast a cohort is screened, beside Polars, DuckDB, the reference engine and the ceiling.

Everything is measured in one run on one machine, in turns and the best of each kept, so that the
ratios hold where the numbers do not. Run with ``--quick`` for 100,000 patients in under a minute;
without it for a million, and for the scaling in patients and options. Progress goes to standard
error, the summary to standard output.
"""

from __future__ import annotations

import argparse


def main() -> None:
    """Measure, then print the summary."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="100,000 patients, no scaling")
    parser.add_argument("--patients", type=int, help="how many; a million if not given")
    asked = parser.parse_args()
    # Here, for every process that is started reads this file: they need none of the peers.
    from screening_parts.measuring import measure

    measure(asked.patients or (100_000 if asked.quick else 1_000_000), quick=asked.quick)


if __name__ == "__main__":
    main()
