"""The record of pauses: one chain of events beside the cases, kept from change by the database itself."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

from pydantic import AwareDatetime, Field, ValidationError
from sqlalchemy import Connection, ForeignKey, Row, String, Text, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from replyguard.cases.events import START, canonical
from replyguard.cases.tables import Base, Moment
from replyguard.domain.base import Frozen
from replyguard.domain.case import Digest, Person, Role, sha256_of
from replyguard.domain.pause import Pause

Name = TypeVar("Name", bound=StrEnum)


class PauseEventKind(StrEnum):
    """What can happen: a pause is proposed, the proposal declined; a pause starts, and is over."""

    PROPOSED = "proposed"
    DECLINED = "declined"
    STARTED = "started"
    RESUMED = "resumed"


class PauseEvent(Frozen):
    """One of them; it is never changed. `content`: what it says; `digest`: of this event and, by it, all before."""

    number: int = Field(ge=1)
    kind: PauseEventKind
    at: AwareDatetime
    by: Person
    content: dict[str, Any]
    previous: Digest
    digest: Digest


class PauseEventRow(Base):
    """One event of the chain."""

    __tablename__ = "pause_events"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime] = mapped_column(Moment)
    by_name: Mapped[str] = mapped_column(String(80))
    by_role: Mapped[str] = mapped_column(String(16))
    content: Mapped[str] = mapped_column(Text)
    previous: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))


class DeliveryRow(Base):
    """One round of telling one target of one event: `number` from 1; `status`: of the last answer, None without one.

    target: the host and a digest of the address, for the address itself can be a secret.
    """

    __tablename__ = "pause_deliveries"
    event: Mapped[int] = mapped_column(ForeignKey("pause_events.number"), primary_key=True)
    target: Mapped[str] = mapped_column(String(120), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Moment)
    delivered: Mapped[bool]
    tries: Mapped[int]
    status: Mapped[int | None]
    problem: Mapped[str] = mapped_column(String(200))


_COLUMNS = tuple(PauseEventRow.__table__.columns)


def pause_events(connection: Connection) -> tuple[PauseEvent, ...]:
    """All that happened, oldest first."""
    rows = connection.execute(select(*_COLUMNS).order_by(PauseEventRow.number))
    return tuple(map(_event, rows))


def newest_pause(connection: Connection) -> Pause | None:
    """The newest pause, over or not; None where there never was one."""
    kinds = (PauseEventKind.STARTED.value, PauseEventKind.RESUMED.value)
    found = select(*_COLUMNS).where(PauseEventRow.kind.in_(kinds)).order_by(PauseEventRow.number.desc()).limit(2)
    return pause_of([_event(row) for row in connection.execute(found)][::-1])


def pause_of(events: Iterable[PauseEvent]) -> Pause | None:
    """The newest pause that these events, oldest first, tell of."""
    pause: Pause | None = None
    for event in events:
        if event.kind is PauseEventKind.STARTED:
            pause = _started(event)
        elif event.kind is PauseEventKind.RESUMED and pause is not None:
            # Two machines' clocks: it cannot have ended before it began.
            pause = pause.model_copy(update={"ended": max(event.at, pause.since)})
    return pause


def _started(event: PauseEvent) -> Pause:
    told = {name: event.content.get(name) for name in ("reason", "until")}
    try:
        return Pause.model_validate({**told, "by": event.by, "since": event.at})
    except ValidationError:
        # What somebody made unreadable stops posts all the same, until a manager resumes.
        return Pause(reason="(changed by hand)", by=event.by, since=event.at)


def add_pause_event(
    connection: Connection, before: Sequence[PauseEvent], kind: PauseEventKind, content: Frozen, *, by: Person,
    at: datetime,
) -> PauseEvent:  # fmt: skip
    """Write the next one, after `before`, which is all there is: where somebody was faster, the number is taken."""
    bare = PauseEvent(
        number=len(before) + 1, kind=kind, at=at, by=by, content=content.model_dump(mode="json"),
        previous=before[-1].digest if before else START, digest=START,
    )  # fmt: skip
    event = bare.model_copy(update={"digest": _digest(bare)})
    connection.execute(
        insert(PauseEventRow).values(
            number=event.number, kind=event.kind.value, at=event.at, by_name=by.name, by_role=by.role.value,
            content=canonical(event.content), previous=event.previous, digest=event.digest,
        )
    )  # fmt: skip
    return event


def first_broken(events: Sequence[PauseEvent]) -> tuple[int, str] | None:
    """The number of the first event that does not hold, and what is wrong; None where the chain holds."""
    previous = START
    for number, event in enumerate(events, start=1):
        if event.number != number:
            return number, f"the next event after {number - 1} is {event.number}"
        if event.previous != previous:
            return number, "it does not follow from the event before"
        if event.digest != _digest(event):
            return number, "its content is not what was written"
        previous = event.digest
    return None


def _event(row: Row[Any]) -> PauseEvent:
    # Not validated: a row that somebody changed by hand has to come out as it is, to be found.
    return PauseEvent.model_construct(
        number=row.number, kind=_one_of(PauseEventKind, row.kind), at=row.at,
        by=Person.model_construct(name=row.by_name, role=_one_of(Role, row.by_role)),
        content=_object(row.content), previous=row.previous, digest=row.digest,
    )  # fmt: skip


def _one_of(names: type[Name], value: str) -> Name:
    try:
        return names(value)
    except ValueError:
        # A name that is none has no digest that fits: the chain breaks here.
        return str.__new__(names, value)


def _object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    return found if isinstance(found, dict) else {"unreadable": text}


def _digest(event: PauseEvent) -> Digest:
    at = event.at.astimezone(UTC).isoformat(timespec="microseconds")
    # As text, not by its value: what was changed by hand can be none of the names.
    by = [event.by.name, str.__str__(event.by.role)]
    head = ["pause", event.number, str.__str__(event.kind), at, by, event.previous]
    return sha256_of(canonical([head, event.content]))
