"""The command line of the gate: `replyguard approve`, `may-post` and `posted`. None of them posts anything."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from replyguard.casework import (
    NO_REPLY,
    AsJson,
    BrandFile,
    By,
    Id,
    Language,
    Offline,
    Role,
    Text,
    finding_of,
    guard_of,
    person,
)
from replyguard.errors import ApprovalRefused, InputError
from replyguard.shell import FLAGGED, READY, print_json, run_on_cases, text_of

if TYPE_CHECKING:
    from replyguard.cases.store import Cases
    from replyguard.domain.case import Approval, CaseState
    from replyguard.domain.review import Finding

Dismissals = Annotated[
    list[str] | None,
    typer.Option("--dismiss", help="NUMBER=REASON: overrule a finding, by its number in `case show`; repeat for more."),
]


def approve(
    case: Id,
    by: By,
    text: Text = None,
    dismiss: Dismissals = None,
    role: Role = "agent",
    language: Language = "en",
    brand: BrandFile = None,
    offline: Offline = False,
) -> None:
    """Approve the newest text of a case: print the signed approval that opens the gate, as JSON.

    A text that is given has to be the newest one, to the letter. Exit status: 0 approved, 1 refused, 2 an error.
    """

    def work(cases: Cases) -> int:
        from replyguard.handling import reviewed

        who, state = person(by, role), cases.get(case)
        wanted = _wanted(state, text)
        state = reviewed(cases, guard_of(offline, brand), state)
        said = [_dismissal(state, one) for one in dismiss or ()]
        try:
            state = cases.approve(state, wanted, by=who, dismissals=said)
        except ApprovalRefused as refused:
            return _refused(refused.reasons, language)
        print_json(state.approvals[-1].model_dump(mode="json"))
        return READY

    run_on_cases(work)


def may_post(
    case: Id,
    approval: Annotated[str, typer.Option(help="The approval: its JSON, a file that holds it, or - to read it.")],
    text: Text = None,
    language: Language = "en",
    as_json: AsJson = False,
) -> None:
    """Ask the gate: may exactly this text (the newest, where none is given) be posted now? Asking changes nothing.

    Exit status: 0 yes, 1 no, with every reason, 2 an error.
    """

    def work(cases: Cases) -> int:
        given = _approval(text_of(approval, "approval"))
        state = cases.get(case)
        gate = cases.may_post(case, _given(state, text), given)
        if as_json:
            reasons = [{"code": one.code.value, "words": one.words} for one in gate.reasons]
            print_json({"allowed": gate.allowed, "reasons": reasons})
            return READY if gate.allowed else FLAGGED
        return READY if gate.allowed else _refused(gate.reasons, language)

    run_on_cases(work)


def posted(
    case: Id,
    link: Annotated[str, typer.Argument(help="Where it now stands: https://…")],
    by: By,
    text: Text = None,
    role: Role = "agent",
) -> None:
    """Record that a text (the newest, where none is given) stands at LINK: its approval is used up."""

    def work(cases: Cases) -> int:
        who, state = person(by, role), cases.get(case)
        approved = len(state.approvals)
        after = cases.posted(state, _given(state, text), link, by=who)
        if after.version > state.version and len(after.approvals) == approved:
            typer.echo("replyguard: recorded; no approval was in force for this text", err=True)
            return FLAGGED
        return READY

    run_on_cases(work)


def _given(state: CaseState, text: str | None) -> str:
    if text is None:
        if state.text is None:
            raise InputError("case", NO_REPLY)
        return state.text
    given = text_of(text, "text")
    # A file ends with a line break that nobody meant.
    return state.text if state.text is not None and given.rstrip("\r\n") == state.text else given


def _wanted(state: CaseState, text: str | None) -> str:
    wanted = _given(state, text)
    if wanted != state.text:
        raise InputError("text", "is not the newest of this case; write it with `replyguard case edit` first")
    return wanted


def _dismissal(state: CaseState, given: str) -> tuple[Finding, str]:
    number, _, reason = given.partition("=")
    if not number.strip().isdigit() or not reason.strip():
        raise InputError("dismiss", 'should be NUMBER=REASON, such as --dismiss 1="she wrote that herself"')
    return finding_of(state, int(number)), reason


def _approval(text: str) -> Approval:
    from pydantic import ValidationError

    from replyguard.domain.case import Approval

    try:
        return Approval.model_validate_json(text)
    except ValidationError:
        raise InputError("approval", "is none; give what `replyguard approve` printed") from None


def _refused(reasons: Iterable[object], language: str) -> int:
    from replyguard.approval.reasons import Reason
    from replyguard.terminal import printable

    for reason in reasons:
        told = reason.words.get(language, str(reason)) if isinstance(reason, Reason) else str(reason)
        typer.echo(f"- {printable(told)}", err=True)
    return FLAGGED
