"""The rewrites of a reply's findings make one reply: in its voice, said once, never nothing."""

from __future__ import annotations

import pytest

from replyguard.cooldown.calming import calmed
from replyguard.cooldown.choosing import Choice
from replyguard.cooldown.reader import Context
from replyguard.cooldown.reviewer import Reviewer
from replyguard.cooldown.rules import RuleReader
from replyguard.cooldown.together import revised
from replyguard.domain.review import Category, Finding, Severity
from replyguard.languages.pack import load


def tagged(text: str, category: Category, quote: str, *, rewrite: str | None = "", reader: str = "tagger") -> Finding:
    start = text.index(quote)
    return Finding(
        category=category,
        severity=Severity.WARN,
        start=start,
        end=start + len(quote),
        quote=quote,
        reason="why",
        rewrite=rewrite,
        reader=reader,
    )


def answered(code: str, text: str, *findings: Finding) -> str:
    """The text with all findings answered as they are offered."""
    offered = tuple(Choice(text, Context(load(code)), frozenset()).of(findings))
    for finding in offered:
        assert text[finding.start : finding.end] == finding.quote
        assert finding.rewrite is not None
    return revised(text, offered)


@pytest.mark.parametrize(
    ("code", "text", "fault", "result"),
    [
        (
            "en",
            "I'll come on Monday. Half the world spills paint. Len",
            "Half the world spills paint",
            "I'll come on Monday. I take this seriously. Len",
        ),
        (
            "en",
            "We'll come on Monday. Half the world spills paint. Len",
            "Half the world spills paint",
            "We'll come on Monday. We take this seriously. Len",
        ),
        (
            "id",
            "Senin saya datang, Pak. Semua orang juga pernah tumpah cat.",
            "Semua orang juga pernah tumpah cat",
            "Senin saya datang, Pak. Saya paham ini penting.",
        ),
    ],
)
def test_a_sentence_is_put_in_the_voice_of_who_writes(code: str, text: str, fault: str, result: str) -> None:
    assert answered(code, text, tagged(text, Category.MINIMIZING, fault)) == result


def test_the_reader_is_spoken_of_as_bapak_where_the_reply_calls_him_pak() -> None:
    text = "Garansinya berlaku, Pak. Kurirnya memang suka begitu kok."
    result = answered("id", text, tagged(text, Category.EXCUSE, "Kurirnya memang suka begitu kok"))
    assert result == "Garansinya berlaku, Pak. Kami ingin membereskan ini bersama Bapak."


@pytest.mark.parametrize(
    ("code", "text", "fault"),
    [
        ("en", "We are sorry for the wait. Sorry if it felt long. Call us today.", "Sorry if it felt long"),
        ("id", "Maaf, kami terlambat. Maaf kalau terasa lama. Telepon kami ya.", "Maaf kalau terasa lama"),
    ],
)
def test_an_apology_that_stands_is_not_made_twice(code: str, text: str, fault: str) -> None:
    result = answered(code, text, tagged(text, Category.NON_APOLOGY, fault))
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
    whole = tagged(text, Category.PRIVACY, text.partition(". ")[0])
    assert len(answered(code, text, whole).split()) >= 5


def test_a_rule_s_clause_is_joined_to_the_words_before_it() -> None:
    text = "Four nights offline, and there I thought holidays were for rest, books, sleep and sea. Nobody called."
    fault = tagged(
        text,
        Category.SARCASM,
        "and there I thought holidays were for rest, books, sleep and sea",
        rewrite="we know it was no joke",
        reader="rules",
    )
    assert answered("en", text, fault) == "Four nights offline, and we know it was no joke. Nobody called."


@pytest.mark.parametrize(
    ("code", "text", "fault", "result"),
    [
        (
            "en",
            "Another one follows eight minutes later, hardly the end of days. Nobody called.",
            "hardly the end of days",
            "Another one follows eight minutes later. Nobody called.",
        ),
        (
            "id",
            "Bus berikutnya datang delapan menit lagi, bukan kiamat kok. Tidak ada yang menelepon.",
            "bukan kiamat kok",
            "Bus berikutnya datang delapan menit lagi. Tidak ada yang menelepon.",
        ),
    ],
)
def test_a_clause_that_can_go_goes_before_another_is_hung_on(code: str, text: str, fault: str, result: str) -> None:
    own = {"en": "we see that it matters", "id": "kami paham ini penting"}[code]
    assert answered(code, text, tagged(text, Category.MINIMIZING, fault, rewrite=own, reader="rules")) == result


@pytest.mark.parametrize(
    ("code", "text", "fault", "result"),
    [
        (
            "en",
            "It ships on Monday. Grown ups read the card first. Basic. The card is in the box.",
            "Grown ups read the card first",
            "It ships on Monday. We take this seriously. The card is in the box.",
        ),
        (
            "id",
            "Senin dikirim. Orang dewasa baca kartunya dulu. Dasar. Kartunya di dalam kotak.",
            "Orang dewasa baca kartunya dulu",
            "Senin dikirim. Kami paham ini penting. Kartunya di dalam kotak.",
        ),
    ],
)
def test_a_scrap_behind_a_fault_goes_with_it(code: str, text: str, fault: str, result: str) -> None:
    assert answered(code, text, tagged(text, Category.MINIMIZING, fault)) == result


def test_a_rule_s_clause_follows_a_greeting_as_it_is() -> None:
    text = "Dear Mrs Adeyemi Jones, it is regretted that this was felt. The shop opens at nine."
    fault = tagged(
        text, Category.NON_APOLOGY, "it is regretted that this was felt", rewrite="we are sorry", reader="rules"
    )
    assert answered("en", text, fault) == "Dear Mrs Adeyemi Jones, we are sorry. The shop opens at nine."


def test_two_clauses_of_rules_in_one_sentence_become_one() -> None:
    text = "It lasts for ever, we swear it on our mother. The parts come on Monday."
    found = (
        tagged(text, Category.OVERPROMISE, "It lasts for ever", rewrite="we do our best", reader="rules"),
        tagged(text, Category.OVERPROMISE, "we swear it on our mother", rewrite="we try hard", reader="rules"),
    )
    assert answered("en", text, *found) == "We do our best. The parts come on Monday."


def test_a_question_goes_with_the_words_that_asked_it() -> None:
    text = "Siapa yang bodoh kak? Chat ya kak, pagi ini juga."
    fault = tagged(text, Category.ANGER, "Siapa yang bodoh kak", rewrite="kami dengar kesalnya", reader="rules")
    assert answered("id", text, fault) == "Kami dengar kesalnya. Chat ya kak, pagi ini juga."


def test_the_name_below_a_reply_is_never_made_a_sentence() -> None:
    text = "We packed the wrong size and are sorry. Salma"
    assert answered("en", text, tagged(text, Category.SARCASM, "Salma")) == "We packed the wrong size and are sorry."


def test_one_set_sentence_is_enough_and_further_faults_are_left_out() -> None:
    text = "One fool here. Two fools here. Three fools here. Come on Monday at ten."
    found = [
        tagged(text, category, quote)
        for category, quote in (
            (Category.ANGER, "One fool here"),
            (Category.MINIMIZING, "Two fools here"),
            (Category.OVERPROMISE, "Three fools here"),
        )
    ]
    assert answered("en", text, *found) == "We hear you. Come on Monday at ten."


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
        assert answered(code, text, tagged(text, Category.MINIMIZING, fault, rewrite=rewrite, reader=reader)) == result


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
    assert answered(code, text, tagged(text, Category.EXCUSE, fault)) == result


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
            "Maaf soal lampunya, kami yang salah. Silakan kirim datanya lewat pesan pribadi.",
        ),
    ],
)
def test_what_was_asked_for_in_public_is_asked_for_in_private(code: str, text: str, fault: str, result: str) -> None:
    assert answered(code, text, tagged(text, Category.PRIVACY, fault)) == result


@pytest.mark.parametrize(
    ("code", "text", "fault", "result"),
    [
        (
            "en",
            "Hi Mrs Jones, half the world spills paint. We'll come on Monday.",
            "half the world spills paint",
            "Hi Mrs Jones, we take this seriously. We'll come on Monday.",
        ),
        (
            "id",
            "Yth. Sdr. Rian, semua orang pernah tumpah cat. Senin kami datang.",
            "semua orang pernah tumpah cat",
            "Yth. Sdr. Rian, kami paham ini penting. Senin kami datang.",
        ),
    ],
)
def test_a_greeting_stays_before_the_sentence_it_opens(code: str, text: str, fault: str, result: str) -> None:
    assert answered(code, text, tagged(text, Category.MINIMIZING, fault)) == result


@pytest.mark.parametrize(
    ("code", "text", "fault", "result"),
    [
        (
            "en",
            "it ships on monday. half the world spills paint",
            "half the world spills paint",
            "it ships on monday. we take this seriously.",
        ),
        (
            "id",
            "senin dikirim ya kak. semua orang pernah tumpah cat",
            "semua orang pernah tumpah cat",
            "senin dikirim ya kak. kami paham ini penting.",
        ),
    ],
)
def test_who_writes_in_small_letters_goes_on_in_them(code: str, text: str, fault: str, result: str) -> None:
    assert answered(code, text, tagged(text, Category.MINIMIZING, fault)) == result


async def test_a_sentence_that_would_be_marked_gives_way_to_the_next() -> None:
    text = "Half the world spills paint. Come on Monday at ten."
    fault = tagged(text, Category.MINIMIZING, "Half the world spills paint")
    banned = frozenset({"we take this seriously."})
    (first,) = Choice(text, Context(load("en")), frozenset()).of([fault])
    (second,) = Choice(text, Context(load("en")), banned).of([fault])
    assert first.rewrite == "We take this seriously." and second.rewrite not in (None, "", first.rewrite)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "Price went up in April. You should have read the sign, and calm down!!! Sorry if you feel bad."),
        ("id", "Harganya naik. Harusnya Anda baca dulu, jangan lebay!!! Maaf kalau ada yang tersinggung."),
    ],
)
async def test_what_rules_find_is_calm_once_all_is_accepted(code: str, text: str) -> None:
    context = Context(load(code))
    found = await RuleReader().read(text, context)
    offered = await calmed(found, text, context, [RuleReader()])
    assert found and all(text[one.start : one.end] == one.quote for one in offered)
    after = await Reviewer(only=("rules",)).review(revised(text, offered), context)
    assert not after.findings


async def test_what_no_words_can_answer_stays_as_it_was() -> None:
    text = "We are sorry. Read the sign."
    model = tagged(text, Category.ANGER, "Read the sign", rewrite=None, reader="model")
    length = tagged(text, Category.TOO_LONG, "sign", rewrite=None, reader="notes")
    assert tuple(Choice(text, Context(load("en")), frozenset()).of([model, length])) == (model, length)
