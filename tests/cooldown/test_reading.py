"""A native reader of the revised reply is not made to wince: nothing hangs, nothing good is lost, nothing is stock."""

from __future__ import annotations

import pytest

from replyguard.cooldown.keeping import worth
from replyguard.cooldown.reader import Context
from replyguard.cooldown.rewrite import put_in
from replyguard.domain.review import Category
from replyguard.languages.pack import load
from tests.cooldown.kettle import KETTLE, answered, found


@pytest.mark.parametrize(
    ("code", "text", "fault", "result"),
    [
        (
            "en",
            "Kettles drip now and then. That said, the kettle was exchanged on Friday.",
            "Kettles drip now and then.",
            "We are sorry for what happened. The kettle was exchanged on Friday.",
        ),
        (
            "id",
            "Ceret memang suka menetes. Meskipun begitu, ceretnya ditukar hari Jumat.",
            "Ceret memang suka menetes.",
            "Kami minta maaf atas kejadian ini. Ceretnya ditukar hari Jumat.",
        ),
    ],
)
def test_nothing_turns_against_a_sentence_that_is_gone(code: str, text: str, fault: str, result: str) -> None:
    assert answered(Context(load(code)), text, found(text, Category.MINIMIZING, fault)) == result


@pytest.mark.parametrize(
    "text",
    [
        "Mind the step. So sorry about it.",
        "Mind the step. Still waiting? Call us.",
        "Awas tangga. Jadi begini ceritanya.",
    ],
)
def test_what_only_looks_like_a_turn_stays(text: str) -> None:
    gone = text.index(".") + 1
    assert put_in(text, 0, gone, "")[0] == text[gone + 1 :]


@pytest.mark.parametrize(
    ("code", "text", "fault", "left"),
    [
        (
            "en",
            "Our potters win prizes, and no kettle of them leaked",
            "and no kettle of them leaked",
            False,
        ),
        ("en", "The kettle was exchanged on Friday, and no other ever leaked", "and no other ever leaked", True),
        (
            "id",
            "Perajin kami juara lomba, dan ceret mereka tak bocor",
            "dan ceret mereka tak bocor",
            False,
        ),
        ("id", "Ceretnya ditukar hari Jumat, dan yang lain mana pernah bocor", "dan yang lain mana pernah bocor", True),
    ],
)
def test_what_was_said_for_the_fault_s_sake_goes_with_it(code: str, text: str, fault: str, left: bool) -> None:
    whole = f"{text}. {'Please call us today' if code == 'en' else 'Silakan telepon kami hari ini'}."
    result = answered(KETTLE[code], whole, found(whole, Category.DENIAL, fault))
    assert (text.partition(",")[0] in result) is left, result


@pytest.mark.parametrize(
    ("code", "text", "fault", "closing"),
    [
        ("en", "A drip is a drip. We do hope this puts your mind at rest.", "A drip is a drip.", "your mind"),
        ("id", "Menetes ya menetes. Semoga penjelasan ini cukup jelas.", "Menetes ya menetes.", "penjelasan"),
    ],
)
def test_a_sentence_that_closes_a_fault_goes_with_it(code: str, text: str, fault: str, closing: str) -> None:
    assert closing not in answered(KETTLE[code], text, found(text, Category.MINIMIZING, fault))


@pytest.mark.parametrize(
    ("code", "text", "fault", "result"),
    [
        ("en", "Hello, it was a hard one, and we are sorry.", "it was a hard one, and", "Hello, we are sorry."),
        (
            "id",
            "Halo Kak, itu sulit, dan kami minta maaf.",
            "itu sulit, dan",
            "Halo Kak, kami minta maaf.",
        ),
    ],
)
def test_a_greeting_keeps_its_comma(code: str, text: str, fault: str, result: str) -> None:
    start = text.index(fault)
    assert put_in(text, start, start + len(fault), "")[0] == result


@pytest.mark.parametrize(
    ("code", "text", "quote", "private"),
    [
        ("en", "Post your account number and postcode in a reply here.", "", True),
        ("en", "The account in Orchard Mews is two payments behind.", "", False),
        ("id", "Tulis nomor rekening dan alamatnya di kolom komentar.", "", True),
        ("id", "Rekening di Jalan Melati menunggak dua bulan.", "", False),
    ],
)
def test_only_what_was_asked_for_is_asked_for_in_private(code: str, text: str, quote: str, private: bool) -> None:
    kept = {"en": "The kettle was exchanged on Friday.", "id": "Ceretnya ditukar hari Jumat."}[code]
    whole = f"{kept} {text}"
    result = answered(KETTLE[code], whole, found(whole, Category.PRIVACY, text))
    assert result.startswith(kept) and (("private message" in result) or ("pesan pribadi" in result)) is private, result


def test_who_wrote_of_us_in_a_fault_alone_is_not_made_many() -> None:
    text = "Half our street spills tea. I sold you it."
    result = answered(KETTLE["en"], text, found(text, Category.MINIMIZING, "Half our street spills tea."))
    assert result == "I am sorry for what happened. I sold you it."


def test_what_is_given_for_silence_goes_with_the_silence() -> None:
    text = "The kettle was exchanged on Friday. A teapot on us, once your post is gone. Please call the shop."
    fault = ", once your post is gone"
    result = answered(KETTLE["en"], text, found(text, Category.CONCEALMENT, fault))
    assert result == "The kettle was exchanged on Friday. Please call the shop."


@pytest.mark.parametrize(
    ("code", "fault", "remark", "rest", "left"),
    [
        ("en", "Potters will be potters.", "They all do that.", "Please call the shop today.", False),
        ("en", "Potters will be potters.", "They exchanged the kettle on Friday.", "Please call the shop today.", True),
        ("en", "Potters will be potters.", "That was wrong of us.", "Please call the shop today.", True),
        ("id", "Namanya juga tukang ceret.", "Mereka semua begitu.", "Silakan telepon toko hari ini.", False),
        ("id", "Namanya juga tukang ceret.", "Itu biasa.", "Silakan telepon toko hari ini.", False),
        ("id", "Namanya juga tukang ceret.", "Itu salah kami.", "Silakan telepon toko hari ini.", True),
    ],
)
def test_a_remark_on_a_sentence_that_is_gone_goes_with_it(
    code: str, fault: str, remark: str, rest: str, left: bool
) -> None:
    text = f"{fault} {remark} {rest}"
    result = answered(KETTLE[code], text, found(text, Category.EXCUSE, fault))
    assert (remark in result) is left and result.endswith(rest)


def test_three_words_of_thanks_are_not_worth_a_sentence() -> None:
    assert not worth("thanks for testing", KETTLE["en"]) and worth("thank you for telling us", KETTLE["en"])


def test_what_turned_against_a_fault_turns_against_nothing() -> None:
    fault = "Nobody else saw a drop"
    text = f"{fault}, but thank you for your message about the kettle."
    own = found(text, Category.MINIMIZING, fault, "what counts here is what happened to you", reader="rules")
    assert answered(KETTLE["en"], text, own) == "Thank you for your message about the kettle."


def test_half_a_condition_is_never_left_at_the_end_of_a_sentence() -> None:
    text = "We are sorry for the kettle. Say whether you'd like it: if so, I'll send it on Sunday."
    fault = "so, I'll send it on Sunday"
    assert answered(KETTLE["en"], text, found(text, Category.UNSUPPORTED_CLAIM, fault)).endswith(".") and (
        "if." not in answered(KETTLE["en"], text, found(text, Category.UNSUPPORTED_CLAIM, fault))
    )


def test_a_number_alone_is_not_worth_a_sentence() -> None:
    assert not worth("twelve hands on the floor", KETTLE["en"]) and worth("exchanged on Friday", KETTLE["en"])


@pytest.mark.parametrize(
    ("code", "fault", "rest", "left"),
    [
        ("en", "Kettles do leak, and", "I am looking at it with the potter", False),
        ("en", "Kettles do leak, and", "we exchanged the kettle on Friday", True),
        ("id", "Ceret memang suka bocor, dan", "kami lihat itu bersama tukangnya", False),
        ("id", "Ceret memang suka bocor, dan", "ceretnya kami tukar hari Jumat", True),
    ],
)
def test_a_clause_that_points_at_one_that_is_gone_goes_with_it(code: str, fault: str, rest: str, left: bool) -> None:
    before, after = {
        "en": ("We are sorry about your desk.", "Please call the shop."),
        "id": ("Kami minta maaf soal meja Ibu.", "Silakan telepon toko."),
    }[code]
    text = f"{before} {fault} {rest}. {after}"
    assert (rest[3:] in answered(KETTLE[code], text, found(text, Category.EXCUSE, fault))) is left


def test_an_item_of_what_is_asked_for_in_public_takes_the_others_with_it() -> None:
    fault = "birthday and the last 4 of your card below"
    text = f"We are sorry about the kettle. Drop your full name, {fault}."
    result = answered(KETTLE["en"], text, found(text, Category.PRIVACY, fault, "message us privately", reader="rules"))
    assert "name" not in result and "private message" in result


def test_what_opens_a_quotation_goes_with_it() -> None:
    text = 'We are sorry about the kettle. "Not my desk" was no way to put it.'
    result = answered(KETTLE["en"], text, found(text, Category.DENIAL, 'Not my desk" was no way to put it.'))
    assert result == "We are sorry about the kettle."
