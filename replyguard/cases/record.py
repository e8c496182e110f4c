"""Writing: what happened goes into the record whole, once, and on top of what the writer saw."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Protocol
from uuid import uuid4

from sqlalchemy import Connection

from replyguard.cases import rows
from replyguard.cases.contents import Content, Erased, Read, Voided
from replyguard.cases.database import Database
from replyguard.cases.events import START, content_of, make
from replyguard.cases.folding import fold
from replyguard.domain.case import CaseState, Event, EventKind, Person
from replyguard.domain.review import Verdict
from replyguard.errors import CaseChanged, CaseNotFound, InputError

Happening = tuple[EventKind, Content]
Plan = Callable[[CaseState, datetime], Sequence[Happening]]
"""What to write, from the state that it is written upon. It may be asked again, on a later state."""

LONGEST_ONCE = 200


class Seen(Protocol):
    """A case in the version that the writer saw: a `CaseState`, or the two as a form or a request brings them."""

    @property
    def id(self) -> str: ...
    @property
    def version(self) -> int: ...


class Record:
    """The events of all cases. `now`: the clock; `policy`: the version of the comment policy in force."""

    def __init__(self, database: Database, *, policy: str, now: Callable[[], datetime]) -> None:
        self._database, self._policy, self._now = database, policy, now

    def events(self, case: str) -> tuple[Event, ...]:
        """All events of a case; `CaseNotFound` where there is none."""
        return self._database.reading(lambda connection: _found(connection, case))

    def state(self, case: str) -> CaseState:
        """Where a case stands."""
        return fold(self.events(case), self._policy)

    def now(self) -> datetime:
        return self._now().astimezone(UTC)

    def open(self, happenings: Sequence[Happening], *, by: Person, once: str | None) -> CaseState:
        """A new case; the same one again where `once` opened it before."""
        case, name = uuid4().hex, _name(once)

        def work(connection: Connection) -> CaseState:
            if (known := rows.asked_before(connection, name)) is not None:
                _same_write(known, happenings[0], case=known.case)
                return fold(_found(connection, known.case), self._policy)
            events = _chained(case, (), happenings, by=by, at=self.now(), once=name)
            state = fold(events, self._policy)
            rows.start(connection, state, events[-1].digest)
            rows.add(connection, events)
            return state

        return self._database.writing(work)

    def append(
        self, seen: Seen, plan: Plan, *, by: Person, once: str | None = None, newest: bool = False, yours: str = ""
    ) -> CaseState:
        """Write what `plan` says; the state after it.

        newest: it happened outside and is written on whatever version stands; otherwise `CaseChanged` where that is
                not the version seen, with the two texts where `yours` is one.
        once:   the writer's name for this write; where it was written before, nothing is.
        """
        name = _name(once)

        def work(connection: Connection) -> CaseState:
            rows.lock(connection, seen.id)
            before = _found(connection, seen.id)
            state = fold(before, self._policy)
            if (known := rows.asked_before(connection, name)) is not None:
                _same_write(known, None, case=seen.id)
                return state
            if not newest and seen.version != state.version:
                raise _changed(seen, state, yours)
            at = self.now()
            happenings = plan(state, at)
            return self._write(connection, before, happenings, by=by, at=at, once=name) if happenings else state

        return self._database.writing(work)

    def _write(
        self, connection: Connection, before: Sequence[Event], happenings: Sequence[Happening], *, by: Person,
        at: datetime, once: str,
    ) -> CaseState:  # fmt: skip
        case, seen = before[0].case, before[-1].number
        added = _chained(case, before, happenings, by=by, at=at, once=once)
        state = fold((*before, *added), self._policy)
        if void := _voided(state, added):
            added += _chained(case, (*before, *added), [(EventKind.VOIDED, void)], by=by, at=at, once=None)
            state = fold((*before, *added), self._policy)
        if not rows.move(connection, state, added[-1].digest, seen=seen):
            raise CaseChanged(case, seen=seen, version=seen + 1)
        rows.add(connection, added)
        for numbers in _erasures(added):
            rows.blank(connection, case, numbers)
        return fold(_found(connection, case), self._policy) if state.erased else state


def _found(connection: Connection, case: str) -> tuple[Event, ...]:
    events = rows.events_of(connection, case)
    if not events:
        raise CaseNotFound(case)
    return events


def _chained(
    case: str, before: Sequence[Event], happenings: Sequence[Happening], *, by: Person, at: datetime, once: str | None
) -> tuple[Event, ...]:
    added: list[Event] = []
    for kind, content in happenings:
        last = added[-1] if added else (before[-1] if before else None)
        number, previous = (last.number + 1, last.digest) if last else (1, START)
        added.append(make(case, number, kind, content, by=by, at=at, previous=previous, once=None if added else once))
    return tuple(added)


def _voided(state: CaseState, added: Sequence[Event]) -> Voided | None:
    """What happened may end approvals: of another text, of another state, of a text that was posted or refused."""
    refused = set(_refused(added))
    posted = {post.text_digest for post in state.posted}
    latest = state.versions[-1].digest if state.versions else ""
    ended = tuple(
        one.signature for one in state.approvals
        if one.text_digest != latest or one.state_digest != state.state_digest
        or one.text_digest in refused | posted or state.erased or state.paused is not None
    )  # fmt: skip
    return Voided(signatures=ended, because=added[0].kind.value) if ended else None


def _refused(added: Sequence[Event]) -> Iterator[str]:
    for event in added:
        content = content_of(event)
        if isinstance(content, Read) and content.verdict is not Verdict.READY:
            yield content.text_digest
        if event.kind is EventKind.SECOND_READ and not event.content["agrees"]:
            yield str(event.content["text_digest"])


def _erasures(added: Sequence[Event]) -> Iterator[Sequence[int]]:
    for event in added:
        if event.kind is EventKind.ERASED:
            yield Erased.model_validate(event.content).numbers


def _changed(seen: Seen, state: CaseState, yours: str) -> CaseChanged:
    theirs = (state.text or "") if yours else ""
    return CaseChanged(seen.id, seen=seen.version, version=state.version, yours=yours, theirs=theirs)


def _name(once: str | None) -> str:
    # Every write has one: a connection that breaks after the commit must not make it happen twice.
    if once is None:
        return uuid4().hex
    if not 0 < len(once) <= LONGEST_ONCE or not once.isprintable():
        raise InputError("once", f"should be 1 to {LONGEST_ONCE} printable characters")
    return once


def _same_write(known: Event, asked: Happening | None, *, case: str) -> None:
    same = known.case == case
    if asked is not None:
        kind, content = asked
        erased = known.personal is None
        same = known.kind is kind and (erased or content_of(known) == content)
    if not same:
        raise InputError("once", "names another write already; give each its own")
