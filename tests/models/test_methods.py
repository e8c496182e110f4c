"""Whatever way of asking for a form a model understands, it is found once and remembered, and its answer is checked."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from replyguard import loop
from replyguard.errors import AnswerUnusable, ModelError
from replyguard.models import answers, failures
from replyguard.models.answers import DraftAnswer, ReviewAnswer, schema, schema_text
from replyguard.models.door import Door
from replyguard.models.methods import Method, Methods
from replyguard.settings import Settings
from tests.models.asking import ASKED, GOOD
from tests.provider import server
from tests.provider.server import Provider, Script

NEVER = server.fails(418)

# As servers say it: OpenAI's older models, DeepSeek, a server's own check of the request, llama.cpp, a router.
REFUSALS: dict[str, Script] = {
    "openai": server.fails(400, message="Invalid parameter: 'response_format' of type 'json_schema' is not supported."),
    "deepseek": server.fails(400, message="This response_format type is unavailable now"),
    "422": server.sends(422, '{"detail": [{"loc": ["body", "response_format", "type"], "msg": "unexpected value"}]}'),
    "500": server.fails(500, message="[{'loc': ('body', 'response_format', 'type'), 'msg': 'Input should be text'}]"),
    "404": server.fails(404, message="No endpoints found that can handle structured outputs"),
    "501": server.fails(501, message="json schema: not implemented"),
}
NO_TOOLS = server.fails(400, message="this model does not support tools")


def methods(provider: Provider) -> list[str]:
    bodies = [request.body for request in provider.requests]
    return ["schema" if "response_format" in body else "tools" if "tools" in body else "text" for body in bodies]


def ask(door: Door) -> str:
    return loop.run(door.ask(ASKED, DraftAnswer)).answer.reply


@pytest.mark.parametrize("words", REFUSALS)
def test_no_schema_then_a_tool_call_and_it_is_remembered(words: str, provider: Provider, door: Door) -> None:
    provider.will(server.by_method(REFUSALS[words], server.calls(GOOD), NEVER))
    assert [ask(door) for _ in range(3)] == [GOOD["reply"]] * 3
    assert methods(provider) == ["schema", "tools", "tools", "tools"]
    body = provider.requests[1].body
    assert body["tools"][0]["function"]["parameters"] == schema(DraftAnswer)
    assert body["tool_choice"] == {"type": "function", "function": {"name": "DraftAnswer"}}


def test_no_tools_either_then_json_in_text_and_it_is_remembered(provider: Provider, door: Door) -> None:
    provider.will(server.by_method(REFUSALS["openai"], NO_TOOLS, server.says(GOOD)))
    assert [ask(door) for _ in range(3)] == [GOOD["reply"]] * 3
    assert methods(provider) == ["schema", "tools", "text", "text", "text"]
    system = provider.requests[2].body["messages"][0]["content"]
    assert system.startswith(ASKED.system)  # the part that providers cache stays in front
    assert schema_text(DraftAnswer) in system


def test_many_at_once_find_it_together(provider: Provider, door: Door) -> None:
    import asyncio

    async def many() -> list[str]:
        found = await asyncio.gather(*(door.ask(ASKED, DraftAnswer) for _ in range(8)))
        return [one.answer.reply for one in found]

    provider.will(server.by_method(REFUSALS["openai"], NO_TOOLS, server.says(GOOD)))
    assert loop.run(many()) == [GOOD["reply"]] * 8
    provider.requests.clear()
    ask(door)
    assert methods(provider) == ["text"]


def test_a_server_that_heeds_no_schema_is_asked_otherwise(provider: Provider, door: Door) -> None:
    provider.will(server.by_method(server.says("Maaf, Kak."), server.calls(GOOD), NEVER))
    assert [ask(door) for _ in range(2)] == [GOOD["reply"]] * 2
    assert methods(provider) == ["schema", "tools", "tools"]


def test_one_bad_answer_does_not_cost_a_method_that_has_worked(provider: Provider, door: Door) -> None:
    provider.will(server.says(GOOD), server.says('{"reply": "Ma'), server.says(GOOD))
    assert [ask(door) for _ in range(2)] == [GOOD["reply"]] * 2
    assert methods(provider) == ["schema"] * 3


def test_a_bad_request_that_says_nothing_of_a_form_is_asked_once(provider: Provider, door: Door) -> None:
    provider.will(server.fails(400, message="max_tokens is too large"))
    with pytest.raises(ModelError) as caught:
        ask(door)
    assert (caught.value.advice, len(provider.requests)) == (failures.BAD_REQUEST, 1)


def test_where_every_method_is_refused_nothing_is_remembered(provider: Provider, door: Door) -> None:
    provider.will(server.by_method(REFUSALS["openai"], NO_TOOLS, server.fails(400)))
    for _ in range(2):
        with pytest.raises(ModelError) as caught:
            ask(door)
        assert caught.value.advice == failures.BAD_REQUEST
    assert methods(provider) == ["schema", "tools", "text"] * 2


def test_a_tool_that_was_not_called_may_be_answered_in_text(provider: Provider, door: Door) -> None:
    provider.will(server.by_method(REFUSALS["openai"], server.says(GOOD), NEVER))
    assert ask(door) == GOOD["reply"]


BAD_CALLS: dict[str, tuple[Script, str]] = {
    "cut": (server.calls('{"reply": "Maaf, Kak.", "questions": ["Kapan'), answers.SHAPELESS),
    "cut and marked so": (server.calls(GOOD, finish="length"), answers.CUT),
    "two calls": (server.calls(GOOD, GOOD), answers.SHAPELESS),
    "wrong type": (server.calls({"reply": 7, "questions": []}), answers.SHAPELESS),
    "extra key": (server.calls({**GOOD, "mood": "calm"}), answers.SHAPELESS),
    "nothing": (server.calls(""), answers.SHAPELESS),
    "a list": (server.calls("[]"), answers.SHAPELESS),
    "filtered": (server.calls(GOOD, finish="content_filter"), answers.FILTERED),
    "10 MB": (server.calls({**GOOD, "reply": "so " * 3_500_000}), answers.TOO_LARGE),
}


@pytest.mark.parametrize("fault", BAD_CALLS)
def test_a_tool_call_is_checked_as_strictly_as_a_text(
    fault: str, provider: Provider, settings: Callable[..., Settings]
) -> None:
    script, advice = BAD_CALLS[fault]
    provider.will(server.by_method(REFUSALS["openai"], script, NO_TOOLS))
    with pytest.raises(AnswerUnusable) as caught:
        loop.run(Door(settings(tries=1)).ask(ASKED, DraftAnswer))
    assert caught.value.advice == advice


def test_findings_of_a_cut_tool_call_are_not_saved(provider: Provider, settings: Callable[..., Settings]) -> None:
    found = {"category": "denial", "quote": "not true", "reason": "It doubts the person.", "rewrite": None}
    cut = json.dumps({"findings": [found, found]})[:-20]
    provider.will(server.by_method(REFUSALS["openai"], server.calls(cut), NO_TOOLS))
    with pytest.raises(AnswerUnusable):
        loop.run(Door(settings(tries=1)).ask(ASKED, ReviewAnswer))


def test_providers_begin_with_what_they_understand() -> None:
    assert {name: Methods(name).best for name in ("openai", "ollama", "anthropic", "google_genai", "groq")} == {
        "openai": Method.SCHEMA,
        "ollama": Method.SCHEMA,
        "anthropic": Method.TOOLS,
        "google_genai": Method.TOOLS,
        "groq": Method.TOOLS,
    }
