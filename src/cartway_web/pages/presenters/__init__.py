"""Sentences and rows for the pages, from what access answers."""
