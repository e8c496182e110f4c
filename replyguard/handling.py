"""A case at the hands of ReplyGuard: taken up, drafted, heard again, read again; each step goes on record."""

from __future__ import annotations

from replyguard.cases.record import Seen
from replyguard.cases.store import Cases
from replyguard.domain.case import CaseState, Person, Role
from replyguard.domain.complaint import Complaint
from replyguard.domain.review import Review
from replyguard.errors import InputError
from replyguard.guard import ReplyGuard

REPLYGUARD = Person(name="ReplyGuard", role=Role.BOT)
"""Who drafts and reviews, as the record names it."""


def take_up(cases: Cases, guard: ReplyGuard, complaint: Complaint, *, by: Person, once: str | None = None) -> CaseState:
    """A new case with its triage and a draft, reviewed.

    The case stands before anything is drafted: after a crash the same `once` finds it, and goes on from there.
    """
    case = cases.open_case(complaint, by=by, once=once)
    return case if case.versions else draft(cases, guard, case)


def draft(cases: Cases, guard: ReplyGuard, case: CaseState) -> CaseState:
    """Draft for all that the customer has said and all facts that stand; the attempts go on record, the reply last."""
    reply = guard.reply(case.complaint)
    case = cases.triaged(case, reply.triage, by=REPLYGUARD)
    told = [(attempt.draft, attempt.review) for attempt in reply.attempts]
    if told[-1][0] != reply.draft:  # a revision made it worse
        told.append((reply.draft, reply.review))
    for words, review in told:
        case = cases.draft(case, words, by=REPLYGUARD, review=review)
    return case


def hear(cases: Cases, guard: ReplyGuard, case: Seen, text: str, *, by: Person, once: str | None = None) -> CaseState:
    """The customer wrote again: what they say now can make it a serious risk."""
    state = cases.message(case, text, by=by, once=once)
    return cases.triaged(state, guard.triage(state.complaint), by=REPLYGUARD)


def write(cases: Cases, guard: ReplyGuard, case: CaseState, text: str, *, by: Person) -> CaseState:
    """What a person typed, read as strictly as a draft. `CaseChanged`, with both texts, where another was faster."""
    if not text.strip():
        raise InputError("text", "is blank; write the reply")
    return cases.edit(case, text, by=by, review=guard.review(text, case.complaint))


def reviewed(cases: Cases, guard: ReplyGuard, case: CaseState) -> CaseState:
    """The case with its newest text read as the case now stands: again, where a message or a fact came since."""
    if case.text is None:
        raise InputError("case", "has no reply yet; draft one, or write it with: replyguard case edit")
    if case.review_of(case.text) is not None:
        return case
    return cases.review(case, case.text, guard.review(case.text, case.complaint), by=REPLYGUARD)


def review_of(case: CaseState) -> Review | None:
    """The review of the newest text, as the case now stands; None where nobody has read it so."""
    return case.review_of(case.text) if case.text is not None else None
