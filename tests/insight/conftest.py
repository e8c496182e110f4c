"""The record of `seeded.py`, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from replyguard.cases.store import Cases
from replyguard.settings import Settings
from tests.insight.seeded import Clock, seed


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def empty(url: str, tmp_path: Path, clock: Clock) -> Iterator[Cases]:
    store = Cases(url, settings=Settings(offline=True, data_folder=tmp_path / "data"), now=clock)
    yield store
    store.close()


@pytest.fixture
def cases(empty: Cases, clock: Clock) -> Cases:
    seed(empty, clock)
    return empty
