"""What stands before and behind a fault still reads once the fault is answered."""

from __future__ import annotations

import pytest

from replyguard.cooldown.together import revised
from replyguard.domain.review import Category
from tests.cooldown.kettle import ALONE, answered, found


def test_a_rule_s_clause_is_joined_to_the_words_before_it() -> None:
    text = "Four nights offline, and there I thought holidays were for rest, books, sleep and sea. Nobody called."
    fault = found(
        text,
        Category.SARCASM,
        "and there I thought holidays were for rest, books, sleep and sea",
        rewrite="we know it was no joke",
        reader="rules",
    )
    assert answered(ALONE["en"], text, fault) == "Four nights offline, and we know it was no joke. Nobody called."


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
    assert answered(ALONE[code], text, found(text, Category.MINIMIZING, fault, rewrite=own, reader="rules")) == result


@pytest.mark.parametrize(
    ("code", "text", "fault", "result"),
    [
        (
            "en",
            "It ships on Monday. Grown ups read the card first. Basic. The card is in the box.",
            "Grown ups read the card first",
            "It ships on Monday. We are sorry for what happened. The card is in the box.",
        ),
        (
            "id",
            "Senin dikirim. Orang dewasa baca kartunya dulu. Dasar. Kartunya di dalam kotak.",
            "Orang dewasa baca kartunya dulu",
            "Senin dikirim. Kami minta maaf atas kejadian ini. Kartunya di dalam kotak.",
        ),
    ],
)
def test_a_scrap_behind_a_fault_goes_with_it(code: str, text: str, fault: str, result: str) -> None:
    assert answered(ALONE[code], text, found(text, Category.MINIMIZING, fault)) == result


def test_a_rule_s_clause_follows_a_greeting_as_it_is() -> None:
    text = "Dear Mrs Adeyemi Jones, it is regretted that this was felt. The shop opens at nine."
    fault = found(
        text, Category.NON_APOLOGY, "it is regretted that this was felt", rewrite="we are sorry", reader="rules"
    )
    assert answered(ALONE["en"], text, fault) == "Dear Mrs Adeyemi Jones, we are sorry. The shop opens at nine."


def test_two_clauses_of_rules_in_one_sentence_become_one() -> None:
    text = "It lasts for ever, we swear it on our mother. The parts come on Monday."
    faults = (
        found(text, Category.OVERPROMISE, "It lasts for ever", rewrite="we do our best", reader="rules"),
        found(text, Category.OVERPROMISE, "we swear it on our mother", rewrite="we try hard", reader="rules"),
    )
    assert answered(ALONE["en"], text, *faults) == "We do our best. The parts come on Monday."


def test_a_question_goes_with_the_words_that_asked_it() -> None:
    text = "Siapa yang bodoh kak? Chat ya kak, pagi ini juga."
    fault = found(text, Category.ANGER, "Siapa yang bodoh kak", rewrite="kami dengar kesalnya", reader="rules")
    assert answered(ALONE["id"], text, fault) == "Kami minta maaf atas kejadian ini. Chat ya kak, pagi ini juga."


def test_the_name_below_a_reply_is_never_made_a_sentence() -> None:
    text = "We packed the wrong size and are sorry. Salma"
    assert (
        answered(ALONE["en"], text, found(text, Category.SARCASM, "Salma")) == "We packed the wrong size and are sorry."
    )


@pytest.mark.parametrize(
    ("code", "text", "fault", "result"),
    [
        (
            "en",
            "Hi Mrs Jones, half the world spills paint. We'll come on Monday.",
            "half the world spills paint",
            "Hi Mrs Jones, we are sorry for what happened. We'll come on Monday.",
        ),
        (
            "id",
            "Yth. Sdr. Rian, semua orang pernah tumpah cat. Senin kami datang.",
            "semua orang pernah tumpah cat",
            "Yth. Sdr. Rian, kami minta maaf atas kejadian ini. Senin kami datang.",
        ),
    ],
)
def test_a_greeting_stays_before_the_sentence_it_opens(code: str, text: str, fault: str, result: str) -> None:
    assert answered(ALONE[code], text, found(text, Category.MINIMIZING, fault)) == result


@pytest.mark.parametrize(
    ("code", "text", "fault", "result"),
    [
        (
            "en",
            "it ships on monday. half the world spills paint",
            "half the world spills paint",
            "it ships on monday. we are sorry for what happened.",
        ),
        (
            "id",
            "senin dikirim ya kak. semua orang pernah tumpah cat",
            "semua orang pernah tumpah cat",
            "senin dikirim ya kak. kami minta maaf atas kejadian ini.",
        ),
    ],
)
def test_who_writes_in_small_letters_goes_on_in_them(code: str, text: str, fault: str, result: str) -> None:
    assert answered(ALONE[code], text, found(text, Category.MINIMIZING, fault)) == result


@pytest.mark.parametrize(
    ("text", "loud", "quiet", "result"),
    [
        ("Why? Twice now we explained this???", "???", "?", "Why? Twice now we explained this?"),
        ("We want to help, and HELP we will.", "HELP", "help", "We want to help, and help we will."),
        ("Maaf! Pesanannya salah!!!", "!!!", ".", "Maaf! Pesanannya salah."),
    ],
)
def test_what_is_made_quiet_stays_though_the_same_is_said_elsewhere(
    text: str, loud: str, quiet: str, result: str
) -> None:
    assert revised(text, [found(text, Category.SHOUTING, loud, rewrite=quiet)]) == result


def test_a_saying_that_stands_in_the_reply_is_not_said_twice() -> None:
    text = "We are sorry for this. You are a clown."
    assert revised(text, [found(text, Category.ANGER, "You are a clown.", rewrite="We are sorry for this.")]) == (
        "We are sorry for this."
    )
