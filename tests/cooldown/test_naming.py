"""Which fault marked words carry: the network's two lines together."""

from __future__ import annotations

import numpy as np
import pytest

from replyguard.cooldown.naming import asked, named, sentence_ends, stretches
from replyguard.cooldown.network import CATEGORIES, Naming, Reading
from replyguard.cooldown.tagger import marks
from replyguard.domain.review import Category
from training import card

DENIAL, EXCUSE = CATEGORIES.index(Category.DENIAL), CATEGORIES.index(Category.EXCUSE)
BOTH = Naming(own=1.0, kind=1.0)
TEXT = "We did that. Rame sih."
OFFSETS = [(0, 2), (3, 6), (7, 11), (11, 12), (13, 17), (18, 21), (21, 22)]


def reading(*, first: float = 0.6, second: float = 0.6) -> Reading:
    """A sentence that is a denial by a hair, then one that is an excuse by a hair; the kinds say the contrary."""
    values = np.full((7, len(CATEGORIES)), 0.001, "f4")
    values[0:3, DENIAL], values[0:3, EXCUSE] = first, first - 0.1
    values[4:6, EXCUSE], values[4:6, DENIAL] = second, second - 0.1
    kinds = np.zeros((7, len(CATEGORIES)), "f4")
    kinds[0:3, EXCUSE], kinds[4:6, DENIAL] = 3.0, 3.0
    return Reading(OFFSETS, values, kinds)


def test_of_two_faults_as_likely_the_kind_of_the_words_decides_sentence_by_sentence() -> None:
    found = named(reading(), TEXT, BOTH).values
    assert all(found[0:3, EXCUSE] > found[0:3, DENIAL])
    assert all(found[4:6, DENIAL] > found[4:6, EXCUSE])


def test_the_marks_are_named_so_in_any_language() -> None:
    half = card.blank("0" * 64, 1).model_copy(update={"naming": {"default": BOTH}, "rival": 0.9})
    for language in ("en", "id"):
        found = [(mark.category, TEXT[mark.start : mark.end]) for mark in marks(reading(), half, language, TEXT)]
        assert found == [(Category.EXCUSE, "We did that"), (Category.DENIAL, "Rame sih")]


def test_alone_the_token_s_own_score_is_left_as_it_is() -> None:
    assert named(reading(), TEXT, Naming()).values == pytest.approx(reading().values, abs=1e-4)


def test_what_is_silent_is_not_asked_about_however_loud_its_kind() -> None:
    quiet = reading(first=0.05, second=0.05)
    assert list(asked(quiet, TEXT)) == []
    assert (named(quiet, TEXT, BOTH).values == quiet.values).all()


def test_no_words_no_names() -> None:
    nothing = np.zeros((0, len(CATEGORIES)), "f4")
    assert len(named(Reading([], nothing, nothing), "", BOTH).values) == 0


def test_a_run_of_tokens_bridges_short_gaps_and_no_sentence_end() -> None:
    values = np.array([0.9, 0.1, 0.8, 0.0, 0.0, 0.0, 0.9, 0.9])
    assert [(a, b) for a, b, _ in stretches(values, 0.5)] == [(0, 3), (6, 8)]
    assert [(a, b) for a, b, _ in stretches(values, 0.5, ends=(1,))] == [(0, 1), (2, 3), (6, 8)]
    assert list(stretches(np.zeros(4), 0.5)) == []
    assert sentence_ends(reading(), TEXT) == (3,)
