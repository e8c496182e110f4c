"""The benchmarks run: each table on a few replies, and the document's block written in place."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from benchmarks import speed
from benchmarks.bars import missed
from benchmarks.others import OneByOne, ours
from benchmarks.tables import BEGIN, END, Table, put_in, read_tables
from benchmarks.texts import HOSTILE, WORDS, development, hostile, of_hundred_words
from benchmarks.timing import Timing
from replyguard import ReplyGuard
from replyguard.cooldown.reviewer import offline_readers
from replyguard.languages.pack import available

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    "name",
    [
        *(
            "__main__",
            "bars",
            "child",
            "machine",
            "model",
            "model_child",
            "model_server",
            "node.tools",
            "others",
            "speed",
        ),
        *("tables", "timing"),
    ],
)
def test_every_module_can_be_imported_without_the_extra(name: str) -> None:
    assert importlib.import_module(f"benchmarks.{name}")


def test_a_reply_of_a_hundred_words_has_a_hundred_words() -> None:
    replies = of_hundred_words((1, 7))
    assert {len(one.reply.split()) for one in replies} == {WORDS}
    assert len(replies) == 2 * len(development())
    # A reply that is long enough by itself comes back as it is.
    assert len({one.reply for one in replies}) > 0.95 * len(replies)
    assert {one.lang for one in replies} == set(available())


def test_a_hostile_text_has_five_thousand_characters_and_says_something() -> None:
    assert {len(text) for text in hostile().values()} == {HOSTILE}
    assert all(text.strip() for text in hostile().values())


def test_every_reader_gets_its_row(offline: ReplyGuard) -> None:
    table = speed.readers(offline, of_hundred_words((1,))[:2])
    rows = {row[0] for row in table.rows}
    assert {f"{reader.name} alone" for reader in offline_readers()} | {"parts alone"} <= rows
    assert all(float(row[2]) >= 0 and row[1] == "2" for row in table.rows)


def test_a_batch_is_timed_through_the_lines_that_users_send(offline: ReplyGuard) -> None:
    (row,) = speed.batch(offline, development()[:3]).rows
    assert row[0].startswith("3 labelled replies")
    assert float(row[1]) > 0


def test_replyguard_stands_beside_the_other_tools_with_the_answers_of_eval(offline: ReplyGuard) -> None:
    replies = development()[:6]
    whole, some = ours(offline, "all").read(replies), ours(offline, "some", ("notes",)).read(replies)
    assert any(flagged for flagged, _ in whole)
    assert not any(flagged for flagged, _ in some)
    assert [flagged for flagged, _ in OneByOne("none", lambda one: not one.reply).read(replies)] == [False] * 6


def test_of_many_times_the_middle_and_the_slow_end_are_told() -> None:
    found = Timing.of([float(number) for number in range(1, 201)])
    assert (found.runs, found.p50, found.p99, found.longest) == (200, 100.5, 199.0, 200.0)


def test_the_block_of_a_document_is_written_in_place_and_the_rest_stays(tmp_path: Path) -> None:
    document = tmp_path / "performance.md"
    document.write_text(f"before\n\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    table = Table(title="Times", head=("what", "ms"), rows=(("review", "1"),))
    for _ in range(2):
        put_in(document, table.markdown)
    text = document.read_text(encoding="utf-8")
    assert text == f"before\n\n{BEGIN}\n\n{table.markdown}\n\n{END}\nafter\n"
    assert "| review | 1 |" in text
    document.write_text("no block", encoding="utf-8")
    with pytest.raises(ValueError, match="has no block"):
        put_in(document, "x")


def test_the_document_has_the_block() -> None:
    text = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    assert text.count(BEGIN) == text.count(END) == 1


def test_a_bar_is_missed_by_the_figure_that_it_names_and_by_no_other() -> None:
    tables = (
        Table(
            title="Times",
            head=("texts", "p50, ms", "p99, ms", "bar, ms"),
            rows=(
                ("all", "26.10", "40.00", "p50 < 25, p99 < 60"), ("some", "3.00", "9.00", "p50 < 3"),
                ("one", "9", "9", ""),
            ),
        ),
        Table(title="Model", head=("what", "measured", "bar"), rows=(
            ("calls", "2.00", "<= 2"), ("tokens", "1,801", "<= 1,800"), ("time", "9.00 ms, 1.61x", "<= 1.6x"),
            ("cached", "83%", ">= 60 %"), ("left", "20.0 MB", "< 20 MB"),
        )),
        Table(title="Start", head=("process", "time", "memory"), rows=(
            ("first, en", "1.00 s", "300 MB"), ("first, id", "0.99 s", "not done in 60 s"), ("all", "9.00 s", "12 MB"),
            ("bar", "first < 1.0 s", "< 300 MB"),
        )),
        Table(title="Bare", head=("what", "figure"), rows=(("a", "9"),)),
    )  # fmt: skip
    assert [row[:2] for row in missed(tables).rows] == [
        ("Times", "all: p50, ms"),
        ("Times", "some: p50, ms"),
        ("Model", "tokens"),
        ("Model", "time"),
        ("Model", "left"),
        ("Start", "first, en: time"),
        ("Start", "first, en: memory"),
        ("Start", "first, id: memory"),
    ]
    assert missed(tables[3:]).rows == (("none", "", "", ""),)
    with pytest.raises(ValueError, match="should look like"):
        missed([Table(title="Model", head=("what", "measured", "bar"), rows=(("calls", "2.00", "two"),))])


def test_the_document_says_first_which_of_its_bars_are_missed() -> None:
    tables = list(read_tables((ROOT / "docs" / "performance.md").read_text(encoding="utf-8")))
    told = [table for table in tables if table.title == "Bars missed"]
    rest = [table for table in tables if table.title != "Bars missed"]
    assert len(rest) == 7
    assert told == [missed(rest)]
