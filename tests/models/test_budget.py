"""What is spent is counted as the provider counts, and what would go over a limit is not asked."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import ValidationError

from replyguard import loop
from replyguard.errors import AnswerUnusable, BudgetSpent, ModelError
from replyguard.models import budget, prices
from replyguard.models.answers import DraftAnswer, ReviewAnswer
from replyguard.models.budget import ROOM, estimated, one_reply
from replyguard.models.door import Door
from replyguard.models.ledger import Spent
from replyguard.models.prices import NANO
from replyguard.models.prompts import Messages
from replyguard.models.usage import counting
from replyguard.settings import Settings
from tests.models.asking import ASKED, GOOD, ask, used
from tests.provider import server
from tests.provider.server import Provider, Script

PROMPT = estimated(ASKED, DraftAnswer)


def test_a_call_costs_what_its_price_says_cached_tokens_included(
    provider: Provider, priced: Callable[..., Settings]
) -> None:
    provider.will(server.says(GOOD, usage=used(1000, 200, 600)))
    with counting() as usage:
        ask(Door(priced()))
    assert usage.cost == Decimal("0.00126")  # 400 at 1, 600 at 0.1, 200 at 4
    assert (usage.input_tokens, usage.output_tokens) == (1000, 200)


@pytest.mark.parametrize("count", [None, used(10, 5)])
def test_what_is_not_known_is_said_and_not_taken_for_nothing(
    count: dict[str, object] | None, provider: Provider, settings: Callable[..., Settings]
) -> None:
    provider.will(server.says(GOOD, usage=count))
    with counting() as usage:
        ask(Door(settings()))
    assert usage.cost is None  # no price in the one case, no count in the other
    assert usage.models == ("openai:scripted",)


def test_a_price_is_of_no_use_where_nobody_counted(provider: Provider, priced: Callable[..., Settings]) -> None:
    provider.will(server.says(GOOD, usage=None))
    with counting() as usage:
        ask(Door(priced()))
    assert usage.cost is None


def test_an_unusable_answer_costs_as_well(provider: Provider, priced: Callable[..., Settings]) -> None:
    provider.will(server.says(None, refusal="No.", usage=used(1000, 0)))
    with counting() as usage, pytest.raises(AnswerUnusable):
        ask(Door(priced()))
    assert (usage.cost, usage.models) == (Decimal("0.001"), ())


def test_a_call_that_timed_out_may_have_cost_something(provider: Provider, priced: Callable[..., Settings]) -> None:
    provider.will(server.stalls(30))
    door = Door(priced(try_seconds=0.3, tries=1))
    with counting() as usage, pytest.raises(ModelError):
        ask(door)
    assert usage.cost is None
    assert door._budget.today().tokens == PROMPT + ROOM  # the booking stays


FREE: dict[str, Script] = {"401": server.echoes_the_key, "503": server.fails(503), "400": server.fails(400)}


@pytest.mark.parametrize("fault", FREE)
def test_a_call_that_was_refused_costs_nothing(fault: str, provider: Provider, priced: Callable[..., Settings]) -> None:
    provider.will(FREE[fault])
    door = Door(priced(tries=1))
    with counting() as usage, pytest.raises(ModelError):
        ask(door)
    assert (usage.cost, door._budget.today()) == (Decimal(0), Spent())


def test_a_server_that_is_not_there_costs_nothing(priced: Callable[..., Settings]) -> None:
    door = Door(priced(tries=1, openai_base_url="http://127.0.0.1:9/v1"))
    with pytest.raises(ModelError):
        ask(door)
    assert door._budget.today() == Spent()


def test_the_day_has_what_the_provider_counted(provider: Provider, priced: Callable[..., Settings]) -> None:
    door = Door(priced())
    provider.will(server.says(GOOD, usage=used(100, 20)))
    for _ in range(3):
        ask(door)
    assert door._budget.today() == Spent(360, int(Decimal("0.00054") * NANO))


@pytest.mark.parametrize(
    ("limit", "advice"),
    [
        ({"reply_tokens": PROMPT + ROOM - 1}, budget.REPLY_SPENT),
        ({"reply_dollars": "0.004"}, budget.REPLY_SPENT),
        ({"day_tokens": PROMPT + ROOM - 1}, budget.DAY_SPENT),
        ({"day_dollars": "0.004"}, budget.DAY_SPENT),
    ],
)
def test_a_call_over_a_limit_is_not_made(
    limit: dict[str, object], advice: str, provider: Provider, priced: Callable[..., Settings]
) -> None:
    provider.will(server.says(GOOD))
    with pytest.raises(BudgetSpent) as caught:
        ask(Door(priced(**limit)))
    assert (caught.value.advice, caught.value.retryable, provider.requests) == (advice, False, [])
    raised = {name: PROMPT + ROOM if "tokens" in name else "0.1" for name in limit}
    ask(Door(priced(**raised)))
    assert len(provider.requests) == 1


@pytest.mark.parametrize("limit", ["reply_dollars", "day_dollars"])
def test_a_limit_in_dollars_needs_a_price(
    limit: str, provider: Provider, priced: Callable[..., Settings], settings: Callable[..., Settings], tmp_path: Path
) -> None:
    provider.will(server.says(GOOD))
    with pytest.raises(BudgetSpent, match="what openai:scripted costs"):
        ask(Door(settings(**{limit: "1000", "ledger": tmp_path / "other.sqlite3"})))
    assert provider.requests == []
    ask(Door(priced(**{limit: "1000"})))


def test_the_calls_of_one_reply_add_up_and_the_next_reply_begins_anew(
    provider: Provider, priced: Callable[..., Settings]
) -> None:
    door = Door(priced(reply_tokens=PROMPT + ROOM + 1500))
    provider.will(server.says(GOOD, usage=used(800, 0)))

    async def asks(times: int) -> None:
        with one_reply():
            for _ in range(times):
                await door.ask(ASKED, DraftAnswer)

    loop.run(asks(2))
    with pytest.raises(BudgetSpent):
        loop.run(asks(3))
    assert len(provider.requests) == 4
    loop.run(asks(2))


def test_tries_count_too(provider: Provider, priced: Callable[..., Settings]) -> None:
    door = Door(priced(reply_tokens=PROMPT + ROOM + 500, tries=5))
    provider.will(server.says("rubbish", usage=used(800, 0)))

    async def asks() -> None:
        with one_reply():
            await door.ask(ASKED, DraftAnswer)

    with pytest.raises(BudgetSpent):
        loop.run(asks())
    assert len(provider.requests) == 1


def test_an_answer_that_is_not_counted_is_booked_by_the_estimate(
    provider: Provider, priced: Callable[..., Settings]
) -> None:
    door = Door(priced())
    provider.will(server.says(GOOD, usage=None))
    ask(door)
    assert door._budget.today().tokens == PROMPT + ROOM


def test_many_at_once_do_not_go_over_the_day(provider: Provider, priced: Callable[..., Settings]) -> None:
    import asyncio

    door = Door(priced(day_tokens=3 * (PROMPT + ROOM)))
    provider.will(server.says(GOOD, usage=used(PROMPT, ROOM)))

    async def many() -> list[object]:
        asks = (door.ask(ASKED, DraftAnswer) for _ in range(12))
        return list(await asyncio.gather(*asks, return_exceptions=True))

    assert sum(isinstance(one, BudgetSpent) for one in loop.run(many())) == 9
    assert len(provider.requests) == 3


# One token for a word or less, as tokenizers of the day have it: these have at most so many.
@pytest.mark.parametrize(
    "text", ["We are sorry that we sent you a torn bag. " * 40, "Mohon maaf, Kak, tas yang kami kirim robek. " * 40]
)
def test_the_estimate_is_rather_too_high(text: str) -> None:
    words = len(text.split()) + text.count(".") + text.count(",")
    assert estimated(Messages("", text), ReviewAnswer) > words * 1.2


def test_limits_are_refused_where_they_are_no_limits() -> None:
    for name, value in (("reply_tokens", -1), ("day_dollars", "NaN"), ("requests_per_minute", 0)):
        with pytest.raises(ValidationError):
            Settings.model_validate({name: value})
    assert prices.NANO == 10**9
