"""What the events of a case say about it now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

from pydantic import ValidationError

from replyguard.cases import contents as held
from replyguard.cases.contents import Content
from replyguard.cases.events import content_of, first_break
from replyguard.domain.case import (
    CaseState,
    ConfirmedFact,
    Decision,
    Dismissal,
    Event,
    EventKind,
    FollowUp,
    Message,
    Outcome,
    Posting,
    Promise,
    Reviewed,
    SecondReading,
    Version,
)
from replyguard.domain.review import Review
from replyguard.domain.triage import Triage
from replyguard.errors import CaseBroken

Told = dict[str, Any]
"""The fields of a `CaseState` while they are gathered; what can come more than once is a list."""

_MANY = (
    "messages", "facts", "versions", "reviews", "dismissals", "second_reads", "decisions", "approvals", "posted",
    "promises", "follow_ups",
)  # fmt: skip


def fold(events: Sequence[Event], policy: str = "") -> CaseState:
    """The state of a case from all its events, of which there is at least one; `CaseBroken` where one says nothing."""
    first = events[0]
    told: Told = {"id": first.case, "opened_at": first.at, "policy": policy}
    told |= {"version": events[-1].number, "changed_at": events[-1].at}
    told |= {name: [] for name in _MANY}
    for event in events:
        _FOLDS[event.kind](told, event, _said(event))
    broken = first_break(events)
    return CaseState(**told, broken=broken[0] if broken else None)


def _said(event: Event) -> Content:
    try:
        return content_of(event)
    except (ValidationError, TypeError):
        raise CaseBroken(event.case, event.number) from None


def _opened(told: Told, event: Event, content: Content) -> None:
    said = cast(held.Opened, content)
    told |= {"channel": said.channel, "language": said.language, "customer": said.customer}
    told["messages"].append(Message(text=said.text, at=event.at))


def _message(told: Told, event: Event, content: Content) -> None:
    told["messages"].append(Message(text=cast(held.Said, content).text, at=event.at))


def _triaged(told: Told, event: Event, content: Content) -> None:
    seen = cast(held.Triaged, content)
    stays = seen.model_dump(include={"language", "cause", "topics", "urgency"})
    told["triage"] = seen.triage if seen.triage is not None else Triage(**stays)


def _fact(told: Told, event: Event, content: Content) -> None:
    said = cast(held.Stated, content)
    if said.fact is None:
        return
    told["facts"] = [fact for fact in told["facts"] if fact.text != said.fact]
    if said.stands:
        told["facts"].append(ConfirmedFact(text=said.fact, by=event.by, at=event.at))


def _version(told: Told, event: Event, content: Content) -> None:
    wrote = cast(held.Written, content)
    told["versions"].append(
        Version(
            number=event.number, text=wrote.text, digest=wrote.text_digest, by=event.by, at=event.at,
            engine=wrote.engine,
        )
    )  # fmt: skip


def _review(told: Told, event: Event, content: Content) -> None:
    read = cast(held.Read, content)
    review = read.review or Review(verdict=read.verdict, language=read.language, checked_by=read.checked_by)
    told["reviews"].append(
        Reviewed(
            number=event.number, text_digest=read.text_digest, state_digest=read.state_digest, review=review,
            at=event.at,
        )
    )  # fmt: skip


def _dismissal(told: Told, event: Event, content: Content) -> None:
    told["dismissals"].append(Dismissal(**content.model_dump(), by=event.by, at=event.at))


def _decision(told: Told, event: Event, content: Content) -> None:
    told["decisions"].append(Decision(**content.model_dump(), by=event.by, at=event.at))


def _approval(told: Told, event: Event, content: Content) -> None:
    told["approvals"].append(cast(held.Approved, content).approval)


def _second_read(told: Told, event: Event, content: Content) -> None:
    told["second_reads"].append(SecondReading(**content.model_dump(), by=event.by, at=event.at))


def _voided(told: Told, event: Event, content: Content) -> None:
    _close(told, cast(held.Voided, content).signatures)


def _posted(told: Told, event: Event, content: Content) -> None:
    post = cast(held.Posted, content)
    _put(told, event, post, holding=False)


def _promise(told: Told, event: Event, content: Content) -> None:
    told["promises"].append(Promise(**content.model_dump()))


def _judged(told: Told, event: Event, content: Content) -> None:
    # Decisions about a comment are read by `moderation`: they change nothing about the reply.
    return


def _held(told: Told, event: Event, content: Content) -> None:
    post = cast(held.Held, content)
    _put(told, event, post, holding=True)
    told["follow_ups"].append(FollowUp(text=post.text, owner=post.owner, due=post.due, at=event.at))
    told["due_at"] = post.due


def _put(told: Told, event: Event, post: held.Posted | held.Held, *, holding: bool) -> None:
    shown = post.model_dump(include={"text_digest", "text", "link"})
    told["posted"].append(Posting(**shown, by=event.by, at=event.at, holding=holding))
    if post.signature is not None:
        _close(told, (post.signature,))


def _close(told: Told, signatures: Sequence[str]) -> None:
    told["approvals"] = [approval for approval in told["approvals"] if approval.signature not in signatures]


def _due(told: Told, event: Event, content: Content) -> None:
    told["due_at"] = cast(held.Due, content).due


def _paused(told: Told, event: Event, content: Content) -> None:
    told["paused"] = cast(held.Paused, content).reason


def _resumed(told: Told, event: Event, content: Content) -> None:
    told["paused"] = None


def _outcome(told: Told, event: Event, content: Content) -> None:
    told["outcome"] = Outcome(**content.model_dump(), by=event.by, at=event.at)


def _erased(told: Told, event: Event, content: Content) -> None:
    told["erased"] = True


_FOLDS: dict[EventKind, Callable[[Told, Event, Content], None]] = {
    EventKind.OPENED: _opened,
    EventKind.MESSAGE: _message,
    EventKind.TRIAGED: _triaged,
    EventKind.FACT: _fact,
    EventKind.DRAFT: _version,
    EventKind.EDIT: _version,
    EventKind.REVIEW: _review,
    EventKind.DISMISSAL: _dismissal,
    EventKind.DECISION: _decision,
    EventKind.APPROVAL: _approval,
    EventKind.SECOND_READ: _second_read,
    EventKind.VOIDED: _voided,
    EventKind.POSTED: _posted,
    EventKind.PROMISE: _promise,
    EventKind.HELD: _held,
    EventKind.DUE: _due,
    EventKind.PAUSED: _paused,
    EventKind.RESUMED: _resumed,
    EventKind.BREACH: _judged,
    EventKind.APPEAL: _judged,
    EventKind.OUTCOME: _outcome,
    EventKind.ERASED: _erased,
}
