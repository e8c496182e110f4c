"""Events and cases as they stand in the database."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from replyguard.cases.events import canonical
from replyguard.cases.tables import CaseRow, EventRow
from replyguard.domain.case import CaseState, Digest, Event, EventKind, Person, Role
from replyguard.errors import CaseBroken

COLUMNS = tuple(EventRow.__table__.columns)


def event_of(row: Row[Any]) -> Event:
    """The event of a row, its digests as they stand there: whether they hold is asked elsewhere.

    `CaseBroken` where it is no event at all.
    """
    # Not validated: a row that somebody changed by hand has to come out as it is, to be found.
    try:
        return Event.model_construct(
            case=row.case_id, number=row.number, kind=EventKind(row.kind), at=row.at,
            by=Person.model_construct(name=row.by_name, role=Role(row.by_role)),
            content=json.loads(row.content), personal=None if row.personal is None else json.loads(row.personal),
            salt=row.salt, seal=row.seal, previous=row.previous, digest=row.digest, once=row.once,
        )  # fmt: skip
    except ValueError:
        raise CaseBroken(row.case_id, row.number) from None


def events_of(connection: Connection, case: str) -> tuple[Event, ...]:
    """All events of a case in order; () where there is no such case."""
    found = connection.execute(select(*COLUMNS).where(EventRow.case_id == case).order_by(EventRow.number))
    return tuple(map(event_of, found))


def events_of_kinds(connection: Connection, kinds: Collection[EventKind]) -> tuple[Event, ...]:
    """All events of these kinds, of every case, oldest first."""
    which = EventRow.kind.in_([kind.value for kind in kinds])
    found = connection.execute(select(*COLUMNS).where(which).order_by(EventRow.at, EventRow.case_id, EventRow.number))
    return tuple(map(event_of, found))


def asked_before(connection: Connection, once: str) -> Event | None:
    """The event that was written under this name."""
    row = connection.execute(select(*COLUMNS).where(EventRow.once == once)).first()
    return event_of(row) if row else None


def lock(connection: Connection, case: str) -> None:
    """Let no one else write to the case until this transaction is over."""
    connection.execute(select(CaseRow.id).where(CaseRow.id == case).with_for_update())


def add(connection: Connection, events: Sequence[Event]) -> None:
    """Write new events."""
    connection.execute(insert(EventRow), [_values(event) for event in events])


def blank(connection: Connection, case: str, numbers: Sequence[int]) -> None:
    """Take the personal part of these events away."""
    which = (EventRow.case_id == case) & EventRow.number.in_(numbers)
    connection.execute(update(EventRow).where(which).values(personal=None, salt=""))


def start(connection: Connection, state: CaseState, head: Digest) -> None:
    """A new case; its events follow."""
    connection.execute(insert(CaseRow).values(id=state.id, **_standing(state, head)))


def move(connection: Connection, state: CaseState, head: Digest, *, seen: int) -> bool:
    """Take the case from version `seen` to that of `state`; False where it is no longer at `seen`."""
    which = (CaseRow.id == state.id) & (CaseRow.version == seen)
    return connection.execute(update(CaseRow).where(which).values(**_standing(state, head))).rowcount == 1


def _values(event: Event) -> dict[str, Any]:
    return {
        "case_id": event.case, "number": event.number, "kind": event.kind.value, "at": event.at,
        "by_name": event.by.name, "by_role": event.by.role.value, "content": canonical(event.content),
        "personal": None if event.personal is None else canonical(event.personal), "salt": event.salt,
        "seal": event.seal, "previous": event.previous, "digest": event.digest, "once": event.once,
    }  # fmt: skip


def _ended(state: CaseState) -> datetime | None:
    # Who writes again after the end is waiting again: no list of open cases may leave that out.
    return state.outcome.at if state.outcome and state.messages[-1].at <= state.outcome.at else None


def _standing(state: CaseState, head: Digest) -> dict[str, Any]:
    answered = next((post.at for post in state.posted), None)
    triage = state.triage
    return {
        "version": state.version, "head": head, "channel": state.channel,
        "language": triage.language if triage else state.language, "urgency": triage.urgency.value if triage else None,
        "opened_at": state.opened_at, "changed_at": state.changed_at, "due_at": state.due_at,
        "answered_at": answered, "ended_at": _ended(state),
    }  # fmt: skip
