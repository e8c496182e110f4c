"""What the record says, against figures known by hand: 120 cases in 3 weeks on 4 channels. On both databases."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from rich.console import Console
from typer.testing import CliRunner

from replyguard.cases.store import Cases
from replyguard.cli import app
from replyguard.domain.complaint import Complaint
from replyguard.domain.review import Category
from replyguard.domain.triage import Cause, Topic, Triage
from replyguard.errors import DataError
from replyguard.insight.change import share_changed
from replyguard.insight.counting import insight
from replyguard.insight.labels import all_labels
from replyguard.insight.printing import show, write
from replyguard.insight.rows import TABLES, CauseRow, ChangeRow, DismissalRow, ResponseRow, TopicRow, TypedRow
from tests.cases.conftest import MEI
from tests.insight.seeded import CHANNELS, DRAFT, EDITED, MONDAY, WEEKS, Clock

SINCE = MONDAY.date()
WEEK_STARTS = [SINCE + timedelta(weeks=week) for week in range(WEEKS)]
GROUPS = [(week, channel) for week in WEEK_STARTS for channel in CHANNELS]


def test_each_week_and_channel_has_its_figures(cases: Cases) -> None:
    found = insight(cases.database, SINCE)
    assert found.cases == 120
    assert found.causes == tuple(
        CauseRow(week=week, channel=channel, cause=cause, cases=count)
        for week, channel in GROUPS
        for cause, count in ((Cause.BUSINESS_ERROR, 6), (Cause.MISUNDERSTANDING, 3), (Cause.TROLL, 1))
    )
    assert found.topics == tuple(
        TopicRow(week=week, channel=channel, topic=topic, cases=count)
        for week, channel in GROUPS
        for topic, count in ((Topic.LATE, 7), (Topic.STAFF, 3), (Topic.REFUND, 2))
    )
    assert found.response_times == tuple(
        ResponseRow(
            week=week, channel=channel, cases=10, answered=9, median_hours=5.0, slowest_tenth_hours=9.0,
            ended=4, median_end_hours=24.0,
        )
        for week, channel in GROUPS
    )  # fmt: skip
    assert found.typed_findings == tuple(
        TypedRow(week=week, channel=channel, category=Category.ANGER, texts=3, typed=6) for week, channel in GROUPS
    )
    assert found.dismissals == tuple(
        DismissalRow(week=week, channel=channel, category=Category.ANGER, dismissals=3, people=2)
        for week, channel in GROUPS
    )
    # Nine posts: three as drafted, three a little changed, three much.
    assert found.changes == tuple(
        ChangeRow(
            week=week, channel=channel, posted=9, unchanged=3, compared=9, median_change=share_changed(DRAFT, EDITED)
        )
        for week, channel in GROUPS
    )


def test_the_whole_time_is_counted_anew_and_not_an_average_of_averages(cases: Cases) -> None:
    found = insight(cases.database, SINCE, whole=True)
    assert [(row.week, row.channel, row.cause, row.cases) for row in found.causes] == [
        (None, None, Cause.BUSINESS_ERROR, 72), (None, None, Cause.MISUNDERSTANDING, 36), (None, None, Cause.TROLL, 12),
    ]  # fmt: skip
    (times,) = found.response_times
    assert (times.cases, times.answered, times.median_hours, times.slowest_tenth_hours) == (120, 108, 5.0, 9.0)
    assert [(row.dismissals, row.people) for row in found.dismissals] == [(36, 2)]
    assert [(row.texts, row.typed) for row in found.typed_findings] == [(36, 72)]


def test_what_was_before_is_left_out_but_a_later_event_of_an_older_case_counts(cases: Cases, clock: Clock) -> None:
    last = WEEK_STARTS[-1]
    found = insight(cases.database, last)
    assert found.cases == 40 and {row.week for row in found.causes} == {last}
    clock.at = MONDAY + timedelta(weeks=WEEKS, hours=12)
    old = next(one for one in cases.find() if one.answered_at is None)
    cases.posted(cases.get(old.id), DRAFT, "https://example.com/late", by=MEI)
    later = insight(cases.database, clock.at.date())
    assert later.cases == 0 and later.causes == ()
    assert [(row.posted, row.unchanged) for row in later.changes] == [(1, 1)]


def test_a_day_and_a_week_begin_by_the_brands_wall_clock(cases: Cases, clock: Clock) -> None:
    clock.at = MONDAY - timedelta(hours=5)  # Sunday in London, Monday in Jakarta
    early = cases.open_case(Complaint(text="Telat!", channel="email"), by=MEI)
    cases.triaged(early, Triage(language="id", cause=Cause.BUSINESS_ERROR), by=MEI)
    assert "email" not in {row.channel for row in insight(cases.database, SINCE).causes}
    jakarta = insight(cases.database, SINCE, zone=ZoneInfo("Asia/Jakarta"))
    assert [(row.week, row.cases) for row in jakarta.causes if row.channel == "email"] == [(SINCE, 1)]


def test_what_was_erased_is_counted_but_not_compared(cases: Cases) -> None:
    posted = [cases.get(one.id) for one in cases.find() if one.answered_at and one.channel == "instagram"]
    edited = next(case for case in posted if case.posted[0].text == EDITED)
    cases.erase(edited.id, "UU PDP", by=MEI)
    row = next(row for row in insight(cases.database, SINCE).changes if row.channel == "instagram")
    assert (row.posted, row.unchanged, row.compared) == (9, 3, 8)
    assert sum(row.cases for row in insight(cases.database, SINCE).causes) == 120


@pytest.mark.parametrize(
    ("before", "after", "share"),
    [("a b c d", "a b c d", 0), ("a b c d", "w x y z", 1), ("a b c d", "a b c x", 0.25), ("", "", 0), ("", "a", 1)],
)
def test_a_change_is_the_share_of_words_that_differ(before: str, after: str, share: float) -> None:
    assert share_changed(before, after) == pytest.approx(share)


def printed(cases: Cases, language: str, *, whole: bool) -> str:
    out = StringIO()
    console = Console(file=out, width=160, color_system=None)
    show(console, insight(cases.database, SINCE, whole=whole), language)
    return out.getvalue()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["120 cases", "our mistake", "Nine in ten within (h)", "9.0", "anger", "Word for word", "20.0"]),
        ("id", ["120 kasus", "kesalahan kita", "Sembilan dari sepuluh", "9,0", "marah", "Persis sama", "20,0"]),
    ],
)
def test_a_report_is_read_in_both_languages(cases: Cases, language: str, words: list[str]) -> None:
    assert share_changed(DRAFT, EDITED) == pytest.approx(0.2)
    whole = printed(cases, language, whole=True)
    for word in words:
        assert word in whole
    weekly = printed(cases, language, whole=False)
    assert weekly.count("2026-03-09") == 4 * (3 + 3 + 1 + 1 + 1 + 1)
    assert "instagram" in weekly and "instagram" not in whole


@pytest.mark.parametrize("language", ["id", "en"])
def test_an_empty_record_says_what_to_do(empty: Cases, language: str) -> None:
    text = printed(empty, language, whole=True)
    assert "`replyguard case new`" in text and "2026-03-02" in text
    assert len(text.splitlines()) == 1


def test_files_hold_the_rows_as_they_are(cases: Cases, tmp_path: Path) -> None:
    found = insight(cases.database, SINCE)
    paths = write(found, tmp_path / "out")
    assert [path.stem for path in paths] == list(TABLES)
    for path in paths:
        rows = list(csv.DictReader(path.open(encoding="utf-8", newline="")))
        shape = TABLES[path.stem]
        back = tuple(shape.model_validate({name: value or None for name, value in row.items()}) for row in rows)
        assert back == getattr(found, path.stem) and back
    file = tmp_path / "file"
    file.write_text("x")
    with pytest.raises(DataError):
        write(found, file)


def test_the_command_prints_and_writes(cases: Cases, url: str, tmp_path: Path) -> None:
    def run(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, ["report", *words], env={"REPLYGUARD_DATABASE_URL": url, "COLUMNS": "160"})
        return done.exit_code, done.output

    status, told = run("--since", "2026-03-02", "--csv", str(tmp_path / "out"), "--language", "id")
    assert status == 0 and "120 kasus" in told and "Waktu tanggap" in told
    assert (tmp_path / "out" / "changes.csv").read_text().startswith("week,channel,posted")
    assert run("--since", "2030-01-01")[0] == 0
    assert run("--since", "yesterday")[0] == 2


def test_both_languages_name_all_there_is() -> None:
    assert set(all_labels()) == {"en", "id"}
    for words in all_labels().values():
        assert set(words.causes) == set(Cause) and set(words.topics) == set(Topic)
        assert set(words.categories) == set(Category)


def test_a_report_holds_no_word_of_a_customer_or_a_reply(cases: Cases) -> None:
    told = insight(cases.database, SINCE).model_dump_json()
    assert "parcel" not in told and "Sari" not in told and date.fromisoformat("2026-03-02").isoformat() in told
