"""A facts file: what is known of a patient, written down fact by fact, in YAML or JSON.

Strict, unlike FHIR: a person wrote it for cartway and can mend it. Every problem is told with its
line and column, and none repeats a value.
"""

from cartway.exchange.facts_file.opening import is_facts_text, read_facts_text

__all__ = ["is_facts_text", "read_facts_text"]
