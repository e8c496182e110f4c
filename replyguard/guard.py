"""The story on one screen: triage, draft, review, revise. Nothing here posts anything."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence

from replyguard import loop
from replyguard.brand import Brand, load_brand
from replyguard.desk import Desk, Reading, Step, Tell
from replyguard.domain.complaint import Complaint
from replyguard.domain.reply import DraftSoFar, ReviewedReply
from replyguard.domain.review import Review
from replyguard.domain.triage import Triage
from replyguard.errors import InputError, ReplyGuardError
from replyguard.policy import Policy, load_policy
from replyguard.settings import Settings


class ReplyGuard:
    """Drafts replies and reviews them: with a model where one is configured, else with the embedded engine.

    settings: read from the environment where not given.
    brand:    its voice and what it may promise; else the file that REPLYGUARD_BRAND names; else none.
    policy:   the comment policy; else the file that REPLYGUARD_POLICY names; else the default one.
    offline:  use the embedded engine even where a model is configured.
    recent:   replies posted lately; one too like them gets the note `rote`.
    callbacks: LangChain callbacks, told of every call to a model. They see what the provider sees: masked text.

    One object serves many threads and event loops. Raises `InputError` for a wrong setting or value, `DataError` for a
    wrong file; a model that fails raises nothing: the embedded engine answers, and the reply says so.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        brand: Brand | None = None,
        policy: Policy | None = None,
        offline: bool = False,
        recent: Sequence[str] = (),
        callbacks: Sequence[object] = (),
    ) -> None:
        given = settings or Settings.read()
        self.settings = given.model_copy(update={"offline": True}) if offline else given
        self.brand = brand or (load_brand(given.brand) if given.brand else Brand())
        self.policy = policy or (load_policy(given.policy) if given.policy else Policy())
        self._desk = Desk(self.settings, self.policy, tuple(recent), callbacks=tuple(callbacks))

    @property
    def model(self) -> str | None:
        """The model that drafts and reviews (`provider:name`), or None for the embedded engine."""
        return self.settings.model_name

    def triage(self, complaint: Complaint) -> Triage:
        """The first look at a complaint: local and instant."""
        from replyguard.triage import read_complaint  # who only reviews has no use for it

        return read_complaint(_checked(complaint), self.policy)

    def reply(self, complaint: Complaint, *, brand: Brand | None = None) -> ReviewedReply:
        """A reviewed reply for a human to judge. `brand`: for this one, in place of the guard's own."""
        return loop.run(self._reply(complaint, brand))

    async def areply(self, complaint: Complaint, *, brand: Brand | None = None) -> ReviewedReply:
        """As `reply`, for code on an event loop. Cancelling it stops the model's call."""
        return await loop.here(self._reply(complaint, brand))

    def review(
        self,
        text: str,
        complaint: Complaint | None = None,
        *,
        facts: Sequence[str] = (),
        channel: str | None = None,
        language: str | None = None,
        brand: Brand | None = None,
    ) -> Review:
        """What a calm reader finds in `text`, whoever wrote it.

        facts, channel: beside the complaint's own, or where there is no complaint at hand.
        language:       the text's, where the caller knows it.
        brand:          for this one, in place of the guard's own.
        """
        return loop.run(self._desk.read(text, self._reading(complaint, facts, channel, language, brand)))

    async def areview(
        self,
        text: str,
        complaint: Complaint | None = None,
        *,
        facts: Sequence[str] = (),
        channel: str | None = None,
        language: str | None = None,
        brand: Brand | None = None,
    ) -> Review:
        """As `review`, for code on an event loop."""
        return await loop.here(self._desk.read(text, self._reading(complaint, facts, channel, language, brand)))

    def replies(self, complaints: Iterable[Complaint]) -> list[ReviewedReply | ReplyGuardError]:
        """A reply for each, in order, `settings.concurrency` at a time; one that could not be made is its error."""
        return loop.run(self._many(complaints))

    async def areplies(self, complaints: Iterable[Complaint]) -> list[ReviewedReply | ReplyGuardError]:
        """As `replies`, for code on an event loop."""
        return await loop.here(self._many(complaints))

    def stream(self, complaint: Complaint, *, brand: Brand | None = None) -> Iterator[Step]:
        """The steps as they happen: a Triage, then Drafts and their Reviews in turn, last the ReviewedReply.

        While a model writes a draft, `DraftSoFar` brings its words. Leaving early stops the model's call.
        """
        return loop.iterate(self._steps(complaint, brand))

    def astream(self, complaint: Complaint, *, brand: Brand | None = None) -> AsyncIterator[Step]:
        """As `stream`, for code on an event loop."""
        # Not a generator round this one: closing it would leave the inner one to be closed some time later.
        return loop.pump(self._steps(complaint, brand))

    def _reading(
        self,
        complaint: Complaint | None,
        facts: Sequence[str],
        channel: str | None,
        language: str | None,
        brand: Brand | None,
    ) -> Reading:
        if complaint is not None:
            _checked(complaint)
        told = complaint.text if complaint else ""
        own = complaint.facts if complaint else ()
        place = channel or (complaint.channel if complaint else "other")
        customer = (complaint.customer if complaint else None) or ""
        return Reading(told, (*own, *facts), place, brand or self.brand, language, customer)

    async def _reply(self, complaint: Complaint, brand: Brand | None, tell: Tell = lambda _: None) -> ReviewedReply:
        triage = self.triage(complaint)
        tell(triage)
        reply = await self._desk.answer(complaint, triage, brand or self.brand, tell)
        tell(reply)
        return reply

    async def _steps(self, complaint: Complaint, brand: Brand | None) -> AsyncIterator[Step]:
        from replyguard.models import streaming  # likewise

        steps: asyncio.Queue[Step | None] = asyncio.Queue()
        with streaming.showing(lambda words: steps.put_nowait(DraftSoFar(text=words))):
            work = asyncio.create_task(self._reply(complaint, brand, steps.put_nowait))
        work.add_done_callback(lambda _: steps.put_nowait(None))
        try:
            while (step := await steps.get()) is not None:
                yield step
            await work
        finally:
            work.cancel()
            await asyncio.wait([work])

    async def _many(self, complaints: Iterable[Complaint]) -> list[ReviewedReply | ReplyGuardError]:
        places = asyncio.Semaphore(self.settings.concurrency)

        async def one(complaint: Complaint) -> ReviewedReply | ReplyGuardError:
            async with places:
                try:
                    return await self._reply(complaint, None)
                except ReplyGuardError as error:
                    return error

        return list(await asyncio.gather(*(one(complaint) for complaint in complaints)))


def _checked(complaint: Complaint) -> Complaint:
    # Who writes without type checks passes the customer's words as they are.
    if not isinstance(complaint, Complaint):
        raise InputError("complaint", "is not a Complaint; write Complaint(text=..., facts=(...,))")
    return complaint
