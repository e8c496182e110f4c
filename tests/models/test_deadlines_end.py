"""Time that is up, and whoever gives up, end the call itself: the provider sees us hang up, whichever way we asked."""

from __future__ import annotations

import asyncio
import json
import signal
import threading
from collections.abc import AsyncIterator, Callable

import pytest

from replyguard import Complaint, ReplyGuard, ReviewedReply, Settings, loop
from replyguard.domain.reply import DraftSoFar, Engine
from replyguard.domain.review import Verdict
from replyguard.errors import BudgetSpent, ModelError
from replyguard.models import failures
from replyguard.models.answers import TOO_LARGE, DraftAnswer
from replyguard.models.deadline import current, within
from replyguard.models.door import SPENT, Door
from tests.models.asking import ASKED
from tests.provider import server
from tests.provider.server import Provider
from tests.provider.streams import Silence, Stream, cut

COMPLAINT = Complaint(text="My bag arrived torn and nobody answered!", facts=("We sent a torn bag",), language="en")
CALM = "We are sorry that we sent you a torn bag. Thank you for telling us. Please send us a private message."
DRAFT = {"reply": CALM, "questions": []}

_SOON = 20.0  # seconds; a busy machine closes a connection late


async def _last(steps: AsyncIterator[object]) -> object:
    return [step async for step in steps][-1]


WAYS: dict[str, Callable[[ReplyGuard], object]] = {
    "reply": lambda guard: guard.reply(COMPLAINT),
    "areply": lambda guard: asyncio.run(guard.areply(COMPLAINT)),
    "replies": lambda guard: guard.replies([COMPLAINT])[0],
    "stream": lambda guard: list(guard.stream(COMPLAINT))[-1],
    "astream": lambda guard: asyncio.run(_last(guard.astream(COMPLAINT))),
}


@pytest.fixture
def ready(provider: Provider, settings: Callable[..., Settings]) -> Callable[..., ReplyGuard]:
    """A guard whose model is made already, so that its time is the provider's."""

    def made(**fields: object) -> ReplyGuard:
        guard = ReplyGuard(settings(**fields))
        assert guard._desk._team is not None
        loop.run(guard._desk._team.writer._door._lines[0].ready())
        guard.triage(COMPLAINT)
        return guard

    return made


@pytest.mark.parametrize("way", WAYS)
def test_the_deadline_for_the_whole_reply_ends_the_call(
    way: str, provider: Provider, ready: Callable[..., ReplyGuard]
) -> None:
    silence = Silence()
    provider.will(silence)
    reply = WAYS[way](ready(deadline_seconds=1.5, try_seconds=15.0))
    assert isinstance(reply, ReviewedReply)
    assert reply.engine is Engine.OFFLINE
    assert reply.problems[0].startswith(SPENT)
    # On a machine that is busy enough the time is up before anything was asked.
    assert silence.left.wait(_SOON) or not provider.requests


def test_the_deadline_ends_a_review_that_is_under_way(provider: Provider, ready: Callable[..., ReplyGuard]) -> None:
    silence = Silence()
    provider.will(silence)
    review = ready(deadline_seconds=1.5, try_seconds=15.0, require_model_review=True).review(CALM, COMPLAINT)
    assert (review.verdict, review.problems) == (Verdict.UNREVIEWED, (SPENT,))
    assert silence.left.wait(_SOON) or not provider.requests


def test_drafts_and_reviews_have_one_deadline_together(provider: Provider, ready: Callable[..., ReplyGuard]) -> None:
    silence = Silence()
    provider.will(server.says(DRAFT), silence)
    reply = ready(deadline_seconds=4.0, try_seconds=15.0, tries=1, require_model_review=True).reply(COMPLAINT)
    assert reply.review.verdict is Verdict.UNREVIEWED
    assert SPENT in (*reply.problems, *reply.review.problems) or reply.engine is Engine.OFFLINE
    assert silence.left.wait(_SOON) or len(provider.requests) < 2


def test_a_try_whose_time_is_up_hangs_up(provider: Provider, settings: Callable[..., Settings]) -> None:
    silence = Silence()
    provider.will(silence)
    with pytest.raises(ModelError) as caught:
        loop.run(Door(settings(try_seconds=0.5, tries=1)).ask(ASKED, DraftAnswer))
    assert caught.value.advice == failures.SLOW
    assert silence.left.wait(_SOON)


@pytest.mark.parametrize("pause", [0.02, 30.0], ids=["words come", "silent"])
def test_a_stream_whose_time_is_up_hangs_up(pause: float, provider: Provider, ready: Callable[..., ReplyGuard]) -> None:
    endless = cut(json.dumps({**DRAFT, "reply": f"{CALM} " * 40}), every=3)
    stream = Stream(endless, before=8 if pause > 1 else -1, pause=0.0 if pause > 1 else pause)
    provider.will(stream)
    *_, last = ready(try_seconds=1.0, deadline_seconds=60.0, tries=1).stream(COMPLAINT)
    assert isinstance(last, ReviewedReply)
    assert last.problems[0].startswith(failures.SLOW)
    assert stream.left.wait(_SOON)


def test_a_stream_that_is_far_too_long_is_not_read_to_its_end(
    provider: Provider, ready: Callable[..., ReplyGuard]
) -> None:
    stream = Stream((json.dumps({**DRAFT, "reply": "so " * 400_000}), "and more"), before=1)
    provider.will(stream)
    *_, last = ready(try_seconds=15.0, deadline_seconds=60.0, tries=1).stream(COMPLAINT)
    assert isinstance(last, ReviewedReply)
    assert last.problems[0].startswith(TOO_LARGE)
    assert stream.left.wait(_SOON)


@pytest.mark.parametrize("step", ["draft", "review"])
async def test_a_reply_that_is_given_up_hangs_up(
    step: str, provider: Provider, settings: Callable[..., Settings]
) -> None:
    silence = Silence()
    provider.will(*([server.says(DRAFT), silence] if step == "review" else [silence]))
    giving_up = asyncio.create_task(ReplyGuard(settings(try_seconds=60.0, deadline_seconds=120.0)).areply(COMPLAINT))
    assert await asyncio.to_thread(silence.began.wait, 60)
    giving_up.cancel()
    with pytest.raises(asyncio.CancelledError):
        await giving_up
    assert await asyncio.to_thread(silence.left.wait, _SOON)
    assert len(provider.requests) == {"draft": 1, "review": 2}[step]


async def test_a_review_that_is_given_up_hangs_up_though_others_still_read(
    provider: Provider, settings: Callable[..., Settings]
) -> None:
    silence = Silence()
    provider.will(silence)
    guard = ReplyGuard(settings(try_seconds=60.0, deadline_seconds=120.0))
    # So long a text keeps the offline readers busy while the model is asked.
    reading = asyncio.create_task(guard.areview(f"{CALM} " * 60, COMPLAINT))
    assert await asyncio.to_thread(silence.began.wait, 60)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert await asyncio.to_thread(silence.left.wait, _SOON)


def at_work() -> set[asyncio.Task[object]]:
    """The replies that somebody works on."""
    return {task for task in asyncio.all_tasks(loop._loop()) if "ReplyGuard._reply" in repr(task.get_coro())}


async def test_leaving_a_stream_on_another_loop_hangs_up_before_it_is_left(
    provider: Provider, settings: Callable[..., Settings]
) -> None:
    stream, before = Stream(cut(json.dumps(DRAFT)), before=8), at_work()
    provider.will(stream)
    steps = ReplyGuard(settings(try_seconds=60.0, deadline_seconds=120.0)).astream(COMPLAINT)
    async for step in steps:
        if isinstance(step, DraftSoFar):
            break
    await steps.aclose()  # type: ignore[attr-defined]  # it is a generator
    assert at_work() - before == set()
    assert await asyncio.to_thread(stream.left.wait, _SOON)


def test_an_interrupt_hangs_up(provider: Provider, settings: Callable[..., Settings]) -> None:
    silence = Silence()
    provider.will(silence)
    guard = ReplyGuard(settings(try_seconds=60.0, deadline_seconds=120.0))

    def interrupt() -> None:
        if silence.began.wait(60):
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        threading.Thread(target=interrupt, daemon=True).start()
        with pytest.raises(KeyboardInterrupt):
            guard.reply(COMPLAINT)
    finally:
        signal.signal(signal.SIGINT, before)
    assert silence.left.wait(_SOON)


def test_the_tighter_deadline_holds_whichever_is_outside() -> None:
    with within(0.5) as tight, within(60.0) as wide:
        assert wide is tight
        assert current() is tight
    with within(60.0), within(0.5) as tight:
        assert tight.remaining() <= 0.5
    assert current() is None


def test_a_deadline_that_is_over_leaves_no_trace_of_what_was_asked(
    provider: Provider, settings: Callable[..., Settings]
) -> None:
    provider.will(Silence())
    with pytest.raises(BudgetSpent) as caught:
        loop.run(Door(settings(deadline_seconds=0.5)).ask(ASKED, DraftAnswer))
    assert caught.value.advice == SPENT
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
