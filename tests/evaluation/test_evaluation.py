"""`replyguard eval` against labelled replies whose figures can be counted by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from replyguard import ReplyGuard
from replyguard.domain.review import Category, Finding, Review, Severity, Verdict
from replyguard.errors import InputError
from replyguard.evaluation import measure
from replyguard.evaluation.figures import LanguageFigures, Share
from replyguard.evaluation.labelled import Label, Labelled
from replyguard.evaluation.tally import Tally, calibration, is_marked
from tests.conftest import EXACT

FEELING = {"en": "We are sorry you feel that way", "id": "Maaf kalau Kakak merasa kecewa"}
REFUND = {"en": "We have refunded you $40", "id": "Dana Rp40.000 sudah kami kembalikan"}
CALM = {
    "en": "We are sorry that we sent you the wrong size. Please message us and we will look.",
    "id": "Mohon maaf, kami salah kirim ukuran. Silakan kirim pesan ke kami ya, Kak.",
}
# No reader can know what these two lines' labels claim: one is caught by nobody, one good reply is flagged.
UNSEEN = {"en": "Thank you, the lamp was lit that day.", "id": "Terima kasih, antreannya tertib hari itu."}


def _line(language: str, number: int, reply: str, *labels: tuple[str, str]) -> dict[str, Any]:
    findings = [{"category": category, "quote": quote} for category, quote in labels]
    return {"id": f"{language}-{number}", "lang": language, "reply": reply, "findings": findings}


def _lines(language: str) -> list[dict[str, Any]]:
    feeling, refund = FEELING[language], REFUND[language]
    return [
        _line(language, 1, f"{feeling}.", ("non_apology", feeling)),
        _line(language, 2, f"{refund}.", ("unsupported_claim", refund)),
        _line(language, 3, UNSEEN[language], ("denial", UNSEEN[language])),
        _line(language, 4, CALM[language]),
        _line(language, 5, f"{CALM[language]} {feeling}."),
    ]


def _written(folder: Path, lines: list[Any]) -> Path:
    file = folder / "labelled.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    file.write_text("\n".join(texts), encoding="utf-8")
    return file


def _measured(file: Path, guard: ReplyGuard, **how: Any) -> LanguageFigures:
    (figures,) = measure(file, guard, **how).languages
    return figures


@pytest.mark.parametrize("language", ["en", "id"])
def test_the_figures_are_those_that_a_person_counts(language: str, tmp_path: Path, offline: ReplyGuard) -> None:
    found = _measured(_written(tmp_path, _lines(language)), offline, readers=EXACT)
    assert (found.language, found.replies, found.unreviewed) == (language, 5, 0)
    assert (found.caught.hits, found.caught.all) == (2, 3)
    assert (found.alarms.hits, found.alarms.all) == (1, 2)
    assert (found.micro.right, found.micro.wrong, found.micro.missed) == (2, 1, 1)
    assert found.micro.precision == pytest.approx(2 / 3)
    assert found.micro.recall == pytest.approx(2 / 3)
    assert (found.spans.hits, found.spans.all, found.placed.all) == (2, 3, 2)
    by_name = {row.category: (row.right, row.wrong, row.missed) for row in found.categories}
    assert by_name == {"denial": (0, 0, 1), "non_apology": (1, 1, 0), "unsupported_claim": (1, 0, 0)}


@pytest.mark.parametrize("language", ["en", "id"])
def test_it_says_which_reader_found_what(language: str, tmp_path: Path, offline: ReplyGuard) -> None:
    found = _measured(_written(tmp_path, _lines(language)), offline, readers=EXACT)
    readers = {row.reader: (row.right, row.alone, row.wrong) for row in found.readers}
    assert readers["claims"] == (1, 1, 0)
    assert readers["rules"] == (1, 1, 1)


@pytest.mark.parametrize("language", ["en", "id"])
def test_some_readers_can_be_measured_apart(language: str, tmp_path: Path, offline: ReplyGuard) -> None:
    file = _written(tmp_path, _lines(language))
    assert _measured(file, offline, readers=["rules"]).caught.hits == 1
    assert _measured(file, offline, readers=["claims"]).caught.hits == 1
    assert _measured(file, offline, readers=["rules", "claims"]).caught.hits == 2
    assert [row.reader for row in _measured(file, offline, readers=["claims"]).readers] == ["claims"]


def test_a_reader_that_is_not_there_is_named_with_those_that_are(tmp_path: Path, offline: ReplyGuard) -> None:
    with pytest.raises(InputError, match="'ruels'; there are: rules, tagger, claims"):
        measure(_written(tmp_path, _lines("en")), offline, readers=["ruels"])


@pytest.mark.parametrize("language", ["en", "id"])
def test_the_worst_errors_come_first_and_show_no_text(language: str, tmp_path: Path, offline: ReplyGuard) -> None:
    file = _written(tmp_path, _lines(language))
    worst = _measured(file, offline, readers=EXACT).worst
    told = [(slip.id, slip.kind, slip.category, slip.whole) for slip in worst]
    assert told == [(f"{language}-5", "wrong", "non_apology", True), (f"{language}-3", "missed", "denial", True)]
    assert all(slip.reply is None for slip in worst)
    assert [slip.reply for slip in _measured(file, offline, show=True, readers=EXACT).worst][1] == UNSEEN[language]
    assert _measured(file, offline, worst=0).worst == ()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "is not JSON"),
        ('["a"]', "Input should be"),
        ({"lang": "en", "findings": []}, "reply: Field required"),
        ({"lang": "en", "reply": "secret words", "findings": [{"category": "rude", "quote": "secret"}]}, "category"),
        ({"lang": "en", "reply": "secret words", "findings": [{"category": "anger", "quote": "Secret"}]}, "a quote"),
        ({"lang": "en", "reply": "secret words", "findings": [{"category": "rote", "quote": "secret"}]}, "is advice"),
        ({"lang": "en", "reply": "   ", "findings": []}, "is blank"),
        ({"lang": "en", "reply": "secret words", "channel": "a b!", "complaint": "Late!"}, "channel"),
        ('{"lang": "en", "reply": "\\ud800 secret words"}', "half a character"),
    ],
)
def test_a_bad_line_is_reported_and_the_rest_goes_on(line: Any, said: str, tmp_path: Path, offline: ReplyGuard) -> None:
    figures = measure(_written(tmp_path, [*_lines("id"), line, "", *_lines("en")]), offline)
    assert [one.replies for one in figures.languages] == [5, 5]
    (problem,) = figures.problems
    assert problem.startswith("labelled.jsonl:6: ")
    assert said in problem
    assert "secret" not in problem


def test_a_file_that_cannot_be_read_is_named(offline: ReplyGuard) -> None:
    with pytest.raises(InputError, match="no-such-file: cannot be read"):
        measure(Path("no-such-file"), offline)


def test_a_reply_that_nobody_could_read_counts_as_not_flagged(tmp_path: Path, offline: ReplyGuard) -> None:
    german = (
        "Es tut uns leid, dass Ihre Bestellung zu spät kam. Wir haben den Fahrer gewechselt und rufen Sie morgen an."
    )
    found = _measured(_written(tmp_path, [_line("de", 1, german, ("blame_shift", "den Fahrer"))]), offline)
    assert (found.unreviewed, found.caught.hits, found.caught.all) == (1, 0, 1)


def test_the_interval_is_wilsons() -> None:
    # Values of the published formula for 23 of 30 and for none of 36.
    share, none = Share.of(23, 30), Share.of(0, 36)
    assert [share.low, share.high, none.high] == pytest.approx([0.5907, 0.8821, 0.0964], abs=1e-3)
    assert none.low == 0
    assert [Share.of(0, 0).low, Share.of(0, 0).high] == [0, 1]


def test_scores_are_held_against_the_truth() -> None:
    found = calibration([(0.1, False), (0.3, True), (0.95, True), (1.0, True), (0.9, False)])
    assert found is not None
    assert found.brier == pytest.approx((0.01 + 0.49 + 0.0025 + 0 + 0.81) / 5)
    assert [one.findings for one in found.bins] == [1, 1, 0, 0, 3]
    assert found.bins[4].sure == pytest.approx(0.95)
    assert found.bins[4].right == pytest.approx(2 / 3)
    assert calibration([]) is None


REPLY = "one two three four five six !!!"


def _finding(quote: str, *, reader: str = "tagger", score: float | None = 0.8) -> Finding:
    start = REPLY.index(quote)
    found = Finding(
        category=Category.ANGER,
        severity=Severity.BLOCK,
        start=start,
        end=start + len(quote),
        quote=quote,
        reason="hard words",
        reader=reader,
        score=score,
    )
    assert REPLY[found.start : found.end] == found.quote
    return found


@pytest.mark.parametrize(
    ("label", "found", "marked"),
    [
        ("one two", "one two three four", True),
        ("one two", "one two three four five", False),
        ("one two three", "three four", False),
        ("two three", "two three four", True),
        ("!!!", "!!!", True),
        ("!!!", "six !!!", False),
        ("!!!", "five", False),
    ],
)
def test_a_span_counts_from_half_of_the_words_on(label: str, found: str, marked: bool) -> None:
    assert is_marked(Label(category=Category.ANGER, quote=label), REPLY, [_finding(found)]) is marked
    assert not is_marked(Label(category=Category.HURT, quote=label), REPLY, [_finding(found)])


def test_a_reader_that_weighs_is_counted_with_its_scores() -> None:
    tally = Tally()
    labelled = Labelled(lang="en", reply=REPLY, findings=(Label(category=Category.ANGER, quote="one two"),))
    findings = (_finding("one two", reader="rules+tagger", score=0.9), _finding("five", score=0.6))
    tally.add(labelled, Review(verdict=Verdict.HOLD, findings=findings))
    tally.add(Labelled(id="good", lang="en", reply=REPLY), Review(verdict=Verdict.HOLD, findings=findings[1:]))
    found = tally.figures("en", 10)
    readers = {row.reader: (row.right, row.alone, row.wrong) for row in found.readers}
    assert readers == {"rules": (1, 0, 0), "tagger": (2, 1, 1)}
    assert found.calibration is not None
    assert found.calibration.findings == 3
    assert [(slip.id, slip.score, slip.reader) for slip in found.worst] == [("good", 0.6, "tagger")]
