"""The command line of the record: `replyguard audit verify`, `audit heads`, `audit export`, `audit report`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from pydantic import ValidationError

from replyguard.errors import InputError, ReplyGuardError

if TYPE_CHECKING:
    from replyguard.cases.audit import Audit
    from replyguard.cases.store import Cases

audit = typer.Typer(name="audit", help="The record of cases: is it whole, and what does it say?", no_args_is_help=True)

Case = Annotated[str, typer.Argument(help="The id of the case.")]
Since = Annotated[Path | None, typer.Option("--since", help="What `audit heads` printed earlier, kept elsewhere.")]
Language = Annotated[str, typer.Option(help="The report's language: en or id.")]


@audit.command()
def verify(since: Since = None) -> None:
    """Walk every chain and name the first break of each. Exit status: 0 whole, 1 changed, 2 an error."""

    def work(cases: Cases) -> int:
        from replyguard.cases.audit import Head

        noted = [Head.model_validate_json(line) for line in since.read_text("utf-8").splitlines()] if since else []
        return _tell(cases.verify(noted))

    _with_cases(work)


@audit.command()
def heads() -> None:
    """Print where every chain ends now, one JSON object a line, to be kept elsewhere."""
    _with_cases(lambda cases: _print(*(head.model_dump_json() for head in cases.heads())))


@audit.command()
def export(case: Case) -> None:
    """Print every event of a case with its digests, as JSON."""
    _with_cases(lambda cases: _print(cases.export(case)))


@audit.command()
def report(case: Case, language: Language = "en") -> None:
    """Print a case as a manager reads it, in Markdown."""
    _with_cases(lambda cases: _print(cases.report(case, language)))


def _tell(found: Audit) -> int:
    for broken in found.breaks:
        typer.echo(f"case {broken.case}, event {broken.number}: {broken.problem}")
    typer.echo(f"{found.cases} cases, {found.events} events, {len(found.breaks)} broken")
    return 0 if found.holds else 1


def _print(*lines: str) -> int:
    for line in lines:
        typer.echo(line)
    return 0


def _with_cases(work: Callable[[Cases], int]) -> None:
    try:
        from replyguard.cases.store import Cases

        cases = Cases()
        try:
            status = work(cases)
        finally:
            cases.close()
    except (OSError, ValidationError) as error:
        typer.echo("replyguard: " + str(InputError("since", f"cannot be read: {type(error).__name__}")), err=True)
        status = 2
    except ReplyGuardError as error:
        typer.echo(f"replyguard: {error}", err=True)
        status = 2
    raise typer.Exit(status)
