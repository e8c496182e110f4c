"""What every test may use."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from replyguard import Brand, ReplyGuard, Review, Settings
from replyguard.cooldown.reader import Context
from replyguard.cooldown.reviewer import Reviewer
from replyguard.domain.base import Frozen
from replyguard.domain.complaint import Complaint
from replyguard.domain.triage import Cause, Topic, Urgency
from replyguard.languages import yaml
from replyguard.languages.pack import load
from tests.databases import postgres, url

__all__ = ["postgres", "url"]  # fixtures for every folder

DATA = Path(__file__).parent / "data"
EXACT = ("rules", "claims", "privacy", "notes")


class Told(Frozen):
    """A hand-written complaint and what triage should make of it."""

    id: str
    language: str
    channel: str
    text: str
    facts: tuple[str, ...] = ()
    cause: Cause | None = None
    topics: tuple[Topic, ...]
    urgency: Urgency | None = None
    breach: str = ""

    @property
    def complaint(self) -> Complaint:
        return Complaint(text=self.text, facts=self.facts, channel=self.channel)


def forty() -> tuple[Told, ...]:
    """The forty complaints of `tests/data/complaints_40.yaml`."""
    found: tuple[Told, ...] = yaml.read(DATA / "complaints_40.yaml", tuple[Told, ...])
    return found


def exact(text: str, language: str, facts: Sequence[str] = (), brand: Brand | None = None) -> Review:
    """The review by the readers that are sure; the guesses of the tagger are tested as shares."""
    context = Context(load(language), facts=tuple(facts), brand=brand or Brand())
    return asyncio.run(Reviewer(only=EXACT).review(text, context))


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the developer's machine reaches a test."""
    for name in [name for name in os.environ if name.startswith(("REPLYGUARD", "OPENAI", "LANGSMITH", "LANGCHAIN"))]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def offline() -> ReplyGuard:
    return ReplyGuard(Settings(offline=True))
