"""What the events of the chain of pauses say, and how things stand by them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from pydantic import AwareDatetime, Field

from replyguard.cases.pauses import PauseEvent, PauseEventKind, first_broken, pause_of
from replyguard.domain.base import Frozen
from replyguard.domain.pause import Pause
from replyguard.domain.triage import Topic
from replyguard.pausing.crisis import Sign, Signal

OPEN_FOR = timedelta(hours=24)
"""A proposal that nobody answers is forgotten after this time, and a decision against one holds as long."""

_DECISIONS = (PauseEventKind.DECLINED, PauseEventKind.RESUMED)


class Proposed(Frozen):
    """`days`: of history that "usual" rests on."""

    signals: tuple[Signal, ...] = Field(min_length=1)
    days: int


class Declined(Frozen):
    """`signals`: those that a manager did not think a crisis."""

    proposal: int
    reason: str
    signals: tuple[Signal, ...]


class Started(Frozen):
    """`proposal`: the number of the one that was confirmed; None where the pause was a person's own idea."""

    reason: str = Field(min_length=1)
    until: AwareDatetime | None = None
    proposal: int | None = None


class Resumed(Frozen):
    """`signals`: what still stood out then, and was no reason to go on."""

    signals: tuple[Signal, ...] = ()


class Proposal(Frozen):
    """A pause that is proposed, and waits for a manager. `number`: of its event."""

    number: int
    at: AwareDatetime
    signals: tuple[Signal, ...]


class Status(Frozen):
    """How things stand at `at`.

    pause:    the newest, over or not; None where there never was one.
    proposal: the one that waits for a manager.
    broken:   the number of the first event of the chain that was changed behind our back; None where it holds.
    """

    at: AwareDatetime
    pause: Pause | None = None
    proposal: Proposal | None = None
    broken: int | None = None

    @property
    def paused(self) -> bool:
        return self.pause is not None and self.pause.covers(self.at)


def status_of(events: Sequence[PauseEvent], at: datetime) -> Status:
    """The status by all events, oldest first."""
    broken = first_broken(events)
    proposal = _open_proposal(events, at)
    return Status(at=at, pause=pause_of(events), proposal=proposal, broken=broken[0] if broken else None)


def settled(events: Sequence[PauseEvent], at: datetime) -> frozenset[tuple[Sign, Topic | None]]:
    """The signs that a manager knew of, and decided against, not long ago: they are not proposed again."""
    newest = next((event for event in reversed(events) if event.kind in _DECISIONS), None)
    if newest is None or newest.at + OPEN_FOR < at:
        return frozenset()
    told = (Declined if newest.kind is PauseEventKind.DECLINED else Resumed).model_validate(newest.content)
    return frozenset((signal.sign, signal.topic) for signal in told.signals)


def _open_proposal(events: Sequence[PauseEvent], at: datetime) -> Proposal | None:
    if not events or events[-1].kind is not PauseEventKind.PROPOSED or events[-1].at + OPEN_FOR < at:
        return None
    told = Proposed.model_validate(events[-1].content)
    return Proposal(number=events[-1].number, at=events[-1].at, signals=told.signals)
