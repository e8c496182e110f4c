"""One question to a door and a good answer to it, as most tests of the door want them."""

from __future__ import annotations

import pytest

from replyguard import loop
from replyguard.errors import ModelError
from replyguard.models.answers import DraftAnswer
from replyguard.models.door import Answered, Door
from replyguard.models.prompts import Messages
from tests.provider import server
from tests.provider.server import Provider

ASKED = Messages("You draft replies.", "Tas saya robek.")
GOOD = {"reply": "Maaf, Kak.", "questions": []}


def ask(door: Door, asked: Messages = ASKED) -> Answered[DraftAnswer]:
    return loop.run(door.ask(asked, DraftAnswer))


def failure(door: Door, asked: Messages = ASKED) -> ModelError:
    with pytest.raises(ModelError) as caught:
        ask(door, asked)
    return caught.value


def used(read: int, written: int, cached: int = 0) -> dict[str, object]:
    """Usage as the protocol has it."""
    return {
        "prompt_tokens": read,
        "completion_tokens": written,
        "total_tokens": read + written,
        "prompt_tokens_details": {"cached_tokens": cached},
    }


def ask_once(provider: Provider, door: Door) -> None:
    """The first question makes the model, which takes a while: later ones are as fast as the provider."""
    provider.will(server.says(GOOD))
    ask(door)
    provider.requests.clear()
