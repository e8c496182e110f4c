"""Many writers, and writers that are killed, at full size on both databases; prints what was counted.

`--write docs/reliability.md` puts it there, too; `--small` is the size of the ordinary suite, to try the command.
"""

from __future__ import annotations

import argparse
import os
import platform
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import create_engine, make_url

from benchmarks.tables import Table
from tests.databases import binaries, serve
from tests.faults.harness import Count, killed, many_writers

BEGIN, END = "<!-- printed by `make faults` -->", "<!-- end of what `make faults` prints -->"
COLUMNS = {
    "cases": "cases",
    "acknowledged": "edits acknowledged",
    "conflicts": "conflicts met",
    "kills": "kills",
    "unasked": "written, not yet acknowledged",
    "lost": "**lost**",
    "doubled": "**doubled**",
    "broken": "**chains broken**",
    "seconds": "seconds",
}


def main(arguments: list[str]) -> int:
    """0 where nothing was lost, doubled or broken; 1 where something was; 2 where it could not be measured."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the table into the block of this document")
    parser.add_argument("--small", action="store_true", help="a few writers and two kills")
    chosen = parser.parse_args(arguments)
    found = binaries()
    if found is None:
        print("faults: no PostgreSQL: install Debian's package 'postgresql'", file=sys.stderr)
        return 2
    counts: list[tuple[str, Count]] = []
    with serve(found) as server:
        for name, url in _databases(server):
            for told, count in _runs(url, small=chosen.small):
                counts.append((f"{told}, {name}", count))
                print(f"{told}, {name}: {count}", file=sys.stderr, flush=True)
        printed = f"{_machine(server).markdown}\n\n{_table(counts).markdown}"
    print(printed)
    if chosen.write:
        _put_in(chosen.write, printed)
    return int(any(count.lost or count.doubled or count.broken for _, count in counts))


def _runs(url: str, *, small: bool) -> Iterator[tuple[str, Count]]:
    if small:
        yield "8 writers", many_writers(_fresh(url), cases=4, processes=2, threads=4)
        yield "2 kills", killed(_fresh(url), kills=2, cases=3, threads=2)
        return
    # 8 processes of 4 writers; two processes, and so 8 writers, share each case.
    yield "32 writers", many_writers(_fresh(url), cases=1_000, processes=8, threads=4, shares=4)
    yield "50 kills", killed(_fresh(url), kills=50, cases=20, threads=4)


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def _databases(server: str) -> Iterator[tuple[str, str]]:
    with _folder() as folder:
        yield "SQLite", f"sqlite:///{folder / 'cases'}"
    yield "PostgreSQL", server


_made = iter(range(1_000))


def _fresh(url: str) -> str:
    """An empty database: another file, or another name on the server."""
    number = next(_made)
    if url.startswith("sqlite"):
        return f"{url}-{number}.sqlite"
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE faults_{number}")
    engine.dispose()
    return make_url(url).set(database=f"faults_{number}").render_as_string(hide_password=False)


def _table(counts: list[tuple[str, Count]]) -> Table:
    rows = tuple((told, *(f"{getattr(count, name):,.0f}" for name in COLUMNS)) for told, count in counts)
    return Table(title="What was counted", head=("run", *COLUMNS.values()), rows=rows)


def _machine(server: str) -> Table:
    engine = create_engine(server.replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as connection:
        postgresql = connection.exec_driver_sql("SHOW server_version").scalar_one()
    engine.dispose()
    packages = ", ".join(f"{name} {version(name)}" for name in ("sqlalchemy", "psycopg", "replyguard"))
    rows = (
        ("cores, load after the run", f"{os.cpu_count()}, {os.getloadavg()[0]:.1f}"),
        ("system", f"{platform.system()} {platform.release()}, Python {platform.python_version()}"),
        ("databases", f"SQLite {sqlite3.sqlite_version}, PostgreSQL {postgresql}"),
        ("packages", packages),
    )
    return Table(title="Where", head=("what", "which"), rows=rows)


def _put_in(document: Path, printed: str) -> None:
    text = document.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    document.write_text(f"{before}{BEGIN}\n\n{printed}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
