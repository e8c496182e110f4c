"""What each kind of event holds, and which of it is personal and may have to be erased by law."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import AwareDatetime, Field, ValidationError

from replyguard.domain.base import Frozen
from replyguard.domain.breach import Consequence
from replyguard.domain.case import ERASED, Approval, Digest, EventKind, Person
from replyguard.domain.complaint import Fact, input_error
from replyguard.domain.reply import Engine
from replyguard.domain.review import Category, Review, Severity, Verdict
from replyguard.domain.triage import Cause, Topic, Triage, Urgency

Personal = "personal"
"""Marks a field whose words can name somebody: it is stored apart, and erased with a request to be forgotten.

Its default is what is read once it has been erased.
"""

Words = Annotated[str, Field(max_length=100_000), Personal]
# Where a review stands in public can say who wrote it.
Link = Annotated[str, Field(pattern=r"^https?://[^\s\x00-\x1f]{1,2000}$"), Personal]
Phrase = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[^\x00-\x1f\x7f]+$")]


class Content(Frozen):
    """What an event of one kind says."""

    @classmethod
    def told(cls, **fields: Any) -> Self:
        """What somebody tells; an `InputError` names the first field that is wrong."""
        try:
            return cls(**fields)
        except ValidationError as error:
            raise input_error(error) from None


class Opened(Content):
    channel: str
    language: str | None = None
    text: Words = ERASED
    customer: Annotated[str | None, Personal] = None


class Said(Content):
    text: Words = ERASED


class Triaged(Content):
    """The counts stay when the words go, so that a week's causes can still be told."""

    language: str
    cause: Cause
    topics: tuple[Topic, ...]
    urgency: Urgency
    breaches: tuple[str, ...]
    triage: Annotated[Triage | None, Personal] = None

    @classmethod
    def of(cls, triage: Triage) -> Triaged:
        """The triage whole, and what of it may be counted for ever."""
        return cls(
            language=triage.language, cause=triage.cause, topics=triage.topics, urgency=triage.urgency,
            breaches=tuple(mark.what for mark in triage.breaches), triage=triage,
        )  # fmt: skip


class Stated(Content):
    """A fact that is confirmed or, where not `stands`, withdrawn."""

    stands: bool = True
    fact: Annotated[Fact | None, Personal] = None


class Written(Content):
    text_digest: Digest
    engine: Engine
    text: Words = ERASED


class Flag(Frozen):
    """A finding without its words: for counting."""

    category: Category
    severity: Severity
    reader: str


class Read(Content):
    text_digest: Digest
    state_digest: Digest
    verdict: Verdict
    language: str
    checked_by: tuple[str, ...]
    flags: tuple[Flag, ...]
    review: Annotated[Review | None, Personal] = None

    @classmethod
    def of(cls, review: Review, *, text_digest: Digest, state_digest: Digest) -> Read:
        """The review whole, and what of it may be counted for ever."""
        found = (*review.findings, *review.notes)
        return cls(
            text_digest=text_digest, state_digest=state_digest, verdict=review.verdict, language=review.language,
            checked_by=review.checked_by, review=review,
            flags=tuple(Flag(category=one.category, severity=one.severity, reader=one.reader) for one in found),
        )  # fmt: skip


class Overruled(Content):
    text_digest: Digest
    category: Category
    start: int = Field(ge=0)
    end: int
    reason: Words = ERASED


class Decided(Content):
    what: Phrase
    reason: Words = ERASED


class Approved(Content):
    approval: Approval


class ReadAgain(Content):
    text_digest: Digest
    state_digest: Digest
    agrees: bool
    note: Words = ERASED


class Voided(Content):
    """`signatures`: of the approvals that are no longer in force."""

    signatures: tuple[Digest, ...]
    because: Phrase


class Posted(Content):
    """`signature`: of the approval that this post used up."""

    text_digest: Digest
    signature: Digest | None = None
    text: Words = ERASED
    link: Link = ERASED


class Held(Content):
    """A holding reply stands in public, and `owner` answers before `due`."""

    text_digest: Digest
    owner: Person
    due: AwareDatetime
    signature: Digest | None = None
    text: Words = ERASED
    link: Link = ERASED


class Promised(Content):
    """A holding reply was written that says: `owner` answers before `due`."""

    text_digest: Digest
    owner: Person
    due: AwareDatetime


class Due(Content):
    due: AwareDatetime | None


class Paused(Content):
    reason: Words = ERASED


class Resumed(Content):
    pass


class Judged(Content):
    """What a person decided about words that break the comment policy.

    message:    its place among the customer's messages, from 0. `start`, `end`: half-open, in characters of it.
    proposed:   by the policy, after `earlier` breaches; `taken`: by the person, None where nothing follows.
    days:       how long a block for a time lasts.
    author:     a keyed digest of who wrote it, for counting; None where the platform does not say.
    """

    rule: Phrase
    message: int = Field(ge=0)
    start: int = Field(ge=0)
    end: int
    found_by: Literal["patterns", "person"]
    earlier: int = Field(ge=0)
    proposed: Consequence
    taken: Consequence | None
    days: int | None = None
    quote: Words = ERASED
    reason: Words = ERASED
    author: Annotated[Digest | None, Personal] = None


class Appealed(Content):
    """An appeal against the decision in event `decision`, answered; where it does not stand, it counts no more."""

    decision: int = Field(ge=1)
    stands: bool
    reason: Words = ERASED


class Ended(Content):
    what: Phrase
    note: Words = ERASED


class Erased(Content):
    """`numbers`: of the events whose personal part was blanked."""

    numbers: tuple[int, ...]
    basis: Phrase


CONTENTS: dict[EventKind, type[Content]] = {
    EventKind.OPENED: Opened,
    EventKind.MESSAGE: Said,
    EventKind.TRIAGED: Triaged,
    EventKind.FACT: Stated,
    EventKind.DRAFT: Written,
    EventKind.EDIT: Written,
    EventKind.REVIEW: Read,
    EventKind.DISMISSAL: Overruled,
    EventKind.DECISION: Decided,
    EventKind.APPROVAL: Approved,
    EventKind.SECOND_READ: ReadAgain,
    EventKind.VOIDED: Voided,
    EventKind.POSTED: Posted,
    EventKind.PROMISE: Promised,
    EventKind.HELD: Held,
    EventKind.DUE: Due,
    EventKind.PAUSED: Paused,
    EventKind.RESUMED: Resumed,
    EventKind.BREACH: Judged,
    EventKind.APPEAL: Appealed,
    EventKind.OUTCOME: Ended,
    EventKind.ERASED: Erased,
}


def split(content: Content) -> tuple[dict[str, Any], dict[str, Any]]:
    """What stays for good, and what is personal, as plain values that JSON knows."""
    personal = {name for name, field in type(content).model_fields.items() if Personal in field.metadata}
    # Through JSON: a time or an enumeration is stored as text, and comes back as it was.
    return content.model_dump(mode="json", exclude=personal), content.model_dump(mode="json", include=personal)
