"""What may be spent, checked before each call: for one reply, and for one day.

A call is booked in advance: its prompt by an estimate that is rather too high, and room for an answer. One that would
go over a limit is not made. When the provider has counted, the booking is put right; where it says nothing (a call that
timed out may be billed all the same), the booking stays. An answer that is longer than the room for it may go over a
limit by the difference, once for each call under way; the next call is refused.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal

from replyguard.domain.base import Frozen
from replyguard.errors import BudgetSpent
from replyguard.models.answers import schema_text
from replyguard.models.ledger import FileLedger, Ledger, Limits, MemoryLedger, Spent, usual_file
from replyguard.models.prices import NANO, Prices, Tokens
from replyguard.models.prompts import Messages
from replyguard.settings import OFFICIAL_URL, Settings

ROOM = 1_000  # tokens for an answer; a reply and its findings have a few hundred

REPLY_SPENT = (
    "What one reply may cost is used up. Raise REPLYGUARD_REPLY_TOKENS or REPLYGUARD_REPLY_DOLLARS, "
    "or go on with --offline."
)
DAY_SPENT = (
    "What may be spent today (UTC) is used up. Raise REPLYGUARD_DAY_TOKENS or REPLYGUARD_DAY_DOLLARS, "
    "or go on with --offline."
)
UNPRICED = (
    "Nobody said what {model} costs, so a limit in dollars cannot be kept. Give its price with REPLYGUARD_PRICES, "
    "set a limit in tokens, or go on with --offline."
)


_BYTES = 3  # of UTF-8 in a token, at the least: prose has four and more in English, three and more in Indonesian
_FRAME = 30  # tokens that a provider puts round the turns


def estimated(messages: Messages, shape: type[Frozen]) -> int:
    """About how many tokens the prompt has, its schema included: rather too many, for a call is booked by it."""
    text = messages.system + messages.user + schema_text(shape)
    return len(text.encode("utf-8", "replace")) // _BYTES + _FRAME


@dataclass
class _Reply:
    spent: Spent = field(default_factory=Spent)


_reply: ContextVar[_Reply | None] = ContextVar("reply", default=None)


@contextmanager
def one_reply() -> Iterator[None]:
    """What is asked inside is one reply's, and keeps to its limits together."""
    token = _reply.set(_Reply())
    try:
        yield
    finally:
        _reply.reset(token)


@dataclass(frozen=True)
class Booking:
    """An amount booked in advance. `model`: `provider:name`; `reply`: whose it is."""

    model: str
    amount: Spent
    day: str
    reply: _Reply


class Budget:
    """Books each call, and refuses those beyond the limits."""

    def __init__(self, settings: Settings) -> None:
        elsewhere = (settings.openai_base_url or OFFICIAL_URL).rstrip("/") != OFFICIAL_URL
        self._prices = Prices(settings.prices, elsewhere="openai" if elsewhere else None)
        self._for_reply = Limits(settings.reply_tokens, _nano(settings.reply_dollars))
        self._for_day = Limits(settings.day_tokens, _nano(settings.day_dollars))
        kept = settings.ledger or (usual_file() if self._for_day.any else None)
        self._ledger: Ledger = FileLedger(kept) if kept else MemoryLedger()

    @property
    def kept(self) -> bool:
        """Whether what is spent stands in a file, for other processes to see."""
        return isinstance(self._ledger, FileLedger)

    async def book(self, model: str, prompt: int) -> Booking:
        """Books a call whose prompt has about `prompt` tokens; `BudgetSpent` where it may not be made."""
        amount = self._amount(model, Tokens(prompt, ROOM))
        reply, day = _reply.get() or _Reply(), datetime.now(UTC).date().isoformat()
        if not self._for_reply.admit(reply.spent + amount):
            raise BudgetSpent(REPLY_SPENT)
        reply.spent += amount
        try:
            booked = await self._write(day, amount, self._for_day)
        except BudgetSpent:
            reply.spent -= amount
            raise
        if not booked:
            reply.spent -= amount
            raise BudgetSpent(DAY_SPENT)
        return Booking(model, amount, day, reply)

    async def settle(self, booking: Booking, used: Tokens | None) -> None:
        """Puts `booking` right: what was `used`, or None where nothing was, since the call was refused."""
        after = self._amount(booking.model, used) if used else Spent()
        booking.reply.spent += after - booking.amount
        await self._write(booking.day, after - booking.amount, Limits())

    def cost(self, model: str, used: Tokens) -> Decimal | None:
        """What `used` cost in US dollars; None where nobody said."""
        price = self._prices.of(model)
        return None if price is None else Decimal(price.of(used)) / NANO

    def today(self) -> Spent:
        """What stands in the ledger for today (UTC), bookings of calls under way included."""
        return self._ledger.of(datetime.now(UTC).date().isoformat())

    def _amount(self, model: str, tokens: Tokens) -> Spent:
        price = self._prices.of(model)
        if price is None and (self._for_reply.money is not None or self._for_day.money is not None):
            raise BudgetSpent(UNPRICED.format(model=model))
        return Spent(tokens.total, price.of(tokens) if price else 0)

    async def _write(self, day: str, amount: Spent, limits: Limits) -> bool:
        if isinstance(self._ledger, MemoryLedger):
            return self._ledger.book(day, amount, limits)
        return await asyncio.to_thread(self._ledger.book, day, amount, limits)


def _nano(dollars: Decimal | None) -> int | None:
    return None if dollars is None else int(dollars * NANO)
