"""What a case's prompt says in our words stands in no reply: a small model hands its orders back as one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from replyguard import Complaint, ReplyGuard, Settings
from replyguard.domain.reply import Engine
from replyguard.models import fitness
from tests.provider import server
from tests.provider.server import Exchange, Provider

CALM = {
    "id": "Mohon maaf, Kak, tas yang kami kirim robek. Terima kasih sudah memberi tahu kami.",
    "en": "We are sorry that we sent you a torn bag. Thank you for telling us.",
}
COMPLAINTS = {
    "id": Complaint(text="Tas saya datang robek!", facts=("Tas dikirim robek",), channel="x"),
    "en": Complaint(text="My bag arrived torn!", facts=("We sent a torn bag",), channel="x"),
}


def answered(text: str, provider: Provider, settings: Callable[..., Settings], language: str) -> tuple[Engine, str]:
    """Who wrote the reply in the end, and what was wrong, where the model's draft is `text`."""

    def script(exchange: Exchange) -> None:
        asked = exchange.body["response_format"]["json_schema"]["name"]
        empty = server.says({"findings": []})
        (server.says({"reply": text, "questions": []}) if asked == "DraftAnswer" else empty)(exchange)

    provider.will(script)
    reply = ReplyGuard(settings()).reply(COMPLAINTS[language])
    return reply.engine, " ".join(reply.problems)


@pytest.mark.parametrize(
    "echo",
    [
        "By direct message on x, where people write in a casual tone.",
        "We did this. Own it in the first sentence, then say what happens next.",
    ],
)
def test_a_draft_made_of_the_case_s_own_orders_is_not_taken(
    echo: str, provider: Provider, settings: Callable[..., Settings]
) -> None:
    engine, problem = answered(f"{CALM['en']} {echo}", provider, settings, "en")
    assert engine is Engine.OFFLINE
    assert problem.startswith(fitness.LEAKED)


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_draft_that_repeats_the_complaint_and_the_facts_is_taken(
    language: str, provider: Provider, settings: Callable[..., Settings]
) -> None:
    assert answered(CALM[language], provider, settings, language) == (Engine.MODEL, "")
