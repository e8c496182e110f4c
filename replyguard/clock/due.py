"""What a case is waiting for, by when, and how long its answers took."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import AwareDatetime

from replyguard.clock.targets import Clock, Target
from replyguard.domain.base import Frozen
from replyguard.domain.case import CaseState, FollowUp, Person
from replyguard.domain.triage import Urgency

# A date that somebody set far away is not walked to day by day.
_FARTHEST = timedelta(days=366)


class Want(StrEnum):
    """What the case waits for: the first answer, one to a later message, the one that was promised, or its end."""

    FIRST_RESPONSE = "first_response"
    ANSWER = "answer"
    FOLLOW_UP = "follow_up"
    RESOLUTION = "resolution"


class Due(Frozen):
    """The next thing that is due. `left`: business time until then, below zero where it is overdue.

    owner: who promised it, where somebody did.
    """

    case: str
    channel: str
    urgency: Urgency
    want: Want
    at: AwareDatetime
    left: timedelta
    overdue: bool
    owner: Person | None = None


class Times(Frozen):
    """How long it took, in the time its target counts; None: not yet. `first_answer`: holding replies left out."""

    first_response: timedelta | None
    first_answer: timedelta | None
    resolution: timedelta | None
    response_in_time: bool | None
    resolution_in_time: bool | None


def due_next(state: CaseState, clock: Clock, *, now: datetime) -> Due | None:
    """What this case waits for next; None where it has ended and the customer was silent since."""
    asked = _asked(state)
    if asked is None and state.outcome is not None:
        return None
    want, at, owner = _wanted(state, clock, asked)
    farthest = max(now - _FARTHEST, min(at, now + _FARTHEST))
    left = _passed(target_of(state, clock), clock, now, farthest)
    return Due(
        case=state.id, channel=state.channel, urgency=urgency_of(state), want=want, at=at, left=left,
        overdue=at < now, owner=owner,
    )  # fmt: skip


def times_of(state: CaseState, clock: Clock) -> Times:
    """How long this case took, and whether that was in time."""
    target = target_of(state, clock)

    def since(end: datetime | None) -> timedelta | None:
        return None if end is None else _passed(target, clock, state.opened_at, end)

    first = since(next((post.at for post in state.posted), None))
    ended = since(state.outcome.at if state.outcome else None)
    return Times(
        first_response=first,
        first_answer=since(next((post.at for post in state.posted if not post.holding), None)),
        resolution=ended,
        response_in_time=None if first is None else first <= target.first_response,
        resolution_in_time=None if ended is None else ended <= target.resolution,
    )


def urgency_of(state: CaseState) -> Urgency:
    """As it was triaged; routine before that."""
    return state.triage.urgency if state.triage else Urgency.ROUTINE


def target_of(state: CaseState, clock: Clock) -> Target:
    """The target that this case has to meet."""
    return clock.target(state.channel, urgency_of(state))


def _asked(state: CaseState) -> datetime | None:
    """When the oldest message came in that no answer followed; None where all were answered."""
    ends = [*(post.at for post in state.posted if not post.holding), *([state.outcome.at] if state.outcome else [])]
    last = max(ends, default=None)
    return next((message.at for message in state.messages if last is None or message.at > last), None)


def _wanted(state: CaseState, clock: Clock, asked: datetime | None) -> tuple[Want, datetime, Person | None]:
    target = target_of(state, clock)
    if asked is None:
        return Want.RESOLUTION, _after(target, clock, state.opened_at, target.resolution), None
    if (promise := _promised(state, asked)) is not None:
        return Want.FOLLOW_UP, promise.due, promise.owner
    want = Want.ANSWER if state.posted else Want.FIRST_RESPONSE
    # A date that a person set for this answer goes before the target.
    if state.due_at is not None and state.due_at > asked:
        return want, state.due_at, None
    return want, _after(target, clock, asked, target.first_response), None


def _promised(state: CaseState, asked: datetime) -> FollowUp | None:
    """The earliest promise that is still open: made since the question, or due after it."""
    still = [one for one in state.follow_ups if one.at >= asked]
    return min(still, key=lambda one: one.due, default=None)


def _after(target: Target, clock: Clock, start: datetime, amount: timedelta) -> datetime:
    return start + amount if target.counts == "always" else clock.calendar.add(start, amount)


def _passed(target: Target, clock: Clock, start: datetime, end: datetime) -> timedelta:
    return end - start if target.counts == "always" else clock.calendar.between(start, end)
