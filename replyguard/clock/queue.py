"""What is due next, over all cases: the overdue first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from replyguard.cases.listing import Filter
from replyguard.cases.store import Cases
from replyguard.clock.due import Due, due_next
from replyguard.clock.targets import Clock
from replyguard.domain.case import CaseState
from replyguard.domain.triage import Urgency

_PAGE = 1_000
_RANK = {Urgency.SERIOUS_RISK: 0, Urgency.URGENT: 1, Urgency.ROUTINE: 2}


def queue(cases: Cases, clock: Clock, *, now: datetime, channel: str | None = None) -> tuple[Due, ...]:
    """What every open case waits for: the overdue first, then by when it is due, the riskier first of two at once."""
    found = (due_next(state, clock, now=now) for state in _open(cases, channel))
    return tuple(sorted((due for due in found if due), key=lambda due: (due.at, _RANK[due.urgency], due.case)))


def _open(cases: Cases, channel: str | None) -> Iterator[CaseState]:
    after: str | None = None
    while page := cases.find(Filter(channel=channel, after=after, limit=_PAGE)):
        yield from (cases.get(line.id) for line in page)
        after = page[-1].id
