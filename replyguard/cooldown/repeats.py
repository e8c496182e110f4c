"""What a text says over and over: a few rounds of it are read, and what is said again says what was said before."""

from __future__ import annotations

from collections.abc import Sequence

# Nothing is told by more rounds than these.
_ROUNDS = 6
# "!!!!!" or one word five hundred times: what so few tokens say again is one token with the last of them.
_PERIODS = 8
# So many tokens in a row that were read before may begin a longer round.
_RUN = 8


def thinned(ids: Sequence[int], offsets: Sequence[tuple[int, int]]) -> tuple[list[int], list[tuple[int, int]]]:
    """Tokens and their places (half-open, in characters) without the rest of runs that repeat a few tokens."""
    again = [False] * len(ids)
    for period in range(1, _PERIODS + 1):
        run = 0
        for place in range(period, len(ids)):
            run = run + 1 if ids[place] == ids[place - period] else 0
            again[place] = again[place] or run > _ROUNDS * period
    kept_ids: list[int] = []
    kept: list[tuple[int, int]] = []
    for one, span, left_out in zip(ids, offsets, again, strict=True):
        if left_out:
            kept[-1] = (kept[-1][0], span[1])
        else:
            kept_ids.append(one)
            kept.append(span)
    return kept_ids, kept


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
