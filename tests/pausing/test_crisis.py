"""A crisis is seen in counts, for a business of 5 complaints a day as for one of 5,000, and chance is left alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from replyguard.domain.triage import Topic
from replyguard.pausing.chance import chance_of
from replyguard.pausing.crisis import LINES, WINDOWS, Sign, Signal, signals
from replyguard.pausing.usual import Count, usual
from tests.pausing.streams import MONDAY, Stream, Surge, by_hour, watched

DAY = timedelta(days=1)
WATCHED_FROM = MONDAY + timedelta(days=57)


def proposals(stream: Stream, since: datetime) -> list[tuple[datetime, tuple[Signal, ...]]]:
    """What would be proposed: after one, nothing for a day."""
    found: list[tuple[datetime, tuple[Signal, ...]]] = []
    for now, seen in watched(stream, since):
        if seen and (not found or now - found[-1][0] > DAY):
            found.append((now, seen))
    return found


@pytest.mark.parametrize(("daily", "months"), [(5, 2), (50, 1), (5000, 1)])
def test_chance_alone_proposes_next_to_nothing(daily: int, months: int, capsys: pytest.CaptureFixture[str]) -> None:
    found = proposals(Stream(daily, seed=daily).run(57 + 30 * months), WATCHED_FROM)
    with capsys.disabled():
        print(f"\n{daily} a day: {len(found)} false proposals in {months} simulated months")
    assert len(found) <= months / 2


@pytest.mark.parametrize(("daily", "seed", "hours"), [(5, 1, 24), (5, 2, 24), (50, 1, 6), (5000, 1, 1), (5000, 2, 1)])
def test_five_times_as_many_are_seen(daily: int, seed: int, hours: int, capsys: pytest.CaptureFixture[str]) -> None:
    start = MONDAY + timedelta(days=57, hours=9)  # a Tuesday morning
    stream = Stream(daily, seed=seed, surge=Surge(start, times=5, lasts=2 * DAY)).run(59)
    first, seen = proposals(stream, start)[0]
    delay = first - start
    with capsys.disabled():
        print(f"\n{daily} a day, five times as many: seen after {delay} ({seen[0].observed} in {seen[0].hours} h)")
    assert delay <= timedelta(hours=hours)
    assert Sign.RATE in {signal.sign for signal in seen}


@pytest.mark.parametrize(("daily", "hours"), [(5, 24), (5000, 2)])
def test_one_topic_that_surges_is_named(daily: int, hours: int) -> None:
    start = MONDAY + timedelta(days=57, hours=9)
    # The whole rises by two thirds: no crisis by itself.
    stream = Stream(daily, seed=3, surge=Surge(start, times=1.67, topic=Topic.APP_FAULT, lasts=2 * DAY)).run(59)
    if daily == 5:
        stream = Stream(daily, seed=3, surge=Surge(start, times=3, topic=Topic.APP_FAULT, lasts=2 * DAY)).run(59)
    first, seen = proposals(stream, start)[0]
    assert Topic.APP_FAULT in {signal.topic for signal in seen}
    assert first - start <= timedelta(hours=hours)


@pytest.mark.parametrize("daily", [5, 5000])
def test_half_as_many_again_is_no_crisis(daily: int) -> None:
    start = MONDAY + timedelta(days=57)
    stream = Stream(daily, seed=4, surge=Surge(start, times=1.5, lasts=2 * DAY)).run(59)
    assert proposals(stream, start) == []


def calm(daily: int, days: int = 28) -> list[Count]:
    """The same every day, hour by hour: a third of a tenth serious."""
    hourly = daily / 24
    return [
        Count(
            start=MONDAY + timedelta(hours=at),
            complaints=(came := int(hourly * (at + 1)) - int(hourly * at)),
            serious=came if at % 30 == 0 else 0,
            topics={Topic.LATE: came},
        )
        for at in range(24 * days)
    ]


def burst(now: datetime, count: int, *, serious: int = 0, topic: Topic = Topic.LATE) -> list[Count]:
    """So many complaints in the last hour, one after the other."""
    apart = timedelta(minutes=59) / count
    return [
        Count(start=now - apart * at, complaints=1, serious=int(at < serious), topics={topic: 1}) for at in range(count)
    ]


@pytest.mark.parametrize("daily", [5, 500])
def test_the_share_of_serious_risks_is_a_sign_of_its_own(daily: int) -> None:
    end = MONDAY + timedelta(days=28)
    known = usual(calm(daily), MONDAY, end)
    assert known is not None
    now = end + timedelta(hours=30)
    some = max(6, int(known.between(now - timedelta(hours=1), now)))
    found = signals(known, burst(now, some, serious=some), now)
    assert Sign.SERIOUS in {signal.sign for signal in found}
    assert Sign.SERIOUS not in {signal.sign for signal in signals(known, burst(now, some), now)}


def test_a_past_crisis_does_not_become_usual() -> None:
    quiet = calm(240)
    crisis = [
        count.model_copy(update={"complaints": count.complaints * 20})
        if timedelta(days=10) <= count.start - MONDAY < timedelta(days=12) else count
        for count in quiet
    ]  # fmt: skip
    end = MONDAY + timedelta(days=28)
    one, other = usual(quiet, MONDAY, end), usual(crisis, MONDAY, end)
    assert one is not None and other is not None
    assert sum(other.hours) < 1.2 * sum(one.hours)
    assert other.spread <= 1.1 * one.spread


def test_night_is_not_judged_by_day() -> None:
    stream = Stream(500, seed=6).run(56)
    known = usual(by_hour(stream.counts), MONDAY, MONDAY + timedelta(days=56))
    assert known is not None
    tuesday = MONDAY + timedelta(days=57)
    night = known.between(tuesday + timedelta(hours=1), tuesday + timedelta(hours=3))
    day = known.between(tuesday + timedelta(hours=13), tuesday + timedelta(hours=15))
    assert day > 4 * night > 0


@pytest.mark.parametrize("daily", [1, 5, 500])
def test_what_is_usual_adds_up_to_what_came(daily: int) -> None:
    known = usual(calm(daily), MONDAY, MONDAY + timedelta(days=28))
    assert known is not None
    assert known.between(MONDAY, MONDAY + timedelta(days=7)) == pytest.approx(7 * daily, rel=0.15)


@pytest.mark.parametrize("minutes", [0, 1, 30, 59])
def test_part_of_an_hour_counts_as_its_part(minutes: int) -> None:
    known = usual(calm(48), MONDAY, MONDAY + timedelta(days=28))
    assert known is not None
    start = MONDAY + timedelta(minutes=minutes)
    assert known.between(start, start + timedelta(hours=1)) == pytest.approx(2, rel=0.2)


def test_a_young_record_says_nothing_is_usual() -> None:
    assert usual(calm(50, days=13), MONDAY, MONDAY + timedelta(days=13)) is None
    assert usual(calm(50, days=14), MONDAY, MONDAY + timedelta(days=14)) is not None


def test_no_complaint_at_all_in_weeks_is_usual_too() -> None:
    known = usual([], MONDAY, MONDAY + timedelta(days=28))
    assert known is not None
    now = MONDAY + timedelta(days=30)
    assert signals(known, [], now) == ()
    assert signals(known, burst(now, 1), now) == ()
    assert Sign.RATE in {signal.sign for signal in signals(known, burst(now, 12), now)}


def test_what_comes_after_the_moment_or_before_the_day_is_not_counted() -> None:
    known = usual(calm(5), MONDAY, MONDAY + timedelta(days=28))
    assert known is not None
    now = MONDAY + timedelta(days=30)
    assert signals(known, burst(now + timedelta(hours=2), 40), now) == ()
    assert signals(known, burst(now - timedelta(hours=25), 40), now) == ()
    assert signals(known, burst(now, 40), now) != ()


@pytest.mark.parametrize("mean", [0.01, 0.7, 5, 200])
def test_the_chance_of_a_count_is_that_of_the_distribution(mean: float) -> None:
    # Of spread 1 it is geometric, and known in closed form.
    for count in (int(mean) + 1, int(mean * 2) + 3, int(mean * 8) + 5):
        assert chance_of(count, mean, 1.0) == pytest.approx((mean / (1 + mean)) ** count, rel=1e-9)
    assert chance_of(int(mean), mean, 1.0) == 1.0


def test_more_is_less_likely_and_spread_makes_it_likelier() -> None:
    chances = [chance_of(count, 20, 0.04) for count in range(25, 200, 5)]
    assert chances == sorted(chances, reverse=True) and chances[-1] > 0
    assert chance_of(60, 20, 0.3) > chance_of(60, 20, 0.04)


def test_the_lines_are_drawn_once_for_every_size() -> None:
    assert set(LINES) == set(Sign)
    monthly: Sequence[float] = [line.chance(hours) * 720 / hours for line in LINES.values() for hours in WINDOWS]
    assert max(monthly) <= 0.011
