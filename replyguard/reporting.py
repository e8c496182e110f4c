"""The command line of insight: `replyguard report`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from replyguard.errors import InputError
from replyguard.shell import READY, console, print_json, run_on_cases

if TYPE_CHECKING:
    from replyguard.cases.store import Cases


def report(
    since: Annotated[str, typer.Option(help="The first day that counts, as 2026-11-01, in the brand's zone.")],
    csv: Annotated[Path | None, typer.Option("--csv", help="A folder for one CSV file per table, by week.")] = None,
    weekly: Annotated[bool, typer.Option("--weekly", help="Print each week and channel, not the whole time.")] = False,
    language: Annotated[str, typer.Option(help="The language of what is printed: en or id.")] = "en",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object, by week and channel.")] = False,
) -> None:
    """Print causes, topics, response times, what people type, dismissals, and how drafts change before a post."""

    def work(cases: Cases) -> int:
        from replyguard.clock.targets import clock_of
        from replyguard.insight.counting import insight
        from replyguard.insight.printing import show, write
        from replyguard.settings import Settings

        day, zone = _day(since), clock_of(Settings.read()).calendar.zone
        by_week = insight(cases.database, day, zone=zone)
        if csv is not None:
            for path in write(by_week, csv):
                typer.echo(str(path), err=True)
        if as_json:
            print_json(by_week.model_dump(mode="json"))
        else:
            show(console(), by_week if weekly else insight(cases.database, day, zone=zone, whole=True), language)
        return READY

    run_on_cases(work)


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise InputError("since", "should be a day such as 2026-11-01") from None
