"""Run the command line as a module: ``python -m cartway.cli``."""

from cartway.cli.main import run

run()
