"""Which bars are missed: read off the tables themselves, so that nobody has to search them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from benchmarks.tables import Table

_BAR = re.compile(r"(?:(?P<name>\w[\w ]*?) )?(?P<sign><=|>=|<) ?(?P<limit>[\d,.]+) ?(?P<unit>x|%|ms|s|MB|)")

Missed = tuple[str, str, str, str]


def missed(tables: Iterable[Table]) -> Table:
    """Every figure that misses its bar, and its bar; a figure that could not be measured misses it, too."""
    rows = tuple(row for table in tables for row in _missed(table))
    return Table(title="Bars missed", head=("table", "what", "measured", "bar"), rows=rows or (("none", "", "", ""),))


def _missed(table: Table) -> Iterator[Missed]:
    for row, column, bar in _held_against(table):
        cell = row[column]
        if not _holds(cell, bar):
            what = row[0] if table.head[column] == "measured" else f"{row[0]}: {table.head[column]}"
            yield table.title, what, cell, bar


def _held_against(table: Table) -> Iterator[tuple[tuple[str, ...], int, str]]:
    """Each row, the column of a figure in it, and one bar for that figure; a bar may name the column, or the row."""
    place = next((number for number, head in enumerate(table.head) if head.startswith("bar")), None)
    if place is not None:
        for row in table.rows:
            for bar in filter(None, row[place].split(", ")):
                heads = [n for n, head in enumerate(table.head) if _name(bar) and head.startswith(_name(bar))]
                yield row, (heads or [place - 1])[0], bar
    elif table.rows and table.rows[-1][0] == "bar":
        for column, bar in enumerate(table.rows[-1][1:], 1):
            yield from ((row, column, bar) for row in table.rows[:-1] if row[0].startswith(_name(bar)))


def _name(bar: str) -> str:
    return _parts(bar)["name"] or ""


def _holds(cell: str, bar: str) -> bool:
    parts = _parts(bar)
    found = re.search(rf"([\d,.]*\d) ?{parts['unit']}$", cell) if parts["unit"] else re.fullmatch(r"([\d,.]+)", cell)
    if found is None:
        return False
    figure, limit = (float(number.replace(",", "")) for number in (found[1], parts["limit"]))
    return {"<": figure < limit, "<=": figure <= limit, ">=": figure >= limit}[parts["sign"]]


def _parts(bar: str) -> re.Match[str]:
    found = _BAR.fullmatch(bar)
    if found is None:
        raise ValueError(f"bar: should look like '< 25', 'p50 < 25' or '>= 60 %', not {bar!r}")
    return found
