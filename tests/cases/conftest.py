"""The record, empty, and one case in it, on both databases and in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from replyguard.cases.store import Cases
from replyguard.domain.case import CaseState, Person, Role
from replyguard.domain.complaint import Complaint
from replyguard.settings import Settings

SARI = Person(name="Sari", role=Role.AGENT)
RUDI = Person(name="Rudi", role=Role.READER)
MEI = Person(name="Mei", role=Role.MANAGER)
BOT = Person(name="poster", role=Role.BOT)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(offline=True, data_folder=tmp_path / "data")


@pytest.fixture
def cases(url: str, settings: Settings) -> Iterator[Cases]:
    store = Cases(url, settings=settings)
    yield store
    store.close()


@pytest.fixture(params=["id", "en"])
def complaint(request: pytest.FixtureRequest) -> Complaint:
    """The same complaint in both languages."""
    if request.param == "id":
        return Complaint(text="Kopi saya datang dingin dan telat sejam!", channel="instagram", customer="Dewi")
    return Complaint(text="My coffee came cold and an hour late!", channel="google_review", customer="Dana")


@pytest.fixture
def case(cases: Cases, complaint: Complaint) -> CaseState:
    return cases.open_case(complaint, by=SARI)
