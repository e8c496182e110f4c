"""A rewrite put in, or words left out, must leave a sentence that reads."""

from __future__ import annotations

import pytest

from replyguard.cooldown.rewrite import addressed, put_in, tidy
from replyguard.languages.pack import load


@pytest.mark.parametrize(
    ("marked", "rewrite", "result"),
    [
        ("We are [[sorry you feel so]], Dana.", "sorry for what happened", "We are sorry for what happened, Dana."),
        ("Hello. [[that is your screen.]] Bye.", "that was our photo", "Hello. That was our photo. Bye."),
        ("We packed it badly. [[Your screen lies.]] Tap Return.", "", "We packed it badly. Tap Return."),
        ("[[You are wrong, but]] we will look.", "", "We will look."),
        ("We are sorry[[, even though you were rude]].", "", "We are sorry."),
        ("Maaf ya Kak, [[cuma telat sedikit kok]].", "", "Maaf ya Kak."),
        ("We sent it [[as fast as anybody could, honestly]], and it came late.", "", "We sent it, and it came late."),
        ("Sorry. [[Calm down!!!]]", "", "Sorry."),
        ("Sorry. [[Calm down!!!]]", "we hear you", "Sorry. We hear you."),
    ],
)
def test_the_sentence_around_a_rewrite_still_reads(marked: str, rewrite: str, result: str) -> None:
    start = marked.index("[[")
    end = marked.index("]]") - 2
    text = marked.replace("[[", "").replace("]]", "")
    changed, left, right = put_in(text, start, end, rewrite)
    assert tidy(changed) == result
    assert 0 <= left <= right <= len(changed)


def test_an_indonesian_rewrite_speaks_to_the_reader_as_the_reply_does() -> None:
    pack = load("id")
    assert addressed("keluhan {address} wajar", "Halo Bu, maaf ya Bu.", pack) == "keluhan Ibu wajar"
    assert addressed("keluhan {address} wajar", "Halo, maaf ya.", pack) == "keluhan Kakak wajar"
