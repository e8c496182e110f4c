"""The record: every case, event by event, in a database, with a chain that shows when one was changed."""

from __future__ import annotations

from replyguard.cases.store import Cases

__all__ = ["Cases"]
