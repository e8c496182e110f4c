"""A record with weeks of complaints in it, and a clock that the test turns."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from replyguard.cases.store import Cases
from replyguard.domain.case import CaseState
from replyguard.domain.complaint import Complaint
from replyguard.domain.reply import Draft, Engine
from replyguard.domain.review import Review, Verdict
from replyguard.domain.triage import Topic, Triage, Urgency
from replyguard.settings import Settings
from tests.cases.conftest import BOT, SARI

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
TEXT = {"id": "Maaf, pesanan Kakak telat. Kami antar hari ini.", "en": "We are sorry it is late. It comes today."}


class Clock:
    """The time, as the test says."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at

    def on(self, **by: float) -> None:
        self.at += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(offline=True, data_folder=tmp_path / "data")


@pytest.fixture
def cases(url: str, settings: Settings, clock: Clock) -> Iterator[Cases]:
    store = Cases(url, settings=settings, now=clock)
    yield store
    store.close()


def told(
    cases: Cases, *topics: Topic, urgency: Urgency = Urgency.ROUTINE, language: str = "id", text: str = "Telat lagi!"
) -> CaseState:
    """A complaint that comes in now, triaged."""
    case = cases.open_case(Complaint(text=text, channel="instagram"), by=BOT)
    return cases.triaged(case, Triage(language=language, topics=topics or (Topic.LATE,), urgency=urgency), by=BOT)


def drafted(cases: Cases, language: str = "id") -> CaseState:
    """A case whose reply is ready to be approved."""
    ready = Review(verdict=Verdict.READY, checked_by=("rules",), language=language)
    return cases.draft(
        told(cases, language=language), Draft(text=TEXT[language], engine=Engine.OFFLINE), by=SARI, review=ready
    )
