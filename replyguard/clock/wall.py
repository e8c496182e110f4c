"""The wall clock of a zone: which moment a time on it means, where the clock is changed too."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_SECOND = timedelta(seconds=1)


def moment(wall: datetime, zone: ZoneInfo) -> datetime:
    """The moment, in UTC, at which the clock on the wall first shows `wall` (without a zone) or passes it.

    A time that the clock shows twice is its first showing; one that it skips is the moment of the skip. So a later
    time on the wall is never an earlier moment.
    """
    before = wall.replace(tzinfo=zone, fold=0)
    found = before.astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) == wall:
        return found
    # Read with the offset from after the skip, it is a moment before the skip; with the one from before, after it.
    early, late = wall.replace(tzinfo=zone, fold=1).astimezone(UTC), found
    offset = early.astimezone(zone).utcoffset()
    while late - early > _SECOND:
        middle = early + (late - early) // 2
        if middle.astimezone(zone).utcoffset() == offset:
            early = middle
        else:
            late = middle
    return late.replace(microsecond=0)
