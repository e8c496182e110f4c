"""What happened to each case, read once from the record: only what is counted, and words only of drafts and posts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, case, select

from replyguard.cases.tables import CaseRow, EventRow
from replyguard.domain.case import EventKind

_KINDS = (
    EventKind.TRIAGED, EventKind.DRAFT, EventKind.EDIT, EventKind.REVIEW, EventKind.DISMISSAL, EventKind.POSTED,
)  # fmt: skip
_WORDED = (EventKind.DRAFT.value, EventKind.POSTED.value)


@dataclass(frozen=True, slots=True)
class Happened:
    """One event. `text`: of a draft or a post; None elsewhere, and where it was erased."""

    kind: EventKind
    at: datetime
    by: str
    content: dict[str, Any]
    text: str | None


@dataclass(frozen=True, slots=True)
class History:
    """One case, and its events that are counted, oldest first."""

    channel: str
    opened_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    events: tuple[Happened, ...]


def histories(connection: Connection, since: datetime) -> Iterator[History]:
    """Every case in which something happened since then, each with all its events, from before too."""
    worded = case((EventRow.kind.in_(_WORDED), EventRow.personal), else_=None).label("words")
    ours = (EventRow.case_id == CaseRow.id) & EventRow.kind.in_([kind.value for kind in _KINDS])
    query = (
        select(
            CaseRow.id, CaseRow.channel, CaseRow.opened_at, CaseRow.answered_at, CaseRow.ended_at,
            EventRow.kind, EventRow.at, EventRow.by_name, EventRow.content, worded,
        )
        .join(EventRow, ours, isouter=True)
        .where(CaseRow.changed_at >= since)
        .order_by(CaseRow.id, EventRow.number)
        .execution_options(yield_per=1_000)
    )  # fmt: skip
    for _, rows in groupby(connection.execute(query), key=lambda row: row.id):
        yield _history(rows)


def _history(rows: Iterable[Row[Any]]) -> History:
    held = list(rows)
    first = held[0]
    events = tuple(_happened(row) for row in held if row.kind is not None)
    return History(first.channel, first.opened_at, first.answered_at, first.ended_at, events)


def _happened(row: Row[Any]) -> Happened:
    words = json.loads(row.words) if row.words else {}
    return Happened(EventKind(row.kind), row.at, row.by_name, json.loads(row.content), words.get("text"))
