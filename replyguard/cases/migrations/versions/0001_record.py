"""Cases and their events, which the database itself keeps from being changed or deleted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Spelt out and not taken from tables.py, which will move on: a migration says what was done on its day.
_EVENT = ("case_id", "number", "kind", "at", "by_name", "by_role", "content", "seal", "previous", "digest", "once")


def upgrade() -> None:
    _cases()
    _events()
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def downgrade() -> None:
    raise NotImplementedError("nothing in a record of cases is undone: restore the backup")


def _cases() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "cases",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("head", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("language", sa.String(16)),
        sa.Column("urgency", sa.String(16)),
        sa.Column("opened_at", moment, nullable=False),
        sa.Column("changed_at", moment, nullable=False),
        sa.Column("due_at", moment),
        sa.Column("answered_at", moment),
        sa.Column("ended_at", moment),
    )
    op.create_index("cases_by_opening", "cases", ["opened_at", "id"])
    op.create_index("cases_by_due", "cases", ["due_at", "id"])
    op.create_index("cases_by_end", "cases", ["ended_at", "channel"])


def _events() -> None:
    op.create_table(
        "events",
        sa.Column("case_id", sa.String(32), sa.ForeignKey("cases.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_name", sa.String(80), nullable=False),
        sa.Column("by_role", sa.String(16), nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("personal", sa.Text),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("seal", sa.String(64), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("once", sa.String(200), unique=True),
    )
    op.create_index("events_by_time", "events", ["at"])
    op.create_index("events_by_kind", "events", ["kind", "at"])


def _guard_sqlite() -> None:
    same = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in _EVENT)
    for table in ("events", "cases"):
        op.execute(
            f"CREATE TRIGGER {table}_are_kept BEFORE DELETE ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'nothing of a case is deleted'); END"
        )
    op.execute(
        f"CREATE TRIGGER events_stay BEFORE UPDATE ON events WHEN NOT ({same} AND NEW.personal IS NULL "
        "AND NEW.salt = '') BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END"
    )
    op.execute(
        "CREATE TRIGGER cases_go_forward BEFORE UPDATE ON cases WHEN NOT (NEW.id IS OLD.id "
        "AND NEW.version > OLD.version) BEGIN SELECT RAISE(ABORT, 'a case only goes forward'); END"
    )


def _guard_postgresql() -> None:
    same = " AND ".join(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in _EVENT)
    op.execute(
        "CREATE FUNCTION replyguard_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'nothing of a case is changed or deleted'; END $$"
    )
    for table in ("events", "cases"):
        op.execute(
            f"CREATE TRIGGER {table}_are_kept BEFORE DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION replyguard_refuse()"
        )
    op.execute(
        "CREATE TRIGGER events_stay BEFORE UPDATE ON events FOR EACH ROW "
        f"WHEN (NOT ({same} AND NEW.personal IS NULL AND NEW.salt = '')) EXECUTE FUNCTION replyguard_refuse()"
    )
    op.execute(
        "CREATE TRIGGER cases_go_forward BEFORE UPDATE ON cases FOR EACH ROW "
        "WHEN (NOT (NEW.id = OLD.id AND NEW.version > OLD.version)) EXECUTE FUNCTION replyguard_refuse()"
    )
