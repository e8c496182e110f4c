"""Counting: each table from the same histories, cut by week and channel or whole."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from math import ceil
from statistics import median
from typing import Any

from replyguard.cases.database import Database
from replyguard.domain.case import EventKind
from replyguard.domain.reply import Engine
from replyguard.insight.change import share_changed
from replyguard.insight.reading import Happened, History, histories
from replyguard.insight.rows import CauseRow, ChangeRow, DismissalRow, Insight, ResponseRow, TopicRow, TypedRow

Group = tuple[date | None, str | None]
_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Cut:
    """From when on, by whose weeks; `whole`: all weeks and channels in one."""

    since: date
    zone: tzinfo = UTC
    whole: bool = False

    @property
    def start(self) -> datetime:
        return datetime.combine(self.since, time(), self.zone)

    def group(self, at: datetime, channel: str) -> Group:
        if self.whole:
            return None, None
        day = at.astimezone(self.zone).date()
        return day - timedelta(days=day.weekday()), channel


def insight(database: Database, since: date, *, zone: tzinfo = UTC, whole: bool = False) -> Insight:
    """Every table since the first moment of `since` in `zone`; `whole`: one group in place of weeks and channels."""
    cut = Cut(since, zone, whole)
    read = database.reading(lambda connection: tuple(histories(connection, cut.start)))
    opened = [one for one in read if one.opened_at >= cut.start]
    return Insight(
        since=since, cases=len(opened), causes=tuple(causes(opened, cut)), topics=tuple(topics(opened, cut)),
        response_times=tuple(response_times(opened, cut)), typed_findings=tuple(typed_findings(read, cut)),
        dismissals=tuple(dismissals(read, cut)), changes=tuple(changes(read, cut)),
    )  # fmt: skip


def causes(opened: Iterable[History], cut: Cut) -> Iterator[CauseRow]:
    """How often each cause, the most frequent of a group first."""
    found = Counter((_group(one, cut), triage["cause"]) for one in opened for triage in _triage(one))
    for (week, channel), cause, cases in _ranked(found):
        yield CauseRow(week=week, channel=channel, cause=cause, cases=cases)


def topics(opened: Iterable[History], cut: Cut) -> Iterator[TopicRow]:
    """How often each topic, the most frequent of a group first."""
    found = Counter(
        (_group(one, cut), topic) for one in opened for triage in _triage(one) for topic in set(triage["topics"])
    )
    for (week, channel), topic, cases in _ranked(found):
        yield TopicRow(week=week, channel=channel, topic=topic, cases=cases)


def response_times(opened: Iterable[History], cut: Cut) -> Iterator[ResponseRow]:
    """How soon cases were answered and ended."""
    grouped: dict[Group, list[History]] = defaultdict(list)
    for one in opened:
        grouped[_group(one, cut)].append(one)
    for (week, channel), cases in sorted(grouped.items(), key=_by_group):
        answers = [(one.answered_at - one.opened_at) / _HOUR for one in cases if one.answered_at]
        ends = [(one.ended_at - one.opened_at) / _HOUR for one in cases if one.ended_at]
        yield ResponseRow(
            week=week, channel=channel, cases=len(cases), answered=len(answers), median_hours=_median(answers),
            slowest_tenth_hours=_nine_in_ten(answers), ended=len(ends), median_end_hours=_median(ends),
        )  # fmt: skip


def typed_findings(read: Iterable[History], cut: Cut) -> Iterator[TypedRow]:
    """What reviews found in texts that people typed; a text that was reviewed more often is one text."""
    found: Counter[tuple[Group, str]] = Counter()
    typed: Counter[Group] = Counter()
    for one in read:
        for edit, flags in _typed(one):
            if edit.at >= cut.start:
                group = cut.group(edit.at, one.channel)
                typed[group] += 1
                found.update((group, category) for category in flags)
    for group, category, texts in _ranked(found):
        yield TypedRow(week=group[0], channel=group[1], category=category, texts=texts, typed=typed[group])


def dismissals(read: Iterable[History], cut: Cut) -> Iterator[DismissalRow]:
    """What people overruled."""
    found: dict[tuple[Group, str], list[str]] = defaultdict(list)
    for one in read:
        for event in one.events:
            if event.kind is EventKind.DISMISSAL and event.at >= cut.start:
                found[cut.group(event.at, one.channel), event.content["category"]].append(event.by)
    for (week, channel), category, count in _ranked(Counter({key: len(people) for key, people in found.items()})):
        people = len(set(found[(week, channel), category]))
        yield DismissalRow(week=week, channel=channel, category=category, dismissals=count, people=people)


def changes(read: Iterable[History], cut: Cut) -> Iterator[ChangeRow]:
    """How much of a machine's draft is posted."""
    grouped: dict[Group, list[tuple[bool, float | None]]] = defaultdict(list)
    for one in read:
        for post, draft in _posts(one):
            if post.at >= cut.start:
                grouped[cut.group(post.at, one.channel)].append(_compared(post, draft))
    for (week, channel), pairs in sorted(grouped.items(), key=_by_group):
        shares = [share for _, share in pairs if share is not None]
        yield ChangeRow(
            week=week, channel=channel, posted=len(pairs), unchanged=sum(same for same, _ in pairs),
            compared=len(shares), median_change=_median(shares),
        )  # fmt: skip


def _group(one: History, cut: Cut) -> Group:
    return cut.group(one.opened_at, one.channel)


def _triage(one: History) -> Iterator[dict[str, Any]]:
    """The newest, if there is one."""
    found = [event.content for event in one.events if event.kind is EventKind.TRIAGED]
    yield from found[-1:]


def _typed(one: History) -> Iterator[tuple[Happened, set[str]]]:
    """Each text that a person typed, with what all reviews of it found; not one that nobody reviewed."""
    for text in one.events:
        if text.content.get("engine") == Engine.PERSON.value:
            digest = text.content["text_digest"]
            reviews = [
                event.content["flags"] for event in one.events
                if event.kind is EventKind.REVIEW and event.content["text_digest"] == digest
            ]  # fmt: skip
            if reviews:
                yield text, {flag["category"] for flags in reviews for flag in flags}


def _posts(one: History) -> Iterator[tuple[Happened, Happened | None]]:
    """Each post with the newest draft of a machine before it."""
    draft: Happened | None = None
    for event in one.events:
        if event.kind is EventKind.DRAFT and event.content["engine"] != Engine.PERSON.value:
            draft = event
        elif event.kind is EventKind.POSTED:
            yield event, draft


def _compared(post: Happened, draft: Happened | None) -> tuple[bool, float | None]:
    if draft is None:
        return False, None
    if post.content["text_digest"] == draft.content["text_digest"]:
        return True, 0.0
    if post.text is None or draft.text is None:
        return False, None
    return False, share_changed(draft.text, post.text)


def _ranked(found: Counter[tuple[Group, str]]) -> list[tuple[Group, str, int]]:
    """By group, then the most frequent first, then by name."""
    rows = [(group, name, count) for (group, name), count in found.items()]
    return sorted(rows, key=lambda row: (_by_group(row), -row[2], row[1]))


def _by_group(row: Sequence[Any]) -> tuple[date, str]:
    week, channel = row[0]
    return week or date.min, channel or ""


def _median(values: Sequence[float]) -> float | None:
    return median(values) if values else None


def _nine_in_ten(values: Sequence[float]) -> float | None:
    return sorted(values)[ceil(0.9 * len(values)) - 1] if values else None
