"""A record whose figures are known by hand: 120 cases on four channels in three weeks, ten alike in each."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from replyguard.cases.store import Cases
from replyguard.domain.case import CaseState
from replyguard.domain.complaint import Complaint
from replyguard.domain.reply import Draft, Engine
from replyguard.domain.review import Category, Finding, Review, Severity, Verdict
from replyguard.domain.triage import Cause, Topic, Triage
from tests.cases.conftest import BOT, MEI, SARI

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
CHANNELS = ("app_store", "google_review", "instagram", "x")
WEEKS = 3
DRAFT = "We are sorry that your parcel came late to you"
EDITED = "We are truly sorry that your parcel came late today"
ANGRY = "Your complaint is ridiculous and we are sorry"
READY = Review(verdict=Verdict.READY, checked_by=("rules",), language="en")

# Ten cases of each week and channel, by their place.
CAUSES = [Cause.BUSINESS_ERROR] * 6 + [Cause.MISUNDERSTANDING] * 3 + [Cause.TROLL]
TOPICS = [(Topic.LATE,)] * 5 + [(Topic.LATE, Topic.REFUND)] * 2 + [(Topic.STAFF,)] * 3
HOURS = [1, 2, 3, 4, 5, 6, 7, 8, 9]  # to the answer; the tenth gets none


class Clock:
    """The time, as the seeding says."""

    def __init__(self) -> None:
        self.at = MONDAY

    def __call__(self) -> datetime:
        return self.at


def seed(cases: Cases, clock: Clock) -> list[CaseState]:
    """All of them, oldest first."""
    made = []
    for week in range(WEEKS):
        for channel in CHANNELS:
            for place in range(10):
                opened = MONDAY + timedelta(weeks=week, days=place % 5, hours=9)
                made.append(_case(cases, clock, channel, place, opened))
    return made


def _case(cases: Cases, clock: Clock, channel: str, place: int, opened: datetime) -> CaseState:
    clock.at = opened
    case = cases.open_case(Complaint(text="My parcel came late!", channel=channel), by=BOT)
    # Looked at twice: only the second counts.
    case = cases.triaged(case, Triage(language="en", cause=Cause.UNCLEAR, topics=(Topic.OTHER,)), by=BOT)
    case = cases.triaged(case, Triage(language="en", cause=CAUSES[place], topics=TOPICS[place]), by=BOT)
    case = cases.draft(case, Draft(text=DRAFT, engine=Engine.OFFLINE), by=BOT, review=READY)
    if place == 9:
        return case
    # Three post the draft, three an edit of it, three an angry edit whose finding two people dismiss.
    text = DRAFT
    if place in {3, 4, 5}:
        text = EDITED
        case = cases.edit(case, text, by=SARI, review=READY)
    if place in {6, 7, 8}:
        text = ANGRY
        case = cases.edit(case, text, by=SARI, review=flagged())
        case = cases.review(case, text, flagged(), by=BOT)  # read twice, typed once
        by = MEI if place == 8 else SARI
        case = cases.dismiss(case, text, flagged().findings[0], "She wrote that word herself", by=by)
    clock.at = opened + timedelta(hours=HOURS[place])
    case = cases.posted(case, text, f"https://example.com/{case.id}", by=SARI)
    if place < 4:
        clock.at = opened + timedelta(hours=24)
        case = cases.outcome(case, "satisfied", by=SARI)
    return case


def flagged() -> Review:
    """What a review of the angry text says."""
    quote = "ridiculous"
    start = ANGRY.index(quote)
    finding = Finding(
        category=Category.ANGER, severity=Severity.BLOCK, start=start, end=start + len(quote), quote=quote,
        reason="It scorns the customer.", rewrite="serious", reader="rules",
    )  # fmt: skip
    assert ANGRY[finding.start : finding.end] == finding.quote
    return Review(verdict=Verdict.HOLD, findings=(finding,), checked_by=("rules",), language="en")
