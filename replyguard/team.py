"""Those who work with a model: one door, a writer, a reader and a reviser behind it."""

from __future__ import annotations

from dataclasses import dataclass

from replyguard.cooldown.model import ModelReader
from replyguard.drafting.writer import Writer
from replyguard.models.door import Door
from replyguard.revising.reviser import ModelReviser
from replyguard.settings import Settings


@dataclass(frozen=True)
class Team:
    """Who drafts, reads and revises with the model."""

    writer: Writer
    reader: ModelReader
    reviser: ModelReviser


def gather(settings: Settings) -> Team | None:
    """The team for the configured model; None where the embedded engine is to work alone."""
    if settings.model_name is None:
        return None
    door = Door(settings)
    return Team(Writer(door), ModelReader(door), ModelReviser(door))
