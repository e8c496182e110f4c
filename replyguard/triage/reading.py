"""The first look at a complaint: local, instant, and the same every time."""

from __future__ import annotations

from replyguard.domain.complaint import Complaint
from replyguard.domain.triage import Topic, Triage
from replyguard.languages.identify import identify
from replyguard.languages.pack import available
from replyguard.policy import Policy, breaches
from replyguard.privacy import find
from replyguard.triage.cause import find_cause
from replyguard.triage.questions import ask
from replyguard.triage.signals import hear
from replyguard.triage.urgency import find_urgency


def read_complaint(complaint: Complaint, policy: Policy | None = None) -> Triage:
    """What is known about `complaint` before anybody answers it. `policy`: the rules in force; None is the default."""
    text = complaint.text
    code, note = _language(complaint)
    heard = hear(text)
    broken = breaches(text, policy)
    reason = find_cause(text, complaint.facts, heard, broken)
    named = {one.mark.what for one in heard if one.kind == "topic"}
    topics = tuple(topic for topic in Topic if topic in named) or (Topic.OTHER,)
    urgency, risks = find_urgency(heard, broken)
    return Triage(
        language=code,
        language_note=note,
        cause=reason.cause,
        confidence=reason.confidence,
        because=reason.because,
        topics=topics,
        urgency=urgency,
        risks=risks,
        breaches=broken,
        personal_data=tuple(one.mark for one in find(text, names=_names(complaint), masking=True)),
        questions=ask(code, reason.cause, topics, urgency, complaint.facts),
    )


def _language(complaint: Complaint) -> tuple[str, str]:
    if complaint.language in available():
        return complaint.language or "", ""
    found = identify(complaint.text)
    return found.code, found.note


def _names(complaint: Complaint) -> tuple[str, ...]:
    # A first name is how the customer is to be called; a full one is personal.
    return (complaint.customer,) if complaint.customer and " " in complaint.customer.strip() else ()
