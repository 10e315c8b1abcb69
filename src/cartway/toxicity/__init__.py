"""Grades of toxicity by published rules: the lowest and highest that the recorded inputs allow.

Each algorithm is one module that cites its section and gives a rule for complete inputs only; one
mechanism (`bounds`) evaluates it over what the recorded inputs leave open. Labels, sources and
management ladders are data in `cartway_knowledge/toxicity`.
"""

from cartway.toxicity.algorithm import Algorithm, Graded
from cartway.toxicity.bounds import grade_inputs
from cartway.toxicity.refusals import GradingError
from cartway.toxicity.registry import ALGORITHMS, find_algorithm

__all__ = ["ALGORITHMS", "Algorithm", "Graded", "GradingError", "find_algorithm", "grade_inputs"]
