"""What is spent is counted as the provider counts, and what would go over a limit is not asked."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from replyguard import loop
from replyguard.errors import AnswerUnusable, BudgetSpent, DataError, ModelError
from replyguard.models import budget, prices
from replyguard.models.answers import DraftAnswer, ReviewAnswer
from replyguard.models.budget import ROOM, Budget, estimated, one_reply
from replyguard.models.door import SPENT, Door
from replyguard.models.ledger import FileLedger, Limits, MemoryLedger, Spent, usual_file
from replyguard.models.prices import NANO, PRICES, Price, Prices, Tokens
from replyguard.models.prompts import Messages
from replyguard.models.usage import counting
from replyguard.settings import Settings
from tests.provider import server
from tests.provider.server import Provider, Script

ASKED = Messages("You draft replies.", "Tas saya robek.")
GOOD = {"reply": "Maaf, Kak.", "questions": []}
PROMPT = estimated(ASKED, DraftAnswer)
DAY = "2026-11-21"


def used(read: int, written: int, cached: int = 0) -> dict[str, object]:
    """Usage as the protocol has it."""
    return {
        "prompt_tokens": read,
        "completion_tokens": written,
        "total_tokens": read + written,
        "prompt_tokens_details": {"cached_tokens": cached},
    }


@pytest.fixture
def priced(settings: Callable[..., Settings], tmp_path: Path) -> Callable[..., Settings]:
    """Settings with a model at a dollar a million tokens read, four written, and its ledger out of the way."""
    file = tmp_path / "prices.yaml"
    file.write_text("openai:scripted: {input: 1, cached: 0.1, output: 4}\n")
    return lambda **fields: settings(**{"prices": file, "ledger": tmp_path / "ledger.sqlite3", **fields})


def ask(door: Door) -> None:
    loop.run(door.ask(ASKED, DraftAnswer))


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


_BOOKS = """
import sys
from pathlib import Path
from replyguard.models.ledger import FileLedger, Limits, Spent
ledger = FileLedger(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
print(sum(ledger.book("2026-11-21", Spent(10, 7), Limits(tokens=1000)) for _ in range(80)))
"""


def test_processes_share_the_file_and_the_limit(tmp_path: Path) -> None:
    file = tmp_path / "a" / "ledger.sqlite3"
    command = [sys.executable, "-c", _BOOKS, str(file)]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    running = [subprocess.Popen(command, **pipes) for _ in range(3)]
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in running:  # all at once
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    booked = [int(process.communicate(timeout=120)[0]) for process in running]
    assert sum(booked) == 100
    assert FileLedger(file).of(DAY) == Spent(1000, 700)


@pytest.mark.parametrize("kind", ["memory", "file"])
def test_a_ledger_adds_up_refuses_and_begins_anew_each_day(kind: str, tmp_path: Path) -> None:
    ledger = MemoryLedger() if kind == "memory" else FileLedger(tmp_path / "ledger.sqlite3")
    assert ledger.of(DAY) == Spent()
    assert ledger.book(DAY, Spent(5, 50), Limits(5, 50))
    assert not ledger.book(DAY, Spent(1, 0), Limits(tokens=5))
    assert not ledger.book(DAY, Spent(0, 1), Limits(money=50))
    assert ledger.book(DAY, Spent(-2, -20), Limits())
    assert ledger.of(DAY) == Spent(3, 30)
    assert ledger.book("2026-11-22", Spent(5, 50), Limits(5, 50))
    assert ledger.of("2026-11-22") == Spent(5, 50)


def test_threads_share_a_ledger(tmp_path: Path) -> None:
    ledger = FileLedger(tmp_path / "ledger.sqlite3")
    booked: list[bool] = []

    def book() -> None:
        booked.extend(ledger.book(DAY, Spent(1), Limits(tokens=20)) for _ in range(10))

    threads = [threading.Thread(target=book) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sum(booked), ledger.of(DAY)) == (20, Spent(20))


def test_a_ledger_that_cannot_be_written_stops_the_calls(
    provider: Provider, priced: Callable[..., Settings], tmp_path: Path
) -> None:
    (tmp_path / "a-file").write_text("not a folder")
    (tmp_path / "not-a-database").write_text("these are only words, and no database\n" * 20)
    provider.will(server.says(GOOD))
    for place in (tmp_path / "a-file" / "ledger.sqlite3", tmp_path / "not-a-database", tmp_path):
        with pytest.raises(BudgetSpent, match="REPLYGUARD_LEDGER"):
            ask(Door(priced(ledger=place, day_tokens=10**9)))
    assert provider.requests == []


def test_a_ledger_that_another_holds_ends_with_the_deadline_and_leaves_no_trace(
    provider: Provider, priced: Callable[..., Settings], tmp_path: Path
) -> None:
    door = Door(priced(day_tokens=10**9, deadline_seconds=0.5))
    loop.run(door._lines[0].ready())
    door._budget.today()
    other = sqlite3.connect(tmp_path / "ledger.sqlite3", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(BudgetSpent) as caught:
        ask(door)
    other.close()
    assert (caught.value.advice, provider.requests) == (SPENT, [])
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_without_a_limit_for_the_day_nothing_is_written(
    settings: Callable[..., Settings], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, provider: Provider
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    provider.will(server.says(GOOD))
    ask(Door(settings()))
    assert list(tmp_path.iterdir()) == []
    ask(Door(settings(day_tokens=10**6)))
    assert usual_file().is_relative_to(tmp_path)
    assert FileLedger(usual_file()).of(datetime.now(UTC).date().isoformat()).tokens == 18


@pytest.mark.parametrize(
    ("model", "known"),
    [
        ("openai:gpt-5.4-mini", True),
        ("openai:gpt-5.4-mini-2026-03-17", True),
        ("anthropic:claude-haiku-4-5-20251001", True),
        ("openai:gpt-5.4-pro", False),
        ("openai:my-own", False),
        ("ollama:qwen3", False),
    ],
)
def test_a_price_is_the_models_own_or_none(model: str, known: bool) -> None:
    assert (Prices().of(model) is not None) is known


def test_the_users_prices_go_first(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("openai:gpt-5.4-mini: {input: 9, output: 9}\nollama:qwen3: {input: 0, output: 0}\n")
    found = Prices(own)
    assert found.of("openai:gpt-5.4-mini") == Price(input=Decimal(9), output=Decimal(9))
    assert found.of("ollama:qwen3") == Price(input=Decimal(0), output=Decimal(0))
    assert found.of("openai:gpt-4o") == Prices().of("openai:gpt-4o")


def test_at_anothers_server_our_prices_say_nothing(settings: Callable[..., Settings]) -> None:
    asked = Tokens(1000, 10)
    for url, known in ((None, True), ("https://api.openai.com/v1/", True), ("https://elsewhere.example/v1", False)):
        cost = Budget(settings(openai_base_url=url)).cost("openai:gpt-5.4-mini", asked)
        assert (cost is not None) is known
    assert Budget(settings()).cost("anthropic:claude-haiku-4-5", asked) == Decimal("0.00105")


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("gpt-5: {input: 1, output: 1}", "provider"),
        ("openai:x: {input: -1, output: 1}", "greater than or equal"),
        ("openai:x: {input: free, output: 1}", "decimal"),
        ("openai:x: {input: 1}", "required"),
        ("openai:x: {input: NaN, output: 1}", "finite"),
    ],
)
def test_a_wrong_file_of_prices_is_told_with_its_line(line: str, problem: str, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(f"openai:good: {{input: 1, output: 1}}\n{line}\n")
    with pytest.raises(DataError) as caught:
        Prices(own)
    assert caught.value.path == own


def test_our_own_prices_are_sound() -> None:
    text = PRICES.read_text(encoding="utf-8")
    for name in (row.rsplit(": {", 1)[0] for row in text.splitlines() if not row.startswith("#")):
        price = Prices().of(name)
        assert price is not None
        assert price.cached is not None
        assert 0 < price.cached < price.input < price.output


def test_money_is_rounded_up_and_never_below_nothing() -> None:
    assert Price(input=Decimal("0.0375"), output=Decimal(1)).of(Tokens(1, 0)) == 38  # 37.5 nanodollars
    assert Price(input=Decimal(1), cached=Decimal(0), output=Decimal(1)).of(Tokens(5, 0, cached=9)) == 0


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
