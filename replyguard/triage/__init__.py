"""Complaint to Triage: language, cause, topics, urgency, breaches, personal data, and what must be asked."""

from replyguard.triage.reading import read_complaint

__all__ = ["read_complaint"]
