"""What every test may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from replyguard import ReplyGuard, Settings
from replyguard.domain.base import Frozen
from replyguard.domain.complaint import Complaint
from replyguard.domain.triage import Cause, Topic, Urgency
from replyguard.languages import yaml

DATA = Path(__file__).parent / "data"


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


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the developer's machine reaches a test."""
    for name in [name for name in os.environ if name.startswith(("REPLYGUARD", "OPENAI", "LANGSMITH", "LANGCHAIN"))]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def offline() -> ReplyGuard:
    return ReplyGuard(Settings(offline=True))
