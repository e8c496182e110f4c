"""Work that ends with its time, whatever a library makes of being stopped."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest

from replyguard.models.deadline import ended


@dataclass
class Library:
    """A provider's library. `deaf`: how many cancellations it loses, as some do; `closed`: it has hung up."""

    deaf: int = 0
    asked: int = 0
    started: asyncio.Event = field(default_factory=asyncio.Event)
    closed: asyncio.Event = field(default_factory=asyncio.Event)

    async def call(self) -> str:
        self.started.set()
        try:
            while True:
                try:
                    await asyncio.sleep(60)
                except asyncio.CancelledError:
                    self.asked += 1
                    if self.asked > self.deaf:
                        raise
        finally:
            self.closed.set()


async def test_what_ends_in_time_is_handed_on() -> None:
    async def quick() -> str:
        return "an answer"

    assert await ended(quick(), 10) == "an answer"


async def test_what_it_raises_is_a_value_too() -> None:
    async def broken() -> str:
        raise LookupError("no choices")

    assert isinstance(await ended(broken(), 10), LookupError)


@pytest.mark.parametrize("deaf", [0, 1, 3])
async def test_what_takes_longer_is_stopped_however_often_it_must_be_told(deaf: int) -> None:
    library = Library(deaf)
    assert isinstance(await ended(library.call(), 0.05), TimeoutError)
    assert library.closed.is_set()


async def test_nobody_waits_for_ever_for_what_will_not_stop() -> None:
    library = Library(deaf=7)
    async with asyncio.timeout(30):
        assert isinstance(await ended(library.call(), 0.05), TimeoutError)
    assert not library.closed.is_set()
    while not library.closed.is_set():
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        await asyncio.sleep(0)


@pytest.mark.parametrize("deaf", [0, 1])
async def test_who_is_cancelled_leaves_nothing_running(deaf: int) -> None:
    library = Library(deaf)
    waiting = asyncio.create_task(ended(library.call(), 60))
    await library.started.wait()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert library.closed.is_set()


async def test_who_is_cancelled_twice_has_told_the_library_all_the_same() -> None:
    library = Library()
    waiting = asyncio.create_task(ended(library.call(), 60))
    await library.started.wait()
    waiting.cancel()
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    await asyncio.wait_for(library.closed.wait(), 10)
