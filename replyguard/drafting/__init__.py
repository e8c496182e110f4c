"""Triage and facts → Draft."""
