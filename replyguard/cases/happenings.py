"""What is written of an act: the event that a review, a dismissal or a post becomes."""

from __future__ import annotations

from typing import Any

from replyguard.approval.roles import Right, may, may_dismiss
from replyguard.cases import contents as held
from replyguard.cases.record import Happening
from replyguard.domain.case import CaseState, EventKind, Person, Role, sha256_of
from replyguard.domain.review import Finding, Review
from replyguard.errors import InputError


def read(state: CaseState, text: str, review: Review) -> Happening:
    """A review of exactly `text`, as the case stands."""
    return EventKind.REVIEW, held.Read.of(review, text_digest=sha256_of(text), state_digest=state.state_digest)


def overruled(text: str, finding: Finding, reason: str, by: Person) -> Happening:
    """`by` overrules a finding of `text`; `InputError` where they may not, or say not why."""
    if not reason.strip():
        raise InputError("reason", "is blank; say why the finding does not hold")
    if not may_dismiss(by, finding.category):
        raise InputError(
            "by", f"{by.name}, as {by.role.value}, may not dismiss '{finding.category.value}'; ask a manager"
        )
    return EventKind.DISMISSAL, held.Overruled.told(
        text_digest=sha256_of(text), category=finding.category, start=finding.start, end=finding.end, reason=reason
    )


def post(state: CaseState, text: str, link: str) -> Happening:
    """`text` stands at `link`: as an answer or, where it was written as one, as a holding reply."""
    digest = sha256_of(text)
    put: dict[str, Any] = {"text_digest": digest, "text": text, "link": link, "signature": live(state, digest)}
    promise = next((one for one in reversed(state.promises) if one.text_digest == digest), None)
    if promise is None:
        return EventKind.POSTED, held.Posted.told(**put)
    # Whoever posts a holding reply, the follow-up that it promises is not lost.
    return EventKind.HELD, held.Held.told(**put, owner=promise.owner, due=promise.due)


def live(state: CaseState, digest: str) -> str | None:
    """The signature of the newest approval in force for the text of this digest."""
    return next((one.signature for one in reversed(state.approvals) if one.text_digest == digest), None)


def allow(by: Person, right: Right) -> None:
    """`InputError` where they may not."""
    if not may(by, right):
        raise InputError("by", f"{by.name}, as {by.role.value}, may not {right.value}; ask somebody who may")


def not_a_bot(by: Person) -> None:
    """`InputError` for a bot."""
    if by.role is Role.BOT:
        raise InputError("by", "a bot drafts and asks the gate; let a person do this")
