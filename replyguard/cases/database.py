"""The door to the database: SQLite by default, PostgreSQL by its address; its tables made or brought up to date."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, NoSuchModuleError, OperationalError

from replyguard.errors import InputError, StoreUnavailable
from replyguard.settings import Settings

T = TypeVar("T")

HEAD = "0002"
"""The newest of `migrations/versions`."""

_BUSY_SECONDS = 30
_TRIES = 6
_POOL = {"pool_size": 10, "max_overflow": 30, "pool_timeout": 60}
_LOCK = 7_245_170_311  # any number of our own: whoever holds it in PostgreSQL is making the tables


class Database:
    """One database, and a pool of connections that belongs to this object alone. Threads may share it."""

    def __init__(self, url: str) -> None:
        self._engine = _engine(url)
        self._ready = False
        self._opening = Lock()

    @property
    def is_sqlite(self) -> bool:
        return self._engine.dialect.name == "sqlite"

    def reading(self, work: Callable[[Connection], T]) -> T:
        """What `work` finds, in one transaction that writes nothing."""
        return self._tried(work, writes=False)

    def writing(self, work: Callable[[Connection], T]) -> T:
        """What `work` gives, all that it wrote kept, or nothing. It may run again: it must be safe to run twice."""
        return self._tried(work, writes=True)

    def forget(self) -> None:
        """Take what was erased out of SQLite's log too; `StoreUnavailable` where a reader would not let go of it."""
        if not self.is_sqlite:
            return
        for _ in range(_TRIES):
            with self._engine.execution_options(writes=None).connect() as connection:
                busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalar_one()
            if not busy:
                return
            _wait(1)
        raise StoreUnavailable(
            "erased, but the words still stand in SQLite's log: close other readers, then erase again"
        )

    def close(self) -> None:
        self._engine.dispose()

    def _tried(self, work: Callable[[Connection], T], *, writes: bool) -> T:
        for attempt in range(_TRIES):
            try:
                self._open()
                with self._transaction(writes=writes) as connection:
                    return work(connection)
            except OperationalError as error:
                # Locked, or the connection broke, perhaps after it was committed: `once` tells in the next round.
                if attempt == _TRIES - 1 or not _passing(error):
                    raise _unavailable(error) from error
            except DBAPIError as error:
                # Two who open one case at once: the second finds it in its next round.
                again = error.connection_invalidated or isinstance(error, IntegrityError)
                if attempt == _TRIES - 1 or not again:
                    raise _unavailable(error) from error
            _wait(attempt)
        raise AssertionError("the last try returns or raises")

    @contextmanager
    def _transaction(self, *, writes: bool) -> Iterator[Connection]:
        with self._engine.execution_options(writes=writes).begin() as connection:
            yield connection

    def _open(self) -> None:
        if self._ready:
            return
        with self._opening:
            if not self._ready:
                with self._transaction(writes=False) as connection:
                    current = _revision(connection)
                if current != HEAD:
                    self._migrate()
                self._ready = True

    def _migrate(self) -> None:
        from replyguard.cases.migrations.run import upgrade

        with self._transaction(writes=True) as connection:
            if not self.is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            # Somebody may have done it while we waited.
            if _revision(connection) != HEAD:
                upgrade(connection)


def address(settings: Settings) -> str:
    """Where cases are kept, by the settings; the folder of the default file is made, for its owner alone."""
    if settings.database_url is not None:
        return settings.database_url.get_secret_value()
    folder = data_folder(settings)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return f"sqlite:///{folder / 'cases.sqlite'}"


def data_folder(settings: Settings) -> Path:
    """Where this user's data is kept."""
    from platformdirs import user_data_path

    return settings.data_folder or user_data_path("replyguard", appauthor=False)


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url.replace("postgresql://", "postgresql+psycopg://", 1))
        if parsed.get_backend_name() == "sqlite":
            if not parsed.database or parsed.database == ":memory:":
                raise InputError("database_url", "names no file; write sqlite:///cases.sqlite")
            engine = create_engine(parsed, connect_args={"timeout": _BUSY_SECONDS}, **_POOL)
            _speak_sqlite(engine)
            return engine
        if parsed.get_backend_name() == "postgresql":
            return create_engine(parsed, pool_pre_ping=True, isolation_level="READ COMMITTED", **_POOL)
    except (ArgumentError, NoSuchModuleError) as error:
        # Not the address itself: it may hold a password.
        raise InputError("database_url", "should look like postgresql://user@host/name or sqlite:///file") from error
    except ModuleNotFoundError as error:
        raise InputError("database_url", "needs psycopg: pip install 'replyguard[postgres]'") from error
    raise InputError("database_url", "should be a postgresql:// or an sqlite:// address")


def _speak_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _set(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        # FULL: what was acknowledged survives a power cut too. secure_delete: what is erased is overwritten.
        pragmas = ("busy_timeout=30000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        if writes is not None:
            # A read that turns into a write would find the file locked: a writer says at once that it is one.
            connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if found is not None and found > HEAD:
        raise StoreUnavailable("this database was written by a newer ReplyGuard; bring this one up to date")
    return found


def _passing(error: OperationalError) -> bool:
    said = str(error.orig).lower()
    state = getattr(error.orig, "sqlstate", None) or ""
    # 40: serialization, deadlock; 55: lock; 57: the server restarts; 08: the connection.
    waits = "locked" in said or "busy" in said or state[:2] in {"40", "55", "57", "08"}
    return waits or error.connection_invalidated


def _unavailable(error: DBAPIError) -> StoreUnavailable:
    # The driver's own words can hold a case's text: its kind is enough.
    return StoreUnavailable(
        f"the database did not answer ({type(error.orig).__name__}); nothing was lost, try again, or check its address"
    )


def _wait(attempt: int) -> None:
    time.sleep(random.uniform(0.01, 0.05) * 2**attempt)  # noqa: S311 (only so that two do not try in step)
