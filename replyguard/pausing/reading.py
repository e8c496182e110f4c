"""Counts from the record: when complaints came, how serious they are, and what they are about. No words are read."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select

from replyguard.cases.tables import CaseRow, EventRow
from replyguard.domain.case import EventKind
from replyguard.domain.triage import Topic, Urgency
from replyguard.pausing.usual import HISTORY, Count, Usual, usual

_DAY = timedelta(days=1)
_HOUR_FORMAT = "%Y-%m-%d %H"


def recent_counts(connection: Connection, now: datetime) -> list[Count]:
    """Every complaint of the last 24 hours, each a count of its own."""
    query = _cases(select(CaseRow.opened_at, EventRow.content), now - _DAY).where(CaseRow.opened_at <= now)
    return [_sum(at, [(content, 1)]) for at, content in connection.execute(query)]


def usual_at(connection: Connection, now: datetime) -> Usual | None:
    """What is usual by the weeks before the last 24 hours; None where the record is too young."""
    first = connection.execute(select(func.min(CaseRow.opened_at))).scalar()
    end = _full_hour(now - _DAY)
    if first is None or first >= end:
        return None
    start = max(_full_hour(first) + timedelta(hours=1), end - HISTORY)
    return usual(_hours(connection, start, end), start, end)


def _hours(connection: Connection, start: datetime, end: datetime) -> list[Count]:
    hour = _hour(connection.dialect.name).label("hour")
    query = _cases(select(hour, EventRow.content, func.count()), start).where(CaseRow.opened_at < end)
    gathered: dict[str, list[tuple[str | None, int]]] = defaultdict(list)
    for at, content, came in connection.execute(query.group_by("hour", EventRow.content)):
        gathered[at].append((content, came))
    return [_sum(datetime.strptime(at, _HOUR_FORMAT).replace(tzinfo=UTC), seen) for at, seen in gathered.items()]


def _cases(query: Select[*tuple[Any, ...]], since: datetime) -> Select[*tuple[Any, ...]]:
    """Cases with their newest triage, where they have one."""
    newest = (
        select(func.max(EventRow.number))
        .where(EventRow.case_id == CaseRow.id, EventRow.kind == EventKind.TRIAGED.value)
        .correlate(CaseRow)
        .scalar_subquery()
    )
    triaged = (EventRow.case_id == CaseRow.id) & (EventRow.number == newest)
    return query.select_from(CaseRow).outerjoin(EventRow, triaged).where(CaseRow.opened_at >= since)


def _hour(dialect: str) -> ColumnElement[str]:
    # Each database has its own way to cut a moment down to its hour.
    if dialect == "sqlite":
        return func.strftime(_HOUR_FORMAT, CaseRow.opened_at)
    return func.to_char(func.timezone("UTC", CaseRow.opened_at), "YYYY-MM-DD HH24")


def _sum(start: datetime, seen: Iterable[tuple[str | None, int]]) -> Count:
    complaints = serious = 0
    topics: Counter[Topic] = Counter()
    for content, came in seen:
        triage = json.loads(content) if content else {}
        complaints += came
        serious += came * (triage.get("urgency") == Urgency.SERIOUS_RISK.value)
        topics.update({Topic(topic): came for topic in triage.get("topics", ())})
    return Count(start=start, complaints=complaints, serious=serious, topics=topics)


def _full_hour(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
