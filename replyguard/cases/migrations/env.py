"""Run by Alembic: it works on the connection that it is handed, in the caller's transaction."""

from __future__ import annotations

from alembic import context

from replyguard.cases.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
