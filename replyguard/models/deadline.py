"""The time for a whole reply, drafts and reviews together; and work that ends with its time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")

# A library that hangs up slowly is asked again, and then left: nobody waits for it for ever.
_ASKED, _PATIENCE = 5, 0.2  # times, seconds


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


async def ended(work: Coroutine[Any, Any, T], seconds: float) -> T | BaseException:
    """What `work` gives within `seconds`, or what it raises; a `TimeoutError` where it takes longer.

    It is stopped where the time is up, and where the caller is cancelled.
    """
    # Not `wait_for`: before Python 3.12 it loses a cancellation that meets a result, and one that comes twice.
    task = asyncio.ensure_future(work)
    task.add_done_callback(_heard)
    try:
        in_time, _ = await asyncio.wait([task], timeout=seconds)
    finally:
        await _stopped(task)
    if not task.done() or task.cancelled() or (task.exception() and not in_time):
        return TimeoutError()
    return task.exception() or task.result()


async def _stopped(task: asyncio.Task[Any]) -> None:
    for _ in range(_ASKED):
        if task.done():
            return
        task.cancel()
        await asyncio.wait([task], timeout=_PATIENCE)


def _heard(task: asyncio.Task[Any]) -> None:
    # An exception that nobody asks for is logged by asyncio, with a message that may quote the complaint.
    if not task.cancelled():
        task.exception()
