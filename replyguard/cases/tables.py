"""The two tables: events, which are the record, and cases, which says where each one stands."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, ForeignKey, Index, String, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Moment(TypeDecorator[datetime]):
    """A time with its zone: SQLite forgets zones, so it stands there in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone says nothing")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """All of our tables."""


class CaseRow(Base):
    """Where a case stands: all of it can be told from its events, and is kept here to be found by.

    version, head: the number and the digest of the last event. A write takes the case from one version to the next.
    """

    __tablename__ = "cases"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    version: Mapped[int]
    head: Mapped[str] = mapped_column(String(64))
    channel: Mapped[str] = mapped_column(String(40))
    language: Mapped[str | None] = mapped_column(String(16))
    urgency: Mapped[str | None] = mapped_column(String(16))
    opened_at: Mapped[datetime] = mapped_column(Moment)
    changed_at: Mapped[datetime] = mapped_column(Moment)
    due_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    __table_args__ = (
        Index("cases_by_opening", "opened_at", "id"),
        Index("cases_by_due", "due_at", "id"),
        Index("cases_by_end", "ended_at", "channel"),
    )


class EventRow(Base):
    """One event. `content`, `personal`: canonical JSON, kept as text so that a digest is of what stands here."""

    __tablename__ = "events"
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime] = mapped_column(Moment)
    by_name: Mapped[str] = mapped_column(String(80))
    by_role: Mapped[str] = mapped_column(String(16))
    content: Mapped[str] = mapped_column(Text)
    personal: Mapped[str | None] = mapped_column(Text)
    salt: Mapped[str] = mapped_column(String(32))
    seal: Mapped[str] = mapped_column(String(64))
    previous: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))
    once: Mapped[str | None] = mapped_column(String(200), unique=True)
    __table_args__ = (Index("events_by_time", "at"), Index("events_by_kind", "kind", "at"))
