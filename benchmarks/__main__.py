"""Print the tables; with `--write docs/performance.md` put them there, too."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.bars import missed
from benchmarks.machine import machine
from benchmarks.model import model
from benchmarks.others import comparison
from benchmarks.speed import batch, readers, slowest, starting, without_tagger
from benchmarks.tables import Table, put_in
from benchmarks.timing import on_one_core
from replyguard.guard import ReplyGuard
from replyguard.settings import Settings

SECTIONS = ("readers", "starting", "hostile", "batch", "model", "others")


def main(arguments: list[str]) -> int:
    """0 where all was measured; 2 for a document without the block to write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the tables into the block of this document")
    parser.add_argument("--only", choices=SECTIONS, action="append", help="measure this section; repeat for more")
    chosen = parser.parse_args(arguments)
    one_core = on_one_core()
    tables = [machine(one_core=one_core)]
    print(tables[0].markdown, flush=True)
    for name, measure in _sections().items():
        if not chosen.only or name in chosen.only:
            tables.append(measure())
            print(f"\n{tables[-1].markdown}", flush=True)
    tables.insert(1, missed(tables))
    print(f"\n{tables[1].markdown}", flush=True)
    if chosen.write:
        try:
            put_in(chosen.write, "\n\n".join(table.markdown for table in tables))
        except (OSError, ValueError) as error:
            print(f"benchmarks: {error}", file=sys.stderr)
            return 2
    return 0


def _sections() -> dict[str, Callable[[], Table]]:
    # Settings of its own: what this machine is configured with does not change the figures.
    guard = ReplyGuard(Settings(offline=True))
    return {
        "readers": lambda: readers(guard),
        "starting": starting,
        "hostile": slowest,
        "batch": lambda: batch(guard),
        "model": model,
        "others": lambda: comparison(guard, without_tagger()),
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
