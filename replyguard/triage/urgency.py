"""How fast a person must look at a complaint."""

from __future__ import annotations

from collections.abc import Sequence

from replyguard.domain.triage import Mark, Urgency
from replyguard.triage.signals import Heard


def find_urgency(heard: Sequence[Heard], breaches: Sequence[Mark]) -> tuple[Urgency, tuple[Mark, ...]]:
    """The urgency, and the words that a serious risk rests on; a threat of violence is one."""
    threats = tuple(mark for mark in breaches if mark.what == "threat")
    risks = tuple(sorted((*(one.mark for one in heard if one.kind == "risk"), *threats), key=lambda mark: mark.start))
    if risks:
        return Urgency.SERIOUS_RISK, risks
    return (Urgency.URGENT if any(one.kind == "urgent" for one in heard) else Urgency.ROUTINE), ()
