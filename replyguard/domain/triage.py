"""What is known about a complaint before anybody answers it."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from replyguard.domain.base import Frozen


class Cause(StrEnum):
    """Why the complaint was written. It steers the draft and is never said in the reply."""

    BUSINESS_ERROR = "business_error"
    MISUNDERSTANDING = "misunderstanding"
    DISGRUNTLED_EMPLOYEE = "disgruntled_employee"
    TROLL = "troll"
    UNCLEAR = "unclear"


class Urgency(StrEnum):
    """How fast a person must look. `serious_risk`: injury, threat, discrimination, legal, press or viral."""

    ROUTINE = "routine"
    URGENT = "urgent"
    SERIOUS_RISK = "serious_risk"


class Topic(StrEnum):
    """What went wrong; a complaint can have several."""

    LATE = "late"
    DAMAGED = "damaged"
    WRONG_ITEM = "wrong_item"
    MISSING_ITEM = "missing_item"
    QUALITY = "quality"
    STAFF = "staff"
    PRICE = "price"
    REFUND = "refund"
    NO_ANSWER = "no_answer"
    SAFETY = "safety"
    APP_FAULT = "app_fault"
    BOOKING = "booking"
    ACCOUNT = "account"
    OTHER = "other"


class Mark(Frozen):
    """Words of the complaint that something rests on. `start`, `end`: half-open, in characters of its text."""

    what: str
    start: int = Field(ge=0)
    end: int
    quote: str


class Triage(Frozen):
    """The first look.

    language:      the pack to answer with; "und" where no pack knows the language.
    language_note: a sentence for the user where the language needs one ("Malay, read as Indonesian"), else "".
    confidence:    of the cause, 0 to 1.
    because:       the words the cause rests on.
    breaches:      words that break the comment policy; `what` is the rule (abuse, sara, threat, spam, off_topic).
    personal_data: what must not stand in a public reply; `what` is the kind (phone, email, nik, ...).
    risks:         the words a serious risk rests on; `what` is its kind (injury, threat, legal, ...).
    questions:     what a human must answer before an honest reply is possible, in the complaint's language.
    """

    language: str
    language_note: str = ""
    cause: Cause = Cause.UNCLEAR
    confidence: float = Field(default=0.0, ge=0, le=1)
    because: tuple[Mark, ...] = ()
    topics: tuple[Topic, ...] = (Topic.OTHER,)
    urgency: Urgency = Urgency.ROUTINE
    risks: tuple[Mark, ...] = ()
    breaches: tuple[Mark, ...] = ()
    personal_data: tuple[Mark, ...] = ()
    questions: tuple[str, ...] = ()
