"""Is this a crisis? Counts of the last hours against what is usual."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import Field

from replyguard.domain.base import Frozen
from replyguard.domain.triage import Topic
from replyguard.pausing.chance import chance_of
from replyguard.pausing.usual import Count, Usual

WINDOWS = (1, 3, 6, 12, 24)
"""Hours looked back: a large business fills an hour, a small one needs the day."""


_ENDS = [timedelta(hours=hours) for hours in WINDOWS]


class Sign(StrEnum):
    """What a crisis can show itself by."""

    RATE = "rate"
    SERIOUS = "serious"
    TOPIC = "topic"


class Line(Frozen):
    """What has to be crossed. `fewest`: complaints; `times`: the usual.

    a_month: windows of one length that chance alone may carry over the line in a month, where they do not overlap.
    """

    fewest: int
    times: float
    a_month: float

    def chance(self, hours: int) -> float:
        """The most that it may be by chance, for a window of so many hours: a month has many short ones, few long."""
        return self.a_month * hours / _MONTH


_MONTH = 720  # hours

LINES = {
    Sign.RATE: Line(fewest=8, times=2.0, a_month=0.01),
    Sign.SERIOUS: Line(fewest=3, times=3.0, a_month=0.01),
    # Each of fourteen topics is a chance to be wrong.
    Sign.TOPIC: Line(fewest=6, times=3.0, a_month=0.01 / len(Topic)),
}
"""One set for every size of business: they bound how often chance alone proposes a pause, not how many come."""


class Signal(Frozen):
    """One reason to think of a crisis, in numbers.

    hours:    looked back, to the moment of asking.
    observed: complaints (of that kind) in them; `expected`: the usual number then.
    chance:   how likely as many or more are where nothing is the matter, 0 to 1.
    """

    sign: Sign
    topic: Topic | None = None
    hours: int = Field(ge=1)
    observed: int = Field(ge=0)
    expected: float = Field(ge=0)
    chance: float = Field(ge=0, le=1)


def signals(usual: Usual, recent: Sequence[Count], now: datetime) -> tuple[Signal, ...]:
    """What stands out in the last 24 hours, the least likely window of each sign (and topic); () where nothing does.

    recent: counts that came up to `now`, each as short as they can be told apart. now: in UTC.
    """
    found: dict[tuple[Sign, Topic | None], Signal] = {}
    for hours, seen in _windows(recent, now):
        for signal in _in_window(usual, seen, hours, usual.between(now - timedelta(hours=hours), now)):
            known = found.get((signal.sign, signal.topic))
            if known is None or signal.chance < known.chance:
                found[signal.sign, signal.topic] = signal
    return tuple(found.values())


Seen = Counter[Sign | Topic]
"""How many came (`Sign.RATE`), how many of them are serious, how many name each topic."""


def _windows(recent: Sequence[Count], now: datetime) -> Iterator[tuple[int, Seen]]:
    """Each window with all that was seen in it: every count is looked at once, the shorter windows add up."""
    rings: list[Seen] = [Counter() for _ in WINDOWS]
    for count in recent:
        ring = bisect_left(_ENDS, now - count.start)
        if count.start <= now and ring < len(rings):
            rings[ring][Sign.RATE] += count.complaints
            rings[ring][Sign.SERIOUS] += count.serious
            for topic, named in count.topics.items():
                rings[ring][topic] += named
    seen: Seen = Counter()
    for hours, ring_seen in zip(WINDOWS, rings, strict=True):
        seen += ring_seen
        yield hours, seen


def _in_window(usual: Usual, seen: Seen, hours: int, expected: float) -> Iterator[Signal]:
    came = seen[Sign.RATE]
    yield from _crossed(usual, Sign.RATE, None, hours, came, expected)
    # A share: of those that came, few or many, how many are serious.
    yield from _crossed(usual, Sign.SERIOUS, None, hours, seen[Sign.SERIOUS], came * usual.serious)
    for topic, share in usual.topics.items():
        yield from _crossed(usual, Sign.TOPIC, topic, hours, seen[topic], expected * share)


def _crossed(
    usual: Usual, sign: Sign, topic: Topic | None, hours: int, observed: int, expected: float
) -> Iterator[Signal]:
    line = LINES[sign]
    if observed < line.fewest or observed < line.times * expected:
        return
    chance = chance_of(observed, expected, usual.spread)
    if chance <= line.chance(hours):
        yield Signal(sign=sign, topic=topic, hours=hours, observed=observed, expected=expected, chance=chance)
