"""Every fault of a provider has one clear outcome, through the real client, on the one loop."""

from __future__ import annotations

import asyncio
import logging
import time
import traceback
from collections.abc import Callable

import pytest

from replyguard import loop
from replyguard.errors import AnswerUnusable, ModelError, ModelRejected, ModelUnavailable
from replyguard.models import answers, failures, line
from replyguard.models.answers import DraftAnswer, ReviewAnswer
from replyguard.models.door import Answered, Door
from replyguard.models.prompts import Messages
from replyguard.models.usage import counting
from replyguard.settings import Settings
from tests.models.asking import ASKED, GOOD, ask, ask_once, failure
from tests.models.conftest import KEY
from tests.provider import server
from tests.provider.server import Provider, Script

PRIVATE = "my neighbour saw the rash on my arm"
FOUND = {"category": "denial", "quote": "not true", "reason": "It doubts the person.", "rewrite": None}


def test_an_answer_comes_with_what_it_cost(provider: Provider, door: Door) -> None:
    provider.will(server.says(GOOD))
    with counting() as usage:
        answered = ask(door)
    assert answered.answer == DraftAnswer(reply="Maaf, Kak.", questions=())
    assert (answered.input_tokens, answered.output_tokens) == (11, 7)
    assert (usage.input_tokens, usage.output_tokens) == (11, 7)
    (request,) = provider.requests
    assert request.path == "/v1/chat/completions"
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert [turn["role"] for turn in request.body["messages"]] == ["system", "user"]
    assert request.body["response_format"]["json_schema"]["strict"] is True


PASSING: dict[str, tuple[Script, type[ModelError], str]] = {
    "429": (server.fails(429, headers={"Retry-After": "0"}), ModelUnavailable, failures.BUSY),
    "500": (server.fails(500), ModelUnavailable, failures.BROKEN),
    "408": (server.fails(408), ModelUnavailable, failures.BROKEN),
    "409": (server.fails(409), ModelUnavailable, failures.BROKEN),
    "503 page": (server.sends(503, server.HTML, "text/html"), ModelUnavailable, failures.BROKEN),
    "reset": (server.resets, ModelUnavailable, failures.UNREACHABLE),
    "cut body": (server.cuts_the_body(GOOD), ModelUnavailable, failures.UNREACHABLE),
    "page in a 200": (server.sends(200, server.HTML, "text/html"), AnswerUnusable, answers.SHAPELESS),
    "half JSON in a 200": (server.sends(200, '{"id": "x", "cho'), AnswerUnusable, answers.SHAPELESS),
    "choices null": (server.sends(200, '{"id": "x", "choices": null}'), AnswerUnusable, answers.SHAPELESS),
    "choices []": (server.sends(200, '{"id": "x", "choices": []}'), AnswerUnusable, answers.SHAPELESS),
    "error in a 200": (server.sends(200, '{"error": {"message": "no"}}'), AnswerUnusable, answers.SHAPELESS),
    "empty": (server.says(""), AnswerUnusable, answers.EMPTY),
    "no content": (server.says(None), AnswerUnusable, answers.EMPTY),
    "cut JSON": (server.says('{"reply": "We are so'), AnswerUnusable, answers.SHAPELESS),
    "extra key": (server.says({**GOOD, "mood": "calm"}), AnswerUnusable, answers.SHAPELESS),
    "missing key": (server.says({"reply": "Sorry."}), AnswerUnusable, answers.SHAPELESS),
    "wrong type": (server.says({"reply": 7, "questions": []}), AnswerUnusable, answers.SHAPELESS),
    "blank reply": (server.says({"reply": " ", "questions": []}), AnswerUnusable, answers.SHAPELESS),
    "chatter round it": (server.says('Sure! {"reply": "Sorry.", "questions": []}'), AnswerUnusable, answers.SHAPELESS),
}


@pytest.mark.parametrize("fault", PASSING)
def test_what_may_pass_is_tried_again(fault: str, provider: Provider, settings: Callable[..., Settings]) -> None:
    script, kind, advice = PASSING[fault]
    provider.will(script)
    error = failure(Door(settings(tries=2)))
    assert (type(error), error.advice, len(provider.requests)) == (kind, advice, 2)
    provider.requests.clear()
    provider.will(script, server.says(GOOD))
    assert ask(Door(settings())).answer.reply == GOOD["reply"]
    assert len(provider.requests) == 2


# Servers that are only compatible leave the code out.
NO_QUOTA = '{"error": {"message": "You exceeded your quota.", "type": "insufficient_quota", "code": null}}'

LASTING: dict[str, tuple[Script, type[ModelError], str]] = {
    "401": (server.echoes_the_key, ModelRejected, failures.refused_key("openai")),
    "403": (server.fails(403), ModelRejected, failures.NOT_ALLOWED),
    "404": (server.fails(404, code="model_not_found"), ModelRejected, failures.NO_SUCH_MODEL),
    "400": (server.fails(400), ModelRejected, failures.BAD_REQUEST),
    "too long": (server.fails(400, code="context_length_exceeded"), ModelRejected, failures.TOO_MUCH),
    "413": (server.fails(413), ModelRejected, failures.TOO_MUCH),
    "422": (server.fails(422), ModelRejected, failures.BAD_REQUEST),
    "no quota": (server.fails(429, code="insufficient_quota"), ModelRejected, failures.NO_QUOTA),
    "no quota, by its type": (server.sends(429, NO_QUOTA), ModelRejected, failures.NO_QUOTA),
    "no credit": (server.fails(402), ModelRejected, failures.NO_QUOTA),
    "account not active": (server.fails(429, code="billing_not_active"), ModelRejected, failures.NO_QUOTA),
    "429 for an hour": (server.fails(429, headers={"Retry-After": "3600"}), ModelUnavailable, failures.BUSY),
    "finish length": (server.says(GOOD, finish="length"), AnswerUnusable, answers.CUT),
    "content filter": (server.says(GOOD, finish="content_filter"), AnswerUnusable, answers.FILTERED),
    "refusal": (server.says(None, refusal="I can't help with that."), AnswerUnusable, answers.REFUSED),
    "a book": (server.says({**GOOD, "reply": "so " * 400_000}), AnswerUnusable, answers.TOO_LARGE),
}


@pytest.mark.parametrize("fault", LASTING)
def test_what_will_not_pass_is_asked_once(fault: str, provider: Provider, door: Door) -> None:
    script, kind, advice = LASTING[fault]
    provider.will(script, server.says(GOOD))
    error = failure(door)
    assert (type(error), error.advice, len(provider.requests)) == (kind, advice, 1)


def test_a_fence_round_the_whole_answer_is_taken_off(provider: Provider, door: Door) -> None:
    provider.will(server.says('```json\n{"reply": "Sorry.", "questions": []}\n```'))
    assert ask(door).answer.reply == "Sorry."


@pytest.mark.parametrize(
    "finding",
    [
        {**FOUND, "category": "grumpy"},
        {**FOUND, "category": "too_long"},
        {**FOUND, "severity": "note"},
        {**FOUND, "quote": None},
    ],
)
def test_a_finding_of_another_form_spoils_the_whole_answer(
    finding: object, provider: Provider, settings: Callable[..., Settings]
) -> None:
    provider.will(server.says({"findings": [FOUND, finding]}))
    with pytest.raises(AnswerUnusable, match="not of the form"):
        loop.run(Door(settings(tries=1)).ask(ASKED, ReviewAnswer))


def test_a_cancelled_question_leaves_nothing_running(provider: Provider, door: Door) -> None:
    async def given_up() -> list[str]:
        before = asyncio.all_tasks()
        task = asyncio.create_task(door.ask(ASKED, DraftAnswer))
        while not provider.requests:
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return [repr(one) for one in asyncio.all_tasks() - before]

    ask_once(provider, door)
    provider.will(server.stalls(30))
    assert loop.run(given_up()) == []
    provider.will(server.says(GOOD))
    assert ask(door).answer.reply == GOOD["reply"]


def test_ordinary_calls_and_other_loops_share_the_one_loop(provider: Provider, door: Door) -> None:
    provider.will(server.says(GOOD))
    for _ in range(3):
        assert ask(door).answer.reply == GOOD["reply"]
        assert asyncio.run(loop.here(door.ask(ASKED, DraftAnswer))).answer.reply == GOOD["reply"]

    async def many() -> list[Answered[DraftAnswer]]:
        return list(await asyncio.gather(*(door.ask(ASKED, DraftAnswer) for _ in range(16))))

    assert len(loop.run(many())) == 16


ECHOING: dict[str, Script] = {
    "401": server.echoes_the_key,
    "400": lambda exchange: server.fails(400, message=f"cannot read {exchange.body}")(exchange),
    "500": lambda exchange: server.fails(500, message=f"crashed on {exchange.body} {KEY}")(exchange),
    "rubbish": server.says(f'{{"reply": "{PRIVATE} {KEY}'),
    "unreachable": server.resets,
}


@pytest.mark.parametrize("fault", ECHOING)
def test_neither_key_nor_complaint_stands_in_errors_or_logs(
    fault: str, provider: Provider, settings: Callable[..., Settings], caplog: pytest.LogCaptureFixture
) -> None:
    logging.getLogger("openai").setLevel(logging.DEBUG)
    caplog.set_level(logging.DEBUG)
    provider.will(ECHOING[fault])
    error = failure(Door(settings(tries=2)), Messages("You draft replies.", PRIVATE))
    logging.getLogger("openai._base_client").debug("Request options: %s", PRIVATE)  # as some of its versions do
    told = "".join(traceback.format_exception(error)) + repr(error) + caplog.text
    assert PRIVATE in provider.received
    assert PRIVATE not in told
    assert KEY not in told
    assert error.__cause__ is None
    assert error.__context__ is None


def test_tracing_by_the_environment_uploads_nothing(
    provider: Provider, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2", "LANGSMITH_GATEWAY"):
        monkeypatch.setenv(name, "true")
    monkeypatch.setenv("LANGSMITH_ENDPOINT", provider.url)
    monkeypatch.setenv("LANGSMITH_API_KEY", "ls-key")
    provider.will(server.says(GOOD))
    assert ask(door).answer.reply == GOOD["reply"]
    time.sleep(0.5)  # its uploads run on a thread of their own
    assert [request.path for request in provider.requests] == ["/v1/chat/completions"]


@pytest.mark.parametrize(
    ("model", "advice"),
    [("nobody:x", line.NO_SUCH_PROVIDER), ("mistralai:x", line.NOT_INSTALLED)],
)
def test_a_model_that_cannot_be_made_is_told_so(
    model: str, advice: str, settings: Callable[..., Settings], provider: Provider
) -> None:
    assert failure(Door(settings(model=model))).advice == advice
    assert provider.requests == []


def test_openai_itself_is_not_asked_without_a_key() -> None:
    error = failure(Door(Settings(model="openai:gpt-5.4-mini")))
    assert error.advice == failures.refused_key("openai")


def test_a_server_of_ones_own_needs_no_key(provider: Provider, settings: Callable[..., Settings]) -> None:
    provider.will(server.says(GOOD))
    assert ask(Door(settings(openai_api_key=None))).answer.reply == GOOD["reply"]


def test_a_model_of_the_other_kind_is_asked_on_chat_completions_too(
    provider: Provider, settings: Callable[..., Settings]
) -> None:
    provider.will(server.says(GOOD))
    ask(Door(settings(model="openai:gpt-5.5-pro")))
    assert provider.requests[0].path == "/v1/chat/completions"
