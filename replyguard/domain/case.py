"""A case: all that happened to one complaint, and what follows from it."""

from __future__ import annotations

import json
from enum import StrEnum
from hashlib import sha256
from typing import Annotated, Any

from pydantic import AwareDatetime, Field, StringConstraints

from replyguard.domain.base import Frozen
from replyguard.domain.complaint import LONGEST_COMPLAINT, Complaint
from replyguard.domain.reply import Engine
from replyguard.domain.review import Category, Review
from replyguard.domain.triage import Triage

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""A SHA-256, in hex."""

ERASED = "[erased]"
"""Stands where the customer's words stood before they were erased by law."""


class Role(StrEnum):
    """What somebody does here. A bot drafts and asks the gate; it never approves."""

    AGENT = "agent"
    READER = "reader"
    MANAGER = "manager"
    BOT = "bot"


class Person(Frozen):
    """Who did it. `name`: as the business knows them, one line, 1 to 80 characters."""

    name: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80, pattern=r"^[^\x00-\x1f\x7f]+$")
    ]
    role: Role


class EventKind(StrEnum):
    """What can happen to a case; what each holds stands in `cases/contents.py`."""

    OPENED = "opened"
    MESSAGE = "message"
    TRIAGED = "triaged"
    FACT = "fact"
    DRAFT = "draft"
    EDIT = "edit"
    REVIEW = "review"
    DISMISSAL = "dismissal"
    DECISION = "decision"
    APPROVAL = "approval"
    SECOND_READ = "second_read"
    VOIDED = "voided"
    POSTED = "posted"
    PROMISE = "promise"
    HELD = "held"
    DUE = "due"
    PAUSED = "paused"
    RESUMED = "resumed"
    BREACH = "breach"
    APPEAL = "appeal"
    OUTCOME = "outcome"
    ERASED = "erased"


class Event(Frozen):
    """One thing that happened; it is never changed.

    number:   from 1, without a gap, within its case.
    content:  what stays for good; `personal`: what the law may have erased, then None.
    salt:     hides `personal` from guesses at its `seal`; erased with it.
    seal:     SHA-256 of salt and personal part; it outlives both.
    previous: the digest of the event before, 64 zeros for the first; `digest`: of this event and, by it, all before.
    once:     the caller's name for this write, where given: the same write asked for twice happens once.
    """

    case: str
    number: int = Field(ge=1)
    kind: EventKind
    at: AwareDatetime
    by: Person
    content: dict[str, Any]
    personal: dict[str, Any] | None
    salt: str
    seal: Digest
    previous: Digest
    digest: Digest
    once: str | None = None


class Message(Frozen):
    """The customer's words. The first is the complaint; `at`: when we learnt of them."""

    text: str
    at: AwareDatetime


class ConfirmedFact(Frozen):
    """A sentence that somebody in the business vouches for."""

    text: str
    by: Person
    at: AwareDatetime


class Version(Frozen):
    """A draft or a human's edit of the reply. `number`: of its event; `digest`: of the text; `by`: who wrote it."""

    number: int
    text: str
    digest: Digest
    by: Person
    at: AwareDatetime
    engine: Engine


class Reviewed(Frozen):
    """A review of exactly one text, in one state of the case."""

    number: int
    text_digest: Digest
    state_digest: Digest
    review: Review
    at: AwareDatetime


class Dismissal(Frozen):
    """A finding that a person overruled, and why. `start`, `end`: half-open, in characters of its text."""

    text_digest: Digest
    category: Category
    start: int
    end: int
    reason: str
    by: Person
    at: AwareDatetime


class SecondReading(Frozen):
    """What another person made of the text. `note`: their words, "" where none."""

    text_digest: Digest
    state_digest: Digest
    agrees: bool
    note: str
    by: Person
    at: AwareDatetime


class Decision(Frozen):
    """What a person decided about the case (`what`: one word or a short phrase), and why."""

    what: str
    reason: str
    by: Person
    at: AwareDatetime


class Approval(Frozen):
    """Somebody's word that exactly this text may be posted in exactly this state of the case.

    text_digest, state_digest: of the text, and of what it answers.
    expires:   from then on it opens nothing.
    signature: HMAC-SHA-256 over the rest, in hex; who holds the key can check it without the database.
    """

    case: str
    text_digest: Digest
    state_digest: Digest
    by: Person
    at: AwareDatetime
    expires: AwareDatetime
    second_reader: Person | None = None
    signature: Digest


class Posting(Frozen):
    """What was posted, and where it stands. `holding`: it only says that an answer will come."""

    text_digest: Digest
    text: str
    link: str
    by: Person
    at: AwareDatetime
    holding: bool = False


class Promise(Frozen):
    """What the holding reply of this digest says, posted or not: `owner` answers before `due`."""

    text_digest: Digest
    owner: Person
    due: AwareDatetime


class FollowUp(Frozen):
    """What a holding reply promised: `owner` answers before `due`."""

    text: str
    owner: Person
    due: AwareDatetime
    at: AwareDatetime


class Outcome(Frozen):
    """How it ended (`what`: one word or a short phrase)."""

    what: str
    note: str
    by: Person
    at: AwareDatetime


class CaseState(Frozen):
    """What the events of a case say, folded.

    version:  the number of the last event; a write names the version it saw.
    messages: the complaint and every later message of the customer, oldest first.
    facts:    those confirmed and not withdrawn since.
    versions: every draft and edit of the reply, oldest first.
    reviews, dismissals, second_reads: all of them, oldest first; each names its text by digest.
    approvals: those not voided and not used up by a post; time may have ended them all the same.
    policy:   the version of the comment policy in force when the case was read.
    paused:   the pause this case was put under, with its reason; None where there is none.
    broken:   the number of the first event that was changed behind our back; None where the chain holds.
    """

    id: str
    version: int = Field(ge=1)
    opened_at: AwareDatetime
    changed_at: AwareDatetime | None = None
    channel: str
    language: str | None = None
    customer: str | None = None
    messages: tuple[Message, ...] = Field(min_length=1)
    facts: tuple[ConfirmedFact, ...] = ()
    triage: Triage | None = None
    versions: tuple[Version, ...] = ()
    reviews: tuple[Reviewed, ...] = ()
    dismissals: tuple[Dismissal, ...] = ()
    second_reads: tuple[SecondReading, ...] = ()
    decisions: tuple[Decision, ...] = ()
    approvals: tuple[Approval, ...] = ()
    posted: tuple[Posting, ...] = ()
    promises: tuple[Promise, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    due_at: AwareDatetime | None = None
    paused: str | None = None
    outcome: Outcome | None = None
    policy: str = ""
    erased: bool = False
    broken: int | None = None

    @property
    def complaint(self) -> Complaint:
        """All the customer said, with the facts that stand: what a reply is drafted for and reviewed against.

        Of more than 20,000 characters, the first message and the newest words stay.
        """
        text = "\n\n".join(message.text for message in self.messages)
        if len(text) > LONGEST_COMPLAINT:
            first = self.messages[0].text[: LONGEST_COMPLAINT // 2]
            text = f"{first}\n\n{text[len(first) + 2 - LONGEST_COMPLAINT :]}"
        facts = tuple(fact.text for fact in self.facts if fact.text)
        return Complaint(
            text=text, facts=facts, channel=self.channel, language=self.language, customer=self.customer or None
        )

    @property
    def text(self) -> str | None:
        """The reply as it now stands; None before the first draft."""
        return self.versions[-1].text if self.versions else None

    @property
    def state_digest(self) -> Digest:
        """SHA-256 of all that an approval depends on: each message, each fact that stands, and the policy."""
        said = [message.text for message in self.messages]
        return sha256_of(json.dumps([self.id, said, [fact.text for fact in self.facts], self.policy]))

    def review_of(self, text: str) -> Review | None:
        """The newest review of exactly `text` as the case now stands; None where nobody has reviewed that."""
        wanted = (sha256_of(text), self.state_digest)
        found = (seen.review for seen in reversed(self.reviews) if (seen.text_digest, seen.state_digest) == wanted)
        return next(found, None)


def sha256_of(text: str) -> Digest:
    """SHA-256 of the text, in hex. A half character counts as itself, so that no two texts share a digest."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
