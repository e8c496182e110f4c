"""The gate: may this text be posted now? One question for people and bots; asking changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from replyguard.approval.approving import against_text, check_time
from replyguard.approval.pausing import against_posting
from replyguard.approval.reasons import Reason, Why
from replyguard.approval.roles import Right, may
from replyguard.approval.signing import check
from replyguard.domain.base import Frozen
from replyguard.domain.case import Approval, CaseState
from replyguard.domain.pause import Pause


class Gate(Frozen):
    """The answer. It is open where `reasons` is empty, and only there."""

    reasons: tuple[Reason, ...]

    @property
    def allowed(self) -> bool:
        return not self.reasons

    def __bool__(self) -> bool:
        return self.allowed

    def words(self, language: str = "en") -> tuple[str, ...]:
        """Every reason in a language; in English where it has no words for that one."""
        return tuple(reason.words.get(language, str(reason)) for reason in self.reasons)


def may_post(
    state: CaseState,
    text: str,
    approval: Approval | None,
    *,
    now: datetime,
    key: bytes,
    pause: Pause | None = None,
) -> Gate:
    """May exactly `text` be posted in this case now? Every reason against it, not only the first.

    Asked twice, it answers the same; it is the record of the post that uses the approval up.
    now:   with its time zone; `InputError` without.
    pause: the newest, over or not; None where there never was one.
    """
    check_time(now)
    if approval is None:
        return Gate(reasons=(Reason.of(Why.NO_APPROVAL),))
    return Gate(reasons=tuple(_against(state, text, approval, now, key, pause)))


def _against(
    state: CaseState, text: str, approval: Approval, now: datetime, key: bytes, pause: Pause | None
) -> Iterator[Reason]:
    by = approval.by.name
    yield from check(approval, text, case=state.id, now=now, key=key)
    if not _in_force(state, approval):
        yield Reason.of(Why.VOIDED, by=by)
    if approval.state_digest != state.state_digest:
        yield Reason.of(Why.OTHER_STATE, by=by)
    if not may(approval.by, Right.APPROVE):
        yield Reason.of(Why.MAY_NOT_APPROVE, by=by, role=approval.by.role.value)
    yield from against_text(state, text, by=approval.by, always_second=False)
    if (paused := against_posting(state, approval, now=now, pause=pause)) is not None:
        yield paused


def _in_force(state: CaseState, approval: Approval) -> bool:
    """Neither voided nor used up, by the record; an edit after it voids it whatever the record says."""
    on_record = any(live.signature == approval.signature for live in state.approvals)
    return on_record and not any(version.at > approval.at for version in state.versions)
