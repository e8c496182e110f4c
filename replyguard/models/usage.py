"""What a stretch of work cost, summed over every call that was made in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from decimal import Decimal


@dataclass
class Usage:
    """Tokens as the provider counted them, unusable answers included.

    cost:    what they cost in US dollars; None where one call's price, or what it used, is not known.
    models:  which answered, `provider:name`, each once.
    dropped: findings whose quote stood nowhere.
    """

    input_tokens: int = 0
    output_tokens: int = 0
    cost: Decimal | None = Decimal(0)
    models: tuple[str, ...] = ()
    dropped: int = 0

    def add(self, other: Usage) -> None:
        """Sums `other` into this."""
        self.input_tokens += other.input_tokens
        self.output_tokens += other.output_tokens
        self.cost = None if self.cost is None or other.cost is None else self.cost + other.cost
        self.models = tuple(dict.fromkeys((*self.models, *other.models)))
        self.dropped += other.dropped


_current: ContextVar[Usage | None] = ContextVar("usage", default=None)


@contextmanager
def counting() -> Iterator[Usage]:
    """Counts what is used inside, in tasks started there too; an inner count adds to the outer one when it ends."""
    usage, outer = Usage(), _current.get()
    token = _current.set(usage)
    try:
        yield usage
    finally:
        _current.reset(token)
        if outer is not None:
            outer.add(usage)


def count(
    *,
    input_tokens: int = 0,
    output_tokens: int = 0,
    cost: Decimal | None = Decimal(0),
    models: tuple[str, ...] = (),
    dropped: int = 0,
) -> None:
    """Adds to the count that holds here, if one does."""
    usage = _current.get()
    if usage is not None:
        usage.add(Usage(input_tokens, output_tokens, cost, models, dropped))
