"""Pauses, and who was told of them: a chain beside the cases, kept by the database itself as they are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TABLES = ("pause_events", "pause_deliveries")


def upgrade() -> None:
    _events()
    _deliveries()
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table in _TABLES:
        _guard_sqlite(table) if sqlite else _guard_postgresql(table)


def downgrade() -> None:
    raise NotImplementedError("nothing in a record of cases is undone: restore the backup")


def _events() -> None:
    op.create_table(
        "pause_events",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_name", sa.String(80), nullable=False),
        sa.Column("by_role", sa.String(16), nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
    )


def _deliveries() -> None:
    op.create_table(
        "pause_deliveries",
        sa.Column("event", sa.Integer, sa.ForeignKey("pause_events.number"), primary_key=True),
        sa.Column("target", sa.String(120), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delivered", sa.Boolean, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("status", sa.Integer),
        sa.Column("problem", sa.String(200), nullable=False),
    )


def _guard_sqlite(table: str) -> None:
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_keep_{verb.lower()} BEFORE {verb} ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'nothing of a pause is changed or deleted'); END"
        )


def _guard_postgresql(table: str) -> None:
    # The function is that of the first migration.
    op.execute(
        f"CREATE TRIGGER {table}_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION replyguard_refuse()"
    )
