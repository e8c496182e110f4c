"""How soon a complaint is to be answered: targets by channel and urgency, in business time, as data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, field_validator

from replyguard.clock.calendar import Calendar
from replyguard.clock.hours import Hours
from replyguard.domain.base import Frozen
from replyguard.domain.triage import Urgency
from replyguard.languages import yaml
from replyguard.settings import Settings

_FILE = Path(__file__).parent / "targets.yaml"
_TIME = re.compile(r"(?=\d)(?:(\d{1,4})h)?(?:(\d{1,4})m)?")


def _from_text(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    found = _TIME.fullmatch(value.strip())
    if found is None:
        raise ValueError("should be a time such as 30m, 4h or 1h30m")
    hours, minutes = (int(part or 0) for part in found.groups())
    return timedelta(hours=hours, minutes=minutes)


Wait = Annotated[timedelta, BeforeValidator(_from_text), Field(gt=timedelta())]


class Target(Frozen):
    """By when. `first_response`: until a customer has an answer; `resolution`: from the complaint to its outcome.

    counts: only while it is open, or `always`, at night and on holidays too.
    """

    first_response: Wait
    resolution: Wait
    counts: Literal["open", "always"] = "open"


class ClockFile(Frozen):
    """A brand's clock file; what it leaves out is as in `targets.yaml`.

    targets: by urgency, for every channel; `channels`: by channel, for the urgencies in which it differs.
    """

    hours: Hours | None = None
    targets: dict[Urgency, Target] = {}
    channels: dict[str, dict[Urgency, Target]] = {}

    @field_validator("hours")
    @classmethod
    def _whose_holidays(cls, hours: Hours | None) -> Hours | None:
        # Left out, neither our default nor nobody's holidays would be what the brand meant.
        if hours is not None and "country" not in hours.model_fields_set:
            raise ValueError("country: name whose public holidays are kept, such as ID, or none")
        return hours


class Clock(Frozen):
    """Hours and targets, whole."""

    hours: Hours
    targets: Mapping[Urgency, Target]
    channels: Mapping[str, Mapping[Urgency, Target]]

    def target(self, channel: str, urgency: Urgency) -> Target:
        """The target for a complaint of this channel and urgency."""
        return self.channels.get(channel, {}).get(urgency) or self.targets[urgency]

    @cached_property
    def calendar(self) -> Calendar:
        return Calendar(self.hours)


def load_clock(path: Path | None = None) -> Clock:
    """The clock in the YAML file `path`, or the default; `DataError` with the line where it is wrong."""
    base: ClockFile = yaml.read(_FILE, ClockFile)
    given: ClockFile = yaml.read(path, ClockFile) if path else ClockFile()
    # What the brand says of a channel or of all of them goes before what we say of that channel.
    channels = {name: {**base.channels.get(name, {}), **given.targets} for name in base.channels}
    channels |= {name: {**channels.get(name, {}), **own} for name, own in given.channels.items()}
    hours = given.hours or base.hours
    assert hours is not None  # noqa: S101 (our own file has them; a test reads it)
    return Clock(hours=hours, targets={**base.targets, **given.targets}, channels=channels)


def clock_of(settings: Settings) -> Clock:
    """The clock of the file that REPLYGUARD_CLOCK names, or the default."""
    return load_clock(settings.clock)
