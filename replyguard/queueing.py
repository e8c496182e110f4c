"""The command line of the clock: `replyguard queue` and `replyguard hold`."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from replyguard.errors import InputError
from replyguard.shell import FLAGGED, READY, console, run_on_cases

if TYPE_CHECKING:
    from replyguard.cases.store import Cases
    from replyguard.clock.targets import Clock
    from replyguard.domain.case import CaseState, Person

Language = Annotated[str, typer.Option(help="The language it is told in: en or id.")]
Owner = Annotated[str, typer.Option(help="Who answers, by the name that may stand in public.")]
When = Annotated[
    str, typer.Option(help="By when: a length of business time (4h, 1h30m) or a local time (2026-11-23T15:00).")
]
Offline = Annotated[bool, typer.Option("--offline", help="Use the embedded engine, whatever is configured.")]
Manager = Annotated[str | None, typer.Option(help="The manager who assigns it, where the owner does not promise it.")]


def queue(
    channel: Annotated[str | None, typer.Option(help="Of this channel only.")] = None,
    limit: Annotated[int, typer.Option(help="How many lines.", min=1)] = 30,
    language: Language = "en",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line, all of them.")] = False,
) -> None:
    """List what is due next, the overdue first. Exit status: 0 nothing overdue, 1 something is, 2 an error."""

    def work(cases: Cases, clock: Clock) -> int:
        from replyguard.clock.board import show_queue
        from replyguard.clock.queue import queue as waiting

        dues = waiting(cases, clock, now=cases.now(), channel=channel)
        if as_json:
            for due in dues:
                typer.echo(json.dumps(due.model_dump(mode="json")))
        else:
            show_queue(console(), dues, limit=limit, zone=clock.calendar.zone, language=language)
        return FLAGGED if any(due.overdue for due in dues) else READY

    _run(work)


def hold(
    case: Annotated[str, typer.Argument(help="The id of the case.")],
    owner: Owner,
    due: When,
    manager: Manager = None,
    brand: Annotated[Path | None, typer.Option("--brand", help="A YAML file with the brand's profile.")] = None,
    offline: Annotated[
        bool, typer.Option("--offline", help="Use the embedded engine, whatever is configured.")
    ] = False,
) -> None:
    """Write a holding reply that says who answers by when, review it, and keep it in the case to be approved."""

    def work(cases: Cases, clock: Clock) -> int:
        from replyguard.brand import load_brand
        from replyguard.clock.promising import hold as promise
        from replyguard.guard import ReplyGuard

        who, by = _people(owner, manager)
        guard = ReplyGuard(brand=load_brand(brand) if brand else None, offline=offline)
        state = promise(
            cases, guard, clock, cases.get(case), owner=who, due=_when(due, clock, cases.now()), by=by
        )  # fmt: skip
        return _told(state)

    _run(work)


def _told(state: CaseState) -> int:
    from replyguard.terminal import show_review

    text = state.text or ""
    review = state.review_of(text)
    if review is None:
        raise InputError("case", "somebody wrote in it meanwhile; read it again")
    show_review(console(), text, review)
    return READY if review.ready else FLAGGED


def _people(owner: str, manager: str | None) -> tuple[Person, Person]:
    from pydantic import ValidationError

    from replyguard.domain.case import Person, Role

    try:
        who = Person(name=owner, role=Role.AGENT)
        return who, Person(name=manager, role=Role.MANAGER) if manager else who
    except ValidationError:
        raise InputError("owner", "should be a name of one line, up to 80 characters") from None


def _when(given: str, clock: Clock, now: datetime) -> datetime:
    from pydantic import TypeAdapter, ValidationError

    from replyguard.clock.targets import Wait

    try:
        return clock.calendar.add(now, TypeAdapter(Wait).validate_python(given))
    except ValidationError:
        pass
    try:
        found = datetime.fromisoformat(given)
    except ValueError:
        raise InputError("due", "should be a length of time such as 4h, or a time such as 2026-11-23T15:00") from None
    return found if found.tzinfo else found.replace(tzinfo=clock.calendar.zone)


def _run(work: Callable[[Cases, Clock], int]) -> None:
    def told(cases: Cases) -> int:
        from replyguard.clock.targets import clock_of
        from replyguard.settings import Settings

        return work(cases, clock_of(Settings.read()))

    run_on_cases(told)
