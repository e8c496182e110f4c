"""How long a door waits: for a provider that asks for patience, and for one that says nothing."""

from __future__ import annotations

import email.utils
import time
from collections.abc import Callable

import pytest

from replyguard import loop
from replyguard.errors import BudgetSpent, ModelUnavailable
from replyguard.models import failures
from replyguard.models.answers import DraftAnswer
from replyguard.models.deadline import within
from replyguard.models.door import Door
from replyguard.settings import Settings
from tests.models.asking import ASKED, GOOD, ask, ask_once, failure
from tests.provider import server
from tests.provider.server import Exchange, Provider

PRIVATE = "my neighbour saw the rash on my arm"
FOUND = {"category": "denial", "quote": "not true", "reason": "It doubts the person.", "rewrite": None}


def _soon() -> str:
    return email.utils.formatdate(time.time() + 3, usegmt=True)  # whole seconds


@pytest.mark.parametrize(
    ("header", "value", "least"),
    [("Retry-After", lambda: "1", 1.0), ("Retry-After", _soon, 1.5), ("Retry-After-Ms", lambda: "1500", 1.5)],
    ids=["seconds", "date", "milliseconds"],
)
def test_a_provider_that_asks_to_wait_is_waited_for(
    header: str, value: Callable[[], str], least: float, provider: Provider, settings: Callable[..., Settings]
) -> None:
    def busy(exchange: Exchange) -> None:
        server.fails(429, headers={header: value()})(exchange)  # the date is told when it is asked for

    provider.will(busy, server.says(GOOD))
    assert ask(Door(settings(try_seconds=60.0, deadline_seconds=300.0))).answer.reply == GOOD["reply"]
    first, second = provider.requests
    assert second.at - first.at >= least


def test_a_wait_that_would_outlive_the_deadline_is_not_begun(
    provider: Provider, settings: Callable[..., Settings]
) -> None:
    provider.will(server.fails(429, headers={"Retry-After": "25"}), server.says(GOOD))
    start = time.monotonic()
    assert failure(Door(settings(deadline_seconds=20))).advice == failures.BUSY
    assert time.monotonic() - start < 15
    assert len(provider.requests) == 1


def test_a_provider_that_asks_for_more_than_half_a_minute_is_not_waited_for(
    provider: Provider, settings: Callable[..., Settings]
) -> None:
    provider.will(server.fails(429, headers={"Retry-After": "31"}), server.says(GOOD))
    assert failure(Door(settings(deadline_seconds=300))).advice == failures.BUSY
    assert len(provider.requests) == 1


def test_a_server_that_says_nothing_is_left_after_the_time_for_a_try(
    provider: Provider, settings: Callable[..., Settings]
) -> None:
    provider.will(server.stalls(30))
    start = time.monotonic()
    error = failure(Door(settings(try_seconds=0.3, tries=2)))
    assert (type(error), error.advice) == (ModelUnavailable, failures.SLOW)
    assert len(provider.requests) == 2
    assert time.monotonic() - start < 5


def test_an_answer_that_drips_in_is_left_too(provider: Provider, settings: Callable[..., Settings]) -> None:
    provider.will(server.drips(GOOD, every=0.1))
    error = failure(Door(settings(try_seconds=0.5, tries=1)))
    assert error.advice == failures.SLOW


def test_the_deadline_holds_over_all_tries(provider: Provider, door: Door) -> None:
    async def hurried() -> None:
        with within(0.5):
            await door.ask(ASKED, DraftAnswer)

    ask_once(provider, door)
    provider.will(server.stalls(30))
    start = time.monotonic()
    with pytest.raises(BudgetSpent, match="REPLYGUARD_DEADLINE_SECONDS"):
        loop.run(hurried())
    assert time.monotonic() - start < 2
