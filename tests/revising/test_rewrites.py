"""The offline reviser answers what was found, adds nothing, and says nothing twice."""

from __future__ import annotations

import pytest

from replyguard import Finding
from replyguard.domain.review import Category, Severity
from replyguard.revising.rewrites import accept, revised

TEXT = "Hello Dana. It is your own fault, as always. We are sorry. Calm down!"


def finding(quote: str, rewrite: str | None) -> Finding:
    start = TEXT.index(quote)
    return Finding(
        category=Category.ANGER,
        severity=Severity.BLOCK,
        start=start,
        end=start + len(quote),
        quote=quote,
        reason="why",
        rewrite=rewrite,
        reader="rules",
    )


def test_a_rewrite_takes_the_place_of_its_quote() -> None:
    assert accept(TEXT, finding("your own fault, as always", "our fault")) == TEXT.replace(
        "your own fault, as always", "our fault"
    )


def test_a_text_that_has_changed_is_not_touched() -> None:
    with pytest.raises(ValueError, match="review it again"):
        accept("Another text altogether, long enough to hold it.", finding("Calm down!", ""))


def test_what_only_a_person_can_say_goes_with_its_sentence() -> None:
    assert revised(TEXT, [finding("own fault", None)]) == "Hello Dana. We are sorry. Calm down!"


def test_several_findings_are_answered_together() -> None:
    found = [finding("It is your own fault, as always.", "The mistake was ours."), finding("Calm down!", "")]
    assert revised(TEXT, found) == "Hello Dana. The mistake was ours. We are sorry."


def test_two_findings_in_one_sentence_do_not_cut_into_each_other() -> None:
    found = [finding("your own fault", "our fault"), finding("as always", None)]
    assert revised(TEXT, found) == "Hello Dana. We are sorry. Calm down!"


def test_nothing_is_said_twice() -> None:
    found = [finding("It is your own fault, as always.", "We are sorry."), finding("Calm down!", "Hello Dana.")]
    assert revised(TEXT, found) == "Hello Dana. We are sorry."
