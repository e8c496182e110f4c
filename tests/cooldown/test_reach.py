"""How far a mark reaches: what is left of its sentence still reads, in both languages."""

from __future__ import annotations

import pytest

from replyguard.cooldown.capitals import quiet
from replyguard.cooldown.reach import reach
from replyguard.languages.pack import load
from replyguard.languages.text import fold


def reached(code: str, marked: str) -> tuple[str, str]:
    """The unit, and what it holds, for the words marked with [[ ]]."""
    start = marked.index("[[")
    end = marked.index("]]") - 2
    text = marked.replace("[[", "").replace("]]", "")
    folded = fold(text)
    wide = reach(folded, folded.forth(start, end), load(code))
    span = folded.back(wide.span.start, wide.span.end)
    assert text[span.start : span.end] == span.of(text)
    return wide.unit, span.of(text)


@pytest.mark.parametrize(
    ("code", "marked", "whole"),
    [
        ("en", "It failed. [[You never even asked]] us. Call me.", "You never even asked us."),
        ("id", "Rusak memang. [[Kakak nggak pernah tanya]] sih. DM ya.", "Kakak nggak pernah tanya sih."),
        # What is left would hang on what is gone.
        ("en", "Before you post, [[do check what your own form says]]. Bye.", None),
        ("id", "Mengenai sopannya, [[resepsionis kami justru sering dipuji]]. Salam.", None),
        # What is left would have lost its subject.
        ("en", "[[Our trainee, hopeless as ever]], meant to ring you. Bye.", None),
        ("id", "[[Anak magang kami, yang selalu lupa]], mau menelepon Bapak. Salam.", None),
        # A conjunction without a subject of its own.
        ("en", "[[I hear this may have felt like a lapse, and]] apologise for it. Bye.", None),
        # What a colon announces goes with what announced it.
        ("en", "[[The result of our proper audit]]: the batch is safe. Bye.", None),
        ("id", "Klik chat ya, kita pilih: [[tukar atau pulang saja sana]]. Salam.", None),
    ],
)
def test_a_mark_takes_its_sentence_where_the_rest_would_not_read(code: str, marked: str, whole: str | None) -> None:
    unit, words = reached(code, marked)
    assert unit == "sentence"
    assert words == (whole or marked.replace("[[", "").replace("]]", "").partition(". ")[0] + ".")


@pytest.mark.parametrize(
    ("code", "marked", "clause"),
    [
        (
            "en",
            "Your form came on Monday and [[we are sorry if that felt slow]]. Please write.",
            "and we are sorry if that felt slow",
        ),
        (
            "id",
            "Formulirnya sampai hari Senin, dan [[maaf kalau terasa lama]]. Silakan DM.",
            "dan maaf kalau terasa lama",
        ),
        ("en", "[[You are wrong]], but we will look at the parcel with you.", "You are wrong, but"),
        ("id", "Maaf sekali ya Kak, [[cuma telat sedikit kok]].", "cuma telat sedikit kok"),
    ],
)
def test_a_clause_goes_with_the_conjunction_that_joined_it(code: str, marked: str, clause: str) -> None:
    assert reached(code, marked) == ("clause", clause)


@pytest.mark.parametrize(
    ("code", "marked", "piece"),
    [
        ("en", "[[You have never met your own cooking]] 😂 DM us please.", "You have never met your own cooking 😂"),
        ("id", "[[Kopinya jangan diajak joget lain kali]] 😂 DM kami ya.", "Kopinya jangan diajak joget lain kali 😂"),
    ],
)
def test_an_emoji_ends_a_sentence_and_goes_with_it(code: str, marked: str, piece: str) -> None:
    assert reached(code, marked) == ("sentence", piece)


def test_a_greeting_on_a_line_of_its_own_stays() -> None:
    assert reached("en", "Hello Faisal,\n[[things break, we ship fast]].\nCheers, Dev") == (
        "sentence",
        "things break, we ship fast.",
    )


def test_a_piece_of_a_word_becomes_the_word() -> None:
    _, words = reached("en", "We hope that you and yours went home [[hun]]gry that night, all of you together.")
    assert words == "hungry"


@pytest.mark.parametrize("hostile", ["[[!]]!!!!", "[[🤬]]", "[[x]]", "( [[(]] (", "“[[”]]"])
def test_marks_without_words_reach_without_error(hostile: str) -> None:
    for code in ("en", "id"):
        assert reached(code, hostile)[1]


@pytest.mark.parametrize(
    ("shouted", "said"),
    [
        ("We NEVER got it!!!", "We never got it."),
        ("BACA DULU!!! 😡", "baca dulu."),
        ("YLKI juga SUDAH tahu", "YLKI juga sudah tahu"),
        ("WHY WOULD I?!?!", "why would I?"),
        ("the GPS says so", "the GPS says so"),
    ],
)
def test_shouted_words_are_said_and_acronyms_stand(shouted: str, said: str) -> None:
    assert quiet(shouted) == said
