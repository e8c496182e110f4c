"""The command line: drafts and reviews, cases and their gate, and what looks after them.

Exit status: 0 ready, 1 something is flagged, 2 an error.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib.metadata import version as version_of
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from replyguard.auditing import audit
from replyguard.casework import case
from replyguard.halting import pause
from replyguard.moderating import policy
from replyguard.queueing import hold, queue
from replyguard.releasing import approve, may_post, posted
from replyguard.reporting import report
from replyguard.shell import FAILED, FLAGGED, READY, console, print_json, run, text_of
from replyguard.spending import spent

if TYPE_CHECKING:
    from replyguard.batch import Tally
    from replyguard.brand import Brand
    from replyguard.guard import ReplyGuard

app = typer.Typer(
    name="replyguard",
    help="Drafts honest replies to public complaints, and cools down the ones that people type.",
    no_args_is_help=True,
    add_completion=False,
    # A traceback's locals would print the customer's words.
    pretty_exceptions_enable=False,
)
app.add_typer(case)
for command in (approve, may_post, posted, queue, hold, report, spent):
    app.command()(command)
app.add_typer(audit)
app.add_typer(policy)
app.add_typer(pause)
prompts = typer.Typer(help="Read what a model is told.", no_args_is_help=True)
app.add_typer(prompts, name="prompts")

Offline = Annotated[bool, typer.Option("--offline", help="Use the embedded engine, whatever is configured.")]
Facts = Annotated[list[str] | None, typer.Option("--fact", help="A fact the business has confirmed; repeat for more.")]
Channel = Annotated[str, typer.Option(help="Where it stands: google_review, x, facebook, instagram, app_store, …")]
Language = Annotated[str | None, typer.Option(help="The text's language (en, id), where it should not be guessed.")]
BrandFile = Annotated[Path | None, typer.Option("--brand", help="A YAML file with the brand's profile.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Lines = Annotated[Path | None, typer.Option("--jsonl", help="Work through a file, one JSON object a line.")]
Out = Annotated[Path | None, typer.Option("--out", help="Where the answers to --jsonl go; standard output if absent.")]


@app.command()
def draft(
    complaint: Annotated[
        str | None, typer.Argument(help="The complaint, a file that holds it, or - to read it.")
    ] = None,
    fact: Facts = None,
    channel: Channel = "other",
    brand: BrandFile = None,
    language: Language = None,
    as_json: AsJson = False,
    jsonl: Lines = None,
    out: Out = None,
    offline: Offline = False,
) -> None:
    """Draft a reply to a complaint, review it, and revise it."""
    from replyguard.batch import draft_lines, reply_line
    from replyguard.domain.complaint import Complaint
    from replyguard.terminal import show_reply

    def work() -> int:
        guard = _guard(offline, brand)
        if jsonl is not None:
            return _batch(draft_lines, jsonl, out, guard, "Drafting")
        asked = Complaint.of(
            text=text_of(complaint, "complaint"), facts=tuple(fact or ()), channel=channel, language=language
        )
        reply = guard.reply(asked)
        if as_json:
            print_json({"id": None, **reply_line(reply)})
        else:
            show_reply(console(), reply)
        return READY if reply.review.ready else FLAGGED

    run(work)


@app.command()
def review(
    reply: Annotated[str | None, typer.Argument(help="The reply, a file that holds it, or - to read it.")] = None,
    complaint: Annotated[str | None, typer.Option(help="The complaint it answers, or a file that holds it.")] = None,
    fact: Facts = None,
    channel: Channel = "other",
    brand: BrandFile = None,
    language: Language = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Say what is behind a finding, and what changes it.")
    ] = False,
    as_json: AsJson = False,
    jsonl: Lines = None,
    out: Out = None,
    offline: Offline = False,
) -> None:
    """Read a reply coldly, before it is posted."""
    from replyguard.batch import review_line, review_lines
    from replyguard.domain.complaint import Complaint
    from replyguard.terminal import show_review

    def work() -> int:
        guard = _guard(offline, brand)
        if jsonl is not None:
            return _batch(partial(review_lines, explained=explain), jsonl, out, guard, "Reviewing")
        text = text_of(reply, "reply")
        facts = tuple(fact or ())
        asked = Complaint.of(text=text_of(complaint, "complaint"), facts=facts, channel=channel) if complaint else None
        found = guard.review(text, asked, facts=() if asked else facts, channel=channel, language=language)
        if as_json:
            print_json({"id": None, **review_line(found, explained=explain)})
        else:
            show_review(console(), text, found, explained=explain)
        return READY if found.ready else FLAGGED

    run(work)


@app.command("eval")
def evaluate(
    file: Annotated[Path, typer.Argument(help="Labelled replies, one JSON object a line.")],
    readers: Annotated[str, typer.Option(help="Measure these offline readers only, by name: rules,claims.")] = "",
    worst: Annotated[int, typer.Option(help="How many errors of each kind to list.", min=0)] = 10,
    show: Annotated[bool, typer.Option("--show", help="Print the text of the replies it got wrong, too.")] = False,
    summary: Annotated[bool, typer.Option("--summary", help="Print the first table only.")] = False,
    as_json: AsJson = False,
    offline: Annotated[bool, typer.Option("--offline/--model", help="Without or with the configured model.")] = True,
) -> None:
    """Measure the review on labelled replies: what it catches, and what it flags wrongly."""
    from replyguard import evaluation
    from replyguard.terminal import printable

    def work() -> int:
        names = [name.strip() for name in readers.split(",") if name.strip()]
        figures = evaluation.measure(file, _guard(offline, None), readers=names, worst=worst, show=show)
        if as_json:
            print_json(figures.model_dump(mode="json"))
        else:
            evaluation.show(console(), figures, summary=summary)
        for problem in figures.problems:
            typer.echo(f"replyguard: {printable(problem)}", err=True)
        return FAILED if figures.problems else READY

    run(work)


@prompts.command("list")
def list_prompts() -> None:
    """Print each prompt's name, version, answer and digits."""
    from replyguard.prompting import listed

    typer.echo(listed())


@prompts.command("show")
def show_prompt(
    step: Annotated[str, typer.Argument(help="draft, review or revise.")],
    text: Annotated[str | None, typer.Argument(help="To draft: the complaint. Else: the reply. Or a file.")] = None,
    complaint: Annotated[str | None, typer.Option(help="The complaint that the reply answers.")] = None,
    fact: Facts = None,
    channel: Channel = "other",
    brand: BrandFile = None,
    language: Language = None,
) -> None:
    """Print what would be sent to a model for this input, personal data masked. Nothing is sent."""
    from replyguard.prompting import shown

    def work() -> int:
        given, about = text_of(text, "reply"), text_of(complaint, "complaint") if complaint else None
        known = {"facts": tuple(fact or ()), "channel": channel, "language": language}
        typer.echo(shown(step, given, about, _brand(brand), **known))
        return READY

    run(work)


@app.command()
def demo(offline: Offline = False) -> None:
    """Print one reviewed reply per language."""
    from replyguard.demonstration import COMPLAINTS
    from replyguard.terminal import printable, show_reply

    def work() -> int:
        guard, out = _guard(offline, None), console()
        for complaint in COMPLAINTS:
            out.rule(complaint.language or "")
            out.print(printable(complaint.text), markup=False, style="italic")
            for fact in complaint.facts:
                out.print(f" + {printable(fact)}", markup=False, style="dim")
            show_reply(out, guard.reply(complaint))
            out.print()
        return READY

    run(work)


@app.command("app")
def application(
    port: Annotated[int, typer.Option(help="The port on this machine.", min=1, max=65535)] = 8501,
    address: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    offline: Offline = False,
) -> None:
    """Open the app in the browser."""
    from replyguard.serving import serve

    run(lambda: serve(address, port, offline=offline))


@app.command()
def version() -> None:
    """Print the version."""
    typer.echo(f"replyguard {version_of('replyguard')}")


def main() -> None:
    """The entry point of `replyguard`."""
    app()


def _guard(offline: bool, brand: Path | None) -> ReplyGuard:
    from replyguard.guard import ReplyGuard

    return ReplyGuard(brand=_brand(brand), offline=offline)


def _brand(path: Path | None) -> Brand | None:
    from replyguard.brand import load_brand

    return load_brand(path) if path else None


def _batch(lines: Callable[..., Tally], source: Path, out: Path | None, guard: ReplyGuard, title: str) -> int:
    from replyguard.batch import through_file

    tally = through_file(lines, source, out, guard, title)
    typer.echo(f"{tally.done} answered, {tally.flagged} of them flagged, {tally.wrong} lines wrong", err=True)
    return FAILED if tally.wrong else FLAGGED if tally.flagged else READY


if __name__ == "__main__":
    main()
