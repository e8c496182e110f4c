"""An insight on a terminal, and in files that a spreadsheet opens."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from replyguard.errors import DataError
from replyguard.insight.labels import Labels, labels
from replyguard.insight.rows import TABLES, Insight, Row

if TYPE_CHECKING:
    from rich.console import Console


def show(console: Console, found: Insight, language: str = "en") -> None:
    """Every table in the words of `language`; where there is nothing at all, what to do."""
    words = labels(language)
    if is_empty(found):
        console.print(words.empty.format(since=found.since), markup=False, soft_wrap=True)
        return
    console.print(words.since.format(since=found.since, cases=found.cases), markup=False)
    for name, shape in TABLES.items():
        console.print()
        _table(console, words, name, shape, getattr(found, name))


def write(found: Insight, folder: Path) -> tuple[Path, ...]:
    """One CSV file per table, with the names of the fields and plain values, for programs; an older one is replaced."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return tuple(_file(folder / f"{name}.csv", shape, getattr(found, name)) for name, shape in TABLES.items())
    except OSError as error:
        raise DataError(folder, 0, f"cannot be written: {error.strerror}") from error


def is_empty(found: Insight) -> bool:
    """Is there nothing to show?"""
    return not found.cases and not any(getattr(found, name) for name in TABLES)


def _table(console: Console, words: Labels, name: str, shape: type[Row], rows: Sequence[Row]) -> None:
    from rich.box import SIMPLE
    from rich.table import Table
    from rich.text import Text

    if not rows:
        console.print(f"{words.tables[name]}: {words.nothing}", markup=False)
        return
    # A column that says "all" in every row says nothing.
    columns = [column for column in shape.model_fields if not (column in Row.model_fields and rows[0].week is None)]
    table = Table(title=Text(words.tables[name], style="bold"), title_justify="left", box=SIMPLE)
    for column in columns:
        numbers = isinstance(getattr(rows[0], column), int | float | None)
        table.add_column(Text(words.columns[column]), justify="right" if numbers else "left")
    for row in rows:
        table.add_row(*(Text(words.of(_shown(row, column))) for column in columns))
    console.print(table)


def _shown(row: Row, column: str) -> object:
    value = getattr(row, column)
    return value * 100 if column == "median_change" and value is not None else value


def _file(path: Path, shape: type[Row], rows: Sequence[Row]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, fieldnames=list(shape.model_fields))
        writer.writeheader()
        writer.writerows(row.model_dump(mode="json") for row in rows)
    return path
