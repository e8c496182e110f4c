"""Complaint → Triage."""
