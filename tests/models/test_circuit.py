"""A model that fails again and again is left alone, and comes back by itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from replyguard import loop
from replyguard.errors import ModelError
from replyguard.models import circuit, failures
from replyguard.models.answers import DraftAnswer
from replyguard.models.circuit import LONGEST_PAUSE, Circuit
from replyguard.models.deadline import within
from replyguard.models.door import Door
from replyguard.settings import Settings
from tests.models.asking import ASKED, GOOD
from tests.provider import server
from tests.provider.server import Provider, Script


class Clock:
    """Time that passes when it is told to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def opened(clock: Clock) -> Circuit:
    found = Circuit(failures=3, pause=10, clock=clock)
    for _ in range(3):
        assert found.admits()
        found.failed()
    return found


def test_it_opens_after_failures_in_a_row_and_not_before(clock: Clock) -> None:
    tried = Circuit(failures=3, pause=10, clock=clock)
    for _ in range(4):
        tried.failed()
        tried.failed()
        assert tried.admits()
        tried.succeeded()
    assert not opened(clock).admits()


def test_one_probe_is_let_through_and_its_success_closes_it(clock: Clock) -> None:
    tried = opened(clock)
    clock.now = 9.9
    assert not tried.admits()
    clock.now = 10.0
    assert tried.admits()
    assert not tried.admits()
    tried.succeeded()
    assert tried.admits()
    assert not tried.open


def test_a_probe_that_fails_doubles_the_pause_up_to_a_limit(clock: Clock) -> None:
    tried = opened(clock)
    pauses = []
    for _ in range(8):
        start = clock.now
        while not tried.admits():
            clock.now += 1
        pauses.append(clock.now - start)
        tried.failed()
    assert pauses == [10, 20, 40, 80, 160, LONGEST_PAUSE, LONGEST_PAUSE, LONGEST_PAUSE]


def test_a_probe_that_never_reports_back_holds_nobody_up(clock: Clock) -> None:
    tried = opened(clock)
    clock.now = 10
    assert tried.admits()
    clock.now = 20
    assert tried.admits()


def advice(door: Door) -> str:
    with pytest.raises(ModelError) as caught:
        loop.run(door.ask(ASKED, DraftAnswer))
    return caught.value.advice


def test_a_provider_that_is_down_is_left_alone_and_asked_again_later(
    provider: Provider, settings: Callable[..., Settings], clock: Clock
) -> None:
    door = Door(settings(tries=1))
    door._lines[0].circuit = Circuit(failures=3, pause=10, clock=clock)
    provider.will(server.fails(503))
    assert [advice(door) for _ in range(5)] == [failures.BROKEN] * 3 + [circuit.PAUSED] * 2
    assert len(provider.requests) == 3
    clock.now = 11
    provider.will(server.says(GOOD))
    for _ in range(2):
        assert loop.run(door.ask(ASKED, DraftAnswer)).answer.reply == GOOD["reply"]
    assert len(provider.requests) == 5


DOWN: dict[str, Script] = {
    "503": server.sends(503, server.HTML, "text/html"),
    "reset": server.resets,
    "page in a 200": server.sends(200, server.HTML, "text/html"),
    "no answer": server.stalls(30),
    "429 for an hour": server.fails(429, headers={"Retry-After": "3600"}),
}


@pytest.mark.parametrize("fault", DOWN)
def test_what_is_the_providers_fault_opens_it(
    fault: str, provider: Provider, settings: Callable[..., Settings]
) -> None:
    door = Door(settings(tries=1, try_seconds=0.3 if fault == "no answer" else 5.0))
    provider.will(DOWN[fault])
    for _ in range(circuit.FAILURES):
        assert advice(door) != circuit.PAUSED
    assert advice(door) == circuit.PAUSED
    assert len(provider.requests) == circuit.FAILURES


def test_a_provider_too_slow_for_the_deadline_opens_it_too(
    provider: Provider, settings: Callable[..., Settings]
) -> None:
    door = Door(settings(deadline_seconds=0.4, try_seconds=20))
    loop.run(door._lines[0].ready())  # making the model is not the provider's fault
    provider.will(server.stalls(30))
    found = [advice(door) for _ in range(circuit.FAILURES + 1)]
    assert found[-1] == circuit.PAUSED


def test_a_try_that_had_no_fair_time_says_nothing_of_the_provider(
    provider: Provider, settings: Callable[..., Settings]
) -> None:
    door = Door(settings())
    loop.run(door._lines[0].ready())
    provider.will(server.stalls(30))

    async def hurried() -> None:
        with within(0.1):  # of thirty seconds
            await door.ask(ASKED, DraftAnswer)

    for _ in range(circuit.FAILURES + 1):
        with pytest.raises(ModelError):
            loop.run(hurried())
    assert provider.requests
    assert not door._lines[0].circuit.open


NOT_DOWN: dict[str, Script] = {
    "400": server.fails(400),
    "401": server.echoes_the_key,
    "no quota": server.fails(429, code="insufficient_quota"),
    "429": server.fails(429),
    "refusal": server.says(None, refusal="No."),
    "rubbish": server.says("no"),
}


@pytest.mark.parametrize("fault", NOT_DOWN)
def test_what_is_not_the_providers_fault_does_not_open_it(
    fault: str, provider: Provider, settings: Callable[..., Settings]
) -> None:
    door = Door(settings(tries=1))
    provider.will(NOT_DOWN[fault])
    for _ in range(circuit.FAILURES + 2):
        assert advice(door) != circuit.PAUSED
    assert len(provider.requests) >= circuit.FAILURES + 2


def test_a_circuit_that_opens_midway_ends_the_tries(provider: Provider, settings: Callable[..., Settings]) -> None:
    door = Door(settings(tries=10, deadline_seconds=60))
    provider.will(server.resets)
    assert advice(door) == circuit.PAUSED
    assert len(provider.requests) == circuit.FAILURES
