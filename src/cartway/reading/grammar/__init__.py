"""The third pass: the elements of a line, into how they hang together."""
