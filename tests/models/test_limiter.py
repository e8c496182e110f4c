"""Bulk work keeps to a pace: in order, given up at once, and without a turn of the wheel while it waits."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import pytest

from replyguard import loop
from replyguard.errors import ModelError
from replyguard.models import limiter
from replyguard.models.answers import DraftAnswer
from replyguard.models.circuit import FAILURES
from replyguard.models.deadline import within
from replyguard.models.door import Door
from replyguard.models.limiter import Limiter, _Bucket
from replyguard.models.prompts import Messages
from replyguard.settings import Settings
from tests.models.asking import GOOD
from tests.provider import server
from tests.provider.server import Provider


@pytest.fixture
def second(monkeypatch: pytest.MonkeyPatch) -> None:
    """A minute of the limiter that lasts a second."""
    monkeypatch.setattr(limiter, "MINUTE", 1.0)


@pytest.mark.parametrize("limit", [1, 2, 7, 10, 60, 999])
def test_no_minute_has_more_than_the_limit(limit: int, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    bucket, taken = _Bucket(limit), []
    while now < 300:
        now += bucket.wait(1) + 1e-9
        if bucket.wait(1) == 0:
            bucket.take(1)
            taken.append(now)
    most = max(sum(1 for one in taken if start <= one < start + 60) for start in taken)
    assert most <= limit
    assert len(taken) >= limit * 4.5  # and it is not much slower than it may be


@pytest.mark.usefixtures("second")
async def test_tokens_are_paced_too_and_a_debt_is_waited_out() -> None:
    tried = Limiter(None, 1000)
    assert await tried.place(400) < 0.1  # more than may go at once: it goes, and leaves a debt of 300
    start = time.monotonic()
    await tried.place(50)
    assert 0.3 < time.monotonic() - start < 1.5


@pytest.mark.usefixtures("second")
async def test_what_was_not_used_is_given_back() -> None:
    tried = Limiter(None, 1000)
    await tried.place(2000)
    tried.count(0, -2000)
    assert await tried.place(50) < 0.1


@pytest.mark.usefixtures("second")
async def test_first_come_first_served() -> None:
    tried, served = Limiter(20, 10_000), []

    async def one(number: int) -> None:
        await tried.place(10 if number % 2 else 900)  # big and small alike: nobody is passed
        served.append(number)

    async with asyncio.TaskGroup() as group:
        for number in range(12):
            group.create_task(one(number))
            await asyncio.sleep(0)
    assert served == list(range(12))


async def test_who_gives_up_leaves_the_line_at_once() -> None:
    tried = Limiter(1, None)
    await tried.place(1)
    waiting = [asyncio.create_task(tried.place(1)) for _ in range(3)]
    await asyncio.sleep(0.01)
    start = time.monotonic()
    for task in waiting:
        task.cancel()
    outcomes = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [asyncio.CancelledError] * 3
    assert time.monotonic() - start < 1
    assert not tried._turn.locked()


@pytest.mark.usefixtures("second")
async def test_waiting_costs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    naps: list[float] = []
    real = asyncio.sleep

    async def nap(seconds: float) -> None:
        naps.append(seconds)
        await real(seconds)

    monkeypatch.setattr(asyncio, "sleep", nap)
    tried = Limiter(10, None)
    for _ in range(4):
        await tried.place(1)
    assert len([one for one in naps if one > 0.01]) == 3  # one sleep for each that waited
    assert len(naps) <= 6


async def test_without_limits_nobody_waits() -> None:
    tried = Limiter(None, None)
    assert [await tried.place(10**9) for _ in range(1000)] == [0.0] * 1000


@pytest.mark.usefixtures("second")
def test_waiting_for_a_turn_is_not_counted_in_the_deadline(
    provider: Provider, settings: Callable[..., Settings]
) -> None:
    door = Door(settings(requests_per_minute=1))
    provider.will(server.says(GOOD))

    async def three() -> None:
        for _ in range(3):
            with within(0.9):
                await door.ask(Messages("You draft replies.", "Tas saya robek."), DraftAnswer)

    loop.run(door._lines[0].ready())
    start = time.monotonic()
    loop.run(three())
    assert provider.requests[2].at - start >= 1.0


@pytest.mark.usefixtures("second")
def test_a_call_made_again_counts_as_well(provider: Provider, settings: Callable[..., Settings]) -> None:
    door = Door(settings(requests_per_minute=4))
    busy = server.fails(429, headers={"Retry-After": "0"})
    provider.will(busy, busy, server.says(GOOD))
    asked = Messages("You draft replies.", "Tas saya robek.")
    loop.run(door._lines[0].ready())
    start = time.monotonic()
    loop.run(door.ask(asked, DraftAnswer))
    loop.run(door.ask(asked, DraftAnswer))
    assert provider.requests[3].at - start >= 0.75


@pytest.mark.parametrize("why", ["left alone", "over budget"])
def test_a_call_that_is_not_made_takes_no_place(
    why: str, provider: Provider, settings: Callable[..., Settings]
) -> None:
    tokens = 0 if why == "over budget" else None
    door = Door(settings(requests_per_minute=1, tokens_per_minute=20_000, reply_tokens=tokens, deadline_seconds=60.0))
    loop.run(door._lines[0].ready())
    if why == "left alone":
        for _ in range(FAILURES):
            door._lines[0].circuit.failed()
    start = time.monotonic()
    for _ in range(5):  # of which each would wait a minute for its place
        with pytest.raises(ModelError):
            loop.run(door.ask(Messages("You draft replies.", "Tas saya robek."), DraftAnswer))
    assert time.monotonic() - start < 50
    assert provider.requests == []
