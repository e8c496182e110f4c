"""Readers that name the same words differently: the better one is believed, and a fault never falls silent."""

from __future__ import annotations

import itertools

import pytest

from replyguard.cooldown.settling import settled
from replyguard.domain.review import Category, Finding, Severity

TEXT = "You should have read the description before two minutes of shouting."


TRUSTED = {"often_right": 0.9, "seldom_right": 0.2}


def finding(
    category: Category,
    reader: str,
    *,
    words: str = "You should have read",
    score: float | None = None,
    rule: str | None = None,
) -> Finding:
    start = TEXT.index(words)
    return Finding(
        category=category,
        severity=Severity.BLOCK,
        start=start,
        end=start + len(words),
        quote=words,
        reason="x",
        reader=reader,
        score=score,
        rule=rule,
    )


def names(*findings: Finding) -> list[Category]:
    return [one.category for one in settled(findings, lambda rule: TRUSTED.get(rule, 0.7))]


def test_of_a_rule_and_the_tagger_the_one_is_believed_that_is_right_more_often() -> None:
    rule = finding(Category.BLAME_SHIFT, "rules", rule="often_right")
    for score, name in ((0.85, Category.BLAME_SHIFT), (0.95, Category.DENIAL)):
        assert names(rule, finding(Category.DENIAL, "tagger", score=score)) == [name]
    guess = finding(Category.DENIAL, "tagger", score=0.3)
    assert names(finding(Category.BLAME_SHIFT, "rules", rule="seldom_right"), guess) == [Category.DENIAL]


def test_two_readers_that_agree_are_wrong_only_together() -> None:
    both = finding(Category.SARCASM, "rules+tagger", rule="often_right", score=0.3)
    assert names(finding(Category.BLAME_SHIFT, "rules"), both) == [Category.SARCASM]
    assert names(finding(Category.DENIAL, "tagger", score=0.92), both) == [Category.SARCASM]


def test_of_two_guesses_the_surer_stays_and_of_two_rules_the_better() -> None:
    weak, strong = finding(Category.DENIAL, "tagger", score=0.5), finding(Category.EXCUSE, "tagger", score=0.6)
    assert names(weak, strong) == [Category.EXCUSE]
    alike = [finding(Category.DENIAL, "rules"), finding(Category.EXCUSE, "rules")]
    assert names(*alike) == [Category.DENIAL, Category.EXCUSE]
    better = finding(Category.ANGER, "rules", rule="often_right")
    assert names(*alike, better) == [Category.ANGER]


@pytest.mark.parametrize("category", [Category.SHOUTING, Category.PRIVACY, Category.UNSUPPORTED_CLAIM])
def test_what_may_stand_beside_another_fault_does(category: Category) -> None:
    found = [finding(category, "rules"), finding(Category.DENIAL, "tagger", score=0.9)]
    assert set(names(*found)) == {category, Category.DENIAL}


def test_other_words_keep_their_own_name() -> None:
    rule = finding(Category.BLAME_SHIFT, "rules")
    other = finding(Category.SARCASM, "tagger", words="two minutes of shouting", score=0.4)
    assert names(rule, other) == [Category.BLAME_SHIFT, Category.SARCASM]


def test_a_model_neither_silences_nor_is_silenced() -> None:
    for reader in ("rules", "tagger", "rules+tagger"):
        found = [finding(Category.MINIMIZING, "model"), finding(Category.DENIAL, reader, score=0.1)]
        assert set(names(*found)) == {Category.MINIMIZING, Category.DENIAL}


def test_a_claim_gives_way_to_what_says_more_of_the_same_words() -> None:
    claim = finding(Category.UNSUPPORTED_CLAIM, "claims")
    for category in (Category.PRIVACY, Category.OVERPROMISE, Category.CONCEALMENT):
        assert names(claim, finding(category, "rules")) == [category]
    assert set(names(claim, finding(Category.BLAME_SHIFT, "rules"))) >= {Category.BLAME_SHIFT}


def test_a_bare_count_in_a_taunt_is_no_claim_and_money_always_is() -> None:
    taunt = finding(Category.SARCASM, "rules", words="two minutes of shouting")
    count = finding(Category.UNSUPPORTED_CLAIM, "claims", words="two minutes of shouting")
    assert names(count, taunt) == [Category.SARCASM]
    money = count.model_copy(update={"quote": "$40 of shouting"})
    assert set(names(money, taunt)) == {Category.SARCASM, Category.UNSUPPORTED_CLAIM}


def test_of_findings_on_the_same_words_one_always_stays() -> None:
    kinds = [Category.DENIAL, Category.EXCUSE, Category.UNSUPPORTED_CLAIM, Category.PRIVACY, Category.OVERPROMISE]
    readers = ["rules", "tagger", "claims", "rules+tagger", "model"]
    made = [finding(kind, reader, score=0.5) for kind, reader in itertools.product(kinds, readers)]
    for size in (2, 3):
        for group in itertools.combinations(made, size):
            assert names(*group), group
