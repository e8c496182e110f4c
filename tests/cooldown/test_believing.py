"""What only a rule found needs the tagger not to see calm words there; what is exact needs nobody."""

from __future__ import annotations

import numpy as np
import pytest

from replyguard import Complaint, ReplyGuard
from replyguard.cooldown.believing import Heard, believed
from replyguard.cooldown.network import CATEGORIES, Card, Floor, Naming, Reading, network
from replyguard.domain.review import Category, Finding, Severity
from replyguard.languages.text import Span

TEXT = "We are sorry. You should have rung us first. Thank you."
START = TEXT.index("You should")


def card(floor: float, unheard: tuple[str, ...] = ()) -> Card:
    """The shipped card with this floor for all, and the tagger's scores as they are."""
    floors = {"floor": Floor(meant=floor, said=floor), "unheard": unheard, "naming": {"default": Naming()}}
    return network().card.model_copy(update=floors)


def reading(fault: float, category: Category = Category.BLAME_SHIFT) -> Reading:
    offsets = network().tokenizer.encode(TEXT).offsets
    values = np.full((len(offsets), len(CATEGORIES)), 0.01, "f4")
    for number, (start, _) in enumerate(offsets):
        if START <= start < TEXT.index(" Thank"):
            values[number, CATEGORIES.index(category)] = fault
    return Reading(list(offsets), values)


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


def heard(text: str, read: Reading) -> Heard:
    return Heard.of(text, read, card(0.1), "en")


def test_a_fault_by_meaning_is_believed_by_its_own_name_and_one_said_outright_by_any() -> None:
    blamed = heard(TEXT, reading(0.8))
    inside, outside = Span(START, START + 4), Span(0, 6)
    assert blamed.belief(inside, Category.BLAME_SHIFT) > 0.7
    assert blamed.belief(inside, Category.DENIAL) < 0.1
    assert blamed.belief(inside, Category.COUNTERATTACK) > 0.7
    assert blamed.belief(outside, Category.BLAME_SHIFT) < 0.1
    nothing = np.zeros((0, len(CATEGORIES)), "f4")
    assert heard("\u200b", Reading([], nothing)).belief(Span(0, 1), Category.BLAME_SHIFT) == 0


@pytest.mark.parametrize("category", [Category.BLAME_SHIFT, Category.OVERPROMISE])
def test_a_rule_alone_is_let_pass_where_the_tagger_sees_no_fault_and_stands_where_it_does(category: Category) -> None:
    one = finding(category)
    assert list(believed([one], TEXT, reading(0.05, category), card(0.2), "en")) == []
    assert list(believed([one], TEXT, reading(0.5, category), card(0.2), "en")) == [one]


def test_what_is_exact_or_found_by_others_too_needs_no_agreement() -> None:
    sure = [
        finding(Category.PRIVACY, "privacy"),
        finding(Category.SHOUTING),
        finding(Category.UNSUPPORTED_CLAIM),
        finding(Category.DENIAL, "rules+tagger"),
        finding(Category.DENIAL, "model"),
    ]
    assert list(believed(sure, TEXT, reading(0.0), card(0.9), "en")) == sure


def test_a_rule_whose_examples_the_tagger_does_not_hear_needs_no_agreement() -> None:
    deaf, other = (finding(Category.BLAME_SHIFT, rule=f"blame_shift.{name}") for name in ("should_have", "other"))
    made = card(0.2, ("blame_shift.should_have",))
    assert list(believed([deaf, other], TEXT, reading(0.05), made, "en")) == [deaf]


def test_a_plain_fault_stands_where_the_tagger_hears_it_by_itself_only() -> None:
    blame = finding(Category.BLAME_SHIFT)

    def heard_so(score: float, name: Category) -> list[Finding]:
        def alone(text: str) -> Reading:
            assert text == blame.quote + "."
            values = np.full((1, len(CATEGORIES)), 0.01, "f4")
            values[0, CATEGORIES.index(name)] = score
            return Reading([(0, len(text))], values)

        return list(believed([blame], TEXT, reading(0.01), card(0.2), "en", alone=alone))

    assert heard_so(0.9, Category.BLAME_SHIFT) == [blame]
    assert heard_so(0.05, Category.BLAME_SHIFT) == []
    assert heard_so(0.9, Category.SHOUTING) == []


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
