"""The command line. Commands read arguments, call `access`, and show what comes back."""
