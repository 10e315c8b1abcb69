"""Atoms: the questions of the language that a column answers."""
