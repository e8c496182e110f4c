"""The record of `seeded.py`, on both databases: written once as people would, then copied row by row."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Table, insert, select

from replyguard.cases.store import Cases
from replyguard.cases.tables import CaseRow, EventRow
from replyguard.settings import Settings
from tests.insight.seeded import Clock, seed

Rows = dict[Table, list[dict[str, Any]]]
# Cases first: events name them.
TABLES: tuple[Any, ...] = (CaseRow.__table__, EventRow.__table__)


@pytest.fixture(scope="session")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Rows:
    folder, clock = tmp_path_factory.mktemp("seeded"), Clock()
    settings = Settings(offline=True, data_folder=folder)
    store = Cases(f"sqlite:///{folder / 'cases.sqlite'}", settings=settings, now=clock)
    seed(store, clock)
    found = {table: store.database.reading(partial(_all, table)) for table in TABLES}
    store.close()
    return found


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def empty(url: str, tmp_path: Path, clock: Clock) -> Iterator[Cases]:
    store = Cases(url, settings=Settings(offline=True, data_folder=tmp_path / "data"), now=clock)
    yield store
    store.close()


@pytest.fixture
def cases(empty: Cases, rows: Rows) -> Cases:
    for table, held in rows.items():
        empty.database.writing(partial(_fill, table, held))
    return empty


def _all(table: Table, connection: Connection) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(select(table)).mappings()]


def _fill(table: Table, held: list[dict[str, Any]], connection: Connection) -> None:
    connection.execute(insert(table), held)
