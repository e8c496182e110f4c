"""A model that says next to nothing: its draft is not the reply, however calm it reads."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from replyguard import Complaint, ReplyGuard, ReviewedReply, Settings
from replyguard.domain.reply import Engine
from replyguard.domain.review import Verdict
from replyguard.revising.wanting import GIVEN, MUTE
from tests.provider import server
from tests.provider.server import Provider

COMPLAINTS = {
    "en": Complaint(text="My bag arrived torn and nobody answered my messages!", facts=("We sent a torn bag",)),
    "id": Complaint(text="Tas saya datang robek dan chat saya tidak dibalas!", facts=("Tas dikirim robek",)),
}
MUTTERED = [
    ("en", "Awesome, thank you for helping me with the matter."),
    ("en", "There is a different type of thing."),
    ("en", "Please DM us."),
    ("id", "Silakan DM kami, Kak."),
    ("id", "Bahasa Indonesia"),
    ("id", "Terima kasih banyak atas bantuannya."),
    ("id", "Pelanggan adalah orang yang datang ke sebuah tempat."),
]
TROLL = Complaint(text="lol you clowns, nobody cares about your little shop, cry more")


def answered(provider: Provider, settings: Settings, complaint: Complaint, draft: str) -> ReviewedReply:
    provider.will(server.says({"reply": draft, "questions": []}), server.says({"findings": []}))
    return ReplyGuard(settings).reply(complaint)


@pytest.mark.parametrize(("language", "draft"), MUTTERED)
def test_a_draft_that_says_next_to_nothing_gives_way(
    language: str, draft: str, provider: Provider, settings: Callable[..., Settings]
) -> None:
    reply = answered(provider, settings(tries=1), COMPLAINTS[language], draft)
    assert reply.engine is Engine.OFFLINE
    assert reply.text != draft
    assert reply.review.verdict is Verdict.READY
    assert [problem.startswith(MUTE) for problem in reply.problems] == [True]
    assert reply.attempts[0].draft.text == draft


@pytest.mark.parametrize(
    ("language", "draft"),
    [
        ("en", "We are sorry that your bag arrived torn. Would a refund help, or shall we talk in private?"),
        ("id", "Maaf tas Kakak datang robek. Kalau Kakak mau, soal refund kita bahas lewat pesan pribadi ya."),
    ],
)
def test_a_draft_that_brings_up_money_nobody_spoke_of_gives_way(
    language: str, draft: str, provider: Provider, settings: Callable[..., Settings]
) -> None:
    reply = answered(provider, settings(tries=1), COMPLAINTS[language], draft)
    assert reply.engine is Engine.OFFLINE
    assert [problem.startswith(GIVEN) for problem in reply.problems] == [True]


def test_a_refund_that_the_customer_asks_for_may_be_spoken_of(
    provider: Provider, settings: Callable[..., Settings]
) -> None:
    asks = Complaint(text="My bag arrived torn, I want a refund!", facts=("We sent a torn bag",))
    draft = "We are sorry that we sent you a torn bag. You asked for a refund; message us and we will look into it."
    reply = answered(provider, settings(tries=1), asks, draft)
    assert (reply.engine, reply.text) == (Engine.MODEL, draft)


@pytest.mark.parametrize(
    ("language", "draft"),
    [
        ("en", "We are sorry, we sent you a torn bag. Message us and we will look into it."),
        ("en", "A torn bag and no answer to your messages. Sorry."),
        ("id", "Maaf, Kak, tasnya kami kirim robek. Kirim pesan pribadi ya, kami cek."),
        ("id", "Tas robek dan chat tidak dibalas. Maaf."),
    ],
)
def test_a_terse_draft_that_is_sorry_for_what_happened_stays(
    language: str, draft: str, provider: Provider, settings: Callable[..., Settings]
) -> None:
    reply = answered(provider, settings(tries=1), COMPLAINTS[language], draft)
    assert (reply.engine, reply.text, reply.problems) == (Engine.MODEL, draft, ())


def test_a_troll_is_owed_no_more(provider: Provider, settings: Callable[..., Settings]) -> None:
    reply = answered(provider, settings(tries=1), TROLL, "Thanks for stopping by.")
    assert (reply.triage.cause, reply.engine) == ("troll", Engine.MODEL)
