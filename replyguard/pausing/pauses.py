"""Pauses: proposed from counts, confirmed or ordered by a manager, and over without a burst."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Connection

from replyguard.approval.roles import Right, may
from replyguard.cases.pauses import PauseEvent, PauseEventKind, add_pause_event, first_broken, pause_events
from replyguard.cases.store import Cases
from replyguard.domain.base import Frozen
from replyguard.domain.case import Person, Role
from replyguard.errors import InputError
from replyguard.pausing.crisis import Signal, signals
from replyguard.pausing.reading import recent_counts, usual_at
from replyguard.pausing.status import Declined, Proposed, Resumed, Started, Status, settled, status_of
from replyguard.pausing.waiting import void_what_waits
from replyguard.pausing.wording import sentences

LONGEST_REASON = 2_000

WATCH = Person(name="ReplyGuard", role=Role.BOT)
"""Who proposes; who decides is always a manager."""


class Sight(Frozen):
    """What the counts show. `days`: of history behind "usual", None where the record is too young to say."""

    signals: tuple[Signal, ...] = ()
    days: int | None = None


class Pauses:
    """The pauses of all posts, in the database of `cases`.

    tell: called with every event once it is on record; what it raises reaches the caller, the event stands.
    """

    def __init__(self, cases: Cases, tell: Callable[[PauseEvent], object] = lambda _: None) -> None:
        self._cases, self._tell = cases, tell

    def status(self) -> Status:
        """How things stand now."""
        return status_of(self.events(), self._cases.now())

    def events(self) -> tuple[PauseEvent, ...]:
        """All that happened, oldest first."""
        return self._cases.database.reading(pause_events)

    def look(self) -> Sight:
        """What stands out in the counts of the last 24 hours. Writes nothing."""
        now = self._cases.now()
        known, recent = self._cases.database.reading(lambda c: (usual_at(c, now), recent_counts(c, now)))
        return Sight(signals=signals(known, recent, now), days=known.days) if known else Sight()

    def propose(self) -> Sight:
        """Look, and put a proposal on record where something stands out that no manager has decided on."""
        sight = self.look()
        if not sight.signals or sight.days is None:
            return sight
        proposed = Proposed(signals=sight.signals, days=sight.days)

        def is_news(events: Sequence[PauseEvent], now: datetime) -> bool:
            status, known = status_of(events, now), settled(events, now)
            fresh = any((signal.sign, signal.topic) not in known for signal in sight.signals)
            return fresh and not status.paused and status.proposal is None

        self._say(self._put(PauseEventKind.PROPOSED, proposed, by=WATCH, where=is_news))
        return sight

    def start(self, reason: str = "", *, by: Person, until: datetime | None = None) -> Status:
        """Pause all posts, until `until` or a resume; without a reason: confirm the proposal that waits, by its own.

        What was approved and not posted is voided. `InputError` for who is no manager, where posts are paused
        already, where there is neither a reason nor a proposal, or where `until` is not ahead.
        """
        _manager(by)
        status = self.status()
        if status.paused:
            raise InputError("pause", "lasts already; resume it first")
        if until is not None and (until.tzinfo is None or until <= status.at):
            raise InputError("until", "should be a time ahead, with its zone: 2026-12-01T09:00+07:00")
        waits = status.proposal
        if not reason.strip() and waits is None:
            raise InputError("reason", "is blank, and no proposal waits; say why posts should stop")
        why = reason.strip() or "; ".join(sentences(waits.signals if waits else ()))
        started = Started(reason=_short(why), until=until, proposal=waits.number if waits else None)
        return self._turned(self._put(PauseEventKind.STARTED, started, by=by, where=_not_paused), by)

    def decline(self, reason: str, *, by: Person) -> Status:
        """No pause: the proposal that waits is answered, and its signs are not proposed again for a day."""
        _manager(by)
        waits = self.status().proposal
        if waits is None:
            raise InputError("pause", "is not proposed; there is nothing to decline")
        if not reason.strip():
            raise InputError("reason", "is blank; say why this is no crisis")
        declined = Declined(proposal=waits.number, reason=_short(reason), signals=waits.signals)
        self._say(self._put(PauseEventKind.DECLINED, declined, by=by, where=lambda now, _: len(now) == waits.number))
        return self.status()

    def resume(self, *, by: Person) -> Status:
        """The pause is over. Nothing that waited is released: every approval that no post has used up is voided.

        Where a pause ended by its own time, what waited in it is voided by this too; it opened nothing before either.
        """
        _manager(by)
        if self.status().pause is None:
            raise InputError("pause", "never was; there is nothing to resume")
        resumed = Resumed(signals=self.look().signals)
        over = self._put(PauseEventKind.RESUMED, resumed, by=by, where=lambda *seen: not _not_paused(*seen))
        return self._turned(over, by)

    def broken(self) -> tuple[int, str] | None:
        """The first event of the chain that does not hold, and what is wrong; None where it holds."""
        return first_broken(self.events())

    def _turned(self, event: PauseEvent | None, by: Person) -> Status:
        """Void what waits, then tell: both happen even where the other fails, for the event stands already."""
        status = self.status()
        pause = status.pause
        # While it lasts, a manager's approval given since is good; all that came before is not.
        before = (pause.since if status.paused else pause.end) if pause else None
        try:
            void_what_waits(self._cases, before or status.at, by=by)
        finally:
            self._say(event)
        return status

    def _put(
        self, kind: PauseEventKind, content: Frozen, *, by: Person,
        where: Callable[[Sequence[PauseEvent], datetime], bool],
    ) -> PauseEvent | None:  # fmt: skip
        """Put it on record where it holds by what stands there by then; None where it does not."""
        now = self._cases.now()

        def work(connection: Connection) -> PauseEvent | None:
            before = pause_events(connection)
            return add_pause_event(connection, before, kind, content, by=by, at=now) if where(before, now) else None

        return self._cases.database.writing(work)

    def _say(self, event: PauseEvent | None) -> None:
        if event is not None:
            self._tell(event)


def _not_paused(events: Sequence[PauseEvent], now: datetime) -> bool:
    return not status_of(events, now).paused


def _short(reason: str) -> str:
    if len(reason.strip()) > LONGEST_REASON:
        raise InputError("reason", f"is longer than {LONGEST_REASON} characters; say it shorter")
    return reason.strip()


def _manager(by: Person) -> None:
    if not may(by, Right.APPROVE_WHILE_PAUSED):
        raise InputError("by", f"{by.name}, as {by.role.value}, may not do this; ask a manager")
