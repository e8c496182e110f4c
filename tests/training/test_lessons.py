"""What an epoch holds: faults in good company with their labels in place, hidden words, and both languages."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from replyguard.cooldown.network import CATEGORIES, Doubt, Reading, network
from replyguard.domain.review import Category
from training import balance, card, examples, lessons, overtyped, scenes, seeing, splicing

ROOT = Path(__file__).parents[2]
BLAME = CATEGORIES.index(Category.BLAME_SHIFT)
CLAIM = CATEGORIES.index(Category.UNSUPPORTED_CLAIM)


@pytest.fixture(scope="module")
def train() -> list[examples.Example]:
    return examples.split(ROOT / "training" / "data")[0]


def test_the_sentences_of_a_reply_put_together_again_are_the_reply_with_its_labels(
    train: list[examples.Example],
) -> None:
    for one in train[::7]:
        text, spans = splicing.joined(splicing.pieces(one))
        assert "".join(text.split()) == "".join(one.reply.split())
        marked = sorted(one.reply[a:b].split() for a, b, _ in one.spans)
        assert sorted(text[a:b].split() for a, b, _ in spans) == marked


def test_a_spliced_fault_stands_whole_among_sentences_of_a_good_reply(train: list[examples.Example]) -> None:
    chance = random.Random(7)
    for language in ("en", "id"):
        good = [one for one in train if one.language == language and not one.spans][:50]
        flagged = [one for one in train if one.language == language and one.spans][:80]
        moved = 0
        for one in flagged:
            other = splicing.spliced(one, good, chance)
            words = {(one.reply[a:b], c) for a, b, c in one.spans}
            assert other.spans and {(other.reply[a:b], c) for a, b, c in other.spans} <= words
            moved += other.reply != one.reply
            assert other.reply == one.reply or CLAIM in other.unsure
        assert moved > 60


def test_hidden_words_keep_their_labels_and_their_place(train: list[examples.Example]) -> None:
    found = examples.tokens(train[0], network().tokenizer)
    hidden = lessons.blotted(found, random.Random(1))
    assert 0 < (hidden.ids != found.ids).sum() < len(found.ids) / 4
    assert hidden.ids[0] == found.ids[0] and hidden.ids[-1] == found.ids[-1]
    assert (hidden.labels == found.labels).all()


@pytest.mark.parametrize("lesson", [lessons.FIRST_LESSON, lessons.TYPED_OVER])
def test_an_epoch_holds_both_languages_and_as_many_good_replies_as_flagged(
    train: list[examples.Example], lesson: lessons.Lesson
) -> None:
    corpus, own = train[:200] + train[-200:], train[200:600] + train[-600:-200]
    played = scenes.load(ROOT / "training" / "data" / "scenes")
    typed = scenes.load(ROOT / "training" / "data" / "typed")
    some = [*typed[:10], *typed[-10:]]
    desk = overtyped.Desk.of(some, lessons.draft)
    stock = lessons.Stock(corpus, own, [], examples.of_rules()[::20], [*played[:40], *played[-40:]], some, desk)
    slang = examples.slang(ROOT / "training" / "slang.json")
    texts = stock.epoch(random.Random(3), slang, lesson)
    assert {one.language for one in texts} == {"en", "id"}
    assert 0.35 < sum(bool(one.spans) for one in texts) / len(texts) < 0.65
    assert stock.epoch(random.Random(3), slang, lesson) == texts
    assert stock.epoch(random.Random(4), slang, lesson) != texts


def test_what_is_typed_stands_in_the_draft_with_its_label_and_most_of_it_is_a_fault() -> None:
    typed = scenes.load(ROOT / "training" / "data" / "typed")
    some = [*typed[::90]]
    desk = overtyped.Desk.of(some, lessons.draft)
    chance, faults = random.Random(5), 0
    for _ in range(20):
        for one, scene in zip(desk.replies(chance), some, strict=True):
            said = {bare(text) for text, _ in (*scene.faulty, *scene.good)}
            assert any(words in bare(one.reply) for words in said)
            quotes = {(bare(text[a:b]), c) for text, spans in scene.faulty for a, b, c in spans}
            assert {(bare(one.reply[a:b]), c) for a, b, c in one.spans} <= quotes
            faults += bool(one.spans)
    assert 0.5 < faults / (20 * len(some)) < 0.7


def test_what_hangs_on_a_comma_keeps_the_labels_of_both() -> None:
    text, spans = overtyped._hung(("You liar!!", ((0, 10, BLAME),)), ("so what", ((0, 7, CLAIM),)))
    assert text == "You liar, so what"
    assert [(text[a:b], c) for a, b, c in spans] == [("You liar", BLAME), ("so what", CLAIM)]


def bare(text: str) -> str:
    """`text` without what hands in a hurry change."""
    return re.sub(r"['’.,!\s]+", " ", text).replace(" ", "").casefold()


def test_the_embedded_writer_is_learnt_as_good(train: list[examples.Example]) -> None:
    drafts = lessons.drafts([one for one in train if one.complaint][:3])
    assert drafts and all(len(one.reply) > 40 and not one.spans for one in drafts)


def _held(language: str, number: int, *, flagged: bool) -> tuple[examples.Example, Reading]:
    spans = ((0, 4, BLAME),) if flagged else ()
    values = np.full((2, len(CATEGORIES)), 0.01, "f4")
    values[0, BLAME] = 0.92 if flagged else 0.86
    return examples.Example(f"x-{number}", language, "word word", "", (), spans), Reading([(0, 4), (5, 9)], values)


@pytest.mark.parametrize("language", ["en", "id"])
def test_a_threshold_rises_until_good_replies_are_left_alone_and_no_higher(language: str) -> None:
    pairs = [_held(language, n, flagged=bool(n % 2)) for n in range(20)]
    held, readings = zip(*pairs, strict=True)
    made = balance.balanced(card.blank("0" * 64, 1), held, readings, {})
    assert 0.86 < made.threshold(language, Category.BLAME_SHIFT) <= 0.92
    assert made.threshold(language, Category.UNSUPPORTED_CLAIM) == 1.0


def _said(number: int, *, fault: bool) -> tuple[examples.Example, Reading]:
    """One text that a rule marks: the tagger hears the fault where it is one, and next to nothing where it is none."""
    text = "You should have read the description."
    values = np.full((len(text), len(CATEGORIES)), 0.001, "f4")
    values[:, BLAME] = 0.3 if fault else 0.002
    spans = ((0, len(text) - 1, BLAME),) if fault else ()
    return examples.Example(f"x-{number}", "en", text, "", (), spans), Reading(
        [(n, n + 1) for n in range(len(text))], values
    )


def test_what_a_rule_finds_and_the_tagger_does_not_hear_is_doubted_where_that_tells_right_from_wrong() -> None:
    held, readings = zip(*(_said(number, fault=bool(number % 2)) for number in range(40)), strict=True)
    start = card.blank("0" * 64, 1)
    assert seeing.seen(start, held[0], readings[0]).by_rule
    made = balance.balanced(start, held, readings, {"a.b": [(0.3, 0.3)]}).doubt
    assert made.likely(0.002, 0.002) < made.least <= made.likely(0.3, 0.3)


def test_a_rule_whose_own_examples_are_not_heard_is_not_doubted() -> None:
    held, readings = zip(*(_said(number, fault=bool(number % 2)) for number in range(40)), strict=True)
    beliefs = {"a.heard": [(0.3, 0.3)] * 60, "a.deaf": [(0.002, 0.002), (0.3, 0.3)]}
    made = balance.balanced(card.blank("0" * 64, 1), held, readings, beliefs)
    assert made.doubt.least > 0 and made.unheard == ("a.deaf",)


def test_a_sentence_without_a_name_is_told_where_it_is_loud_enough_and_nothing_else_is_told_of_it() -> None:
    one, reading = _said(1, fault=True)
    found = seeing.seen(card.blank("0" * 64, 1), one, Reading(reading.offsets, np.where(reading.values > 0.1, 0.8, 0)))
    (loud,) = found.louds
    assert loud.category is Category.BLAME_SHIFT
    assert loud.ruled
    silent = dict.fromkeys(CATEGORIES, 0.98)
    nothing = seeing.Limits(silent, Doubt(shift=-9, least=0.5), frozenset(), loud=0.8)
    assert loud.told(nothing)
    assert set(found.said(nothing)) == {Category.BLAME_SHIFT}
    assert not loud.told(replace(nothing, loud=0.85))
    assert not loud.told(replace(nothing, doubt=Doubt()))
    assert not loud.told(replace(nothing, by_category={**silent, Category.BLAME_SHIFT: 0.5}))
    assert not replace(loud, sure=True).told(nothing)
