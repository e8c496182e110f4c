"""What a text says over and over: a few rounds of it are read, and what is said again says what was said before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

# Nothing is told by more rounds than these.
_ROUNDS = 6
# "!!!!!" or one word five hundred times: what so few tokens say again is one token with the last of them.
_PERIODS = 8
# So many tokens in a row that were read before may begin a longer round.
_RUN = 8
# Tokens without a blank between them: more are no word and no address, but noise.
_LONGEST_WORD = 100


def thinned(ids: Sequence[int], offsets: Sequence[tuple[int, int]]) -> tuple[list[int], list[tuple[int, int]]]:
    """Tokens and their places (half-open, in characters) without the rest of runs that repeat a few tokens.

    Of what is too long for a word the rest is left out too.
    """
    kept_ids: list[int] = []
    kept: list[tuple[int, int]] = []
    for one, span, left_out in zip(ids, offsets, _repeated(ids) | _endless(offsets), strict=True):
        if left_out:
            kept[-1] = (kept[-1][0], span[1])
        else:
            kept_ids.append(one)
            kept.append(span)
    return kept_ids, kept


def _repeated(ids: Sequence[int]) -> np.ndarray:
    """True for a token that says again what the few before it have said often enough."""
    import numpy as np

    tokens = np.asarray(ids)
    again = np.zeros(len(ids), bool)
    for period in range(1, _PERIODS + 1):
        again[period:] |= _running(tokens[period:] == tokens[:-period]) > _ROUNDS * period
    return again


def _endless(offsets: Sequence[tuple[int, int]]) -> np.ndarray:
    """True for a token that goes on where a word would have ended long ago."""
    import numpy as np

    places = np.asarray(offsets).reshape(-1, 2)
    joined = np.zeros(len(places), bool)
    joined[1:] = places[1:, 0] <= places[:-1, 1]
    return _running(joined) >= _LONGEST_WORD


def _running(true: np.ndarray) -> np.ndarray:
    """How many in a row are true, up to each."""
    import numpy as np

    places = np.arange(1, len(true) + 1)
    return places - np.maximum.accumulate(np.where(true, 0, places))


def once(ids: Sequence[int]) -> tuple[list[int], list[int]]:
    """The numbers of the tokens to read, and for each of `ids` which of those says it, counted from 0.

    A token of a round that is said yet again is said by its like in the last round that is read. Time grows with the
    length, however long the rounds are.
    """
    fresh: list[int] = []
    said_by: list[int] = []
    seen: dict[tuple[int, ...], int] = {}
    period = run = 0
    for place, one in enumerate(ids):
        words = tuple(ids[max(0, place + 1 - _RUN) : place + 1])
        if period and one == ids[place - period]:
            run += 1
        else:
            period, run = place - seen.get(words, place), len(words)
        seen[words] = place
        if period and run > _ROUNDS * period:
            said_by.append(said_by[place - period])
        else:
            said_by.append(len(fresh))
            fresh.append(place)
    return fresh, said_by
