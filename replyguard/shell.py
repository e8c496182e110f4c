"""What every command shares: the text that it is given, what it prints, and how an error ends it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import typer

from replyguard.errors import InputError, ReplyGuardError

if TYPE_CHECKING:
    from rich.console import Console

    from replyguard.cases.store import Cases

READY, FLAGGED, FAILED = 0, 1, 2


def run(work: Callable[[], int]) -> NoReturn:
    """Leave with the status that `work` gives; an error of ours is told in one line, with status 2."""
    try:
        status = work()
    except ReplyGuardError as error:
        typer.echo(f"replyguard: {error}", err=True)
        status = FAILED
    except KeyboardInterrupt:
        typer.echo("replyguard: stopped", err=True)
        status = 130
    except BrokenPipeError:
        # The reader of our output left (`| head`): nothing is wrong, and nothing more can be said.
        sys.stdout = None
        status = FAILED
    raise typer.Exit(status)


def run_on_cases(work: Callable[[Cases], int]) -> NoReturn:
    """As `run`, with the record that the settings name; it is closed at the end."""

    def opened() -> int:
        from replyguard.cases.store import Cases

        cases = Cases()
        try:
            return work(cases)
        finally:
            cases.close()

    run(opened)


def console() -> Console:
    """Standard output, for text that brings its own style."""
    from rich.console import Console

    return Console(highlight=False)


def print_json(value: dict[str, Any]) -> None:
    """One JSON object, indented."""
    # Escapes what the terminal's encoding cannot show; the value stays the same.
    text = json.dumps(value, ensure_ascii=False, indent=2)
    sys.stdout.write(
        text.encode(sys.stdout.encoding or "utf-8", "backslashreplace").decode(sys.stdout.encoding or "utf-8")
    )
    sys.stdout.write("\n")


def text_of(given: str | None, field: str) -> str:
    """The argument itself, the file it names, or what comes on standard input."""
    if given is None or given == "-":
        if given is None and sys.stdin.isatty():
            raise InputError(field, 'is missing; write it after the command, in quotes, or pipe it: "… | replyguard"')
        return _decoded(sys.stdin.buffer.read(), field)
    if len(given) < 400 and "\n" not in given:
        path = Path(given)
        try:
            if path.is_file():
                return _decoded(path.read_bytes(), field)
        except OSError as error:
            raise InputError(field, f"cannot read this file: {error.strerror}") from None
    return given


def _decoded(raw: bytes, field: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(field, "is not UTF-8 text; save it as UTF-8 and try again") from None
