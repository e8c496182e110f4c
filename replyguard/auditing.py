"""The command line of the record: `replyguard audit verify` and `audit heads`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from replyguard.errors import InputError
from replyguard.shell import FLAGGED, READY, run_on_cases

if TYPE_CHECKING:
    from replyguard.cases.audit import Audit, Head
    from replyguard.cases.store import Cases

audit = typer.Typer(name="audit", help="The record of cases: is it whole?", no_args_is_help=True)

Since = Annotated[Path | None, typer.Option("--since", help="What `audit heads` printed earlier, kept elsewhere.")]


@audit.command()
def verify(since: Since = None) -> None:
    """Walk every chain and name the first break of each. Exit status: 0 whole, 1 changed, 2 an error."""
    run_on_cases(lambda cases: _tell(cases.verify(_noted(since))))


@audit.command()
def heads() -> None:
    """Print where every chain ends now, one JSON object a line, to be kept elsewhere."""

    def work(cases: Cases) -> int:
        for head in cases.heads():
            typer.echo(head.model_dump_json())
        return READY

    run_on_cases(work)


def _tell(found: Audit) -> int:
    for broken in found.breaks:
        typer.echo(f"case {broken.case}, event {broken.number}: {broken.problem}")
    typer.echo(f"{found.cases} cases, {found.events} events, {len(found.breaks)} broken")
    return READY if found.holds else FLAGGED


def _noted(since: Path | None) -> list[Head]:
    from replyguard.cases.audit import Head

    if since is None:
        return []
    try:
        return [Head.model_validate_json(line) for line in since.read_text("utf-8").splitlines()]
    except (OSError, ValueError) as error:
        raise InputError(
            "since", f"cannot be read ({type(error).__name__}); name a file that holds what `audit heads` printed"
        ) from None
