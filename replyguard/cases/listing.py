"""Finding cases: where they stand, without reading what was said in them."""

from __future__ import annotations

from typing import Any

from pydantic import AwareDatetime, Field
from sqlalchemy import Select, select

from replyguard.cases.database import Database
from replyguard.cases.tables import CaseRow
from replyguard.domain.base import Frozen


class Filter(Frozen):
    """Which cases. `ended`: None for all; `after`: the last id of the page before; `limit`: of one page."""

    ended: bool | None = False
    channel: str | None = None
    due_before: AwareDatetime | None = None
    opened_since: AwareDatetime | None = None
    after: str | None = None
    limit: int = Field(default=100, ge=1, le=10_000)


class Listed(Frozen):
    """One line of a list of cases."""

    id: str
    version: int
    channel: str
    language: str | None
    urgency: str | None
    opened_at: AwareDatetime
    changed_at: AwareDatetime
    due_at: AwareDatetime | None
    answered_at: AwareDatetime | None
    ended_at: AwareDatetime | None


def listed(database: Database, wanted: Filter) -> tuple[Listed, ...]:
    """The cases of one page, oldest first."""
    names = Listed.model_fields
    query = _narrowed(select(*(getattr(CaseRow, name) for name in names)), wanted)
    query = query.order_by(CaseRow.opened_at, CaseRow.id).limit(wanted.limit)
    rows = database.reading(lambda connection: connection.execute(query).all())
    return tuple(Listed(**row._mapping) for row in rows)


def _narrowed(query: Select[Any], wanted: Filter) -> Select[Any]:
    if wanted.ended is not None:
        query = query.where(CaseRow.ended_at.is_not(None) if wanted.ended else CaseRow.ended_at.is_(None))
    if wanted.channel is not None:
        query = query.where(CaseRow.channel == wanted.channel)
    if wanted.due_before is not None:
        query = query.where(CaseRow.due_at < wanted.due_before)
    if wanted.opened_since is not None:
        query = query.where(CaseRow.opened_at >= wanted.opened_since)
    if wanted.after is not None:
        last = select(CaseRow.opened_at).where(CaseRow.id == wanted.after).scalar_subquery()
        query = query.where((CaseRow.opened_at > last) | ((CaseRow.opened_at == last) & (CaseRow.id > wanted.after)))
    return query
