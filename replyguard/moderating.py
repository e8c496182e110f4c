"""The command line of the comment policy: `replyguard policy page`, `check`, `propose`, `decide`, `appeal`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from replyguard.domain.breach import Consequence
from replyguard.domain.case import Person, Role
from replyguard.errors import InputError
from replyguard.shell import FLAGGED, READY, run, run_on_cases, text_of

if TYPE_CHECKING:
    from replyguard.cases.moderation import Proposed
    from replyguard.cases.store import Cases
    from replyguard.policy import Policy, Proposal

policy = typer.Typer(
    name="policy", help="The comment policy: its public page, and what it proposes where a comment breaks it.",
    no_args_is_help=True,
)  # fmt: skip


class Taken(StrEnum):
    """What a person may decide: nothing, or a step of the ladder."""

    NOTHING = "nothing"
    REMIND = Consequence.REMIND.value
    HIDE = Consequence.HIDE.value
    BLOCK_FOR_A_TIME = Consequence.BLOCK_FOR_A_TIME.value
    BLOCK_FOR_GOOD = Consequence.BLOCK_FOR_GOOD.value


Case = Annotated[str, typer.Argument(help="The id of the case.")]
By = Annotated[str, typer.Option(help="Who decides.")]
Position = Annotated[Role, typer.Option("--role", help="Their role.")]
Why = Annotated[str, typer.Option(help="Why; it is kept.")]
Author = Annotated[
    str | None, typer.Option(help="The platform's name for who wrote it: counts what they wrote in other cases too.")
]


@policy.command()
def page(
    language: Annotated[list[str] | None, typer.Option(help="Repeat for more: id, en. All of them if absent.")] = None,
    html: Annotated[bool, typer.Option("--html", help="Print HTML; Markdown if absent.")] = False,
) -> None:
    """Print the comment policy as a page to publish."""

    def work() -> int:
        from replyguard.policy.page import as_html, as_markdown

        languages = tuple(language or ("id", "en"))
        _write(as_html(_policy(), languages) if html else as_markdown(_policy(), languages))
        return READY

    run(work)


@policy.command()
def check(
    comment: Annotated[str | None, typer.Argument(help="The comment, a file that holds it, or - to read it.")] = None,
    earlier: Annotated[int, typer.Option(help="How many comments of this person broke it before.", min=0)] = 0,
) -> None:
    """Show which words of a comment break the policy, and what it proposes. Exit status: 0 none, 1 some, 2 an error."""

    def work() -> int:
        from replyguard.policy import propose

        found = propose(text_of(comment, "comment"), _policy(), earlier=earlier)
        return _told(_line(proposal) for proposal in found)

    run(work)


@policy.command("propose")
def propose_for(case: Case, author: Author = None) -> None:
    """Show what the policy proposes for the messages of a case, a JSON object a line; a person decides."""

    def work(cases: Cases) -> int:
        return _told(_line(one.proposal, message=one.message) for one in _proposed(cases, case, author))

    run_on_cases(work)


@policy.command()
def decide(
    case: Case,
    number: Annotated[int, typer.Argument(help="Which line of `policy propose`, from 1.", min=1)],
    take: Annotated[Taken, typer.Option(help="What follows.")],
    reason: Why,
    by: By,
    role: Position = Role.AGENT,
    author: Author = None,
) -> None:
    """Record what a person decided about a breach. The platform is told by that person: nothing is done from here."""

    def work(cases: Cases) -> int:
        from replyguard.cases import moderation

        found = _proposed(cases, case, author)
        if number > len(found):
            raise InputError("number", f"the policy proposes {len(found)} thing(s) for this case; see `policy propose`")
        taken = None if take is Taken.NOTHING else Consequence(take.value)
        state = cases.get(case)
        who = moderation.author_of(cases, state.channel, author) if author else None
        after = moderation.decide(
            cases, state, found[number - 1], taken, reason, by=_person(by, role), policy=_policy(), author=who
        )
        typer.echo(f"recorded as event {after.version}: {take.value}")
        return READY

    run_on_cases(work)


@policy.command()
def appeal(
    case: Case,
    event: Annotated[int, typer.Argument(help="The number of the decision's event.", min=1)],
    stands: Annotated[bool, typer.Option("--stands/--falls", help="Whether the decision stands.")],
    reason: Why,
    by: By,
    role: Position = Role.READER,
) -> None:
    """Record how an appeal was answered, by somebody other than the person who decided."""

    def work(cases: Cases) -> int:
        from replyguard.cases import moderation

        state = moderation.answer_appeal(
            cases, cases.get(case), event, stands=stands, reason=reason, by=_person(by, role)
        )  # fmt: skip
        typer.echo(f"recorded as event {state.version}: the decision {'stands' if stands else 'falls'}")
        return READY

    run_on_cases(work)


def _proposed(cases: Cases, case: str, author: str | None) -> tuple[Proposed, ...]:
    from replyguard.cases import moderation

    state = cases.get(case)
    who = moderation.author_of(cases, state.channel, author) if author else None
    return moderation.proposals(cases, state, _policy(), author=who)


def _line(proposal: Proposal, **more: int) -> str:
    mark = proposal.mark
    told = {
        **more, "rule": mark.what, "start": mark.start, "end": mark.end, "quote": mark.quote,
        "earlier": proposal.earlier, "consequence": proposal.consequence.value, "days": proposal.days,
    }  # fmt: skip
    # ASCII: a comment's words reach the terminal as text, whatever they hold.
    return json.dumps(told)


def _told(lines: Iterable[str]) -> int:
    shown = list(lines)
    for line in shown:
        typer.echo(line)
    if not shown:
        typer.echo("nothing in it breaks the comment policy", err=True)
    return FLAGGED if shown else READY


def _person(name: str, role: Role) -> Person:
    from pydantic import ValidationError

    try:
        return Person(name=name, role=role)
    except ValidationError:
        raise InputError("by", "should be a name of one line, up to 80 characters") from None


def _policy() -> Policy:
    from replyguard.policy import Policy, load_policy
    from replyguard.settings import Settings

    path = Settings.read().policy
    return load_policy(path) if path else Policy()


def _write(text: str) -> None:
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "xmlcharrefreplace").decode(encoding))
