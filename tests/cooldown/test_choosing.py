"""The rewrites of a reply's findings make one reply: in its voice, said once, never nothing."""

from __future__ import annotations

import pytest

from replyguard.cooldown.calming import calmed
from replyguard.cooldown.choosing import chosen
from replyguard.cooldown.holding import holding
from replyguard.cooldown.reviewer import Reviewer
from replyguard.cooldown.rules import RuleReader
from replyguard.cooldown.together import revised
from replyguard.domain.review import Category
from tests.cooldown.kettle import ALONE, answered, found


@pytest.mark.parametrize(
    ("code", "text", "fault", "result"),
    [
        (
            "en",
            "I'll come on Monday. Half the world spills paint. Len",
            "Half the world spills paint",
            "I'll come on Monday. I am sorry for what happened. Len",
        ),
        (
            "en",
            "We'll come on Monday. Half the world spills paint. Len",
            "Half the world spills paint",
            "We'll come on Monday. We are sorry for what happened. Len",
        ),
        (
            "id",
            "Senin saya datang, Pak. Semua orang juga pernah tumpah cat.",
            "Semua orang juga pernah tumpah cat",
            "Senin saya datang, Pak. Saya minta maaf atas kejadian ini.",
        ),
    ],
)
def test_a_sentence_is_put_in_the_voice_of_who_writes(code: str, text: str, fault: str, result: str) -> None:
    assert answered(ALONE[code], text, found(text, Category.MINIMIZING, fault)) == result


def test_the_reader_is_spoken_of_as_bapak_where_the_reply_calls_him_pak() -> None:
    said = list(holding("Kurirnya memang suka begitu kok, Pak.", [Category.BLAME_SHIFT], ALONE["id"]))
    assert any(" bersama Bapak." in one for one in said)
    assert not any("{address}" in one or "Anda" in one for one in said)


@pytest.mark.parametrize(
    ("code", "text", "fault"),
    [
        ("en", "We are sorry for the wait. Sorry if it felt long. Call us today.", "Sorry if it felt long"),
        ("id", "Maaf, kami terlambat. Maaf kalau terasa lama. Telepon kami ya.", "Maaf kalau terasa lama"),
    ],
)
def test_an_apology_that_stands_is_not_made_twice(code: str, text: str, fault: str) -> None:
    result = answered(ALONE[code], text, found(text, Category.NON_APOLOGY, fault))
    assert result == text.replace(f" {fault}.", "")


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "Read the sign, love. Lou"),
        ("en", "READ THE SIGN"),
        ("id", "Baca dulu dong. Min"),
        ("id", "Kan ada tulisannya 😏"),
    ],
)
def test_a_reply_never_becomes_nothing(code: str, text: str) -> None:
    whole = found(text, Category.PRIVACY, text.partition(". ")[0])
    assert len(answered(ALONE[code], text, whole).split()) >= 5


def test_one_set_sentence_is_enough_and_further_faults_are_left_out() -> None:
    text = "One fool here. Two fools here. Three fools here. Come on Monday at ten."
    faults = [
        found(text, category, quote)
        for category, quote in (
            (Category.ANGER, "One fool here"),
            (Category.MINIMIZING, "Two fools here"),
            (Category.OVERPROMISE, "Three fools here"),
        )
    ]
    assert answered(ALONE["en"], text, *faults) == "We are sorry for what happened. Come on Monday at ten."


@pytest.mark.parametrize(
    ("code", "text", "fault", "result"),
    [
        (
            "en",
            "We are sorry that we sent the wrong lamp. A lamp is a lamp. Lou",
            "A lamp is a lamp",
            "We are sorry that we sent the wrong lamp. Lou",
        ),
        (
            "id",
            "Maaf ya Bu, kami salah kirim lampunya. Lampu ya lampu. Tono",
            "Lampu ya lampu",
            "Maaf ya Bu, kami salah kirim lampunya. Tono",
        ),
    ],
)
def test_a_fault_beside_an_apology_goes_and_leaves_nothing_behind(
    code: str, text: str, fault: str, result: str
) -> None:
    for reader, rewrite in (("tagger", ""), ("rules", "we see that it matters"), ("rules", "kami paham")):
        assert (
            answered(ALONE[code], text, found(text, Category.MINIMIZING, fault, rewrite=rewrite, reader=reader))
            == result
        )


@pytest.mark.parametrize(
    ("code", "text", "fault", "result"),
    [
        (
            "en",
            "The lamp comes on Monday. Sorry for the hole, walls crumble. Lou",
            "Sorry for the hole, walls crumble",
            "The lamp comes on Monday. We are sorry for what happened. Lou",
        ),
        (
            "id",
            "Lampunya datang Senin. Maaf lubangnya, tembok kan rapuh. Tono",
            "Maaf lubangnya, tembok kan rapuh",
            "Lampunya datang Senin. Kami minta maaf atas kejadian ini. Tono",
        ),
    ],
)
def test_an_apology_that_has_to_go_is_made_again(code: str, text: str, fault: str, result: str) -> None:
    assert answered(ALONE[code], text, found(text, Category.EXCUSE, fault)) == result


@pytest.mark.parametrize(
    ("code", "text", "fault", "result"),
    [
        (
            "en",
            "Sorry about the lamp, it was ours. Post your number and address below.",
            "Post your number and address below",
            "Sorry about the lamp, it was ours. Please send us the details in a private message.",
        ),
        (
            "id",
            "Maaf soal lampunya, kami yang salah. Tulis nomor dan alamatnya di bawah.",
            "Tulis nomor dan alamatnya di bawah",
            "Maaf soal lampunya, kami yang salah. Silakan kirim data yang diperlukan lewat pesan pribadi.",
        ),
    ],
)
def test_what_was_asked_for_in_public_is_asked_for_in_private(code: str, text: str, fault: str, result: str) -> None:
    assert answered(ALONE[code], text, found(text, Category.PRIVACY, fault)) == result


async def test_a_sentence_that_would_be_marked_gives_way_to_the_next() -> None:
    text = "Half the world spills paint. Come on Monday at ten."
    fault = found(text, Category.MINIMIZING, "Half the world spills paint")
    banned = frozenset({"we are sorry for what happened."})
    (first,) = chosen([fault], text, ALONE["en"])
    (second,) = chosen([fault], text, ALONE["en"], banned)
    assert first.rewrite == "We are sorry for what happened."
    assert second.rewrite not in (None, "", first.rewrite)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "Price went up in April. You should have read the sign, and calm down!!! Sorry if you feel bad."),
        ("id", "Harganya naik. Harusnya Anda baca dulu, jangan lebay!!! Maaf kalau ada yang tersinggung."),
    ],
)
async def test_what_rules_find_is_calm_once_all_is_accepted(code: str, text: str) -> None:
    context = ALONE[code]
    ruled = await RuleReader().read(text, context)
    offered = await calmed(ruled, text, context, [RuleReader()])
    assert ruled and all(text[one.start : one.end] == one.quote for one in offered)
    after = await Reviewer(only=("rules",)).review(revised(text, offered), context)
    assert not after.findings


async def test_what_no_words_can_answer_stays_as_it_was() -> None:
    text = "We are sorry. Read the sign."
    model = found(text, Category.ANGER, "Read the sign", rewrite=None, reader="model")
    length = found(text, Category.TOO_LONG, "sign", rewrite=None, reader="notes")
    assert chosen([model, length], text, ALONE["en"]) == (model, length)
