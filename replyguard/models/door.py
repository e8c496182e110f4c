"""The one door to language models: LangChain's chat models, bounded in time and money, with failures in our words."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Generic

from replyguard.errors import AnswerUnusable, BudgetSpent, ModelError, ModelRejected, ModelUnavailable
from replyguard.models.answers import Answer, parsed
from replyguard.models.budget import ROOM, Budget, estimated
from replyguard.models.circuit import PAUSED
from replyguard.models.deadline import Deadline, current
from replyguard.models.failures import SLOW, Failure, Health
from replyguard.models.limiter import Limiter
from replyguard.models.line import NOT_INSTALLED, Line
from replyguard.models.methods import Method, said
from replyguard.models.prices import Tokens
from replyguard.models.prompts import Messages
from replyguard.models.usage import count
from replyguard.settings import Settings

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage

SPENT = "The time for this reply is used up. Try again, raise REPLYGUARD_DEADLINE_SECONDS, or go on with --offline."

_GRACE = 0.1  # seconds; a try ends by itself at the deadline, and says why

# Each provider has its own word for why it stopped.
_FINISH = ("finish_reason", "stop_reason", "done_reason", "stopReason")


@dataclass(frozen=True)
class Answered(Generic[Answer]):
    """An answer of the asked form.

    Tokens: of the try that gave it, as the provider counted them; `seconds`: wall time of all tries; `model`: which
    answered, `provider:name`.
    """

    answer: Answer
    input_tokens: int
    output_tokens: int
    seconds: float
    model: str


@dataclass
class _Asking(Generic[Answer]):
    """One question put to one line.

    tokens:  the prompt's, estimated.
    end:     when the time is up, or another line's begins.
    counted: whether the limiter knows already of the next call.
    """

    line: Line
    messages: Messages
    shape: type[Answer]
    tokens: int
    end: Deadline
    method: Method
    counted: bool


class Door:
    """Asks the model that the settings name, and where that one does not help the fallback, if one is named.

    Models are made at the first question. Of questions nothing is kept; of a model, whether it is up and how it wants
    to be asked. Ask on one event loop only (`replyguard.loop`). A `DataError` where the file of prices is wrong.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        names = dict.fromkeys(filter(None, (settings.model_name, settings.fallback_model)))
        self._lines = tuple(Line(name, settings) for name in names)
        self._budget = Budget(settings)
        self._limiter = Limiter(settings.requests_per_minute, settings.tokens_per_minute)

    async def ask(self, messages: Messages, shape: type[Answer]) -> Answered[Answer]:
        """An answer to `messages` in the form of `shape`, within the deadline that holds here.

        Raises `ModelUnavailable`, `ModelRejected`, `AnswerUnusable`, or `BudgetSpent` where time or allowance are over.
        """
        deadline, tokens = current() or Deadline(self._settings.deadline_seconds), estimated(messages, shape)
        deadline.extend(await self._limiter.place(tokens + ROOM))
        try:
            async with asyncio.timeout(deadline.remaining() + _GRACE):
                outcome = await self._in_turn(messages, shape, tokens, deadline)
        except TimeoutError:
            outcome = BudgetSpent(SPENT)
        # Raised out here, it has no cause or context: theirs may quote the key or the complaint.
        if isinstance(outcome, ModelError):
            raise outcome
        return outcome

    async def _in_turn(
        self, messages: Messages, shape: type[Answer], tokens: int, deadline: Deadline
    ) -> Answered[Answer] | ModelError:
        """The first line that answers; else what was wrong with the first."""
        errors, counted = [], True
        for line in self._lines:
            end = deadline if line is self._lines[-1] else self._share(deadline)
            asking = _Asking(line, messages, shape, tokens, end, line.methods.best, counted)
            outcome, counted = await self._answer(asking), asking.counted
            if isinstance(outcome, Answered):
                return outcome
            errors.append(outcome.error)
            # What a model refuses or garbles is no reason to ask around until one says yes.
            if isinstance(outcome.error, AnswerUnusable) and outcome.health is not Health.DOWN:
                break
        if counted:  # left alone, or over budget: whoever waits behind need not wait for a call that nobody made
            self._limiter.count(-1, -tokens - ROOM)
        return errors[0]

    def _share(self, deadline: Deadline) -> Deadline:
        """A part of `deadline` that leaves a try's time, or half, for the next line."""
        left = deadline.remaining()
        return Deadline(left - min(self._settings.try_seconds, left / 2))

    async def _answer(self, asking: _Asking[Answer]) -> Answered[Answer] | Failure:
        if (rejected := await asking.line.ready()) is not None:
            return Failure(rejected)
        try:
            from replyguard.models.retry import Setback, persistently
        except ImportError:
            return Failure(ModelRejected(NOT_INSTALLED))
        start = time.monotonic()

        async def once() -> Answered[Answer]:
            outcome = await self._try(asking)
            if isinstance(outcome, Failure):
                raise Setback(outcome)
            return replace(outcome, seconds=time.monotonic() - start)

        try:
            return await persistently(once, tries=self._settings.tries, seconds=asking.end.remaining())
        except Setback as setback:
            return setback.failure

    async def _try(self, asking: _Asking[Answer]) -> Answered[Answer] | Failure:
        outcome = await self._call(asking)
        methods = asking.line.methods
        if isinstance(outcome, Answered):
            methods.worked(asking.method)
        elif outcome.form and (other := methods.after(asking.method, refused=outcome.free)) is not None:
            asking.method = other
            if outcome.free:  # refused before it was read: the question is still to be asked
                return await self._try(asking)
        return outcome

    async def _call(self, asking: _Asking[Answer]) -> Answered[Answer] | Failure:
        line = asking.line
        if not line.circuit.admits():
            return Failure(ModelUnavailable(PAUSED), health=Health.UNSAID, free=True)
        try:
            booking = await self._budget.book(line.name, asking.tokens)
        except BudgetSpent as error:
            return Failure(error, health=Health.UNSAID, free=True)
        if not asking.counted:
            self._limiter.count(1, asking.tokens + ROOM)
        asking.counted = False
        message = await self._message(asking)
        if isinstance(message, Failure):
            if message.free:
                await self._budget.settle(booking, None)
            else:
                count(cost=None)  # it may be billed, and nobody says how much
            return message
        used = _used(message)
        if used is not None:
            await self._budget.settle(booking, used)
        return self._judged(message, used, asking)

    async def _message(self, asking: _Asking[Answer]) -> AIMessage | Failure:
        """What the line gives within a try's time; the circuit hears of it."""
        longest, line = self._settings.try_seconds, asking.line
        seconds = min(longest, asking.end.remaining())
        message = await line.call(asking.messages, asking.shape, asking.method, seconds)
        if not isinstance(message, Failure):
            line.circuit.succeeded()
            return message
        if message.error.advice == SLOW and seconds < longest:
            # The deadline ended it. Only a try that had fair time says something of the provider.
            fair = seconds >= min(longest, self._settings.deadline_seconds) / 2
            message = Failure(BudgetSpent(SPENT), health=Health.DOWN if fair else Health.UNSAID)
        if message.health is Health.DOWN:
            line.circuit.failed()
        elif message.health is Health.UP:
            line.circuit.succeeded()
        return message

    def _judged(self, message: AIMessage, used: Tokens | None, asking: _Asking[Answer]) -> Answered[Answer] | Failure:
        model, spent = asking.line.name, used or Tokens(0, 0)
        cost = None if used is None else self._budget.cost(model, used)
        self._limiter.count(0, spent.total - asking.tokens - ROOM if used else 0)
        try:
            answer = _parsed(message, asking.shape)
        except AnswerUnusable as error:
            count(input_tokens=spent.input, output_tokens=spent.output, cost=cost)
            return Failure(error, form=error.retryable)
        count(input_tokens=spent.input, output_tokens=spent.output, cost=cost, models=(model,))
        return Answered(answer, spent.input, spent.output, 0.0, model)


def _used(message: AIMessage) -> Tokens | None:
    """What the provider counted; None where it says nothing."""
    told = message.usage_metadata
    if told is None:
        return None
    cached = told.get("input_token_details", {}).get("cache_read", 0) or 0
    return Tokens(told["input_tokens"], told["output_tokens"], cached)


def _parsed(message: AIMessage, shape: type[Answer]) -> Answer:
    told = message.response_metadata
    finish = next((told[name] for name in _FINISH if told.get(name)), "")
    refusal = bool(message.additional_kwargs.get("refusal"))
    return parsed(said(message), shape, finish=str(finish), refusal=refusal)
