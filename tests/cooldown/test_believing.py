"""What only a rule found needs the tagger not to see calm words there; what is exact needs nobody."""

from __future__ import annotations

import numpy as np
import pytest

from replyguard import Complaint, ReplyGuard
from replyguard.cooldown.believing import belief, believed
from replyguard.cooldown.network import CATEGORIES, Reading, network
from replyguard.domain.review import Category, Finding, Severity
from replyguard.languages.text import Span

TEXT = "We are sorry. You should have rung us first. Thank you."
START = TEXT.index("You should")


def reading(fault: float) -> Reading:
    offsets = network().tokenizer.encode(TEXT).offsets
    values = np.full((len(offsets), len(CATEGORIES)), 0.01, "f4")
    for number, (start, _) in enumerate(offsets):
        if START <= start < TEXT.index(" Thank"):
            values[number, 3] = fault
    return Reading(list(offsets), values, np.zeros_like(values))


def finding(category: Category, reader: str = "rules", rule: str | None = None) -> Finding:
    quote = "You should have rung us first"
    return Finding(
        category=category,
        severity=Severity.BLOCK,
        start=START,
        end=START + len(quote),
        quote=quote,
        reason="x",
        reader=reader,
        rule=rule,
    )


def test_belief_is_that_of_the_sentence_whatever_the_category() -> None:
    assert belief(TEXT, Span(START, START + 4), reading(0.8)) > 0.7
    assert belief(TEXT, Span(0, 6), reading(0.8)) < 0.1
    assert belief("\u200b", Span(0, 1), Reading([], np.zeros((0, len(CATEGORIES))), np.zeros((0, len(CATEGORIES))))) == 0


def test_a_rule_alone_is_let_pass_where_the_tagger_sees_no_fault_and_stands_where_it_does() -> None:
    card = network().card.model_copy(update={"floor": 0.2})
    blame = finding(Category.BLAME_SHIFT)
    assert list(believed([blame], TEXT, reading(0.05), card)) == []
    assert list(believed([blame], TEXT, reading(0.5), card)) == [blame]


def test_what_is_exact_or_found_by_others_too_needs_no_agreement() -> None:
    card = network().card.model_copy(update={"floor": 0.9})
    sure = [
        finding(Category.PRIVACY),
        finding(Category.SHOUTING),
        finding(Category.UNSUPPORTED_CLAIM),
        finding(Category.DENIAL, "rules+tagger"),
        finding(Category.DENIAL, "model"),
    ]
    assert list(believed(sure, TEXT, reading(0.0), card)) == sure


def test_a_rule_whose_examples_the_tagger_does_not_hear_needs_no_agreement() -> None:
    card = network().card.model_copy(update={"floor": 0.2, "unheard": ("blame_shift.should_have",)})
    deaf, heard = (finding(Category.BLAME_SHIFT, rule=f"blame_shift.{name}") for name in ("should_have", "other"))
    assert list(believed([deaf, heard], TEXT, reading(0.05), card)) == [deaf]


def test_a_plain_fault_stands_where_the_tagger_hears_it_by_itself_only() -> None:
    card = network().card.model_copy(update={"floor": 0.2, "unheard": ()})
    blame = finding(Category.BLAME_SHIFT)
    sentence = blame.quote + "."

    def surely(text: str) -> Reading:
        assert text == sentence
        return Reading([(0, len(text))], np.full((1, len(CATEGORIES)), 0.9, "f4"), np.zeros((1, len(CATEGORIES))))

    def hardly(text: str) -> Reading:
        return Reading([(0, len(text))], np.full((1, len(CATEGORIES)), 0.1, "f4"), np.zeros((1, len(CATEGORIES))))

    assert list(believed([blame], TEXT, reading(0.01), card, alone=surely)) == [blame]
    assert list(believed([blame], TEXT, reading(0.01), card, alone=hardly)) == []


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
    ],
)
def test_a_plain_fault_under_an_apology_is_flagged(complaint: str, reply: str, offline: ReplyGuard) -> None:
    review = offline.review(reply, Complaint(text=complaint))
    assert Category.BLAME_SHIFT in {one.category for one in review.findings}
    for one in review.findings:
        assert reply[one.start : one.end] == one.quote
