"""Explore: products, trials, hospitals, rules, costs, side effects, search."""
