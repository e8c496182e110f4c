"""Which fault marked words carry: the network and the wording together."""

from __future__ import annotations

import numpy as np
import pytest

from replyguard.cooldown.naming import asked, named, sentence_ends, stretches
from replyguard.cooldown.network import CATEGORIES, Naming, Reading
from replyguard.cooldown.tagger import marks
from replyguard.domain.review import Category
from training import card

HURT, THREAT = CATEGORIES.index(Category.HURT), CATEGORIES.index(Category.COUNTERATTACK)
BOTH = Naming(own=1.0, phrase=1.0)
TEXTS = {
    "en": ("It breaks our hearts.", "Our lawyers will sue you."),
    "id": ("Sedih sekali kami membacanya.", "Siap-siap dipanggil polisi."),
}


def reading(text: str, first: str, second: str, score: float = 0.6) -> Reading:
    """The network takes each sentence by a hair for the other fault."""
    at = text.index(second)
    values = np.full((2, len(CATEGORIES)), 0.001, "f4")
    values[0, THREAT], values[0, HURT] = score, score - 0.05
    values[1, HURT], values[1, THREAT] = score, score - 0.05
    return Reading([(0, len(first)), (at, at + len(second))], values)


TEXT = " ".join(TEXTS["en"])
READ = reading(TEXT, *TEXTS["en"])


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_of_two_faults_as_likely_the_wording_decides_sentence_by_sentence(language: str) -> None:
    first, second = TEXTS[language]
    text = f"{first} {second}"
    found = named(reading(text, first, second), text, BOTH).values
    assert found[0, HURT] > found[0, THREAT]
    assert found[1, THREAT] > found[1, HURT]
    half = card.blank("0" * 64, 1).model_copy(update={"naming": {"default": BOTH}, "rival": 1.0})
    low = half.model_copy(update={"thresholds": {"default": dict.fromkeys(CATEGORIES, 0.05)}})
    told = [
        (mark.category, text[mark.start : mark.end])
        for mark in marks(reading(text, first, second), low, language, text)
    ]
    assert told == [(Category.HURT, first), (Category.COUNTERATTACK, second)]


def test_alone_the_token_s_own_score_is_left_as_it_is() -> None:
    assert named(READ, TEXT, Naming()).values == pytest.approx(READ.values, abs=1e-4)


def test_what_is_silent_is_not_asked_about_however_plain_its_wording() -> None:
    quiet = reading(TEXT, *TEXTS["en"], score=0.08)
    assert list(asked(quiet, TEXT)) == []
    assert (named(quiet, TEXT, BOTH).values == quiet.values).all()


def test_no_words_no_names() -> None:
    nothing = np.zeros((0, len(CATEGORIES)), "f4")
    assert len(named(Reading([], nothing), "", BOTH).values) == 0


def test_a_run_of_tokens_bridges_short_gaps_and_no_sentence_end() -> None:
    values = np.array([0.9, 0.1, 0.8, 0.0, 0.0, 0.0, 0.9, 0.9])
    assert [(a, b) for a, b, _ in stretches(values, 0.5)] == [(0, 3), (6, 8)]
    assert [(a, b) for a, b, _ in stretches(values, 0.5, ends=(1,))] == [(0, 1), (2, 3), (6, 8)]
    assert list(stretches(np.zeros(4), 0.5)) == []
    assert sentence_ends(READ, TEXT) == (0,)


def test_all_who_ask_of_one_reading_are_given_the_same_and_of_another_one_its_own() -> None:
    louder = reading(TEXT, *TEXTS["en"], score=0.9)
    assert named(READ, TEXT, BOTH) is named(READ, TEXT, BOTH)
    assert (named(louder, TEXT, BOTH).values != named(READ, TEXT, BOTH).values).any()
    assert (named(READ, TEXT, Naming()).values != named(READ, TEXT, BOTH).values).any()
