"""A pause: no posts while a crisis lasts, but what a manager approves."""

from __future__ import annotations

from datetime import datetime

from pydantic import AwareDatetime, Field, model_validator

from replyguard.domain.base import Frozen
from replyguard.domain.case import Person


class Pause(Frozen):
    """One pause. It lasts from `since` until just before the first of `until` (planned) and `ended` (resumed)."""

    reason: str = Field(min_length=1)
    by: Person
    since: AwareDatetime
    until: AwareDatetime | None = None
    ended: AwareDatetime | None = None

    @model_validator(mode="after")
    def _runs_forward(self) -> Pause:
        if any(end is not None and end < self.since for end in (self.until, self.ended)):
            raise ValueError("until, ended: should not come before 'since'")
        return self

    @property
    def end(self) -> datetime | None:
        """When it is over, as far as is known; None while nobody has said."""
        return min((end for end in (self.until, self.ended) if end is not None), default=None)

    def covers(self, moment: datetime) -> bool:
        """Is `moment` inside it?"""
        return self.since <= moment and (self.end is None or moment < self.end)
