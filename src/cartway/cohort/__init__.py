"""Cohorts: tables of patients in columns, built from what hospitals export, and screened."""
