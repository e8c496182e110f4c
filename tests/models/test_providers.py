"""Providers by LangChain's names, each through its own LangChain package, against a server that speaks its protocol.

These packages are the user's to install; where one is missing, its test is skipped.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from replyguard import Settings, loop
from replyguard.errors import ModelError, ModelUnavailable
from replyguard.models import failures
from replyguard.models.answers import DraftAnswer
from replyguard.models.door import Door
from replyguard.models.line import Line
from replyguard.settings import OFFICIAL_URL
from tests.models.asking import ASKED, GOOD
from tests.provider import server
from tests.provider.server import Exchange, Provider, Script

KEY = "key-of-somebody-0123456789"


def _anthropic(exchange: Exchange) -> None:
    call = {"type": "tool_use", "id": "t1", "name": exchange.body["tools"][0]["name"], "input": GOOD}
    usage = {"input_tokens": 11, "output_tokens": 7}
    head = {"id": "m1", "type": "message", "role": "assistant", "model": "claude-x", "stop_sequence": None}
    exchange.send(200, json.dumps({**head, "content": [call], "stop_reason": "tool_use", "usage": usage}))


def _ollama(exchange: Exchange) -> None:
    message = {"role": "assistant", "content": json.dumps(GOOD)}
    head = {"model": "x", "created_at": "2026-11-21T00:00:00Z", "done": True, "done_reason": "stop"}
    line = {**head, "message": message, "prompt_eval_count": 11, "eval_count": 7}
    exchange.send(200, json.dumps(line) + "\n", {"Content-Type": "application/x-ndjson"})


def _google(exchange: Exchange) -> None:
    call = {"functionCall": {"name": "DraftAnswer", "args": GOOD}}
    candidate = {"content": {"role": "model", "parts": [call]}, "finishReason": "STOP", "index": 0}
    usage = {"promptTokenCount": 11, "candidatesTokenCount": 7, "totalTokenCount": 18}
    exchange.send(200, json.dumps({"candidates": [candidate], "usageMetadata": usage, "modelVersion": "x"}))


@dataclass(frozen=True)
class Other:
    """A provider. `package`: LangChain's; `variables`: what it reads its address from; `form`: how a form is asked."""

    model: str
    package: str
    variables: tuple[str, ...]
    answer: Script
    form: str


OTHERS = {
    "anthropic": Other(
        "anthropic:claude-x", "langchain_anthropic", ("ANTHROPIC_API_URL", "ANTHROPIC_BASE_URL"), _anthropic, "tools"
    ),
    "ollama": Other("ollama:x", "langchain_ollama", ("OLLAMA_HOST",), _ollama, "format"),
    "google": Other("google_genai:gemini-x", "langchain_google_genai", ("GOOGLE_GEMINI_BASE_URL",), _google, "tools"),
}


@pytest.fixture
def other(request: pytest.FixtureRequest, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> Other:
    found = OTHERS[request.param]
    pytest.importorskip(found.package)
    for name in found.variables:
        monkeypatch.setenv(name, provider.url.removesuffix("/v1"))
    for name in ("ANTHROPIC_API_KEY", "GOOGLE_API_KEY"):
        monkeypatch.setenv(name, KEY)
    return found


every = pytest.mark.parametrize("other", OTHERS, indirect=True)


@every
def test_each_is_asked_in_its_own_protocol_and_counted(
    other: Other, provider: Provider, settings: Callable[..., Settings]
) -> None:
    provider.will(other.answer)
    answered = loop.run(Door(settings(model=other.model)).ask(ASKED, DraftAnswer))
    assert answered.answer == DraftAnswer(reply="Maaf, Kak.", questions=())
    assert (answered.input_tokens, answered.output_tokens, answered.model) == (11, 7, other.model)
    (request,) = provider.requests
    assert request.body.get(other.form)
    assert ASKED.user in request.raw.decode()


@every
@pytest.mark.parametrize("status", [401, 429, 503])
def test_each_ones_failures_are_ours_and_tried_again_by_us_alone(
    status: int, other: Other, provider: Provider, settings: Callable[..., Settings]
) -> None:
    content = json.dumps({"error": {"code": status, "message": f"no {KEY}", "status": "x", "type": "x"}})
    provider.will(server.sends(status, content))
    with pytest.raises(ModelError) as caught:
        loop.run(Door(settings(model=other.model, tries=2)).ask(ASKED, DraftAnswer))
    refused = failures.refused_key(other.model.partition(":")[0])
    assert caught.value.advice == {401: refused, 429: failures.BUSY, 503: failures.BROKEN}[status]
    assert KEY not in str(caught.value)
    assert len(provider.requests) == (1 if status == 401 else 2)


@every
def test_each_is_left_when_its_time_is_up(other: Other, provider: Provider, settings: Callable[..., Settings]) -> None:
    provider.will(server.stalls(30))
    door = Door(settings(model=other.model, try_seconds=1.0, tries=1))
    with pytest.raises(ModelUnavailable) as caught:
        loop.run(door.ask(ASKED, DraftAnswer))
    assert caught.value.advice == failures.SLOW


# What each package calls its limits: whoever names them otherwise is not heard, and no error says so.
LIMITS: dict[str, dict[str, Any]] = {
    "anthropic:x": {"timeout": 16.0, "max_retries": 0},
    "mistralai:x": {"timeout": 16.0, "max_retries": 0},
    "ollama:x": {"client_kwargs": {"timeout": 16.0}},
    "google_genai:x": {"timeout": 16.0, "max_retries": 1},
}


@pytest.mark.parametrize("model", LIMITS)
def test_each_is_told_its_time_and_not_to_try_again_in_its_own_words(
    model: str, settings: Callable[..., Settings]
) -> None:
    assert Line(model, settings())._options() == LIMITS[model]


def test_openais_address_is_said_whatever_the_environment_reroutes(settings: Callable[..., Settings]) -> None:
    options = Line("openai:x", settings(openai_base_url=None))._options()
    assert (options["base_url"], options["timeout"], options["max_retries"]) == (OFFICIAL_URL, 16.0, 0)
