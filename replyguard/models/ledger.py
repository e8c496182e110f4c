"""The record of what a day has cost, written before each call, so that a limit holds among many."""

from __future__ import annotations

import os
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from replyguard.errors import BudgetSpent

if TYPE_CHECKING:
    import sqlite3

_WAIT = 10.0  # seconds for others to finish their lines; the reply's own deadline ends the wait sooner

_TABLE = "CREATE TABLE IF NOT EXISTS spending (day TEXT PRIMARY KEY, tokens INTEGER NOT NULL, money INTEGER NOT NULL)"
_READ = "SELECT tokens, money FROM spending WHERE day = ?"
_ADD = (
    "INSERT INTO spending VALUES (?, ?, ?) "
    "ON CONFLICT (day) DO UPDATE SET tokens = tokens + excluded.tokens, money = money + excluded.money"
)


@dataclass(frozen=True)
class Spent:
    """Tokens, and money in nanodollars."""

    tokens: int = 0
    money: int = 0

    def __add__(self, other: Spent) -> Spent:
        return Spent(self.tokens + other.tokens, self.money + other.money)

    def __sub__(self, other: Spent) -> Spent:
        return Spent(self.tokens - other.tokens, self.money - other.money)


@dataclass(frozen=True)
class Limits:
    """The most that may be spent; None: no limit. Money in nanodollars."""

    tokens: int | None = None
    money: int | None = None

    @property
    def any(self) -> bool:
        """Whether there is a limit at all."""
        return self.tokens is not None or self.money is not None

    def admit(self, spent: Spent) -> bool:
        """Whether `spent` keeps to them."""
        tokens = self.tokens is None or spent.tokens <= self.tokens
        return tokens and (self.money is None or spent.money <= self.money)


class Ledger(Protocol):
    """Where a day's spending stands. `day`: `YYYY-MM-DD`, UTC."""

    def book(self, day: str, amount: Spent, limits: Limits) -> bool:
        """Adds `amount`, unless the day would then be over `limits`: False, and nothing is added. All in one step."""

    def of(self, day: str) -> Spent:
        """What stands there for `day`."""


class MemoryLedger:
    """Covers one process: for where there is no limit to hold among many."""

    def __init__(self) -> None:
        self._days: dict[str, Spent] = {}
        self._lock = threading.Lock()

    def book(self, day: str, amount: Spent, limits: Limits) -> bool:
        """As `Ledger.book`; other days are forgotten."""
        with self._lock:
            after = self._days.get(day, Spent()) + amount
            if not limits.admit(after):
                return False
            self._days = {day: after}
            return True

    def of(self, day: str) -> Spent:
        """As `Ledger.of`."""
        return self._days.get(day, Spent())


class FileLedger:
    """Covers all processes that name the same file on a local disk: a row a day in SQLite, and nothing else in it.

    Not covered: other machines, calls made with the same key outside ReplyGuard, and whatever the provider counts
    otherwise. Set the provider's own limit too. Where the file cannot be written, nothing can be kept to: each call is
    refused as `BudgetSpent`.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def book(self, day: str, amount: Spent, limits: Limits) -> bool:
        """As `Ledger.book`, in one transaction that other processes wait for."""
        import sqlite3

        try:
            connection = self._opened()
            try:
                connection.execute("BEGIN IMMEDIATE")
                allowed = limits.admit(_row(connection, day) + amount)
                if allowed:
                    connection.execute(_ADD, (day, amount.tokens, amount.money))
                connection.commit()
                return allowed
            finally:
                connection.close()
        except (sqlite3.Error, OSError):
            raise BudgetSpent(self._unwritable) from None

    def of(self, day: str) -> Spent:
        """As `Ledger.of`."""
        import sqlite3

        try:
            connection = self._opened()
            try:
                return _row(connection, day)
            finally:
                connection.close()
        except (sqlite3.Error, OSError):
            raise BudgetSpent(self._unwritable) from None

    @property
    def _unwritable(self) -> str:
        return (
            f"What a day costs cannot be recorded in {self._path}, so its limit cannot be kept. "
            "Name a file that can be written with REPLYGUARD_LEDGER, or go on with --offline."
        )

    def _opened(self) -> sqlite3.Connection:
        import sqlite3

        self._path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self._path, timeout=_WAIT, isolation_level=None)
        connection.execute(_TABLE)
        return connection


def _row(connection: sqlite3.Connection, day: str) -> Spent:
    found = connection.execute(_READ, (day,)).fetchone()
    return Spent(*found) if found else Spent()


def usual_file() -> Path:
    """The ledger's place where none is named: the user's data folder."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "replyguard" / "spending.sqlite3"
