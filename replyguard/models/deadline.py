"""The time for a whole reply, drafts and reviews together."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar


class Deadline:
    """A moment that the work must not outlive, `seconds` from when it is made."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def extend(self, seconds: float) -> None:
        """Puts the moment off: for a wait that is no part of the work."""
        self._end += seconds

    def remaining(self) -> float:
        """Seconds that are left, never below zero."""
        return max(0.0, self._end - time.monotonic())


_current: ContextVar[Deadline | None] = ContextVar("deadline", default=None)


@contextmanager
def within(seconds: float) -> Iterator[Deadline]:
    """All that is asked of a model inside ends within `seconds`, or sooner where a tighter deadline already holds."""
    deadline, outer = Deadline(seconds), _current.get()
    if outer is not None and outer.remaining() < seconds:
        deadline = outer
    token = _current.set(deadline)
    try:
        yield deadline
    finally:
        _current.reset(token)


def current() -> Deadline | None:
    """The deadline that holds here, or None."""
    return _current.get()
