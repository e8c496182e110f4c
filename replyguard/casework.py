"""The command line of cases: `replyguard case new`, `list`, `show`, `edit`, `second` and the rest."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from replyguard.errors import CaseChanged, InputError
from replyguard.shell import FLAGGED, READY, console, print_json, run_on_cases, text_of

if TYPE_CHECKING:
    from replyguard.cases.store import Cases
    from replyguard.domain.case import CaseState, Person
    from replyguard.domain.review import Finding
    from replyguard.guard import ReplyGuard

case = typer.Typer(name="case", help="Cases: what happened to each complaint.", no_args_is_help=True)

Id = Annotated[str, typer.Argument(metavar="CASE", help="The id of the case.")]
By = Annotated[str, typer.Option(help="Who does this: your name, as the business knows you.")]
Role = Annotated[str, typer.Option(help="What you do here: agent, reader, manager or bot.")]
Text = Annotated[str | None, typer.Argument(help="The text, a file that holds it, or - to read it.")]
Facts = Annotated[list[str] | None, typer.Option("--fact", help="A fact the business has confirmed; repeat for more.")]
BrandFile = Annotated[Path | None, typer.Option("--brand", help="A YAML file with the brand's profile.")]
Offline = Annotated[bool, typer.Option("--offline", help="Use the embedded engine, whatever is configured.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Language = Annotated[str, typer.Option(help="The language it is told in: en or id.")]

NO_REPLY = "has no reply yet; draft one with `replyguard case draft`, or write it with `replyguard case edit`"


@case.command()
def new(
    by: By,
    complaint: Text = None,
    fact: Facts = None,
    channel: Annotated[str, typer.Option(help="Where it stands: google_review, x, instagram, …")] = "other",
    customer: Annotated[str | None, typer.Option(help="How the customer is named in public.")] = None,
    language: Annotated[str | None, typer.Option(help="The complaint's language, where it is known.")] = None,
    once: Annotated[str | None, typer.Option(help="A name for this request: sent twice, it opens one case.")] = None,
    role: Role = "agent",
    brand: BrandFile = None,
    as_json: AsJson = False,
    offline: Offline = False,
) -> None:
    """Open a case for a complaint, with its triage and a reviewed draft. Exit status: 0 ready, 1 flagged."""

    def work(cases: Cases) -> int:
        from replyguard.domain.complaint import Complaint
        from replyguard.handling import take_up

        who = person(by, role)
        told = Complaint.of(
            text=text_of(complaint, "complaint"), facts=tuple(fact or ()), channel=channel, customer=customer,
            language=language,
        )  # fmt: skip
        return _told(take_up(cases, guard_of(offline, brand), told, by=who, once=once), as_json=as_json)

    run_on_cases(work)


@case.command("list")
def list_cases(
    ended: Annotated[bool | None, typer.Option("--ended/--open", help="Only those; all without it.")] = None,
    channel: Annotated[str | None, typer.Option(help="Of this channel only.")] = None,
    after: Annotated[str | None, typer.Option(help="The last id of the page before.")] = None,
    limit: Annotated[int, typer.Option(help="How many.", min=1, max=10_000)] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
) -> None:
    """List cases, oldest first."""

    def work(cases: Cases) -> int:
        from replyguard.cases.listing import Filter

        for one in cases.find(Filter(ended=ended, channel=channel, after=after, limit=limit)):
            told = f"{one.id}  {one.opened_at:%Y-%m-%d %H:%M}  {one.channel}  {one.urgency or '-'}  v{one.version}"
            typer.echo(one.model_dump_json() if as_json else told + ("  ended" if one.ended_at else ""))
        return READY

    run_on_cases(work)


@case.command()
def show(
    case: Id,
    second: Annotated[bool, typer.Option("--second", help="As a second reader sees it: nobody's arguments.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show where a case stands: what the customer said, the facts, the reply and what its review found."""
    run_on_cases(lambda cases: _told(cases.get(case), as_json=as_json, second=second))


@case.command()
def message(case: Id, by: By, text: Text = None, role: Role = "agent", offline: Offline = False) -> None:
    """The customer wrote again: what was approved before is void."""

    def work(cases: Cases) -> int:
        from replyguard.handling import hear

        who = person(by, role)
        return _done(hear(cases, guard_of(offline), cases.get(case), text_of(text, "text"), by=who))

    run_on_cases(work)


@case.command()
def fact(
    case: Id,
    fact: Annotated[str, typer.Argument(help="A sentence that you vouch for.")],
    by: By,
    role: Role = "agent",
    withdraw: Annotated[bool, typer.Option("--withdraw", help="It does not stand any more.")] = False,
) -> None:
    """Confirm a fact, or withdraw one."""
    run_on_cases(lambda cases: _done(cases.fact(cases.get(case), fact, by=person(by, role), stands=not withdraw)))


@case.command()
def draft(case: Id, brand: BrandFile = None, offline: Offline = False) -> None:
    """Draft anew, for all that the customer has said and all facts that stand."""

    def work(cases: Cases) -> int:
        from replyguard.handling import draft

        return _told(draft(cases, guard_of(offline, brand), cases.get(case)))

    run_on_cases(work)


@case.command()
def edit(
    case: Id, by: By, text: Text = None, role: Role = "agent", brand: BrandFile = None, offline: Offline = False
) -> None:
    """Write the reply yourself; it is read as strictly as a draft. Exit status: 0 ready, 1 flagged."""

    def work(cases: Cases) -> int:
        from replyguard.handling import write

        state, who = cases.get(case), person(by, role)
        try:
            return _told(write(cases, guard_of(offline, brand), state, text_of(text, "text"), by=who))
        except CaseChanged as conflict:
            _show_both(conflict)
            raise

    run_on_cases(work)


@case.command()
def dismiss(
    case: Id,
    finding: Annotated[int, typer.Argument(help="The number of the finding, as `case show` prints it.", min=1)],
    reason: Annotated[str, typer.Argument(help="Why it does not hold.")],
    by: By,
    role: Role = "agent",
) -> None:
    """Overrule a finding of the newest text, with a reason, on the record."""

    def work(cases: Cases) -> int:
        state = cases.get(case)
        found = finding_of(state, finding)
        return _done(cases.dismiss(state, state.text or "", found, reason, by=person(by, role)))

    run_on_cases(work)


@case.command()
def second(
    case: Id,
    by: By,
    agrees: Annotated[bool, typer.Option("--agree/--refuse", help="May this text be posted?")],
    role: Role = "reader",
    note: Annotated[str, typer.Option(help="What you want to say about it.")] = "",
) -> None:
    """Judge the newest text as its second reader. Look first with `case show --second`."""

    def work(cases: Cases) -> int:
        state = cases.get(case)
        if state.text is None:
            raise InputError("case", NO_REPLY)
        cases.second_read(state, state.text, agrees=agrees, by=person(by, role), note=note)
        return READY

    run_on_cases(work)


@case.command()
def outcome(
    case: Id,
    what: Annotated[str, typer.Argument(help="How it ended, in a word or a short phrase.")],
    by: By,
    role: Role = "agent",
    note: Annotated[str, typer.Option(help="What else is to be known.")] = "",
) -> None:
    """Say how a case ended."""

    def work(cases: Cases) -> int:
        cases.outcome(cases.get(case), what, by=person(by, role), note=note)
        return READY

    run_on_cases(work)


@case.command()
def erase(
    case: Id, by: By, basis: Annotated[str, typer.Option(help="The law, or the request, that it rests on.")]
) -> None:
    """Blank all personal text of a case for good, as a manager. Events and digests stay."""

    def work(cases: Cases) -> int:
        cases.erase(case, basis, by=person(by, "manager"))
        return READY

    run_on_cases(work)


@case.command()
def export(
    case: Id,
    report: Annotated[bool, typer.Option("--report", help="Markdown that a manager can read, not JSON.")] = False,
    language: Language = "en",
) -> None:
    """Print every event of a case with its digests, as JSON, or a report in Markdown."""

    def work(cases: Cases) -> int:
        typer.echo(cases.report(case, language) if report else cases.export(case))
        return READY

    run_on_cases(work)


def person(name: str, role: str) -> Person:
    """Who does this; `InputError` for a name or a role that is none."""
    from pydantic import ValidationError

    from replyguard.domain.case import Person

    try:
        return Person.model_validate({"name": name, "role": role})
    except ValidationError as error:
        field = "role" if error.errors()[0]["loc"] == ("role",) else "by"
        told = {
            "role": "should be agent, reader, manager or bot",
            "by": "should be a name: one line, 80 characters at most",
        }
        raise InputError(field, told[field]) from None


def guard_of(offline: bool, brand: Path | None = None) -> ReplyGuard:
    """Who drafts and reviews."""
    from replyguard.brand import load_brand
    from replyguard.guard import ReplyGuard

    return ReplyGuard(brand=load_brand(brand) if brand else None, offline=offline)


def finding_of(state: CaseState, number: int) -> Finding:
    """The finding of the newest text that `case show` gives this number, from 1."""
    from replyguard.handling import review_of

    review = review_of(state)
    findings = review.findings if review is not None else ()
    if not 1 <= number <= len(findings):
        told = (
            f"should be 1 to {len(findings)}: see `case show`" if findings else "the newest text has none to overrule"
        )
        raise InputError("finding", told)
    return findings[number - 1]


def _show_both(conflict: CaseChanged) -> None:
    from replyguard.terminal import printable

    for whose, text in (("Theirs, in the case now", conflict.theirs), ("Yours, not written", conflict.yours)):
        typer.echo(f"{whose}:\n{printable(text)}\n", err=True)


def _done(state: CaseState) -> int:
    _told(state)
    return READY


def _told(state: CaseState, *, as_json: bool = False, second: bool = False) -> int:
    from replyguard.approval.second import blind
    from replyguard.caseview import show_case
    from replyguard.handling import review_of

    shown = blind(state) if second else state
    if as_json:
        print_json(shown.model_dump(mode="json"))
    else:
        show_case(console(), shown)
    review = review_of(state)
    return READY if review is not None and review.ready else FLAGGED
