"""The audit: every chain is walked, and the first break of each is named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, select

from replyguard.cases.database import Database
from replyguard.cases.events import first_break
from replyguard.cases.pauses import first_broken, pause_events
from replyguard.cases.rows import COLUMNS, event_of
from replyguard.cases.tables import CaseRow, EventRow
from replyguard.domain.base import Frozen
from replyguard.domain.case import Event
from replyguard.errors import CaseBroken

PAUSES = "pauses"
"""What the chain of pauses is called where a case's id stands for the others."""


class Break(Frozen):
    """Where a case's chain does not hold. `number`: of the event, from 1."""

    case: str
    number: int
    problem: str


class Head(Frozen):
    """The end of a case's chain: its last number then, and the digest."""

    case: str
    version: int
    digest: str


class Audit(Frozen):
    """What the walk found. `breaks`: the first of each case that has one; the record holds where there are none."""

    cases: int
    events: int
    breaks: tuple[Break, ...] = ()

    @property
    def holds(self) -> bool:
        return not self.breaks


def verify(database: Database, since: Iterable[Head] = ()) -> Audit:
    """Walk every chain, and look for each head that was noted earlier."""
    noted = tuple(since)
    return database.reading(lambda connection: _walk(connection, noted))


def heads(database: Database) -> tuple[Head, ...]:
    """The end of every chain now."""
    query = select(CaseRow.id, CaseRow.version, CaseRow.head).order_by(CaseRow.id)
    found, pauses = database.reading(lambda connection: (connection.execute(query).all(), pause_events(connection)))
    ends = [Head(case=case, version=version, digest=digest) for case, version, digest in found]
    return (*ends, *(Head(case=PAUSES, version=last.number, digest=last.digest) for last in pauses[-1:]))


def _walk(connection: Connection, noted: tuple[Head, ...]) -> Audit:
    # One query: what is written while we walk stands either in both tables or in neither.
    query = (
        select(*COLUMNS, CaseRow.version, CaseRow.head)
        .join_from(EventRow, CaseRow, EventRow.case_id == CaseRow.id, isouter=True)
        .order_by(EventRow.case_id, EventRow.number)
        .execution_options(yield_per=1_000)
    )
    cases = events = 0
    breaks: dict[str, Break] = {}
    wanted = {(head.case, head.version): head.digest for head in noted}
    found: Iterable[Row[Any]] = connection.execute(query)
    for case, rows in groupby(found, key=lambda row: row.case_id):
        held = list(rows)
        cases, events = cases + 1, events + len(held)
        if broken := _broken(case, held, wanted):
            breaks[case] = broken
    for lost in (*_of_pauses(connection, wanted), *_without_events(connection), *_gone(wanted)):
        breaks.setdefault(lost.case, lost)
    return Audit(cases=cases, events=events, breaks=tuple(breaks.values()))


def _broken(case: str, rows: list[Row[Any]], wanted: dict[tuple[str, int], str]) -> Break | None:
    last = rows[-1]
    for row in rows:
        noted = wanted.pop((case, row.number), row.digest)
        if noted != row.digest:
            return Break(case=case, number=row.number, problem="it is not the event that was noted elsewhere")
    events: list[Event] = []
    unread: Break | None = None
    for row in rows:
        try:
            events.append(event_of(row))
        except CaseBroken as broken:
            unread = Break(case=case, number=broken.number, problem="it is no event at all")
            break
    if found := first_break(events):
        return Break(case=case, number=found[0], problem=found[1])
    if unread is not None:
        return unread
    if last.version != last.number or last.head != last.digest:
        return Break(case=case, number=last.number + 1, problem="the chain ends before the case does")
    return None


def _of_pauses(connection: Connection, wanted: dict[tuple[str, int], str]) -> Iterator[Break]:
    events = pause_events(connection)
    for event in events:
        if wanted.pop((PAUSES, event.number), event.digest) != event.digest:
            yield Break(case=PAUSES, number=event.number, problem="it is not the event that was noted elsewhere")
    if found := first_broken(events):
        yield Break(case=PAUSES, number=found[0], problem=found[1])


def _without_events(connection: Connection) -> Iterator[Break]:
    held = select(EventRow.case_id).where(EventRow.case_id == CaseRow.id).exists()
    for (case,) in connection.execute(select(CaseRow.id).where(~held)):
        yield Break(case=case, number=1, problem="no event of this case is left")


def _gone(wanted: dict[tuple[str, int], str]) -> Iterator[Break]:
    for case, version in sorted(wanted):
        yield Break(case=case, number=version, problem="it was noted elsewhere, and is gone")
