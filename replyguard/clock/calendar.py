"""Business time: how much of it lies between two moments, and which moment comes after so much of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from replyguard.clock.hours import MIDNIGHT, Day, Hours
from replyguard.clock.wall import moment
from replyguard.errors import InputError

_DAYS = tuple(Day)
# Nobody is closed for three years; without an end, a calendar of holidays only would be searched for ever.
_HORIZON = 3 * 366
Open = tuple[datetime, datetime]


class Calendar:
    """The open hours as moments. All arithmetic is in UTC: an hour that a clock change repeats counts twice."""

    def __init__(self, hours: Hours) -> None:
        self.hours = hours
        self.zone = ZoneInfo(hours.zone)
        self._known: dict[date, tuple[Open, ...]] = {}

    def add(self, start: datetime, amount: timedelta) -> datetime:
        """The first moment by which `amount` of business time has passed since `start`; for none, `start` itself.

        `InputError` for a time without zone, an amount below zero, or where it is closed for years.
        """
        left = _amount(amount)
        if not left:
            return _aware(start)
        for opens, closes in self._open_from(_aware(start)):
            if left <= closes - opens:
                return opens + left
            left -= closes - opens
        raise AssertionError("the days have no end but the error above")

    def between(self, start: datetime, end: datetime) -> timedelta:
        """The business time from `start` to `end`; below zero where `end` comes first."""
        if end < start:
            return -self.between(end, start)
        total, until = timedelta(), _aware(end)
        day, last = self._local(start), self._local(end)
        while day <= last:
            for opens, closes in self.open_on(day):
                total += max(timedelta(), min(closes, until) - max(opens, _aware(start)))
            day += timedelta(days=1)
        return total

    def is_open(self, when: datetime) -> bool:
        """Is somebody there to answer at this moment?"""
        return any(opens <= when < closes for opens, closes in self.open_on(self._local(when)))

    def open_on(self, day: date) -> tuple[Open, ...]:
        """The open hours of a day, as moments in UTC, half-open; () where it is closed."""
        if day not in self._known:
            self._known[day] = tuple(self._opened(day))
        return self._known[day]

    def _opened(self, day: date) -> Iterator[Open]:
        if self._is_holiday(day):
            return
        for opening in self.hours.week.get(_DAYS[day.weekday()], ()):
            opens, closes = self._at(day, opening.opens), self._at(day, opening.closes)
            # Empty where the clock went forward over the whole of it.
            if opens < closes:
                yield opens, closes

    def _is_holiday(self, day: date) -> bool:
        hours = self.hours
        if day in hours.closed or day in hours.open:
            return day not in hours.open
        return hours.country is not None and day in holidays_of(hours.country, day.year)

    def _at(self, day: date, minutes: int) -> datetime:
        days, rest = divmod(minutes, MIDNIGHT)
        return moment(datetime.combine(day + timedelta(days=days), time(rest // 60, rest % 60)), self.zone)

    def _open_from(self, start: datetime) -> Iterator[Open]:
        day, idle = self._local(start), 0
        while idle < _HORIZON:
            idle += 1
            for opens, closes in self.open_on(day):
                if closes > start:
                    idle = 0
                    yield max(opens, start), closes
            day += timedelta(days=1)
        raise InputError("hours", f"are closed for {_HORIZON} days after {start:%Y-%m-%d}; check the holidays")

    def _local(self, when: datetime) -> date:
        return _aware(when).astimezone(self.zone).date()


def _aware(when: datetime) -> datetime:
    if when.tzinfo is None:
        raise InputError("time", "has no time zone; hand in an aware time")
    return when.astimezone(UTC)


def _amount(amount: timedelta) -> timedelta:
    if amount < timedelta():
        raise InputError("amount", "is below zero; business time goes forward")
    return amount


@cache
def holidays_of(country: str, year: int) -> frozenset[date]:
    """The public holidays of a country in a year; `InputError` where the package does not know the country."""
    try:
        import holidays
    except ImportError:
        raise InputError(
            "country", "needs the package 'holidays'; install it with: pip install 'replyguard[cases]'"
        ) from None
    try:
        return frozenset(holidays.country_holidays(country, years=year))
    except NotImplementedError:
        raise InputError("country", f"{country}: its holidays are not known; list them under `closed`") from None
