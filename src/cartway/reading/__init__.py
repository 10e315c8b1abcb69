"""Criteria text and clinical notes, English and Chinese, into the criteria language and facts."""
