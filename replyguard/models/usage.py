"""What a stretch of work cost, summed over every call that was made in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass
class Usage:
    """Tokens as the provider counted them, unusable answers included; `dropped`: findings whose quote stood nowhere."""

    input_tokens: int = 0
    output_tokens: int = 0
    dropped: int = 0


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
            outer.input_tokens += usage.input_tokens
            outer.output_tokens += usage.output_tokens
            outer.dropped += usage.dropped


def count(*, input_tokens: int = 0, output_tokens: int = 0, dropped: int = 0) -> None:
    """Adds to the count that holds here, if one does."""
    usage = _current.get()
    if usage is not None:
        usage.input_tokens += input_tokens
        usage.output_tokens += output_tokens
        usage.dropped += dropped
