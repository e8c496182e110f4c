"""What a day has spent is written down once, whoever spends at the same time."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from replyguard import loop
from replyguard.errors import BudgetSpent
from replyguard.models.door import SPENT, Door
from replyguard.models.ledger import FileLedger, Limits, MemoryLedger, Spent, usual_file
from replyguard.settings import Settings
from tests.models.asking import GOOD, ask
from tests.provider import server
from tests.provider.server import Provider

DAY = "2026-11-21"


_BOOKS = """
import sys
from pathlib import Path
from replyguard.models.ledger import FileLedger, Limits, Spent
ledger = FileLedger(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
print(sum(ledger.book("2026-11-21", Spent(10, 7), Limits(tokens=1000)) for _ in range(80)))
"""


def test_processes_share_the_file_and_the_limit(tmp_path: Path) -> None:
    file = tmp_path / "a" / "ledger.sqlite3"
    command = [sys.executable, "-c", _BOOKS, str(file)]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    running = [subprocess.Popen(command, **pipes) for _ in range(3)]
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in running:  # all at once
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    booked = [int(process.communicate(timeout=120)[0]) for process in running]
    assert sum(booked) == 100
    assert FileLedger(file).of(DAY) == Spent(1000, 700)


@pytest.mark.parametrize("kind", ["memory", "file"])
def test_a_ledger_adds_up_refuses_and_begins_anew_each_day(kind: str, tmp_path: Path) -> None:
    ledger = MemoryLedger() if kind == "memory" else FileLedger(tmp_path / "ledger.sqlite3")
    assert ledger.of(DAY) == Spent()
    assert ledger.book(DAY, Spent(5, 50), Limits(5, 50))
    assert not ledger.book(DAY, Spent(1, 0), Limits(tokens=5))
    assert not ledger.book(DAY, Spent(0, 1), Limits(money=50))
    assert ledger.book(DAY, Spent(-2, -20), Limits())
    assert ledger.of(DAY) == Spent(3, 30)
    assert ledger.book("2026-11-22", Spent(5, 50), Limits(5, 50))
    assert ledger.of("2026-11-22") == Spent(5, 50)


def test_threads_share_a_ledger(tmp_path: Path) -> None:
    ledger = FileLedger(tmp_path / "ledger.sqlite3")
    booked: list[bool] = []

    def book() -> None:
        booked.extend(ledger.book(DAY, Spent(1), Limits(tokens=20)) for _ in range(10))

    threads = [threading.Thread(target=book) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sum(booked), ledger.of(DAY)) == (20, Spent(20))


def test_a_ledger_that_cannot_be_written_stops_the_calls(
    provider: Provider, priced: Callable[..., Settings], tmp_path: Path
) -> None:
    (tmp_path / "a-file").write_text("not a folder")
    (tmp_path / "not-a-database").write_text("these are only words, and no database\n" * 20)
    provider.will(server.says(GOOD))
    for place in (tmp_path / "a-file" / "ledger.sqlite3", tmp_path / "not-a-database", tmp_path):
        with pytest.raises(BudgetSpent, match="REPLYGUARD_LEDGER"):
            ask(Door(priced(ledger=place, day_tokens=10**9)))
    assert provider.requests == []


def test_a_ledger_that_another_holds_ends_with_the_deadline_and_leaves_no_trace(
    provider: Provider, priced: Callable[..., Settings], tmp_path: Path
) -> None:
    door = Door(priced(day_tokens=10**9, deadline_seconds=0.5))
    loop.run(door._lines[0].ready())
    door._budget.today()
    other = sqlite3.connect(tmp_path / "ledger.sqlite3", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(BudgetSpent) as caught:
        ask(door)
    other.close()
    assert (caught.value.advice, provider.requests) == (SPENT, [])
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_without_a_limit_for_the_day_nothing_is_written(
    settings: Callable[..., Settings], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, provider: Provider
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    provider.will(server.says(GOOD))
    ask(Door(settings()))
    assert list(tmp_path.iterdir()) == []
    ask(Door(settings(day_tokens=10**6)))
    assert usual_file().is_relative_to(tmp_path)
    assert FileLedger(usual_file()).of(datetime.now(UTC).date().isoformat()).tokens == 18
