"""Complaint to Triage: language, cause, topics, urgency, what breaks the policy, what is private, what must be asked."""

from replyguard.triage.reading import read_complaint

__all__ = ["read_complaint"]
