"""What is usual: how many complaints come in each hour of the week, of what kind, and how much that varies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from math import sqrt
from statistics import fmean, median

from pydantic import AwareDatetime, Field

from replyguard.domain.base import Frozen
from replyguard.domain.triage import Topic

HISTORY = timedelta(weeks=8)
"""How far back "usual" looks."""

SHORTEST_HISTORY = timedelta(days=14)
"""Of less, nobody can say what is usual: each hour of the week has to have come twice."""

HOURS_OF_WEEK = 168
_HOUR = timedelta(hours=1)
# As many complaints of one's own as a guess from the whole counts for: the data take over by themselves.
_GUESS = 4.0
# Even a steady business has days that are a fifth busier: a standard deviation of 20 %.
_LEAST_SPREAD = 0.04
_MOST_SPREAD = 0.5


class Count(Frozen):
    """Complaints that came from `start` on, for as long as the one who counts says (an hour, a minute, one moment).

    serious: those that triage calls a serious risk. `topics`: how many name each; one complaint can name several.
    """

    start: AwareDatetime
    complaints: int = Field(ge=0)
    serious: int = Field(default=0, ge=0)
    topics: Mapping[Topic, int] = {}


class Usual(Frozen):
    """What to expect where nothing is the matter.

    hours:   complaints in each hour of the week, Monday 00:00 UTC first.
    serious: the share of them that is a serious risk; `topics`: the share that names each topic.
    spread:  how much days vary beyond chance: variance as a share of the mean squared.
    days:    of history that it rests on.
    """

    hours: tuple[float, ...] = Field(min_length=HOURS_OF_WEEK, max_length=HOURS_OF_WEEK)
    serious: float
    topics: Mapping[Topic, float]
    spread: float
    days: int

    def between(self, start: datetime, end: datetime) -> float:
        """Complaints to expect from `start` until just before `end`."""
        expected, at = 0.0, start
        while at < end:
            following = at.replace(minute=0, second=0, microsecond=0) + _HOUR
            expected += self.hours[hour_of_week(at)] * ((min(following, end) - at) / _HOUR)
            at = following
        return expected


def hour_of_week(moment: datetime) -> int:
    """0 to 167, from Monday 00:00 on, in the zone of `moment`."""
    return moment.weekday() * 24 + moment.hour


def usual(history: Sequence[Count], start: datetime, end: datetime) -> Usual | None:
    """What the hours from `start` until `end`, both full hours in UTC, say is usual; None where they are too few.

    A past crisis does not become usual: what stands out among its like (the same hour of other weeks, other days) is
    cut down before it counts. Where an hour has seen few complaints, the whole week speaks for it.
    """
    if end - start < SHORTEST_HISTORY:
        return None
    counted = {count.start: float(count.complaints) for count in history if start <= count.start < end}
    steps = [start + _HOUR * at for at in range(int((end - start) / _HOUR))]
    series = [counted.get(step, 0.0) for step in steps]
    calm = _without_days_that_stand_out(_without_hours_that_stand_out(series))
    shares = _shares([count for count in history if start <= count.start < end])
    return Usual(
        hours=_week(calm, hour_of_week(start)), spread=_spread(series, hour_of_week(start)), days=len(steps) // 24,
        serious=shares.serious, topics=shares.topics,
    )  # fmt: skip


def _most(usual_one: float) -> float:
    """More than this stands out: twice the usual one, and four times what chance adds to it."""
    return 2 * usual_one + 4 * sqrt(usual_one + 1)


def _without_hours_that_stand_out(series: Sequence[float]) -> list[float]:
    most = [_most(median(series[hour::HOURS_OF_WEEK])) for hour in range(min(HOURS_OF_WEEK, len(series)))]
    return [min(count, most[at % HOURS_OF_WEEK]) for at, count in enumerate(series)]


def _without_days_that_stand_out(series: Sequence[float]) -> list[float]:
    days = [sum(series[at : at + 24]) for at in range(0, len(series), 24)]
    most = _most(median(days))
    return [count * min(1.0, most / days[at // 24]) if count else 0.0 for at, count in enumerate(series)]


def _week(series: Sequence[float], first: int) -> tuple[float, ...]:
    """Each hour of the week, drawn towards what its hour of the day and its day of the week let expect."""
    seen: dict[int, list[float]] = defaultdict(list)
    for at, count in enumerate(series):
        seen[(first + at) % HOURS_OF_WEEK].append(count)
    # Never nothing: where none came in all that time, one is what to expect of as long a time.
    whole = max(fmean(series), 1 / len(series))
    by_hour = _drawn({hour: _flat(seen[day * 24 + hour] for day in range(7)) for hour in range(24)}, whole)
    by_day = _drawn({day: _flat(seen[day * 24 + hour] for hour in range(24)) for day in range(7)}, whole)
    guessed = [by_hour[at % 24] * by_day[at // 24] / whole for at in range(HOURS_OF_WEEK)]
    return tuple(_towards(seen[at], guessed[at]) for at in range(HOURS_OF_WEEK))


def _drawn(groups: Mapping[int, Sequence[float]], whole: float) -> dict[int, float]:
    return {name: _towards(counts, whole) for name, counts in groups.items()}


def _flat(groups: Iterable[Sequence[float]]) -> list[float]:
    return [count for group in groups for count in group]


def _towards(counts: Sequence[float], guess: float) -> float:
    """The mean of the counts, a few complaints of the guess among them."""
    return (sum(counts) + _GUESS) / (len(counts) + _GUESS / guess)


def _spread(series: Sequence[float], first: int) -> float:
    """How much days of one kind (all Mondays) differ, beyond chance; outliers do not count."""
    days = [sum(series[at : at + 24]) for at in range(0, len(series) - 23, 24)]
    kinds = [days[kind::7] for kind in range(7)]
    apart = [abs(day - median(kind)) for kind in kinds for day in kind]
    level = fmean(median(kind) for kind in kinds)
    if not level:
        return _LEAST_SPREAD
    # 1.4826 makes of the median distance a standard deviation; a day is also apart from a median that it helped make.
    alike = len(days) / 7
    variance = (1.4826 * median(apart)) ** 2 * alike / max(alike - 1, 1)
    return min(max((variance - level) / level**2, _LEAST_SPREAD), _MOST_SPREAD)


class _Shares(Frozen):
    serious: float
    topics: Mapping[Topic, float]


def _shares(history: Sequence[Count]) -> _Shares:
    """Of all complaints; a few that nobody has seen yet are counted in, so that nothing is impossible."""
    # By the day and not by the complaint: one day of crisis is one voice of many, however loud.
    days: dict[int, list[Count]] = defaultdict(list)
    for count in history:
        days[count.start.toordinal()].append(count)
    most = _most(median([sum(count.complaints for count in day) for day in days.values()])) if days else 0.0
    whole = serious = 0.0
    topics: dict[Topic, float] = dict.fromkeys(Topic, 0.0)
    for day in days.values():
        came = sum(count.complaints for count in day)
        voice = min(1.0, most / came) if came else 0.0
        whole += came * voice
        serious += voice * sum(count.serious for count in day)
        for topic in topics:
            topics[topic] += voice * sum(count.topics.get(topic, 0) for count in day)
    return _Shares(
        serious=(serious + 1) / (whole + 50),
        topics={topic: (named + 1) / (whole + len(Topic)) for topic, named in topics.items()},
    )
