"""One module per question people ask. Pages, commands and services call these only."""
