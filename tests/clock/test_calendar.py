"""Business time adds up: whatever the zone, the clock changes, the hours and the holidays."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from replyguard.clock.calendar import Calendar, holidays_of
from replyguard.clock.hours import MIDNIGHT, Day, Hours, Opening
from replyguard.clock.wall import moment
from replyguard.errors import InputError

# Clock changes by an hour and by half of one, at midnight, at one minute past it, by a whole day, and none at all.
ZONES = (
    "Asia/Jakarta", "Asia/Jayapura", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo",
    "Asia/Beirut", "America/St_Johns", "Pacific/Apia", "Asia/Kathmandu", "UTC",
)  # fmt: skip
OFFICE = dict.fromkeys(list(Day)[:5], ("09:00-17:00",))
HOUR = timedelta(hours=1)


@st.composite
def openings(draw: st.DrawFn) -> tuple[Opening, ...]:
    """Nothing, or up to three spans in order; they may touch, and reach from midnight to midnight."""
    edges = sorted(draw(st.lists(st.integers(0, MIDNIGHT), max_size=6, unique=True)))
    return tuple(Opening(opens=a, closes=b) for a, b in zip(edges[::2], edges[1::2], strict=False))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    week = {day: draw(openings()) for day in Day}
    if not any(week.values()):
        week[draw(st.sampled_from(list(Day)))] = (Opening(opens=0, closes=MIDNIGHT),)
    first = draw(st.dates(date(2009, 1, 1), date(2012, 12, 31)))
    row = {first + timedelta(days=n) for n in range(draw(st.integers(0, 20)))}
    worked = draw(st.frozensets(st.sampled_from(sorted(row)), max_size=3)) if row else frozenset()
    return Calendar(Hours(zone=draw(st.sampled_from(ZONES)), week=week, closed=frozenset(row), open=worked))


# St John's and Apia changed their clocks most strangely in these years.
moments = st.datetimes(datetime(2009, 1, 1), datetime(2012, 12, 31), timezones=st.just(UTC))
amounts = st.timedeltas(timedelta(), timedelta(hours=200))


@given(calendars(), moments, amounts)
@settings(max_examples=150, deadline=None)
def test_what_is_added_is_what_is_measured(calendar: Calendar, start: datetime, amount: timedelta) -> None:
    end = calendar.add(start, amount)
    assert end >= start
    assert calendar.between(start, end) == amount
    assert calendar.between(end, start) == -amount


@given(calendars(), moments, amounts, amounts)
@settings(max_examples=80, deadline=None)
def test_two_steps_lead_where_one_does(calendar: Calendar, start: datetime, one: timedelta, two: timedelta) -> None:
    assert calendar.add(calendar.add(start, one), two) == calendar.add(start, one + two)


@given(calendars(), moments, moments, moments)
@settings(max_examples=80, deadline=None)
def test_a_way_is_as_long_as_its_parts(calendar: Calendar, one: datetime, two: datetime, three: datetime) -> None:
    whole = calendar.between(one, three)
    assert whole == calendar.between(one, two) + calendar.between(two, three)
    assert abs(whole) <= abs(three - one)


@given(calendars(), moments)
@settings(max_examples=80, deadline=None)
def test_it_is_open_where_time_passes(calendar: Calendar, when: datetime) -> None:
    tick = timedelta(microseconds=1)
    assert calendar.is_open(when) == (calendar.between(when, when + tick) == tick)


@given(st.sampled_from(ZONES), st.datetimes(datetime(2009, 1, 1), datetime(2012, 12, 31)), st.integers(1, 3000))
@settings(max_examples=200, deadline=None)
def test_a_later_wall_time_is_never_an_earlier_moment(name: str, wall: datetime, minutes: int) -> None:
    zone, wall = ZoneInfo(name), wall.replace(second=0, microsecond=0)
    assert moment(wall, zone) <= moment(wall + timedelta(minutes=minutes), zone)


def _berlin(month: int, day: int) -> datetime:
    return datetime(2026, month, day, tzinfo=ZoneInfo("Europe/Berlin"))


def test_the_night_of_a_clock_change_is_as_long_as_it_is() -> None:
    always = Calendar(Hours(zone="Europe/Berlin", week=dict.fromkeys(Day, ("00:00-24:00",))))
    assert always.between(_berlin(3, 29), _berlin(3, 30)) == 23 * HOUR
    assert always.between(_berlin(10, 25), _berlin(10, 26)) == 25 * HOUR
    night = Calendar(Hours(zone="Europe/Berlin", week={Day.SUNDAY: ("02:15-02:45",)}))
    assert night.open_on(date(2026, 3, 29)) == ()
    assert night.between(_berlin(10, 25), _berlin(10, 26)) == HOUR / 2


def test_a_night_shift_goes_on_over_midnight() -> None:
    calendar = Calendar(Hours(week=dict.fromkeys(Day, ("00:00-06:00", "22:00-24:00"))))
    evening = datetime(2026, 11, 20, 21, tzinfo=calendar.zone)
    assert calendar.add(evening, 3 * HOUR) == datetime(2026, 11, 21, 1, tzinfo=calendar.zone)
    assert calendar.is_open(datetime(2026, 11, 21, tzinfo=calendar.zone))


def test_holidays_in_a_row_and_the_weekend_are_passed_over() -> None:
    lebaran = frozenset(date(2026, 3, day) for day in range(18, 25))
    calendar = Calendar(Hours(week=OFFICE, closed=lebaran))
    tuesday = datetime(2026, 3, 17, 16, tzinfo=calendar.zone)
    assert calendar.add(tuesday, 2 * HOUR) == datetime(2026, 3, 25, 10, tzinfo=calendar.zone)
    worked = Calendar(Hours(week=OFFICE, closed=lebaran, open=frozenset({date(2026, 3, 20)})))
    assert worked.add(tuesday, 2 * HOUR) == datetime(2026, 3, 20, 10, tzinfo=calendar.zone)


def test_the_public_holidays_of_a_country_are_kept_and_those_on_which_we_work_are_not() -> None:
    independence = date(2026, 8, 17)
    assert independence in holidays_of("ID", 2026)
    assert Calendar(Hours(week=OFFICE, country="ID")).open_on(independence) == ()
    assert Calendar(Hours(week=OFFICE, country="ID", open=frozenset({independence}))).open_on(independence) != ()
    with pytest.raises(InputError, match="XX: its holidays are not known"):
        Calendar(Hours(week=OFFICE, country="XX")).open_on(independence)


@pytest.mark.parametrize(
    ("week", "problem"),
    [
        ({"monday": ["09:00-09:00"]}, "closes before or as it opens"),
        ({"monday": ["17:00-09:00"]}, "closes before or as it opens"),
        ({}, "opens on no day"),
        ({"monday": []}, "opens on no day"),
        ({"monday": ["09:00-12:00", "11:00-17:00"]}, "opens again before it closed"),
        ({"monday": ["nine to five"]}, "should be hours such as"),
        ({"monday": ["23:00-24:30"]}, "1440"),
    ],
)
def test_hours_without_length_are_refused_with_one_error(week: dict[str, list[str]], problem: str) -> None:
    with pytest.raises(InputError, match=problem) as caught:
        Hours.of(week=week)
    assert caught.value.field.startswith(("week", "input"))


def test_a_calendar_that_never_opens_again_says_so() -> None:
    first = date(2026, 1, 1)
    shut = Calendar(Hours(week=OFFICE, closed=frozenset(first + timedelta(days=n) for n in range(1200))))
    with pytest.raises(InputError, match="closed for"):
        shut.add(datetime(2026, 1, 1, tzinfo=UTC), HOUR)


def test_times_without_a_zone_and_time_backwards_are_refused() -> None:
    calendar = Calendar(Hours(week=OFFICE))
    with pytest.raises(InputError, match="no time zone"):
        calendar.add(datetime(2026, 1, 1), HOUR)
    with pytest.raises(InputError, match="below zero"):
        calendar.add(datetime(2026, 1, 1, tzinfo=UTC), -HOUR)
    with pytest.raises(InputError, match="is no time zone"):
        Hours.of(zone="Asia/Nowhere", week=OFFICE)
