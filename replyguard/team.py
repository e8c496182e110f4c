"""Those who work with a model: one door, a writer, a reader and a reviser behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from replyguard.cooldown.model import ModelReader
from replyguard.drafting.writer import Writer
from replyguard.models.budget import one_reply
from replyguard.models.calling import calling_back
from replyguard.models.door import Door
from replyguard.revising.reviser import ModelReviser
from replyguard.settings import Settings


@dataclass(frozen=True)
class Team:
    """Who drafts, reads and revises with the model."""

    writer: Writer
    reader: ModelReader
    reviser: ModelReviser

    @contextmanager
    def on_one_reply(self, callbacks: Sequence[object]) -> Iterator[None]:
        """What the model is asked inside is one reply's, or one review's; LangChain's `callbacks` are told of it."""
        with one_reply(), calling_back(callbacks):
            yield


def gather(settings: Settings) -> Team:
    """The team for the configured model."""
    door = Door(settings)
    return Team(Writer(door), ModelReader(door), ModelReviser(door))
