"""The rows that a report prints, a file holds and the app charts.

`week`: the Monday it begins with, in the brand's zone; `channel`: where it happened. Both None in a row for all.
"""

from __future__ import annotations

from datetime import date

from pydantic import Field

from replyguard.domain.base import Frozen
from replyguard.domain.review import Category
from replyguard.domain.triage import Cause, Topic


class Row(Frozen):
    """Where it belongs."""

    week: date | None
    channel: str | None


class CauseRow(Row):
    """Cases opened then whose newest triage names the cause."""

    cause: Cause
    cases: int


class TopicRow(Row):
    """Cases opened then whose newest triage names the topic; a case can have several."""

    topic: Topic
    cases: int


class ResponseRow(Row):
    """How soon cases opened then were answered; a holding reply is an answer. Hours by the clock on the wall.

    median_hours, slowest_tenth_hours: to the first answer, of the answered: half, nine in ten took no longer.
    median_end_hours: to the outcome, of the ended. None where there is none.
    """

    cases: int
    answered: int
    median_hours: float | None
    slowest_tenth_hours: float | None
    ended: int
    median_end_hours: float | None


class TypedRow(Row):
    """Texts typed by a person then, and reviewed, in which this was found; `typed`: all such texts of that time."""

    category: Category
    texts: int
    typed: int


class DismissalRow(Row):
    """Findings that people overruled then; `people`: how many different ones did."""

    category: Category
    dismissals: int
    people: int


class ChangeRow(Row):
    """Replies posted then (holding replies apart), against the newest draft that a machine had written before.

    unchanged:     posted word for word. `compared`: those with such a draft, both texts not erased.
    median_change: the share of words that differ, 0 to 1; None where nothing could be compared.
    """

    posted: int
    unchanged: int
    compared: int
    median_change: float | None = Field(ge=0, le=1)


class Insight(Frozen):
    """All of it since `since`. `cases`: opened since then."""

    since: date
    cases: int
    causes: tuple[CauseRow, ...] = ()
    topics: tuple[TopicRow, ...] = ()
    response_times: tuple[ResponseRow, ...] = ()
    typed_findings: tuple[TypedRow, ...] = ()
    dismissals: tuple[DismissalRow, ...] = ()
    changes: tuple[ChangeRow, ...] = ()


TABLES: dict[str, type[Row]] = {
    "causes": CauseRow, "topics": TopicRow, "response_times": ResponseRow, "typed_findings": TypedRow,
    "dismissals": DismissalRow, "changes": ChangeRow,
}  # fmt: skip
"""Every table of an `Insight` by its name, in the order in which they are read."""
