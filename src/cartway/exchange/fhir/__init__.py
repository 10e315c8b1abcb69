"""FHIR R4 to a record: plain dictionaries read in one pass, lenient, with a list of findings.

A strict validator rejects real records; here a resource is used for what it does say, and what
could not be used is listed. Never more is taken than was said: another subject's resource, a
family's illness, a planned treatment or a doubted diagnosis does not become the patient's.

Source: HL7 FHIR R4 (4.0.1); HL7 FHIR mCODE Implementation Guide STU4.
"""

from cartway.exchange.codebook import CodeBook, load_codebook
from cartway.exchange.fhir.bundles import patients_in
from cartway.exchange.fhir.reader import read_bundle

__all__ = ["CodeBook", "load_codebook", "patients_in", "read_bundle"]
