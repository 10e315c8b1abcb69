"""Other people's forms in and out: FHIR R4 records, trial registries. Knows their field names."""
