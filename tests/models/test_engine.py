"""The whole reply with a model behind it: what a provider does wrong never ends in silence, and never in `ready`."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence

import pytest

from replyguard import Complaint, ReplyGuard, Settings
from replyguard.cooldown.network import Reading, network
from replyguard.domain.reply import Engine
from replyguard.domain.review import Verdict
from replyguard.models import answers, door, failures
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
FEELINGS = {"id": "Maaf kalau Kakak merasa kecewa.", "en": "We are sorry you feel that way."}
LANGUAGES = ("id", "en")


def plays(draft: Script, review: Script, revise: Script) -> Script:
    """Answers each step by its own script; the form that is asked for tells which it is."""

    def script(exchange: Exchange) -> None:
        asked = exchange.body["response_format"]["json_schema"]["name"]
        {"DraftAnswer": draft, "ReviewAnswer": review, "ReviseAnswer": revise}[asked](exchange)

    return script


def drafts(text: str) -> Script:
    return server.says({"reply": text, "questions": []})


NOTHING_FOUND = server.says({"findings": []})
NEVER = server.fails(418)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_calm_draft_is_ready_and_says_who_read_it(
    language: str, provider: Provider, settings: Callable[..., Settings]
) -> None:
    provider.will(plays(drafts(CALM[language]), NOTHING_FOUND, NEVER))
    reply = ReplyGuard(settings()).reply(COMPLAINTS[language])
    assert (reply.text, reply.engine, reply.review.verdict) == (CALM[language], Engine.MODEL, Verdict.READY)
    assert "model" in reply.review.checked_by
    assert (reply.attempts[0].input_tokens, reply.attempts[0].output_tokens) == (22, 14)
    assert len(provider.requests) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_either_reader_flags_is_revised_by_the_model(
    language: str, provider: Provider, settings: Callable[..., Settings]
) -> None:
    provider.will(plays(drafts(f"{FEELINGS[language]} {CALM[language]}"), NOTHING_FOUND, drafts_again(language)))
    reply = ReplyGuard(settings()).reply(COMPLAINTS[language])
    assert [attempt.review.verdict for attempt in reply.attempts] == [Verdict.REVISE, Verdict.READY]
    assert reply.attempts[-1].draft.prompt == "revise@1"
    assert reply.text == CALM[language]


def drafts_again(language: str) -> Script:
    return server.says({"reply": CALM[language]})


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_dishonest_revision_gives_way_to_the_rewrites(
    language: str, provider: Provider, settings: Callable[..., Settings]
) -> None:
    lie = server.says({"reply": f"{CALM[language]} Rp75.000 / $75."})
    provider.will(plays(drafts(f"{FEELINGS[language]} {CALM[language]}"), NOTHING_FOUND, lie))
    reply = ReplyGuard(settings()).reply(COMPLAINTS[language])
    assert "75" not in reply.text
    assert FEELINGS[language] not in reply.text


FAULTS: dict[str, tuple[Script, str]] = {
    "401": (server.echoes_the_key, failures.refused_key("openai")),
    "503": (server.sends(503, server.HTML, "text/html"), failures.BROKEN),
    "reset": (server.resets, failures.UNREACHABLE),
    "cut JSON": (server.says('{"findings": [], "reply": "So'), answers.SHAPELESS),
    "refusal": (server.says(None, refusal="No."), answers.REFUSED),
    "length": (server.says({"findings": []}, finish="length"), answers.CUT),
    "filter": (server.says("", finish="content_filter"), answers.FILTERED),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("fault", FAULTS)
def test_where_the_model_fails_the_embedded_engine_drafts_and_says_so(
    fault: str, language: str, provider: Provider, settings: Callable[..., Settings]
) -> None:
    script, advice = FAULTS[fault]
    provider.will(script)
    reply = ReplyGuard(settings(tries=2)).reply(COMPLAINTS[language])
    assert reply.engine is Engine.OFFLINE
    assert any(problem.startswith(advice) for problem in reply.problems)
    assert "model" not in reply.review.checked_by
    assert reply.review.problems


@pytest.mark.parametrize("fault", FAULTS)
def test_a_required_review_that_failed_is_unreviewed(
    fault: str, provider: Provider, settings: Callable[..., Settings]
) -> None:
    script, advice = FAULTS[fault]
    provider.will(plays(drafts(CALM["en"]), script, NEVER))
    reply = ReplyGuard(settings(tries=2, require_model_review=True)).reply(COMPLAINTS["en"])
    assert reply.review.verdict is Verdict.UNREVIEWED
    assert advice in reply.review.problems


def test_the_deadline_is_for_the_whole_reply(provider: Provider, settings: Callable[..., Settings]) -> None:
    guard = ReplyGuard(settings(deadline_seconds=1.5, try_seconds=1.0))
    provider.will(plays(drafts(CALM["en"]), NOTHING_FOUND, NEVER))
    guard.reply(COMPLAINTS["en"])
    provider.will(server.stalls(30))
    start = time.monotonic()
    reply = guard.reply(COMPLAINTS["en"])
    assert time.monotonic() - start < 4
    assert reply.engine is Engine.OFFLINE
    assert any(problem.startswith((door.SPENT, failures.SLOW)) for problem in reply.problems)


def test_giving_up_stops_the_call_and_the_guard_goes_on(provider: Provider, settings: Callable[..., Settings]) -> None:
    guard = ReplyGuard(settings())
    provider.will(server.stalls(30))

    async def given_up() -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(guard.areply(COMPLAINTS["en"]), 2.5)

    asyncio.run(given_up())
    provider.will(plays(drafts(CALM["en"]), NOTHING_FOUND, NEVER))
    assert guard.reply(COMPLAINTS["en"]).engine is Engine.MODEL


def test_many_at_once_are_answered_in_order(provider: Provider, settings: Callable[..., Settings]) -> None:
    provider.will(plays(drafts(CALM["en"]), NOTHING_FOUND, NEVER))
    replies = ReplyGuard(settings()).replies([COMPLAINTS["en"]] * 12)
    assert [getattr(reply, "engine", reply) for reply in replies] == [Engine.MODEL] * 12
    assert len(provider.requests) == 24


@pytest.mark.parametrize(
    "echo", ["[Bahasa Indonesia\n{calm}", "[BUSINESS_ERROR. {calm}", "{calm} This is a business_error."]
)
def test_a_draft_that_echoes_its_orders_is_not_taken(
    echo: str, provider: Provider, settings: Callable[..., Settings]
) -> None:
    provider.will(plays(drafts(echo.format(calm=CALM["en"])), NOTHING_FOUND, NEVER))
    reply = ReplyGuard(settings(tries=1)).reply(COMPLAINTS["en"])
    assert reply.engine is Engine.OFFLINE
    assert reply.problems


def test_of_many_at_once_the_network_reads_each_once(
    provider: Provider, settings: Callable[..., Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    whole = network().read

    def told(reply: str, complaint: str = "", facts: Sequence[str] = ()) -> Reading:
        read.append(complaint)
        return whole(reply, complaint, facts)

    monkeypatch.setattr(network(), "read", told)
    provider.will(plays(drafts(CALM["en"]), NOTHING_FOUND, NEVER))
    complaints = [Complaint(text=f"My bag arrived torn, order {n}!", facts=("We sent a torn bag",)) for n in range(24)]
    ReplyGuard(settings(concurrency=24)).replies(complaints)
    assert sorted(read) == sorted(complaint.text for complaint in complaints)


async def test_the_provider_streams_as_openai_does(provider: Provider) -> None:
    from langchain_openai import ChatOpenAI

    provider.will(server.says("We are sorry that we sent you a torn bag."))
    model = ChatOpenAI(model="m", base_url=provider.url, api_key="k", max_retries=0, timeout=5, stream_usage=True)
    pieces = [chunk.text async for chunk in model.astream("hello")]
    assert len([piece for piece in pieces if piece]) > 3
    assert "".join(pieces) == "We are sorry that we sent you a torn bag."
