"""Breaches of the comment policy in a case: proposed by the policy, decided by a person, open to an appeal."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256

from pydantic import AwareDatetime

from replyguard.approval.roles import Right, may, same_person
from replyguard.cases.contents import Appealed, Judged
from replyguard.cases.events import content_of
from replyguard.cases.record import Happening
from replyguard.cases.store import Cases
from replyguard.domain.base import Frozen
from replyguard.domain.breach import Consequence
from replyguard.domain.case import CaseState, Digest, Event, EventKind, Person, Role
from replyguard.domain.overlap import overlap
from replyguard.domain.triage import Mark
from replyguard.errors import InputError
from replyguard.policy import Policy, Proposal, breaches
from replyguard.policy.proposing import proposed

_STEPS = tuple(Consequence)


class Decided(Frozen):
    """A decision on words of a message. `number`: of its event; `overturned`: an appeal against it was right."""

    case: str
    number: int
    judged: Judged
    by: Person
    at: AwareDatetime
    overturned: bool

    @property
    def counts(self) -> bool:
        return self.judged.taken is not None and not self.overturned


class Proposed(Frozen):
    """What the policy proposes for words of one message of the case. `message`: its place, from 0."""

    message: int
    proposal: Proposal


def author_of(cases: Cases, channel: str, handle: str) -> Digest:
    """Who wrote it, without saying who: a digest under the key of this record of the platform's name for them."""
    return hmac.new(cases.key(), f"author\x00{channel}\x00{handle}".encode(), sha256).hexdigest()


def proposals(
    cases: Cases, case: CaseState, policy: Policy | None = None, *, author: Digest | None = None
) -> tuple[Proposed, ...]:
    """What the policy proposes for every message that breaks it and that nobody has decided on.

    author: counts what this person did in other cases too; without, only what was decided in this case counts.
    """
    policy = policy or Policy()
    done = decisions(cases.events(case.id))
    settled = {(one.judged.message, one.judged.rule) for one in done if not one.overturned}
    found: list[Proposed] = []
    for number, message in enumerate(case.messages):
        for mark in breaches(message.text, policy):
            if (number, mark.what) not in settled:
                before = earlier(cases, case.id, author, but=(case.id, number))
                found.append(Proposed(message=number, proposal=proposed(mark, policy, earlier=before)))
    return tuple(found)


def earlier(cases: Cases, case: str, author: Digest | None, *, but: tuple[str, int]) -> int:
    """How many comments of the same person were decided to break the policy; the message `but` is not counted."""
    events = list(cases.events(case))
    if author is not None:
        events += [event for event in cases.happened((EventKind.BREACH, EventKind.APPEAL)) if event.case != case]
    return len(
        {
            (one.case, one.judged.message)
            for one in decisions(events)
            if one.counts and (one.case == case or one.judged.author == author)
        }
        - {but}
    )


def decisions(events: Iterable[Event]) -> tuple[Decided, ...]:
    """Every decision among the events of one case or many, as they were written."""
    found = [event for event in events if event.kind in {EventKind.BREACH, EventKind.APPEAL}]
    fallen = {
        (event.case, content.decision)
        for event in found
        if isinstance(content := content_of(event), Appealed) and not content.stands
    }
    return tuple(
        Decided(
            case=event.case, number=event.number, judged=content, by=event.by, at=event.at,
            overturned=(event.case, event.number) in fallen,
        )
        for event in found if isinstance(content := content_of(event), Judged)
    )  # fmt: skip


def decide(
    cases: Cases, case: CaseState, breach: Proposed, taken: Consequence | None, reason: str, *,
    by: Person, policy: Policy | None = None, author: Digest | None = None, once: str | None = None,
) -> CaseState:  # fmt: skip
    """`by` decides what follows from a breach; None: nothing. It is on the record, and nothing is done by it.

    `InputError` where the words do not stand there, the rule is not in force, no reason is given, or `by` may not: a
    bot decides nothing; more than was proposed, or words that no pattern finds, take a manager.
    """
    policy, mark, number = policy or Policy(), breach.proposal.mark, breach.message
    if mark.what not in policy.rules:
        raise InputError("rule", f"'{mark.what}' is not in force; there are: {', '.join(policy.rules)}")
    _open_to_decision(cases, case, number, mark)
    before = earlier(cases, case.id, author, but=(case.id, number))
    due = proposed(mark, policy, earlier=before)

    def plan(state: CaseState, _: datetime) -> Sequence[Happening]:
        text = _quoted(state, number, mark)
        seen = any(one.what == mark.what and overlap(one, mark) for one in breaches(text, policy))
        _may(by, taken, due.consequence, found=seen, reason=reason)
        judged = Judged(
            rule=mark.what, message=number, start=mark.start, end=mark.end, earlier=before,
            found_by="patterns" if seen else "person", proposed=due.consequence, taken=taken,
            days=policy.block_days if taken is Consequence.BLOCK_FOR_A_TIME else None,
            quote=mark.quote, reason=reason, author=author,
        )  # fmt: skip
        return [(EventKind.BREACH, judged)]

    return cases.write(case, plan, by=by, once=once)


def answer_appeal(
    cases: Cases, case: CaseState, decision: int, *, stands: bool, reason: str, by: Person, once: str | None = None
) -> CaseState:
    """An appeal against the decision in event `decision`, answered by somebody else; one that falls counts no more."""

    made = next((one for one in decisions(cases.events(case.id)) if one.number == decision), None)
    if made is None:
        raise InputError("decision", f"event {decision} of this case is no decision on a breach")
    if same_person(made.by, by) or not may(by, Right.SECOND_READ):
        raise InputError("by", "an appeal is answered by another reader than the person who decided; ask one")
    if not reason.strip():
        raise InputError("reason", "is blank; say why")
    answer = Appealed(decision=decision, stands=stands, reason=reason)
    return cases.write(case, lambda *_: [(EventKind.APPEAL, answer)], by=by, once=once)


def _open_to_decision(cases: Cases, case: CaseState, message: int, mark: Mark) -> None:
    for one in decisions(cases.events(case.id)):
        if (one.judged.message, one.judged.rule, one.overturned) == (message, mark.what, False):
            raise InputError("rule", f"is decided for this message, in event {one.number}; answer an appeal to undo it")


def _quoted(state: CaseState, message: int, mark: Mark) -> str:
    text = state.messages[message].text if message < len(state.messages) else ""
    if not mark.quote.strip() or text[mark.start : mark.end] != mark.quote:
        raise InputError("quote", "these words do not stand there; mark the words that break the rule")
    return text


def _may(by: Person, taken: Consequence | None, due: Consequence, *, found: bool, reason: str) -> None:
    if not may(by, Right.EDIT):
        raise InputError("by", f"{by.name}, as {by.role.value}, may not decide this; let a person do it")
    if not reason.strip():
        raise InputError("reason", "is blank; say why")
    if taken is None or by.role is Role.MANAGER:
        return
    if not found:
        raise InputError("by", "no pattern finds a breach in these words; criticism is none, so a manager decides")
    if _STEPS.index(taken) > _STEPS.index(due):
        raise InputError("taken", f"is more than the policy proposes ({due.value}); a manager may go further")
