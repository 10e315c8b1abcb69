"""The dated knowledge: products, rules, pathways, hospitals and evidence, asked as of a day."""
