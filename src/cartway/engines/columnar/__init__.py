"""The engine that screens: criteria as sets of patients, packed in bits, over Arrow columns.

It gives what the reference engine gives; the tables of the language and random criteria on random
patients hold the two equal.
"""

from cartway.engines.columnar.compile import compile_nodes, compile_options
from cartway.engines.columnar.convert import column_types, records_to_table
from cartway.engines.columnar.plan import Plan

__all__ = ["Plan", "column_types", "compile_nodes", "compile_options", "records_to_table"]
