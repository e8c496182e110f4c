"""A record whose clock the test sets, and the brand's clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from replyguard.cases.store import Cases
from replyguard.clock.targets import Clock, load_clock
from replyguard.settings import Settings
from tests.clock.people import at


class Hand:
    """The time that the record believes in."""

    def __init__(self) -> None:
        self.time = at(16, 10)

    def __call__(self) -> datetime:
        return self.time

    def wait(self, time: timedelta) -> None:
        self.time += time


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def clock() -> Clock:
    return load_clock()


@pytest.fixture
def cases(tmp_path: Path, hand: Hand) -> Iterator[Cases]:
    store = Cases(
        f"sqlite:///{tmp_path / 'cases.sqlite'}", settings=Settings(offline=True, data_folder=tmp_path), now=hand
    )
    yield store
    store.close()
