"""The cheaper call sends what the dearer one would: the same bytes reach the provider, streamed or not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from replyguard import Settings
from replyguard.brand import Brand
from replyguard.models.answers import DraftAnswer
from replyguard.models.door import Door
from replyguard.models.masking import Mask
from replyguard.models.prompts import Messages
from replyguard.models.streaming import ask, showing
from tests.provider import server
from tests.provider.server import Provider

ASKED = Messages("You draft replies.", "Tas saya robek, \u201cparah\u201d 😡")


@pytest.mark.parametrize("streamed", [False, True])
async def test_what_is_asked_arrives_as_two_messages_and_nothing_beside_them(
    streamed: bool, provider: Provider, settings: Callable[..., Settings]
) -> None:
    provider.will(server.says({"reply": "Mohon maaf, Kak.", "questions": []}))
    door = Door(settings())
    if streamed:
        with showing(lambda _: None):
            answered = await ask(door, ASKED, DraftAnswer, Mask(Brand(), names=[]))
    else:
        answered = await door.ask(ASKED, DraftAnswer)
    assert answered.answer.reply == "Mohon maaf, Kak."
    (request,) = provider.requests
    assert request.body["messages"] == [
        {"role": "system", "content": ASKED.system},
        {"role": "user", "content": ASKED.user},
    ]
    expected = {"messages", "model", "response_format", *(["stream", "stream_options"] if streamed else [])}
    assert set(request.body) - {"stream"} == expected - {"stream"}
    assert request.body["response_format"]["json_schema"]["strict"] is True
