"""What comes out: a draft, and the reply after its reviews."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from pydantic import Field

from replyguard.domain.base import Frozen
from replyguard.domain.review import Review
from replyguard.domain.triage import Triage


class Engine(StrEnum):
    """Who wrote the words: the embedded engine, a language model, or a person."""

    OFFLINE = "offline"
    MODEL = "model"
    PERSON = "person"


class Draft(Frozen):
    """A proposed reply. `questions`: what the writer could not know, for the human; `prompt`: as `draft@1`, if any."""

    text: str = Field(min_length=1)
    engine: Engine
    questions: tuple[str, ...] = ()
    prompt: str | None = None


class DraftSoFar(Frozen):
    """The words of a draft that a model is still writing: `text` is all of them so far. Nobody has read them yet."""

    text: str = Field(min_length=1)


class Attempt(Frozen):
    """One draft and the review it got; a revision of it that was dropped counts here too.

    seconds: wall time of it all.
    tokens:  as the provider counted them.
    cost:    of those tokens, in US dollars; None where a price, or what a call used, is not known.
    models:  which answered, `provider:name`, each once; none where the embedded engine worked alone.
    """

    draft: Draft
    review: Review
    seconds: float = Field(default=0.0, ge=0)
    input_tokens: int = Field(default=0, ge=0)
    output_tokens: int = Field(default=0, ge=0)
    cost: Decimal | None = Decimal(0)
    models: tuple[str, ...] = ()


class ReviewedReply(Frozen):
    """A reply for a human to judge. It has been read; it has not been approved, and nothing was posted.

    engine:   who wrote the final words.
    attempts: every draft with its review, oldest first; the reply is the calmest of them, of equals the last.
    problems: what went wrong on the way and what was done about it, for the user.
    id:       its name in log records and spans.
    """

    text: str
    draft: Draft
    review: Review
    triage: Triage
    engine: Engine
    attempts: tuple[Attempt, ...]
    problems: tuple[str, ...] = ()
    id: str = ""

    @property
    def tokens(self) -> int:
        """All that the models read and wrote for this reply."""
        return sum(attempt.input_tokens + attempt.output_tokens for attempt in self.attempts)

    @property
    def cost(self) -> Decimal | None:
        """What the models cost for this reply, in US dollars; None where that is not known of every call."""
        known = [attempt.cost for attempt in self.attempts if attempt.cost is not None]
        return sum(known, Decimal(0)) if len(known) == len(self.attempts) else None
