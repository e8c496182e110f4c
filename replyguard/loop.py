"""One event loop for the whole process, in a thread of its own.

A model client keeps its connections on the loop it was first used on: a second `asyncio.run` finds them closed.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Coroutine, Iterator
from functools import cache
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@cache
def _loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="replyguard", daemon=True).start()
    return loop


def run(work: Coroutine[Any, Any, T]) -> T:
    """The result of `work`, from ordinary code. Stopping the caller (Ctrl-C) cancels the work."""
    future = asyncio.run_coroutine_threadsafe(work, _loop())
    try:
        return future.result()
    except BaseException:
        future.cancel()
        raise


async def here(work: Coroutine[Any, Any, T]) -> T:
    """The result of `work`, run on the one loop, for a caller on any other; cancelling the caller cancels it."""
    if asyncio.get_running_loop() is _loop():
        return await work
    return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, _loop()))


class _Source(Generic[T]):
    """Steps, taken one at a time; closing waits for the one under way, for a generator at work cannot be closed."""

    def __init__(self, steps: AsyncIterator[T]) -> None:
        self._steps, self._turn = steps.__aiter__(), asyncio.Lock()

    async def following(self) -> T:
        async with self._turn:
            return await self._steps.__anext__()

    async def close(self) -> None:
        close = getattr(self._steps, "aclose", None)
        if close is not None:
            async with self._turn:
                await close()


def iterate(steps: AsyncIterator[T]) -> Iterator[T]:
    """`steps`, one after the other, from ordinary code. Leaving early closes them."""
    source = _Source(steps)
    try:
        while True:
            try:
                step = run(source.following())
            except StopAsyncIteration:
                return
            yield step
    finally:
        run(source.close())


async def pump(steps: AsyncIterator[T]) -> AsyncIterator[T]:
    """`steps`, worked out on the one loop, for a caller on any. Leaving early closes them."""
    source = _Source(steps)
    try:
        while True:
            try:
                step = await here(source.following())
            except StopAsyncIteration:
                return
            yield step
    finally:
        await here(source.close())
