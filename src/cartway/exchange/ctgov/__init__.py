"""ClinicalTrials.gov, API version 2: studies to trials, and registry fields to criteria.

Source: ClinicalTrials.gov API v2 data dictionary. A gap in the registry stays a gap: no age bound
is invented, and a status that is unknown is neither open nor closed.
"""

from cartway.exchange.ctgov.criteria import CHINA, registry_facts, registry_lines
from cartway.exchange.ctgov.studies import Location, Trial, read_studies, read_study

__all__ = [
    "CHINA",
    "Location",
    "Trial",
    "read_studies",
    "read_study",
    "registry_facts",
    "registry_lines",
]
