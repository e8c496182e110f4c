"""Text as rules see it, and every place mapped back."""

from __future__ import annotations

import pytest

from replyguard.languages.text import Span, blanked, fold


@pytest.mark.parametrize(
    ("original", "folded"),
    [
        ("We’re “sorry”", 'We\'re "sorry"'),
        ("rid\u200bicu\u00adlous", "ridiculous"),
        ("ridicul\u043eus", "ridiculous"),
        ("𝐫𝐢𝐝𝐢𝐜𝐮𝐥𝐨𝐮𝐬", "ridiculous"),
        ("one\u00a0 \t two", "one two"),
        ("a line\nbroken", "a line broken"),
        ("a line\n\nnew", "a line\nnew"),
        ("Спасибо", "Спасибо"),
    ],
)
def test_what_looks_the_same_is_read_the_same(original: str, folded: str) -> None:
    assert fold(original).text == folded


@pytest.mark.parametrize(
    "original",
    ["We’re 🙏🏽 sor\u200bry  you feel", "𝐛𝐨𝐥𝐝 ﬁne …", "👩‍👩‍👧 keluarga\n\n\nbesar", "ｆｕｌｌ width", "x", " "],
)
def test_every_folded_character_maps_back_into_the_original(original: str) -> None:
    folded = fold(original)
    assert len(folded.places) == len(folded.text) + 1
    for index in range(len(folded.text)):
        span = folded.back(index, index + 1)
        assert 0 <= span.start < span.end <= len(original)
        assert (
            fold(span.of(original)).text in ("", folded.text[index])
            or folded.text[index] in fold(span.of(original)).text
        )


def test_a_span_after_an_emoji_cuts_out_its_words() -> None:
    original = "🙏🙏 Maaf, “kalau” ada salah"
    folded = fold(original)
    start = folded.text.index("kalau")
    assert folded.back(start, start + 5).of(original) == "kalau"


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("you never rang us Please write to us", ["you never rang us", "Please write to us"]),
        ("lebay banget kak Silakan kirim pesan", ["lebay banget kak", "Silakan kirim pesan"]),
        ("calm down 😤 Your bag is here", ["calm down 😤", "Your bag is here"]),
        ("We thank You for this", ["We thank You for this"]),
        ("mohon maaf dari Kami semua", ["mohon maaf dari Kami semua"]),
        ("Kami Mohon maaf atas kejadian ini", ["Kami Mohon maaf atas kejadian ini"]),
        ("kami ucapkan Terima kasih banyak", ["kami ucapkan Terima kasih banyak"]),
        ("Press Send to reach us", ["Press Send to reach us"]),
        ("WE ARE SORRY Please WRITE", ["WE ARE SORRY Please WRITE"]),
        ("thanks to Please Cafe", ["thanks to Please Cafe"]),
    ],
)
def test_a_sentence_typed_without_a_stop_ends_where_the_next_one_begins(text: str, sentences: list[str]) -> None:
    folded = fold(text)
    assert [span.of(folded.text) for span in folded.sentences] == sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            "He should have stopped and he didn't. We're sorry.",
            ["He should have stopped and he didn't.", "We're sorry."],
        ),
        ("It wasn't yours'. thank u. We will call.", ["It wasn't yours'.", "thank u.", "We will call."]),
        ("The answer is no. We are sorry.", ["The answer is no.", "We are sorry."]),
        ("So do I. We will call.", ["So do I.", "We will call."]),
        ("See ticket No. 12 of Ms. J. Tan.", ["See ticket No. 12 of Ms. J. Tan."]),
        ("Call by 9 p.m. We are open.", ["Call by 9 p.m.", "We are open."]),
        ("Kirim foto, nota dll. Kami cek.", ["Kirim foto, nota dll.", "Kami cek."]),
        ("Kirim foto dll. ke Jl. Melati No. 3.", ["Kirim foto dll. ke Jl. Melati No. 3."]),
        ("Kirim ke Bpk. A. Yani ya.", ["Kirim ke Bpk. A. Yani ya."]),
    ],
)
def test_a_stop_behind_a_short_word_ends_a_sentence_or_not(text: str, sentences: list[str]) -> None:
    assert [one.of(text) for one in fold(text).sentences] == sentences


def test_sentences_end_at_stops_and_not_at_abbreviations() -> None:
    folded = fold("Dear Mr. Naidoo, it cost Rp. 1.500,5 at 3 p.m. today. We are sorry! Truly…\n\nDina")
    assert [span.of(folded.text) for span in folded.sentences] == [
        "Dear Mr. Naidoo, it cost Rp. 1.500,5 at 3 p.m. today.",
        "We are sorry!",
        "Truly…".replace("…", "..."),
        "Dina",
    ]


def test_words_that_go_leave_as_many_blanks_and_what_lies_outside_takes_nothing() -> None:
    text = "Maaf ya, Kak."
    assert blanked(text, [Span(5, 7)]) == "Maaf   , Kak."
    assert blanked(text, [Span(-9, -4), Span(40, 50)]) == text
    assert blanked(text, [Span(-3, 4), Span(9, 99)]) == "     ya,     "


def test_folding_a_long_hostile_text_keeps_its_size_in_bounds() -> None:
    text = "!\u200b" * 20_000
    assert len(fold(text).text) == 20_000
