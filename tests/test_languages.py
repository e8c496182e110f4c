"""Which pack a text is read with."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from replyguard.languages.identify import identify

ROWS: list[dict[str, Any]] = [
    json.loads(line) for line in (Path(__file__).parent / "data" / "languages.jsonl").read_text("utf-8").splitlines()
]
OURS = [row for row in ROWS if row["language"] != "und"]
STRANGERS = [row for row in ROWS if row["language"] == "und"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["text"][:30])
def test_a_sentence_is_read_with_its_pack(row: dict[str, Any]) -> None:
    assert identify(row["text"]).code == row["language"]


@pytest.mark.parametrize("row", OURS, ids=lambda row: row["text"][:30])
def test_malay_carries_a_note_and_the_others_none(row: dict[str, Any]) -> None:
    assert bool(identify(row["text"]).note) is row["malay"]


@pytest.mark.parametrize(
    "tail", [" Gracias amigo, muy bien.", " Merci beaucoup pour tout.", " 非常感谢", " Danke schön."]
)
def test_a_few_foreign_words_do_not_make_a_reply_unreadable(tail: str) -> None:
    for row in OURS:
        if len(row["text"].split()) >= 12:
            assert identify(row["text"] + tail).code == row["language"], row["text"]


@pytest.mark.parametrize("tail", [" Thank you.", " sorry ya kak", " you are the best"])
def test_a_few_words_of_ours_do_not_make_a_foreign_text_readable(tail: str) -> None:
    for row in STRANGERS:
        assert identify(row["text"] + tail).code == "und", row["text"]


@pytest.mark.parametrize(
    ("text", "code"),
    [("Lemot!", "id"), ("bad", "en"), ("Kecewa.", "id"), ("Rude staff", "en"), ("parah sih", "id"), ("Slow", "en")],
)
def test_a_word_or_two_get_the_best_guess_and_say_so(text: str, code: str) -> None:
    found = identify(text)
    assert (found.code, found.sure) == (code, False)


@pytest.mark.parametrize("text", ["👎👎", "!!!", "1/5", "https://example.com/a"])
@pytest.mark.parametrize("default", ["en", "id"])
def test_a_text_without_words_is_in_the_caller_s_language(text: str, default: str) -> None:
    found = identify(text, default)
    assert (found.code, found.sure) == (default, False)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Kak this is the third time, my order was udah lama and the admin is not replying at all.", "en"),
        ("Maaf ya Kak, delivery-nya late karena courier kami salah route, nanti kami update by DM.", "id"),
    ],
)
def test_a_mixed_text_is_in_the_language_of_its_frame(text: str, code: str) -> None:
    assert identify(text).code == code


def test_a_plain_reply_is_decided_without_the_slow_model() -> None:
    code = (
        "import sys; from replyguard.languages.identify import identify as i;"
        "a = i('We are sorry that your parcel was late, Dana. It is on its way to you now.');"
        "b = i('Kami mohon maaf karena paket Kakak terlambat, sekarang sudah di jalan.');"
        "assert (a.code, b.code) == ('en', 'id'); assert 'numpy' not in sys.modules, 'numpy was loaded'"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
