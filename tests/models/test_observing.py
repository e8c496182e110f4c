"""Whoever operates ReplyGuard sees what it does: by records, spans and callbacks, and never by anybody's words."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from replyguard import Brand, Complaint, ReplyGuard, Settings
from tests.models.conftest import KEY
from tests.provider import server
from tests.provider.server import Exchange, Provider, Script

COMPLAINTS = {
    "id": Complaint(text="Tas saya ungu robek! Hubungi 0812-7755-3141.", facts=("Tas dikirim robek",), customer="Dewi"),
    "en": Complaint(text="My purple bag is torn! Call 0812-7755-3141.", facts=("We sent a torn bag",), customer="Dana"),
}
CALM = {
    "id": "Mohon maaf, Kak, tas yang kami kirim robek. Terima kasih sudah memberi tahu kami.",
    "en": "We are sorry that we sent you a torn bag. Thank you for telling us.",
}
# Words of the complaint, the facts, the reply, the prompt, the people, and the key.
PRIVATE = ("ungu", "purple", "robek", "torn", "0812-7755", "Dewi", "Dana", "maaf", "sorry", "You are", "sk-secret", KEY)
LANGUAGES = ("id", "en")


def works(language: str) -> Script:
    def script(exchange: Exchange) -> None:
        body = exchange.body
        form = body["tools"][0]["function"] if "tools" in body else body["response_format"]["json_schema"]
        found = {"findings": []} if form["name"] == "ReviewAnswer" else {"reply": CALM[language], "questions": []}
        server.says(found)(exchange)

    return script


BAD: dict[str, Script] = {
    "echoed key": server.echoes_the_key,
    "prose": server.says("I am sorry, your purple bag is torn (ungu, robek), Dana and Dewi. 0812-7755-3141"),
    "503": server.fails(503, message="purple ungu sorry maaf"),
    "HTML": server.sends(200, "<p>purple ungu sorry maaf</p>", "text/html"),
    "reset": server.resets,
}


@pytest.fixture(scope="module")
def exporter() -> InMemorySpanExporter:
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    trace.set_tracer_provider(provider)
    return exporter


@pytest.fixture
def spans(exporter: InMemorySpanExporter) -> Iterator[Callable[[], tuple[ReadableSpan, ...]]]:
    exporter.clear()
    yield exporter.get_finished_spans
    exporter.clear()


def told(records: list[logging.LogRecord]) -> str:
    """All that any handler could write of these records."""
    kept = [{key: str(value) for key, value in vars(record).items()} for record in records]
    return json.dumps([kept, [record.getMessage() for record in records]], ensure_ascii=False)


def ours(records: list[logging.LogRecord]) -> list[logging.LogRecord]:
    return [record for record in records if record.name == "replyguard"]


def value(record: logging.LogRecord, name: str) -> Any:
    return vars(record)[name]


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_id_joins_the_records_of_a_reply(
    language: str, provider: Provider, settings: Callable[..., Settings], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "replyguard")
    provider.will(works(language))
    guard = ReplyGuard(settings())
    first, second = guard.reply(COMPLAINTS[language]), guard.reply(COMPLAINTS[language])
    assert first.id != second.id
    mine = [record for record in ours(caplog.records) if value(record, "reply_id") == first.id]
    assert [value(record, "step") for record in mine] == ["model", "draft", "model", "read", "reply"]
    assert [record.levelname for record in mine] == ["DEBUG"] * 4 + ["INFO"]
    assert (value(mine[0], "input_tokens"), value(mine[0], "output_tokens")) == (11, 7)
    assert value(mine[-1], "verdict") == first.review.verdict.value
    assert value(mine[-1], "tokens") == 36
    assert {value(record, "reply_id") for record in ours(caplog.records)} == {first.id, second.id}


def test_a_reply_is_one_line_for_who_wants_no_more(
    provider: Provider, settings: Callable[..., Settings], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "replyguard")
    provider.will(works("en"))
    reply = ReplyGuard(settings()).reply(COMPLAINTS["en"])
    (record,) = ours(caplog.records)
    assert record.getMessage().startswith(f"{reply.id} reply verdict={reply.review.verdict.value} ")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("fault", [*BAD, "none"])
def test_no_record_of_any_library_holds_anybodys_words_or_the_key(
    fault: str,
    language: str,
    provider: Provider,
    settings: Callable[..., Settings],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    guard = ReplyGuard(settings(tries=2), brand=Brand(name="Sorry & Co", facts=("purple bags",)))
    provider.will(BAD.get(fault, works(language)))
    guard.reply(COMPLAINTS[language])
    list(guard.stream(COMPLAINTS[language]))
    guard.review(CALM[language], COMPLAINTS[language])
    assert ours(caplog.records)
    assert [word for word in PRIVATE if word in told(caplog.records)] == []


def test_where_the_model_gives_way_a_warning_says_why(
    provider: Provider, settings: Callable[..., Settings], caplog: pytest.LogCaptureFixture
) -> None:
    provider.will(server.echoes_the_key)
    reply = ReplyGuard(settings()).reply(COMPLAINTS["en"])
    warned = [record for record in ours(caplog.records) if record.levelno == logging.WARNING]
    assert [value(record, "step") for record in warned] == ["model", "gave_way"]
    assert value(warned[0], "error") == "OpenAIAuthenticationError"
    assert value(warned[1], "error") == "ModelRejected"
    assert {value(record, "reply_id") for record in warned} == {reply.id}


def test_without_logging_set_up_nothing_is_written() -> None:
    code = "from replyguard import ReplyGuard\nfrom replyguard.observing import happened\nhappened('gave_way')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_spans_are_a_tree_under_the_callers_own(
    language: str,
    provider: Provider,
    settings: Callable[..., Settings],
    spans: Callable[[], tuple[ReadableSpan, ...]],
) -> None:
    provider.will(works(language))
    with trace.get_tracer("theirs").start_as_current_span("webhook"):
        reply = ReplyGuard(settings()).reply(COMPLAINTS[language])
    by_id = {span.context.span_id: span for span in spans() if span.context}
    tree = [(span.name, by_id[span.parent.span_id].name) for span in spans() if span.parent]
    assert tree == [
        ("replyguard.model", "replyguard.draft"),
        ("replyguard.draft", "replyguard.reply"),
        ("replyguard.model", "replyguard.read"),
        ("replyguard.read", "replyguard.reply"),
        ("replyguard.reply", "webhook"),
    ]
    model = dict(spans()[0].attributes or {})
    assert model["gen_ai.request.model"] == "scripted"
    assert model["gen_ai.provider.name"] == "openai"
    assert (model["gen_ai.usage.input_tokens"], model["gen_ai.usage.output_tokens"]) == (11, 7)
    assert model["replyguard.reply_id"] == reply.id


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("fault", [*BAD, "none"])
def test_no_span_holds_anybodys_words_or_the_key(
    fault: str,
    language: str,
    provider: Provider,
    settings: Callable[..., Settings],
    spans: Callable[[], tuple[ReadableSpan, ...]],
) -> None:
    provider.will(BAD.get(fault, works(language)))
    ReplyGuard(settings(tries=2)).reply(COMPLAINTS[language])
    written = "\n".join(span.to_json() for span in spans())
    assert "replyguard.model" in written
    assert [word for word in PRIVATE if word in written] == []
    if fault != "none":
        failed = [span for span in spans() if span.status.status_code is StatusCode.ERROR]
        assert (fault == "prose") == (failed == [])
        assert "gave_way" in written


def test_without_opentelemetry_all_goes_on() -> None:
    code = (
        "import sys\nsys.modules['opentelemetry'] = None\n"
        "from replyguard import Complaint, ReplyGuard\n"
        "reply = ReplyGuard(offline=True).reply(Complaint(text='My bag arrived torn!'))\n"
        "print(len(reply.id), reply.review.verdict)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "32 ready\n"


def test_importing_replyguard_brings_no_opentelemetry() -> None:
    code = "import replyguard, sys; print([name for name in sys.modules if name.startswith('opentelemetry')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


class Listening(BaseCallbackHandler):
    """Keeps what LangChain tells."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.metadata: list[dict[str, Any]] = []
        self.words: list[str] = []
        self.ended = 0

    def on_chat_model_start(self, serialized: Any, messages: Any, *, metadata: Any = None, **rest: Any) -> None:
        self.asked.append(str(messages))
        self.metadata.append(metadata)

    def on_llm_new_token(self, token: Any, **rest: Any) -> None:
        self.words.append(str(token))

    def on_llm_end(self, response: Any, **rest: Any) -> None:
        self.ended += 1


class Raising(BaseCallbackHandler):
    """Somebody's callback with a fault."""

    def on_chat_model_start(self, serialized: Any, messages: Any, **rest: Any) -> None:
        raise RuntimeError("a callback of theirs")


@pytest.mark.parametrize("language", LANGUAGES)
def test_callbacks_hear_of_each_call_and_see_masked_text(
    language: str, provider: Provider, settings: Callable[..., Settings]
) -> None:
    provider.will(works(language))
    listening = Listening()
    reply = ReplyGuard(settings(), callbacks=[listening]).reply(COMPLAINTS[language])
    assert (len(listening.asked), listening.ended) == (2, 2)
    assert [told["reply_id"] for told in listening.metadata] == [reply.id] * 2
    assert "[PHONE_1]" in listening.asked[0]
    assert not any(secret in asked for asked in listening.asked for secret in ("0812-7755", "Dewi", "Dana", KEY))


def test_callbacks_hear_the_words_of_a_stream(provider: Provider, settings: Callable[..., Settings]) -> None:
    provider.will(works("en"))
    listening = Listening()
    list(ReplyGuard(settings(), callbacks=[listening]).stream(COMPLAINTS["en"]))
    assert CALM["en"] in "".join(listening.words)


def test_a_callback_that_raises_spoils_no_reply(provider: Provider, settings: Callable[..., Settings]) -> None:
    provider.will(works("en"))
    reply = ReplyGuard(settings(), callbacks=[Raising()]).reply(COMPLAINTS["en"])
    assert (reply.text, reply.problems) == (CALM["en"], ())


def test_callbacks_of_one_guard_hear_nothing_of_another(provider: Provider, settings: Callable[..., Settings]) -> None:
    provider.will(works("en"))
    listening = Listening()
    ReplyGuard(settings(), callbacks=[listening])
    ReplyGuard(settings()).reply(COMPLAINTS["en"])
    assert listening.asked == []
