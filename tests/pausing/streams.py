"""Complaints as they come to a small and to a large business, by chance with a seed."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from math import exp, pi, sin

from replyguard.domain.triage import Topic
from replyguard.pausing.crisis import Signal, signals
from replyguard.pausing.usual import HISTORY, Count, Usual, usual

STEP = timedelta(minutes=30)
MONDAY = datetime(2026, 1, 5, tzinfo=UTC)
SERIOUS = 0.03
TOPICS = {
    Topic.LATE: 0.3, Topic.QUALITY: 0.2, Topic.STAFF: 0.12, Topic.DAMAGED: 0.1, Topic.REFUND: 0.1, Topic.PRICE: 0.06,
    Topic.APP_FAULT: 0.05, Topic.SAFETY: 0.02, Topic.OTHER: 0.05,
}  # fmt: skip
_NAMES, _WEIGHTS = list(TOPICS), list(accumulate(TOPICS.values()))


@dataclass
class Surge:
    """From `start` on for `lasts`, `times` as many complaints; `topic`: what the added ones are about."""

    start: datetime
    times: float
    topic: Topic | None = None
    serious: float = SERIOUS
    lasts: timedelta = timedelta(days=1)


@dataclass
class Stream:
    """`daily` complaints a day: fewer at night and at weekends, whole days busier or calmer by `varies`."""

    daily: float
    seed: int
    varies: float = 0.15
    surge: Surge | None = None
    counts: list[Count] = field(default_factory=list)

    def run(self, days: int) -> Stream:
        chance = random.Random(self.seed)
        for day in range(days):
            # A gamma of mean 1: the day's own mood.
            mood = chance.gammavariate(self.varies**-2, self.varies**2)
            for step in range(int(timedelta(days=1) / STEP)):
                at = MONDAY + timedelta(days=day) + STEP * step
                self.counts.append(self._count(chance, at, mood))
        return self

    def _count(self, chance: random.Random, at: datetime, mood: float) -> Count:
        rate = self.daily * mood * shape(at) * (STEP / timedelta(days=1))
        normal = poisson(chance, rate)
        surge = self.surge
        added = 0
        if surge is not None and surge.start <= at < surge.start + surge.lasts:
            added = poisson(chance, rate * (surge.times - 1))
        about = surge.topic if surge else None
        topics = Counter(chance.choices(_NAMES, cum_weights=_WEIGHTS, k=normal if about else normal + added))
        if about is not None and added:
            topics[about] += added
        serious = sum(chance.random() < SERIOUS for _ in range(normal))
        serious += sum(chance.random() < (surge.serious if surge else 0) for _ in range(added))
        return Count(start=at, complaints=normal + added, serious=serious, topics=topics)


def shape(at: datetime) -> float:
    """How the hours of a week share its complaints: 1 on average over a weekday."""
    weekend = 0.7 if at.weekday() >= 5 else 1.0
    return weekend * (1 + 0.8 * sin((at.hour + at.minute / 60 - 8) / 24 * 2 * pi))


def poisson(chance: random.Random, mean: float) -> int:
    """Knuth's way, in pieces small enough for it."""
    if mean > 20:
        return poisson(chance, mean / 2) + poisson(chance, mean / 2)
    limit, product, count = exp(-mean), chance.random(), 0
    while product > limit:
        product *= chance.random()
        count += 1
    return count


def by_hour(counts: list[Count]) -> list[Count]:
    """The same counts, an hour each."""
    gathered: dict[datetime, list[Count]] = {}
    for count in counts:
        gathered.setdefault(count.start.replace(minute=0), []).append(count)
    return [_sum(start, group) for start, group in gathered.items()]


def _sum(start: datetime, group: list[Count]) -> Count:
    topics: Counter[Topic] = Counter()
    for count in group:
        topics.update(count.topics)
    came, serious = sum(one.complaints for one in group), sum(one.serious for one in group)
    return Count(start=start, complaints=came, serious=serious, topics=topics)


def watched(stream: Stream, since: datetime) -> Iterator[tuple[datetime, tuple[Signal, ...]]]:
    """What is seen, asked every half hour; what is usual is counted anew at each midnight, of all but the last day."""
    hours, day = by_hour(stream.counts), int(timedelta(days=1) / STEP)
    known: Usual | None = None
    for at in range(int((since - MONDAY) / STEP), len(stream.counts)):
        now = MONDAY + STEP * (at + 1)
        if known is None or now.hour == now.minute == 0:
            end = now.replace(hour=0, minute=0) - timedelta(days=1)
            known = usual(hours, max(MONDAY, end - HISTORY), end)
        assert known is not None
        yield now, signals(known, stream.counts[max(0, at + 1 - day) : at + 1], now)
