"""A person's word that one text may be posted: given only where nothing stands against it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from replyguard.approval.cooling import cooling
from replyguard.approval.findings import against
from replyguard.approval.pausing import against_approving
from replyguard.approval.reasons import Reason, Why
from replyguard.approval.roles import Right, may
from replyguard.approval.second import judged, needed
from replyguard.approval.signing import signed
from replyguard.domain.case import Approval, CaseState, Dismissal, Person, sha256_of
from replyguard.domain.pause import Pause
from replyguard.domain.review import Review
from replyguard.errors import ApprovalRefused, InputError
from replyguard.settings import Settings


def approve(
    state: CaseState,
    text: str,
    review: Review,
    *,
    by: Person,
    dismissals: Sequence[Dismissal] = (),
    now: datetime,
    key: bytes,
    settings: Settings,
    pause: Pause | None = None,
) -> Approval:
    """The signed approval of exactly `text` in exactly this state, or `ApprovalRefused` with every reason.

    review:     what the approver saw; it has to be the one on record for this text and state.
    dismissals: those that come with the approval; the case's own count too. The store records them before it.
    now:        with its time zone; `InputError` without.
    pause:      the newest, over or not; None where there never was one.
    """
    reasons = tuple(_against_approval(state, text, review, by, dismissals, now, settings, pause))
    if reasons:
        raise ApprovalRefused(reasons)
    reading = judged(state, text, by=by, dismissals=(*state.dismissals, *dismissals))
    lasts = timedelta(hours=settings.approval_hours)
    second = reading.by if reading else None
    return signed(state, text, by=by, second_reader=second, now=now, lasts=lasts, key=key)


def against_text(
    state: CaseState, text: str, *, by: Person, dismissals: Sequence[Dismissal] = (), always_second: bool = False
) -> Iterator[Reason]:
    """Every reason against `text` that the case itself gives, whatever the hour; the gate asks again.

    by: who approves; they are not their own second reader.
    """
    said = (*state.dismissals, *dismissals)
    yield from _against_case(state, text)
    yield from against(state, text, said)
    reading = judged(state, text, by=by, dismissals=said)
    if reading is None:
        yield from needed(state, text, said, always=always_second)
    elif not reading.agrees:
        yield Reason.of(Why.SECOND_REFUSED, by=reading.by.name)


def _against_case(state: CaseState, text: str) -> Iterator[Reason]:
    if state.broken is not None:
        yield Reason.of(Why.BROKEN, number=state.broken)
    if state.erased:
        yield Reason.of(Why.ERASED)
    if state.triage is None:
        yield Reason.of(Why.NOT_TRIAGED)
    if not text.strip():
        yield Reason.of(Why.BLANK)
    if state.text != text:
        yield Reason.of(Why.NOT_LATEST)
    if sha256_of(text) in {post.text_digest for post in state.posted}:
        yield Reason.of(Why.ALREADY_POSTED)


def _against_approval(
    state: CaseState,
    text: str,
    review: Review,
    by: Person,
    dismissals: Sequence[Dismissal],
    now: datetime,
    settings: Settings,
    pause: Pause | None,
) -> Iterator[Reason]:
    check_time(now)
    if not may(by, Right.APPROVE):
        yield Reason.of(Why.MAY_NOT_APPROVE, by=by.name, role=by.role.value)
    always = settings.always_second_reader
    yield from against_text(state, text, by=by, dismissals=dismissals, always_second=always)
    recorded = state.review_of(text)
    if recorded is not None and recorded != review:
        yield Reason.of(Why.OTHER_REVIEW)
    reading = judged(state, text, by=by, dismissals=(*state.dismissals, *dismissals))
    hot = cooling(state, now=now, cool_down=timedelta(minutes=settings.cool_down_minutes))
    if hot is not None and not (reading and reading.agrees):
        yield hot
    if (paused := against_approving(state, by, now=now, pause=pause)) is not None:
        yield paused


def check_time(now: datetime) -> None:
    """An `InputError` for a time without a zone: nobody can say which moment it means."""
    if now.tzinfo is None:
        raise InputError("now", "has no time zone; hand in an aware time")
