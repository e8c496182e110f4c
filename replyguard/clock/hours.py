"""When the business is open: hours by weekday, in its own time zone, without its holidays."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, ValidationError, model_validator

from replyguard.domain.base import Frozen
from replyguard.domain.complaint import input_error

_SPAN = re.compile(r"([01]?\d|2[0-4])[:.]([0-5]\d) ?[-–] ?([01]?\d|2[0-4])[:.]([0-5]\d)")
MIDNIGHT = 24 * 60


class Day(StrEnum):
    """The days of a week, in order."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


class Opening(Frozen):
    """Open from `opens` to `closes`: minutes after midnight by the wall clock, half-open; 1440 is the next midnight."""

    opens: int = Field(ge=0, le=MIDNIGHT)
    closes: int = Field(ge=0, le=MIDNIGHT)

    @model_validator(mode="after")
    def _lasts(self) -> Opening:
        if self.closes <= self.opens:
            raise ValueError(
                "closes before or as it opens; a whole day is 00:00-24:00, a night is 22:00-24:00 and 00:00-06:00"
            )
        return self


def _from_text(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    found = _SPAN.fullmatch(value.strip())
    if found is None:
        raise ValueError("should be hours such as 09:00-17:00")
    hour, minute, until, past = map(int, found.groups())
    return {"opens": hour * 60 + minute, "closes": until * 60 + past}


def _in_order(openings: tuple[Opening, ...]) -> tuple[Opening, ...]:
    for before, after in pairwise(openings):
        if after.opens < before.closes:
            raise ValueError("opens again before it closed; put the hours of a day in order, without overlap")
    return openings


def _known(name: str) -> str:
    try:
        ZoneInfo(name)
    except (OSError, ValueError, ZoneInfoNotFoundError):
        raise ValueError("is no time zone; write one such as Asia/Jakarta") from None
    return name


Zone = Annotated[str, AfterValidator(_known)]
Country = Annotated[
    Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] | None,
    BeforeValidator(lambda value: None if value == "none" else value),
]
Openings = Annotated[
    tuple[Annotated[Opening, BeforeValidator(_from_text)], ...],
    AfterValidator(_in_order),
]


class Hours(Frozen):
    """When people answer here.

    zone:     the brand's time zone, as the IANA names it.
    week:     hours by weekday, by the wall clock of that zone; a day that is not named is closed.
    country:  whose public holidays are kept (ISO 3166, two letters); None, in a file `none`: nobody's.
    closed:   days that are closed beside them ("cuti bersama", stocktaking); `open`: holidays on which we work.
    """

    zone: Zone = "Asia/Jakarta"
    week: dict[Day, Openings]
    country: Country = None
    closed: frozenset[date] = frozenset()
    open: frozenset[date] = frozenset()

    @model_validator(mode="after")
    def _opens_some_day(self) -> Hours:
        if not any(self.week.values()):
            raise ValueError("week: opens on no day; name hours for one day at least")
        return self

    @classmethod
    def of(cls, **fields: Any) -> Hours:
        """Hours from code or a form; an `InputError` names the first wrong field."""
        try:
            return cls(**fields)
        except ValidationError as error:
            raise input_error(error) from None
