"""Bulk work keeps to what the provider allows a minute, so that its refusals are the exception."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field

MINUTE = 60.0
_BURST = 10  # a tenth of a minute's allowance may go at once; the rest is paced


@dataclass
class _Bucket:
    """What may be taken now, refilled as time goes by; in no minute more than `limit` is taken.

    One taker of more than the bucket holds takes it all and leaves a debt, which those after it wait out.
    """

    limit: int
    level: float = field(init=False)
    at: float = field(init=False)

    def __post_init__(self) -> None:
        self.size = max(1, self.limit // _BURST)
        # A full bucket and less than a minute's refill are less than one above the limit.
        self.rate = (self.limit - self.size + 1) / MINUTE
        self.level, self.at = float(self.size), time.monotonic()

    def wait(self, amount: float) -> float:
        """Seconds until `amount` may be taken."""
        now = time.monotonic()
        self.level, self.at = min(self.size, self.level + (now - self.at) * self.rate), now
        return max(0.0, (min(amount, self.size) - self.level) / self.rate)

    def take(self, amount: float) -> None:
        self.level -= amount


class Limiter:
    """Places for calls: first come, first served, on one event loop. None: as many as one likes.

    It counts the calls of one door in one process, tokens by the estimate until the provider has counted them. Where
    several processes share a key, give each its share of the limit.
    """

    def __init__(self, requests: int | None, tokens: int | None) -> None:
        self._requests = _Bucket(requests) if requests else None
        self._tokens = _Bucket(tokens) if tokens else None
        self._turn = asyncio.Lock()

    async def place(self, tokens: int) -> float:
        """Waits until a call of about `tokens` tokens may be made; the seconds that it waited."""
        if self._requests is None and self._tokens is None:
            return 0.0
        start = time.monotonic()
        # Waiting one by one keeps the order, and whoever is cancelled leaves the line at once.
        async with self._turn:
            while (seconds := self._wait(tokens)) > 0:
                await asyncio.sleep(seconds)
            self.count(1, tokens)
        return time.monotonic() - start

    def count(self, requests: int, tokens: int) -> None:
        """Takes without waiting: what was used beyond the estimate, or a call that is made again.

        Less than nothing gives back: what was not used, or a call that was not made.
        """
        for bucket, amount in ((self._requests, requests), (self._tokens, tokens)):
            if bucket is not None:
                bucket.take(amount)

    def _wait(self, tokens: int) -> float:
        needs = ((self._requests, 1), (self._tokens, tokens))
        return max(bucket.wait(amount) for bucket, amount in needs if bucket is not None)
