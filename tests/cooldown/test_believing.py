"""What only a rule found needs the tagger not to see calm words there; what is exact needs nobody."""

from __future__ import annotations

import numpy as np
import pytest

from replyguard import Complaint, ReplyGuard
from replyguard.cooldown.believing import Heard, believed
from replyguard.cooldown.network import CATEGORIES, Card, Doubt, Naming, Reading, network
from replyguard.domain.review import Category, Finding, Severity
from replyguard.languages.text import Span

TEXT = "We are sorry. You should have rung us first. Thank you."
START = TEXT.index("You should")


def card(least: float) -> Card:
    """The shipped card that asks so much of a rule, of both beliefs alike; scores are taken as they are."""
    doubt = Doubt(same=0.5, fault=0.5, shift=0.0, least=least)
    return network().card.model_copy(update={"doubt": doubt, "naming": {"default": Naming()}})


def reading(fault: float, category: Category = Category.BLAME_SHIFT) -> Reading:
    offsets = network().tokenizer.encode(TEXT).offsets
    values = np.full((len(offsets), len(CATEGORIES)), 0.01, "f4")
    for number, (start, _) in enumerate(offsets):
        if START <= start < TEXT.index(" Thank"):
            values[number, CATEGORIES.index(category)] = fault
    return Reading(list(offsets), values)


def finding(category: Category, reader: str = "rules") -> Finding:
    quote = "You should have rung us first"
    return Finding(
        category=category,
        severity=Severity.BLOCK,
        start=START,
        end=START + len(quote),
        quote=quote,
        reason="x",
        reader=reader,
    )


def heard(text: str, read: Reading) -> Heard:
    return Heard.of(text, read, card(0.1), "en")


def test_the_sentence_of_the_words_is_heard_for_the_rule_s_fault_and_for_any() -> None:
    blamed = heard(TEXT, reading(0.8))
    inside, outside = Span(START, START + 4), Span(0, 6)
    assert blamed.belief(inside, Category.BLAME_SHIFT) == pytest.approx((0.8, 0.8))
    assert blamed.belief(inside, Category.DENIAL) == pytest.approx((0.01, 0.8))
    assert max(blamed.belief(outside, Category.BLAME_SHIFT)) < 0.1
    nothing = np.zeros((0, len(CATEGORIES)), "f4")
    assert heard("\u200b", Reading([], nothing)).belief(Span(0, 1), Category.BLAME_SHIFT) == (0, 0)


@pytest.mark.parametrize("category", [Category.BLAME_SHIFT, Category.OVERPROMISE])
def test_a_rule_alone_is_let_pass_where_the_tagger_hears_no_fault_and_stands_where_it_does(category: Category) -> None:
    one = finding(category)
    assert list(believed([one], TEXT, reading(0.05, category), card(0.2), "en")) == []
    assert list(believed([one], TEXT, reading(0.5, category), card(0.2), "en")) == [one]


def test_another_fault_on_the_words_speaks_for_a_rule_s_too() -> None:
    one = finding(Category.BLAME_SHIFT)
    assert list(believed([one], TEXT, reading(0.9, Category.DENIAL), card(0.2), "en")) == [one]
    assert list(believed([one], TEXT, reading(0.2, Category.DENIAL), card(0.2), "en")) == []


def test_a_rule_whose_examples_the_tagger_does_not_hear_is_not_doubted() -> None:
    deaf, other = (
        finding(Category.BLAME_SHIFT).model_copy(update={"rule": f"blame_shift.{name}"}) for name in ("deaf", "other")
    )
    made = card(0.2).model_copy(update={"unheard": ("blame_shift.deaf",)})
    assert list(believed([deaf, other], TEXT, reading(0.05), made, "en")) == [deaf]


@pytest.mark.parametrize(("code", "rule"), [("en", "counterattack.legal_threat"), ("id", "counterattack.law")])
def test_a_threat_stands_however_calm_it_sounds(code: str, rule: str) -> None:
    threat, jibe = (
        finding(Category.COUNTERATTACK).model_copy(update={"rule": name}) for name in (rule, "counterattack.other")
    )
    assert list(believed([threat, jibe], TEXT, reading(0.001), card(0.9), code)) == [threat]


def test_what_is_exact_or_found_by_others_too_needs_no_agreement() -> None:
    sure = [
        finding(Category.PRIVACY, "privacy"),
        finding(Category.SHOUTING),
        finding(Category.UNSUPPORTED_CLAIM),
        finding(Category.DENIAL, "rules+tagger"),
        finding(Category.DENIAL, "model"),
    ]
    assert list(believed(sure, TEXT, reading(0.0), card(0.9), "en")) == sure


@pytest.mark.parametrize(
    ("complaint", "reply"),
    [
        (
            "Three people told me three different closing times, so I drove across town for nothing.",
            "We are sorry about the wasted trip. You should have read the description.",
        ),
        (
            "Tiga orang bilang jam tutup beda-beda, saya jauh-jauh datang sia-sia.",
            "Mohon maaf sudah jauh-jauh datang, Kak. Harusnya Kakak baca deskripsinya dulu.",
        ),
        ("The cake was late.", "Sorry, but you should have rung first."),
        ("Kuenya telat.", "Mohon maaf Kak, tapi seharusnya Kakak telepon dulu."),
    ],
)
def test_a_plain_fault_under_an_apology_is_flagged(complaint: str, reply: str, offline: ReplyGuard) -> None:
    review = offline.review(reply, Complaint(text=complaint))
    assert {Category.BLAME_SHIFT, Category.NON_APOLOGY} & {one.category for one in review.findings}
    for one in review.findings:
        assert reply[one.start : one.end] == one.quote
