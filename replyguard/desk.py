"""Where a reply is worked out: a draft, its review, and what the review asks for, bounded in time and rounds."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from replyguard import observing
from replyguard.brand import Brand
from replyguard.cooldown.reader import Context
from replyguard.cooldown.reviewer import Reviewer, check_reply
from replyguard.domain.complaint import Complaint
from replyguard.domain.reply import Attempt, Draft, DraftSoFar, Engine, ReviewedReply
from replyguard.domain.review import Review, Severity, Verdict
from replyguard.domain.triage import Triage, Urgency
from replyguard.errors import AnswerUnusable, InputError, ModelError
from replyguard.languages.identify import identify
from replyguard.languages.pack import available, load
from replyguard.models.deadline import within
from replyguard.models.usage import Usage, counting
from replyguard.revising.rewrites import Rewriter
from replyguard.revising.wanting import wanting
from replyguard.settings import Settings

if TYPE_CHECKING:
    from replyguard.drafting.composer import Composer
    from replyguard.policy import Policy
    from replyguard.team import Team

Step = Triage | DraftSoFar | Draft | Review | ReviewedReply
Tell = Callable[[Step], None]

UNKNOWN = "und"
FALLBACK = "The embedded engine went on in its place."
MISQUOTED = (
    "The model found fault with words that do not stand in the text, so its reading does not count. "
    "Try again, or choose another model with REPLYGUARD_MODEL."
)


@dataclass
class _Case:
    """One complaint on the desk.

    problem:   why the model is asked no more; "" while it is well.
    revisions: those begun, whoever wrote the draft.
    """

    complaint: Complaint
    triage: Triage
    brand: Brand
    context: Context
    tell: Tell
    problem: str = ""
    attempts: list[Attempt] = field(default_factory=list)
    revisions: int = 0

    def charge(self, usage: Usage, seconds: float) -> None:
        """What a revision cost that came to nothing stands with the draft that it was to revise."""
        last = self.attempts[-1]
        spent = Usage(last.input_tokens, last.output_tokens, last.cost, last.models)
        spent.add(usage)
        self.attempts[-1] = last.model_copy(
            update={
                "seconds": last.seconds + seconds,
                "input_tokens": spent.input_tokens,
                "output_tokens": spent.output_tokens,
                "cost": spent.cost,
                "models": spent.models,
            }
        )

    def give_way(self, error: ModelError) -> None:
        """The model is asked no more for this reply."""
        self.problem = f"{error.advice} {FALLBACK}"
        observing.happened("gave_way", error=type(error).__name__, retryable=error.retryable)


class Desk:
    """Drafts, reads and revises. A model that fails gives way to the embedded engine for the rest of the reply.

    callbacks: LangChain's, told of every call to a model.
    readers:   names of the offline readers to ask, all where empty; only who measures leaves some out.
    """

    def __init__(
        self,
        settings: Settings,
        policy: Policy,
        recent: tuple[str, ...],
        *,
        callbacks: Sequence[object] = (),
        readers: Collection[str] = (),
    ) -> None:
        self._settings, self._policy, self._recent = settings, policy, recent
        self._callbacks = callbacks
        self._rewriter = Rewriter()
        self._team = _team(settings)
        self._reviewer = Reviewer(
            self._team.reader if self._team else None, require_model=settings.require_model_review, only=readers
        )

    @cached_property
    def _composer(self) -> Composer:
        from replyguard.drafting.composer import Composer  # who only reviews writes nothing

        return Composer()

    async def answer(self, complaint: Complaint, triage: Triage, brand: Brand, tell: Tell) -> ReviewedReply:
        """A draft, revised until the review has nothing left or the rounds are used up."""
        code = triage.language if triage.language in available() else "en"
        context = Context.of(load(code), complaint, brand, recent=self._recent)
        case = _Case(complaint, triage, brand, context, tell)
        with self._working("reply") as told:
            await self._rounds(case, self._draft)
            if problem := _wanting(case.attempts[-1], case):
                case.give_way(AnswerUnusable(problem))
                await self._rounds(case, self._compose)
            reply = _best(case)
            told.update(
                _seen(reply.review), engine=reply.engine.value, attempts=len(reply.attempts), tokens=reply.tokens
            )
        return reply

    async def read(self, text: str, case: Reading) -> Review:
        """The review of a text, whoever wrote it; in a language that no pack reads it is `unreviewed`."""
        check_reply(text)
        code, note = _language(text, case)
        if code == UNKNOWN:
            return Review(verdict=Verdict.UNREVIEWED, problems=(note,))
        context = Context(
            load(code), case.complaint, case.facts, case.channel, case.brand, self._recent, customer=case.customer
        )
        with self._working("review") as told, counting() as usage:
            review = await self._reviewer.review(text, context)
            told.update(_seen(review))
        review = self._doubted(review, usage.dropped)
        return review.model_copy(update={"problems": (*((note,) if note else ()), *review.problems)})

    async def _rounds(self, case: _Case, step: Callable[[_Case], Awaitable[Draft | None]]) -> None:
        """A draft, and its revisions while there are any left."""
        flagged = await self._attempt(case, step)
        while flagged and case.revisions < self._settings.revisions:
            case.revisions += 1
            flagged = await self._attempt(case, self._revise)

    async def _attempt(self, case: _Case, step: Callable[[_Case], Awaitable[Draft | None]]) -> bool:
        """One draft and its review, kept; True where there is something to revise."""
        start = time.monotonic()
        with counting() as usage:
            with observing.step("revise" if case.attempts else "draft") as told:
                draft = await step(case)
                told["engine"] = draft.engine.value if draft else "none"
            if draft is None:
                case.charge(usage, time.monotonic() - start)
                return False
            case.tell(draft)
            with observing.step("read") as told:
                review = await self._reviewer.review(draft.text, case.context, skip_model=case.problem)
                told.update(_seen(review))
        review = self._doubted(review, usage.dropped)
        case.tell(review)
        case.attempts.append(
            Attempt(
                draft=draft,
                review=review,
                seconds=time.monotonic() - start,
                input_tokens=usage.input_tokens,
                output_tokens=usage.output_tokens,
                cost=usage.cost,
                models=usage.models,
            )
        )
        return review.flagged

    def _doubted(self, review: Review, dropped: int) -> Review:
        """A model that saw faults, but none in words that stand in the text, has not read this text."""
        if not dropped or review.verdict is not Verdict.READY:
            return review.model_copy(update={"dropped": dropped})
        theirs = self._team.reader.name if self._team else ""
        changed: dict[str, object] = {
            "checked_by": tuple(name for name in review.checked_by if name != theirs),
            "problems": (*review.problems, MISQUOTED),
            "dropped": dropped,
        }
        if self._settings.require_model_review:
            changed["verdict"] = Verdict.UNREVIEWED
        return review.model_copy(update=changed)

    async def _draft(self, case: _Case) -> Draft:
        # A serious risk gets a holding draft of fixed wording: a person writes the rest, not a model.
        if self._team is not None and case.triage.urgency is not Urgency.SERIOUS_RISK:
            try:
                return await self._team.writer.draft(case.complaint, case.triage, case.brand, self._policy)
            except ModelError as error:
                case.give_way(error)
        return await self._compose(case)

    async def _compose(self, case: _Case) -> Draft:
        return self._composer.compose(case.complaint, case.triage, case.brand, self._policy)

    async def _revise(self, case: _Case) -> Draft | None:
        last = case.attempts[-1]
        if self._team is not None and last.draft.engine is Engine.MODEL and not case.problem:
            try:
                revised = await self._team.reviser.revise(last.draft, last.review, case.context)
            except ModelError as error:
                case.give_way(error)
            else:
                if revised is not None:
                    return revised
        return self._rewriter.revise(last.draft, last.review)

    @contextmanager
    def _working(self, name: str) -> Iterator[observing.Told]:
        """What holds for all the work on one reply, or one review: its time, its allowance, and who looks on."""
        with (
            within(self._settings.deadline_seconds),
            self._team.on_one_reply(self._callbacks) if self._team else nullcontext(),
            observing.whole(name) as told,
        ):
            yield told


def _team(settings: Settings) -> Team | None:
    """None where the embedded engine is to work alone."""
    if settings.model_name is None:
        return None
    from replyguard.team import gather  # all that it takes to ask a model is loaded only where there is one

    return gather(settings)


@dataclass(frozen=True)
class Reading:
    """What is known beside a text that somebody typed.

    language: None where it is to be found out.
    customer: whose name no model is shown.
    """

    complaint: str
    facts: tuple[str, ...]
    channel: str
    brand: Brand
    language: str | None = None
    customer: str = ""


def _best(case: _Case) -> ReviewedReply:
    said = [attempt for attempt in case.attempts if not _wanting(attempt, case)]
    best = min(reversed(said or case.attempts), key=lambda attempt: _weight(attempt.review))
    return ReviewedReply(
        text=best.draft.text,
        draft=best.draft,
        review=best.review,
        triage=case.triage,
        engine=best.draft.engine,
        attempts=tuple(case.attempts),
        problems=(case.problem,) if case.problem else (),
        id=observing.reply_id(),
    )


def _wanting(attempt: Attempt, case: _Case) -> str:
    return wanting(attempt.draft, case.context, case.triage.cause)


def _seen(review: Review) -> observing.Told:
    return {
        "verdict": review.verdict.value,
        "findings": len(review.findings),
        "language": review.language,
        "readers": "+".join(review.checked_by),
    }


def _weight(review: Review) -> tuple[int, int]:
    severities = [finding.severity for finding in review.findings]
    return severities.count(Severity.BLOCK), severities.count(Severity.WARN)


def _language(text: str, case: Reading) -> tuple[str, str]:
    """The pack to read with, or `und`, and a sentence for the user where there is one to say."""
    if case.language is not None:
        if case.language not in available():
            raise InputError("language", f"no pack reads '{case.language}'; there are: {', '.join(available())}")
        return case.language, ""
    found = identify(text)
    if not found.sure and case.complaint:
        theirs = identify(case.complaint)
        return (theirs.code, theirs.note) if theirs.code != UNKNOWN else (found.code, found.note)
    return found.code, found.note
