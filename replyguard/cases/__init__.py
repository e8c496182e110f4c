"""The record: every case, event by event, in a database, with a chain that shows when one was changed."""

from __future__ import annotations

from importlib.util import find_spec

from replyguard.errors import InputError

if find_spec("sqlalchemy") is None:
    raise InputError("cases", "need SQLAlchemy and Alembic; install them with: pip install 'replyguard[cases]'")
