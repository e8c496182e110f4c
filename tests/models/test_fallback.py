"""Where the first model does not help, the second is asked; where neither does, the embedded engine answers in time."""

from __future__ import annotations

import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from replyguard import Complaint, ReplyGuard, Settings, loop
from replyguard.domain.reply import Engine
from replyguard.domain.review import Verdict
from replyguard.errors import BudgetSpent, ModelError
from replyguard.models import answers, budget, circuit, failures
from replyguard.models.answers import DraftAnswer
from replyguard.models.door import Door
from replyguard.models.line import NO_SUCH_PROVIDER
from replyguard.models.usage import counting
from tests.models.asking import ASKED, GOOD
from tests.provider import server
from tests.provider.server import Exchange, Provider, Script

COMPLAINTS = {
    "id": Complaint(text="Tas saya datang robek dan chat saya tidak dibalas!", facts=("Tas dikirim robek",)),
    "en": Complaint(text="My bag arrived torn and nobody answered my messages!", facts=("We sent a torn bag",)),
}
CALM = {
    "id": "Mohon maaf, Kak, tas yang kami kirim robek. Terima kasih sudah memberi tahu kami. "
    "Silakan kirim pesan pribadi kepada kami, ya.",
    "en": "We are sorry that we sent you a torn bag. Thank you for telling us. Please send us a private message.",
}
LANGUAGES = ("id", "en")
FIRST, SECOND = "openai:first", "openai:second"


@pytest.fixture
def both(settings: Callable[..., Settings]) -> Callable[..., Settings]:
    """Settings with two models on the scripted provider."""
    return lambda **fields: settings(**{"model": FIRST, "fallback_model": SECOND, "tries": 1, **fields})


def works(language: str) -> Script:
    """Drafts and reviews as a good model does."""

    def script(exchange: Exchange) -> None:
        asked = exchange.body["response_format"]["json_schema"]["name"]
        draft = {"reply": CALM[language], "questions": []}
        server.says({"DraftAnswer": draft, "ReviewAnswer": {"findings": []}}[asked])(exchange)

    return script


def models(provider: Provider) -> list[str]:
    return [request.body["model"] for request in provider.requests]


UNHELPFUL: dict[str, Script] = {
    "503": server.sends(503, server.HTML, "text/html"),
    "reset": server.resets,
    "page in a 200": server.sends(200, server.HTML, "text/html"),
    "busy": server.fails(429),
    "no quota": server.fails(429, code="insufficient_quota"),
    "key refused": server.echoes_the_key,
    "unknown model": server.fails(404, code="model_not_found"),
    "too long": server.fails(400, code="context_length_exceeded"),
}


@pytest.mark.parametrize("fault", UNHELPFUL)
def test_the_second_is_asked_where_the_first_does_not_help(
    fault: str, provider: Provider, both: Callable[..., Settings]
) -> None:
    provider.will(server.by_model(first=UNHELPFUL[fault], second=server.says(GOOD)))
    with counting() as usage:
        answered = loop.run(Door(both()).ask(ASKED, DraftAnswer))
    assert (answered.model, usage.models) == (SECOND, (SECOND,))
    assert models(provider) == ["first", "second"]


REFUSING: dict[str, tuple[Script, str]] = {
    "refusal": (server.says(None, refusal="No."), answers.REFUSED),
    "content filter": (server.says("", finish="content_filter"), answers.FILTERED),
    "rubbish": (server.says('{"reply": 1}'), answers.SHAPELESS),
}


@pytest.mark.parametrize("fault", REFUSING)
def test_nobody_else_is_asked_until_one_says_yes(fault: str, provider: Provider, both: Callable[..., Settings]) -> None:
    script, advice = REFUSING[fault]
    provider.will(server.by_model(first=script, second=server.says(GOOD)))
    with pytest.raises(ModelError) as caught:
        loop.run(Door(both()).ask(ASKED, DraftAnswer))
    assert (caught.value.advice, set(models(provider))) == (advice, {"first"})


def test_the_environment_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPLYGUARD_FALLBACK_MODEL", SECOND)
    assert Settings.read().fallback_model == SECOND


def test_while_the_first_is_well_the_second_is_left_alone(provider: Provider, both: Callable[..., Settings]) -> None:
    provider.will(server.says(GOOD))
    assert loop.run(Door(both()).ask(ASKED, DraftAnswer)).model == FIRST
    assert models(provider) == ["first"]


def test_a_first_that_is_left_alone_costs_no_time(provider: Provider, both: Callable[..., Settings]) -> None:
    door = Door(both())
    provider.will(server.by_model(first=server.resets, second=server.says(GOOD)))
    for _ in range(circuit.FAILURES):
        loop.run(door.ask(ASKED, DraftAnswer))
    provider.requests.clear()
    assert loop.run(door.ask(ASKED, DraftAnswer)).model == SECOND
    assert models(provider) == ["second"]


def test_a_slow_first_leaves_time_for_the_second(provider: Provider, both: Callable[..., Settings]) -> None:
    door = Door(both(deadline_seconds=8, try_seconds=20, tries=3))
    loop.run(door._lines[0].ready())
    loop.run(door._lines[1].ready())
    provider.will(server.by_model(first=server.stalls(30), second=server.says(GOOD)))
    start = time.monotonic()
    assert loop.run(door.ask(ASKED, DraftAnswer)).model == SECOND
    assert time.monotonic() - start < 8


def test_where_neither_helps_the_first_ones_reason_is_told(provider: Provider, both: Callable[..., Settings]) -> None:
    provider.will(server.by_model(first=server.fails(429, code="insufficient_quota"), second=server.fails(503)))
    with pytest.raises(ModelError) as caught:
        loop.run(Door(both()).ask(ASKED, DraftAnswer))
    assert caught.value.advice == failures.NO_QUOTA


def test_a_first_that_cannot_be_made_is_no_reason_to_stop(provider: Provider, both: Callable[..., Settings]) -> None:
    provider.will(server.says(GOOD))
    assert loop.run(Door(both(model="nobody:x")).ask(ASKED, DraftAnswer)).model == SECOND
    with pytest.raises(ModelError) as caught:
        loop.run(Door(both(model="nobody:x", fallback_model=None)).ask(ASKED, DraftAnswer))
    assert caught.value.advice == NO_SUCH_PROVIDER


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_attempt_says_which_model_answered(language: str, provider: Provider, both: Callable[..., Settings]) -> None:
    provider.will(server.by_model(first=server.fails(503), second=works(language)))
    reply = ReplyGuard(both()).reply(COMPLAINTS[language])
    assert (reply.text, reply.engine, reply.review.verdict) == (CALM[language], Engine.MODEL, Verdict.READY)
    assert reply.attempts[0].models == (SECOND,)


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_down_and_the_embedded_engine_answers_and_says_so(
    language: str, provider: Provider, both: Callable[..., Settings]
) -> None:
    guard = ReplyGuard(both())
    provider.will(server.fails(503))
    for advice in (*[failures.BROKEN] * circuit.FAILURES, circuit.PAUSED):
        reply = guard.reply(COMPLAINTS[language])
        assert (reply.engine, reply.attempts[0].models) == (Engine.OFFLINE, ())
        assert reply.problems[0].startswith(advice)
        assert "model" not in reply.review.checked_by
    assert len(provider.requests) == 2 * circuit.FAILURES


@pytest.mark.parametrize("language", LANGUAGES)
def test_slow_and_the_embedded_engine_answers_within_the_deadline(
    language: str, provider: Provider, both: Callable[..., Settings]
) -> None:
    guard = ReplyGuard(both(deadline_seconds=2, try_seconds=20))
    provider.will(server.stalls(30))
    start = time.monotonic()
    reply = guard.reply(COMPLAINTS[language])
    assert time.monotonic() - start < 15  # the deadline, and the embedded engine on a busy machine
    assert (reply.engine, bool(reply.problems)) == (Engine.OFFLINE, True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_over_budget_and_the_embedded_engine_answers_without_a_call(
    language: str, provider: Provider, both: Callable[..., Settings]
) -> None:
    provider.will(works(language))
    reply = ReplyGuard(both(reply_tokens=100)).reply(COMPLAINTS[language])
    assert (reply.engine, provider.requests) == (Engine.OFFLINE, [])
    assert reply.problems[0].startswith(budget.REPLY_SPENT)
    assert (reply.cost, reply.tokens) == (Decimal(0), 0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_review_that_is_required_and_over_budget_is_unreviewed(
    language: str, provider: Provider, both: Callable[..., Settings]
) -> None:
    provider.will(works(language))
    reply = ReplyGuard(both(reply_tokens=100, require_model_review=True)).reply(COMPLAINTS[language])
    assert reply.review.verdict is Verdict.UNREVIEWED


def test_a_dear_first_gives_way_to_a_cheap_second(
    provider: Provider, both: Callable[..., Settings], tmp_path: Path
) -> None:
    prices = tmp_path / "prices.yaml"
    prices.write_text(f"{FIRST}: {{input: 1000, output: 1000}}\n{SECOND}: {{input: 1, output: 1}}\n")
    provider.will(server.says(GOOD))
    door = Door(both(prices=prices, reply_dollars="0.01"))
    assert loop.run(door.ask(ASKED, DraftAnswer)).model == SECOND
    assert models(provider) == ["second"]
    with pytest.raises(BudgetSpent):
        loop.run(Door(both(prices=prices, reply_dollars="0.001", fallback_model=None)).ask(ASKED, DraftAnswer))
