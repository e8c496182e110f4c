"""The tables: made on first use, whoever is first, brought up to date, and as the code believes them to be."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine

from replyguard.cases import pauses
from replyguard.cases.database import HEAD, Database
from replyguard.cases.migrations.run import config
from replyguard.cases.store import Cases
from replyguard.cases.tables import Base
from replyguard.domain.complaint import Complaint
from replyguard.errors import StoreUnavailable
from replyguard.settings import Settings
from tests.cases.conftest import SARI


def engine_of(url: str) -> Engine:
    return create_engine(url.replace("postgresql://", "postgresql+psycopg://"))


def test_the_migrations_make_the_tables_that_the_code_knows(cases: Cases, url: str) -> None:
    assert pauses.PauseEventRow.metadata is Base.metadata
    cases.open_case(Complaint(text="Kopi dingin"), by=SARI)
    engine = engine_of(url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
        assert ScriptDirectory.from_config(config(connection)).get_current_head() == HEAD
    engine.dispose()


def test_many_who_come_first_make_the_tables_once(url: str, settings: Settings) -> None:
    stores = [Cases(url, settings=settings) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda store: store.open_case(Complaint(text="Kopi dingin"), by=SARI), stores))
    assert stores[0].verify().cases == 8
    for store in stores:
        store.close()


def test_a_database_of_the_first_version_is_brought_up_to_date_with_its_cases(url: str, settings: Settings) -> None:
    database = Database(url)
    engine = engine_of(url)
    with engine.begin() as connection:
        command.upgrade(config(connection), "0001")
    database.close()
    store = Cases(url, settings=settings)
    case = store.open_case(Complaint(text="Kopi dingin"), by=SARI)
    assert store.get(case.id) == case and store.newest_pause() is None
    store.close()
    engine.dispose()


def test_a_database_of_a_newer_replyguard_is_left_alone(cases: Cases, url: str, settings: Settings) -> None:
    cases.find()
    engine = engine_of(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()
    late = Cases(url, settings=settings)
    with pytest.raises(StoreUnavailable, match="newer"):
        late.find()
    late.close()


def test_sqlite_waits_for_others_syncs_and_keeps_its_keys(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'cases.sqlite'}")
    names = ("journal_mode", "busy_timeout", "foreign_keys", "synchronous", "secure_delete")

    def ask(connection: Connection) -> dict[str, Any]:
        return {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in names}

    told = database.reading(ask)
    database.close()
    full = 2
    assert told == {
        "journal_mode": "wal", "busy_timeout": 30_000, "foreign_keys": 1, "synchronous": full, "secure_delete": 1,
    }  # fmt: skip
