"""What a pause means for an approval."""

from __future__ import annotations

from datetime import datetime

from replyguard.approval.reasons import Reason, Why
from replyguard.approval.roles import Right, may
from replyguard.domain.case import Approval, CaseState, Person
from replyguard.domain.pause import Pause


def against_approving(state: CaseState, by: Person, *, now: datetime, pause: Pause | None) -> Reason | None:
    """Why `by` may not approve at `now`; None where no pause lasts, or they may approve all the same."""
    if may(by, Right.APPROVE_WHILE_PAUSED):
        return None
    if pause is not None and pause.covers(now):
        return Reason.of(Why.PAUSED, since=pause.since, reason=pause.reason)
    return Reason.of(Why.CASE_PAUSED, reason=state.paused) if state.paused is not None else None


def against_posting(state: CaseState, approval: Approval, *, now: datetime, pause: Pause | None) -> Reason | None:
    """Why an approval opens nothing at `now`, by the newest pause, over or not; None where it does.

    What was approved before a pause, or waited in it, stays shut after it: a resume never releases a burst. Pauses
    follow one another, so an approval given after the newest began was given after all before it had ended.
    """
    if pause is not None and approval.at < pause.since:
        return Reason.of(Why.BEFORE_PAUSE, by=approval.by.name, since=pause.since)
    if pause is not None and pause.covers(approval.at) and not may(approval.by, Right.APPROVE_WHILE_PAUSED):
        return Reason.of(Why.IN_PAUSE, by=approval.by.name, since=pause.since)
    if pause is not None and pause.end is not None and approval.at < pause.end <= now:
        return Reason.of(Why.WAITED, by=approval.by.name, since=pause.since)
    return against_approving(state, approval.by, now=now, pause=pause)
