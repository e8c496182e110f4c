"""The command line of a pause: `replyguard pause status`, `propose`, `start`, `decline`, `resume`, `serve`, `letters`.

None of them posts a reply: a pause only keeps others from posting.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from replyguard.errors import InputError, ReplyGuardError
from replyguard.shell import FLAGGED, READY, print_json, run_on_cases

if TYPE_CHECKING:
    from collections.abc import Callable

    from replyguard.cases.store import Cases
    from replyguard.domain.case import Person
    from replyguard.pausing.pauses import Pauses
    from replyguard.pausing.status import Status
    from replyguard.pausing.webhooks import Letter, Webhooks

pause = typer.Typer(name="pause", help="Stop all posts while a crisis lasts.", no_args_is_help=True)

By = Annotated[str, typer.Option("--by", help="The manager who decides.")]
Language = Annotated[str, typer.Option(help="The language of what is printed: en or id.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@pause.command()
def status(language: Language = "en", as_json: AsJson = False) -> None:
    """Are posts paused, is a pause proposed? Exit status: 0 not paused, 1 paused, 2 an error (then post nothing)."""
    _with_pauses(lambda pauses: _show(pauses.status(), language, as_json=as_json))


@pause.command()
def propose(language: Language = "en", as_json: AsJson = False) -> None:
    """Look at the counts of the last 24 hours and propose a pause where they stand out; run it every ten minutes.

    Exit status: 0 nothing to decide, 1 a proposal waits or posts are paused, 2 an error.
    """

    def work(pauses: Pauses) -> int:
        from replyguard.pausing.wording import sentences, wording

        sight, words = pauses.propose(), wording(language)
        if not as_json:
            lines = [f"- {line}" for line in sentences(sight.signals, language)]
            _say(*(lines or [words.calm.format(days=sight.days) if sight.days else words.young]))
        now = pauses.status()
        shown = _show(now, language, as_json=as_json)
        return FLAGGED if now.proposal else shown

    _with_pauses(work)


@pause.command()
def start(
    by: By,
    reason: Annotated[str, typer.Option(help="Why; left out, the proposal that waits is confirmed.")] = "",
    until: Annotated[
        str | None, typer.Option(help="When it ends by itself: 2026-12-01T09:00 (in this machine's zone) or …+07:00.")
    ] = None,
    language: Language = "en",
) -> None:
    """Pause all posts but what a manager approves from now on. What was approved and not posted is voided."""

    def work(pauses: Pauses) -> int:
        return _show(pauses.start(reason, by=_manager(by), until=_moment(until)), language, done=True)

    _with_pauses(work)


@pause.command()
def decline(
    by: By, reason: Annotated[str, typer.Option(help="Why this is no crisis.")], language: Language = "en"
) -> None:
    """Answer the proposal that waits: no pause, and none proposed for the same signs for a day."""
    _with_pauses(lambda pauses: _show(pauses.decline(reason, by=_manager(by)), language, done=True))


@pause.command()
def resume(by: By, language: Language = "en") -> None:
    """End the pause. Nothing that waited is released: it goes back for review."""
    _with_pauses(lambda pauses: _show(pauses.resume(by=_manager(by)), language, done=True))


@pause.command()
def serve(
    port: Annotated[int, typer.Option(help="The port on this machine.", min=1, max=65535)] = 8502,
    address: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
) -> None:
    """Answer GET /pause for schedulers, until it is stopped."""

    def work(pauses: Pauses) -> int:
        from replyguard.pausing.serving import server

        try:
            made = server(pauses.status, address, port)
        except OSError as error:
            raise InputError("address", f"cannot be listened on: {error.strerror}") from None
        with made:
            _say(f"ReplyGuard: http://{address}:{port}/pause  (stop it with Ctrl-C)")
            made.serve_forever()
        return READY

    _with_pauses(work)


@pause.command()
def letters(
    resend: Annotated[bool, typer.Option("--resend", help="Send them again first.")] = False, as_json: AsJson = False
) -> None:
    """List what webhooks were not told. Exit status: 0 none, 1 some, 2 an error."""

    def work(cases: Cases) -> int:
        webhooks = _webhooks(cases)
        if resend:
            webhooks.resend()
        dead = webhooks.dead_letters()
        if as_json:
            print_json({"letters": [letter.model_dump(mode="json") for letter in dead]})
        else:
            _say(*map(_line, dead))
        return FLAGGED if dead else READY

    run_on_cases(work)


def _with_pauses(work: Callable[[Pauses], int]) -> None:
    def on_cases(cases: Cases) -> int:
        from replyguard.pausing.pauses import Pauses

        untold: list[Letter] = []
        try:
            tell = _webhooks(cases).tell
        except ReplyGuardError as error:
            # A pause is worth more than the news of it.
            typer.echo(f"replyguard: nobody will be told: {error}", err=True)
            return work(Pauses(cases))
        try:
            return work(Pauses(cases, tell=lambda event: untold.extend(tell(event))))
        finally:
            for letter in untold:
                typer.echo(f"replyguard: not told: {_line(letter)}; see `replyguard pause letters`", err=True)

    run_on_cases(on_cases)


def _webhooks(cases: Cases) -> Webhooks:
    from replyguard.pausing.webhooks import Webhooks
    from replyguard.settings import Settings

    return Webhooks(cases.database, Settings.read(), now=cases.now)


def _show(status: Status, language: str, *, as_json: bool = False, done: bool = False) -> int:
    """Print it; 1 where posts are paused, but 0 after what was `done` as asked."""
    from replyguard.pausing.wording import told

    if as_json:
        print_json(status.model_dump(mode="json") | {"paused": status.paused})
    else:
        _say(*told(status, language))
    return READY if done or not status.paused else FLAGGED


def _line(letter: Letter) -> str:
    return f"event {letter.event} to {letter.target}: {letter.problem}, {letter.tries} tries"


def _say(*lines: str) -> None:
    from replyguard.terminal import printable

    for line in lines:
        typer.echo(printable(line))


def _manager(name: str) -> Person:
    from pydantic import ValidationError

    from replyguard.domain.case import Person, Role
    from replyguard.domain.complaint import input_error

    try:
        return Person(name=name, role=Role.MANAGER)
    except ValidationError as error:
        raise input_error(error) from None


def _moment(given: str | None) -> datetime | None:
    if given is None:
        return None
    try:
        return datetime.fromisoformat(given).astimezone()
    except (ValueError, OverflowError):
        raise InputError("until", "should look like 2026-12-01T09:00 or 2026-12-01T09:00+07:00") from None
