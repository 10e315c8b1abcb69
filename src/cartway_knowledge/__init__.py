"""Dated facts with their sources. Data files only; `cartway.knowledge` reads them."""
