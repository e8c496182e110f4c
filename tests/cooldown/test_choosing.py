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
            "Senin saya datang, Pak. Saya menanggapi ini dengan serius.",
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
    text = "Four nights offline, and there I thought holidays were for rest. We are sorry."
    fault = tagged(
        text,
        Category.SARCASM,
        "and there I thought holidays were for rest",
        rewrite="we know it was no joke",
        reader="rules",
    )
    assert answered("en", text, fault) == "Four nights offline, and we know it was no joke. We are sorry."


def test_a_rule_s_clause_follows_a_greeting_as_it_is() -> None:
    text = "Dear Mrs Adeyemi Jones, it is regretted that this was felt."
    fault = tagged(
        text, Category.NON_APOLOGY, "it is regretted that this was felt", rewrite="we are sorry", reader="rules"
    )
    assert answered("en", text, fault) == "Dear Mrs Adeyemi Jones, we are sorry."


def test_two_clauses_of_rules_in_one_sentence_become_one() -> None:
    text = "It lasts for ever, we swear it on our mother. Sorry."
    found = (
        tagged(text, Category.OVERPROMISE, "It lasts for ever", rewrite="we do our best", reader="rules"),
        tagged(text, Category.OVERPROMISE, "we swear it on our mother", rewrite="we try hard", reader="rules"),
    )
    assert answered("en", text, *found) == "We do our best. Sorry."


def test_a_question_goes_with_the_words_that_asked_it() -> None:
    text = "Siapa yang bodoh kak? Chat ya kak, pagi ini juga."
    fault = tagged(text, Category.ANGER, "Siapa yang bodoh kak", rewrite="kami dengar kesalnya", reader="rules")
    assert answered("id", text, fault) == "Kami dengar kesalnya. Chat ya kak, pagi ini juga."


def test_the_name_below_a_reply_is_never_made_a_sentence() -> None:
    text = "We packed the wrong size and are sorry. Salma"
    assert answered("en", text, tagged(text, Category.SARCASM, "Salma")) == "We packed the wrong size and are sorry."


def test_from_the_third_fault_on_a_sentence_is_left_out() -> None:
    text = "One fool here. Two fools here. Three fools here. Come on Monday at ten."
    found = [
        tagged(text, category, quote)
        for category, quote in (
            (Category.ANGER, "One fool here"),
            (Category.MINIMIZING, "Two fools here"),
            (Category.OVERPROMISE, "Three fools here"),
        )
    ]
    assert answered("en", text, *found).count(".") == 3


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
