"""`replyguard spent` tells what a day has cost, and how much is left of its limits."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from replyguard.cli import app
from replyguard.models.ledger import FileLedger, Limits, Spent

TODAY = datetime.now(UTC).date().isoformat


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FileLedger:
    monkeypatch.setenv("REPLYGUARD_LEDGER", str(tmp_path / "spending.sqlite3"))
    return FileLedger(tmp_path / "spending.sqlite3")


def test_what_stands_in_the_ledger_is_told_with_the_days_limits(
    ledger: FileLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPLYGUARD_DAY_TOKENS", "5000")
    monkeypatch.setenv("REPLYGUARD_DAY_DOLLARS", "2")
    ledger.book(TODAY(), Spent(1_234, 12_300_000), Limits())
    ledger.book("2020-01-01", Spent(9, 9), Limits())
    assert CliRunner().invoke(app, ["spent"]).stdout.strip() == (
        "Today (UTC): 1,234 of 5,000 tokens, $0.0123 of $2.0000."
    )
    assert json.loads(CliRunner().invoke(app, ["spent", "--json"]).stdout) == {
        "recorded": True,
        "tokens": 1_234,
        "dollars": 0.0123,
        "most_tokens": 5_000,
        "most_dollars": 2.0,
    }


@pytest.mark.usefixtures("ledger")
def test_a_day_without_calls_or_limits_is_told_too() -> None:
    assert CliRunner().invoke(app, ["spent"]).stdout.strip() == "Today (UTC): 0 tokens, $0.0000."


def test_where_nothing_is_recorded_it_says_how_to_change_that(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LEDGER", "DAY_TOKENS", "DAY_DOLLARS"):
        monkeypatch.delenv(f"REPLYGUARD_{name}", raising=False)
    done = CliRunner().invoke(app, ["spent"])
    assert done.exit_code == 0
    assert "REPLYGUARD_LEDGER" in done.stdout
