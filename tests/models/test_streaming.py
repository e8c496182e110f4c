"""A draft on its way: its words as they come, no mark shown half, and nothing left running when nobody looks."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from replyguard import Complaint, ReplyGuard, Review, ReviewedReply, Settings, Triage
from replyguard.domain.reply import Draft, DraftSoFar, Engine
from replyguard.domain.review import Verdict
from replyguard.models.failures import BROKEN
from tests.provider import server
from tests.provider.server import Exchange, Provider, Script
from tests.provider.streams import Stream, cut

PHONE = "0812-7755-3141"
COMPLAINTS = {
    "id": Complaint(text=f"Tas saya robek! Hubungi {PHONE}.", facts=("Tas dikirim robek",), channel="email"),
    "en": Complaint(text=f"My bag arrived torn! Call {PHONE}.", facts=("We sent a torn bag",), channel="email"),
}
CALM = {
    "id": "Mohon maaf, Kak, tas yang kami kirim robek. Terima kasih sudah memberi tahu kami. "
    "Silakan kirim pesan pribadi kepada kami, ya.",
    "en": "We are sorry that we sent you a torn bag. Thank you for telling us. Please send us a private message.",
}
FEELINGS = {"id": "Maaf kalau Kakak merasa kecewa.", "en": "We are sorry you feel that way."}
LANGUAGES = ("id", "en")
NOTHING_FOUND = server.says({"findings": []})


@dataclass
class Plays:
    """Answers each step by its own script, whichever way its form is asked for."""

    draft: Script
    review: Script = NOTHING_FOUND
    revise: Script = NOTHING_FOUND

    def __call__(self, exchange: Exchange) -> None:
        body = exchange.body
        form = body["tools"][0]["function"] if "tools" in body else body["response_format"]["json_schema"]
        {"DraftAnswer": self.draft, "ReviewAnswer": self.review, "ReviseAnswer": self.revise}[form["name"]](exchange)


def answer(reply: str) -> str:
    return json.dumps({"reply": reply, "questions": []})


def shown(steps: list[object]) -> list[str]:
    return [step.text for step in steps if isinstance(step, DraftSoFar)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_draft_is_shown_before_the_provider_has_written_it(
    language: str, provider: Provider, settings: Callable[..., Settings]
) -> None:
    stream = Stream(cut(answer(CALM[language])), before=8)
    provider.will(Plays(stream))
    steps = ReplyGuard(settings()).stream(COMPLAINTS[language])
    assert isinstance(next(steps), Triage)
    early = next(steps)
    assert isinstance(early, DraftSoFar)
    assert CALM[language].startswith(early.text)
    assert not stream.go.is_set()
    stream.go.set()
    rest: list[object] = list(steps)
    assert [type(step) for step in rest if not isinstance(step, DraftSoFar)] == [Draft, Review, ReviewedReply]
    assert all(CALM[language].startswith(text) for text in shown(rest))
    assert len(shown(rest)) > 5
    last = rest[-1]
    assert isinstance(last, ReviewedReply)
    assert (last.text, last.review.verdict) == (CALM[language], Verdict.READY)
    assert (last.attempts[0].input_tokens, last.attempts[0].output_tokens) == (22, 14)


def test_triage_comes_before_anybody_has_answered(provider: Provider, settings: Callable[..., Settings]) -> None:
    stream = Stream(cut(answer(CALM["en"])), before=0)
    provider.will(Plays(stream))
    steps = ReplyGuard(settings()).stream(COMPLAINTS["en"])
    triage = next(steps)
    assert isinstance(triage, Triage)
    assert triage.language == "en"
    stream.go.set()
    assert isinstance(list(steps)[-1], ReviewedReply)


@pytest.mark.parametrize("every", [1, 3, 7])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_mark_is_shown_half_and_each_is_restored(
    language: str, every: int, provider: Provider, settings: Callable[..., Settings]
) -> None:
    said = answer(f"{CALM[language]} [PHONE_1] \\ \u00e9 \U0001f64f {FEELINGS[language]}")
    provider.will(Plays(Stream(cut(said, every=every), before=-1)))
    texts = shown(list(ReplyGuard(settings(revisions=0)).stream(COMPLAINTS[language])))
    assert any(PHONE in text for text in texts)
    assert not any("[" in text or "PHONE" in text for text in texts)
    whole = f"{CALM[language]} {PHONE} \\ \u00e9 \U0001f64f {FEELINGS[language]}"
    assert all(whole.startswith(text) for text in texts)
    assert texts == sorted(texts, key=len)


@pytest.mark.parametrize("mark", ["[NAME_7]", "[PHONE 1]", "PHONE_9"])
def test_a_mark_that_nobody_gave_is_never_shown(
    mark: str, provider: Provider, settings: Callable[..., Settings]
) -> None:
    said = answer(f"We are sorry, {mark} is right, and more follows.")
    provider.will(Plays(Stream(cut(said, every=1), before=-1)))
    steps: list[object] = list(ReplyGuard(settings()).stream(COMPLAINTS["en"]))
    assert shown(steps)[-1] == "We are sorry,"
    assert isinstance(steps[-1], ReviewedReply)
    assert steps[-1].engine is Engine.OFFLINE


def test_a_revision_is_shown_on_its_way_too(provider: Provider, settings: Callable[..., Settings]) -> None:
    draft = Stream(cut(answer(f"{FEELINGS['en']} {CALM['en']}")), before=-1)
    revision = Stream(cut(json.dumps({"reply": CALM["en"]})), before=-1)
    provider.will(Plays(draft, revise=revision))
    steps: list[object] = list(ReplyGuard(settings()).stream(COMPLAINTS["en"]))
    kinds = [type(step) for step in steps if not isinstance(step, DraftSoFar)]
    assert kinds == [Triage, Draft, Review, Draft, Review, ReviewedReply]
    assert CALM["en"].startswith(shown(steps)[-1])
    assert isinstance(steps[-1], ReviewedReply)
    assert steps[-1].text == CALM["en"]


def test_an_answer_given_to_a_tool_is_shown_too(provider: Provider, settings: Callable[..., Settings]) -> None:
    def script(exchange: Exchange) -> None:
        if "response_format" in exchange.body:
            server.fails(400, message="response_format json_schema is not supported")(exchange)
        elif exchange.body["tools"][0]["function"]["name"] == "DraftAnswer":
            Stream(cut(answer(CALM["en"])), before=-1, finish="tool_calls", tool="DraftAnswer")(exchange)
        else:
            server.fails(503)(exchange)

    provider.will(script)
    steps: list[object] = list(ReplyGuard(settings(tries=1)).stream(COMPLAINTS["en"]))
    assert len(shown(steps)) > 5
    assert isinstance(steps[-1], ReviewedReply)
    assert (steps[-1].engine, steps[-1].text) == (Engine.MODEL, CALM["en"])


def test_a_second_try_begins_anew(provider: Provider, settings: Callable[..., Settings]) -> None:
    tries: list[Script] = [
        Stream(cut('{"reply": "Never to be seen again, and cut'), before=-1),
        Stream(cut(answer(CALM["en"])), before=-1, finish="tool_calls", tool="DraftAnswer"),
    ]
    provider.will(Plays(lambda exchange: tries.pop(0)(exchange)))
    texts = shown(list(ReplyGuard(settings()).stream(COMPLAINTS["en"])))
    again = next(place for place, text in enumerate(texts) if not text.startswith("Never"))
    assert all(CALM["en"].startswith(text) for text in texts[again:])
    assert len(texts[again]) < len(texts[again - 1])


@pytest.mark.parametrize(
    "broken",
    [
        Stream(("no JSON at all",), before=-1),
        Stream(cut(answer(CALM["en"])), before=-1, finish="length"),
        Stream(cut(answer(CALM["en"])), before=-1, finish="content_filter"),
        Stream((answer("x" * 1_100_000), "and more"), before=-1),
        Stream(('{"reply": 5, "questions": []}',), before=-1),
        Stream((), before=-1),
        server.fails(503),
        server.sends(200, server.HTML, "text/html"),
        server.sends(200, 'data: {"error": {"message": "overloaded"}}\n\n', "text/event-stream"),
        server.sends(200, "", "text/event-stream"),
        server.resets,
    ],
    ids=["prose", "length", "filter", "huge", "type", "nothing", "503", "HTML", "error event", "no event", "reset"],
)
def test_a_stream_that_breaks_ends_in_the_embedded_engine(
    broken: Script, provider: Provider, settings: Callable[..., Settings]
) -> None:
    provider.will(broken)
    *_, last = ReplyGuard(settings(tries=1)).stream(COMPLAINTS["en"])
    assert isinstance(last, ReviewedReply)
    assert last.engine is Engine.OFFLINE
    assert last.problems
    assert "model" not in last.review.checked_by


@pytest.mark.parametrize("language", LANGUAGES)
def test_leaving_early_hangs_up_on_the_provider(
    language: str, provider: Provider, settings: Callable[..., Settings]
) -> None:
    stream = Stream(cut(answer(CALM[language])), before=8)
    provider.will(Plays(stream))
    for step in ReplyGuard(settings()).stream(COMPLAINTS[language]):
        if isinstance(step, DraftSoFar):
            break
    assert stream.left.wait(10)
    assert len(provider.requests) == 1


async def test_leaving_early_hangs_up_on_a_loop_too(provider: Provider, settings: Callable[..., Settings]) -> None:
    stream = Stream(cut(answer(CALM["en"])), before=8)
    provider.will(Plays(stream))
    steps = ReplyGuard(settings()).astream(COMPLAINTS["en"])
    async for step in steps:
        if isinstance(step, DraftSoFar):
            break
    await steps.aclose()  # type: ignore[attr-defined]  # it is a generator
    assert await asyncio.to_thread(stream.left.wait, 10)


async def test_who_is_cancelled_hangs_up(provider: Provider, settings: Callable[..., Settings]) -> None:
    stream = Stream(cut(answer(CALM["en"])), before=8)
    provider.will(Plays(stream))

    async def watched() -> None:
        async for _ in ReplyGuard(settings()).astream(COMPLAINTS["en"]):
            pass

    watching = asyncio.create_task(watched())
    assert await asyncio.to_thread(stream.began.wait, 10)
    watching.cancel()
    with pytest.raises(asyncio.CancelledError):
        await watching
    assert await asyncio.to_thread(stream.left.wait, 10)


@pytest.mark.parametrize("seen", [1, 2, 5])
def test_leaving_hangs_up_while_words_still_come(
    seen: int, provider: Provider, settings: Callable[..., Settings]
) -> None:
    stream = Stream(cut(answer(f"{CALM['en']} " * 40), every=3), before=-1, pause=0.001)
    provider.will(Plays(stream))
    steps = ReplyGuard(settings()).stream(COMPLAINTS["en"])
    words = 0
    while words < seen:
        words += isinstance(next(steps), DraftSoFar)
    del steps
    assert stream.left.wait(10)
    assert len(provider.requests) == 1


def test_a_stream_that_falls_silent_ends_at_the_deadline(provider: Provider, settings: Callable[..., Settings]) -> None:
    ReplyGuard(settings()).triage(COMPLAINTS["en"])
    stream = Stream(cut(answer(CALM["en"])), before=8)
    provider.will(Plays(stream))
    *_, last = ReplyGuard(settings(try_seconds=2.5, deadline_seconds=3.0, tries=1)).stream(COMPLAINTS["en"])
    assert isinstance(last, ReviewedReply)
    assert last.engine is Engine.OFFLINE
    # On a machine that is busy enough the time is up before anything was asked.
    assert stream.left.wait(10) or not provider.requests


def test_who_wants_no_words_gets_the_answer_in_one_piece(provider: Provider, settings: Callable[..., Settings]) -> None:
    provider.will(Plays(server.says({"reply": CALM["en"], "questions": []})))
    ReplyGuard(settings()).reply(COMPLAINTS["en"])
    assert [request.body.get("stream", False) for request in provider.requests] == [False, False]


def test_the_advice_is_the_same_as_without_streaming(provider: Provider, settings: Callable[..., Settings]) -> None:
    provider.will(server.fails(503))
    *_, last = ReplyGuard(settings(tries=1)).stream(COMPLAINTS["en"])
    assert isinstance(last, ReviewedReply)
    assert last.problems[0].startswith(BROKEN)
