"""The last pass: what was found in a line, into nodes that fit the vocabulary."""
