"""Words of a text, by their place: whether they are the same ones, in all or in part."""

from __future__ import annotations

from typing import Protocol

_SHARED = 0.5


class _Placed(Protocol):
    """Where words begin and end, half-open, in characters."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


def overlap(one: _Placed, other: _Placed) -> bool:
    """True where the two share a character."""
    return one.start < other.end and other.start < one.end


def coincide(one: _Placed, other: _Placed) -> bool:
    """True where half of the shorter is on words of the other."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared > 0 and shared >= _SHARED * min(one.end - one.start, other.end - other.start)


def within(one: _Placed, other: _Placed) -> bool:
    """True where `one` lies in `other`."""
    return other.start <= one.start and one.end <= other.end
