"""What CAR-T cell therapy in China can and cannot do for a patient, with proof for every line."""

__version__ = "0.1.0"
