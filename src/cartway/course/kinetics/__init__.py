"""How CAR-T cells grow and fade after infusion.

``stein`` is the reference kernel, ``lag`` and ``moment`` its variants for products; the rest are
published mechanistic models for explanation, none of which predicts one person's peak. Levels by
PCR (copies/µg) and by flow cytometry (cells/µL) are different units and are never mixed.
"""
