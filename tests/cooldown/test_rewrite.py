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
        ("Kepada Sdri. Melati P., [[Ibu yang lalai.]] Kami minta maaf.", "", "Kepada Sdri. Melati P. Kami minta maaf."),
        ("Sorry. [[Calm down!!!]]", "we hear you", "Sorry. We hear you."),
        ("Dear Dr Ama Mensah, [[blame the hotel.]] We are sorry.", "", "Dear Dr Ama Mensah, we are sorry."),
        (
            "Yth. Bapak Anwar Sanusi, [[itu salah Bapak.]] Kami minta maaf.",
            "",
            "Yth. Bapak Anwar Sanusi, kami minta maaf.",
        ),
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
    assert addressed("keluhan {address} wajar", "Halo, maaf ya.", pack) == "keluhannya wajar"
    assert addressed("ini merugikan {address}", "Halo, maaf ya.", pack) == "ini merugikan Kakak"


@pytest.mark.parametrize(
    "text",
    ["Ibu-ibu pembungkus kami baru.", 'Petugas berkata "begitu ya Pak".', "Petugas berkata “begitu ya Pak”."],
)
def test_whom_a_reply_only_tells_of_is_not_whom_it_speaks_to(text: str) -> None:
    assert addressed("Keluhan {address} kami terima", text, load("id")) == "Keluhannya kami terima"


def test_a_writer_who_speaks_for_himself_goes_on_in_his_word() -> None:
    pack = load("id")
    assert addressed("Kami paham ini penting bagi kami", "Gue yang salah, bro.", pack).startswith("Gue paham")
    assert addressed("keluhannya kami terima", "Aye minta maap.", pack) == "keluhannya aye terima"
    assert addressed("keluhannya kami terima", "Dapur kami, bukan gue.", pack) == "keluhannya kami terima"
