"""One reply has one allowance for all its calls, streamed or not, and bulk work keeps to tokens a minute."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from replyguard import Complaint, ReplyGuard, ReviewedReply, Settings, loop
from replyguard.domain.reply import Engine
from replyguard.domain.review import Verdict
from replyguard.models import budget
from replyguard.models.answers import DraftAnswer
from replyguard.models.door import Door
from replyguard.models.prompts import Messages
from replyguard.terminal import show_reply
from tests.provider import server
from tests.provider.server import Exchange, Provider, Script

ASKED = Messages("You draft replies.", "Tas saya robek.")
GOOD = {"reply": "Maaf, Kak.", "questions": []}
COMPLAINT = Complaint(text="My bag arrived torn and nobody answered!", facts=("We sent a torn bag",), language="en")
CALM = "We are sorry that we sent you a torn bag. Thank you for telling us. Please send us a private message."
DEAR = {"prompt_tokens": 9_000, "completion_tokens": 900, "total_tokens": 9_900}
WAYS: dict[str, Callable[[ReplyGuard], object]] = {
    "reply": lambda guard: guard.reply(COMPLAINT),
    "stream": lambda guard: list(guard.stream(COMPLAINT))[-1],
}


def works(usage: dict[str, int]) -> Script:
    def script(exchange: Exchange) -> None:
        asked = exchange.body["response_format"]["json_schema"]["name"]
        draft = {"reply": CALM, "questions": []}
        server.says({"DraftAnswer": draft}.get(asked, {"findings": []}), usage=usage)(exchange)

    return script


@pytest.fixture
def patient(settings: Callable[..., Settings]) -> Callable[..., Settings]:
    return lambda **fields: settings(try_seconds=60.0, deadline_seconds=300.0, **fields)


@pytest.mark.parametrize("way", WAYS)
def test_draft_and_review_share_one_allowance_and_the_next_reply_has_its_own(
    way: str, provider: Provider, patient: Callable[..., Settings]
) -> None:
    guard = ReplyGuard(patient(reply_tokens=10_500, require_model_review=True))
    provider.will(works(DEAR))
    for calls in (1, 2):
        reply = WAYS[way](guard)
        assert isinstance(reply, ReviewedReply)
        # The draft's 9,900 leave too little for a review, which is not asked for.
        assert len(provider.requests) == calls
        assert (reply.engine, reply.tokens) == (Engine.MODEL, 9_900)
        assert (reply.review.verdict, reply.review.problems) == (Verdict.UNREVIEWED, (budget.REPLY_SPENT,))


@pytest.mark.parametrize("way", WAYS)
def test_a_day_has_what_was_counted_streamed_or_not(
    way: str, provider: Provider, patient: Callable[..., Settings]
) -> None:
    guard = ReplyGuard(patient())
    provider.will(works(DEAR))
    WAYS[way](guard)
    assert guard._desk._team is not None
    assert guard._desk._team.writer._door._budget.today().tokens == 2 * 9_900


@pytest.mark.parametrize(
    ("prices", "told"),
    [("openai:scripted: {input: 1, output: 4}", "19,800 tokens, $0.0252"), ("", "19,800 tokens, price not known")],
    ids=["known", "unknown"],
)
def test_a_terminal_is_told_what_a_reply_took_and_where_its_price_is_not_known(
    prices: str, told: str, provider: Provider, patient: Callable[..., Settings], tmp_path: Path
) -> None:
    file = tmp_path / "prices.yaml"
    file.write_text(prices)
    provider.will(works(DEAR))
    shown = StringIO()
    guard = ReplyGuard(patient(prices=file if prices else None))
    show_reply(Console(file=shown, width=200), guard.reply(COMPLAINT))
    show_reply(Console(file=shown, width=200), ReplyGuard(Settings(offline=True)).reply(COMPLAINT))
    with_model, alone = (line for line in shown.getvalue().splitlines() if line.startswith("Written by: "))
    assert with_model.endswith(told)
    assert "tokens" not in alone


def test_tokens_a_minute_are_taken_as_the_provider_counted_them(
    provider: Provider, settings: Callable[..., Settings]
) -> None:
    door = Door(settings(tokens_per_minute=100_000))
    bucket = door._limiter._tokens
    assert bucket is not None
    provider.will(server.says(GOOD))
    loop.run(door.ask(ASKED, DraftAnswer))
    # Of the tenth of a minute that may go at once, 18 tokens are gone, not the room that was booked.
    assert bucket.wait(10_000 - 100) == 0
    provider.will(server.says(GOOD, usage=DEAR))
    loop.run(door.ask(ASKED, DraftAnswer))
    assert bucket.level < 10_000 - 9_000


def test_who_names_no_model_gets_openais_where_there_is_a_key() -> None:
    assert Settings.model_validate({"openai_api_key": "k"}).model_name == "openai:gpt-5.4-mini"
    assert Settings.model_validate({"openai_api_key": "k", "model": "ollama:qwen3"}).model_name == "ollama:qwen3"
    assert Settings.model_validate({"openai_api_key": "k", "offline": True}).model_name is None
    assert Settings().model_name is None
