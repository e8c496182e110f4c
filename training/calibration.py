"""From which score on a finding is reported, and what a score is worth: both read off held-out replies."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from replyguard.cooldown.believing import EXACT, Heard
from replyguard.cooldown.naming import asked, stretches
from replyguard.cooldown.network import CATEGORIES, Card, Naming, Network, Reading
from replyguard.languages.pack import available
from replyguard.languages.text import Span
from training.examples import Example, of_rules

CUT = 0.5
# How much a language's own weights are drawn towards those of all.
_DRAWN = 20.0


def tops(readings: Sequence[Reading]) -> np.ndarray:
    """(replies, categories): the highest score that a stretch of each reply reaches."""
    return np.array([[_top(one.values[:, column]) for column in range(len(CATEGORIES))] for one in readings])


def _top(values: np.ndarray) -> float:
    return max((score for _, _, score in stretches(values, 0.05)), default=0.0)


def wanted(held: Sequence[Example]) -> np.ndarray:
    """(replies, categories): True where a reply carries a category."""
    found = np.zeros((len(held), len(CATEGORIES)), dtype=bool)
    for row, one in enumerate(held):
        for _, _, number in one.spans:
            found[row, number] = True
    return found


def heard(network: Network, held: Sequence[Example], card: Card) -> dict[str, list[tuple[float, float]]]:
    """By rule, the tagger's two beliefs (see `believing.Heard.belief`) in each of its own examples, under good replies.

    That is how people spoil a reply. What a rule finds there must not be silenced.
    """
    good = {language: [one for one in held if one.language == language and not one.spans] for language in available()}
    beliefs: dict[str, list[tuple[float, float]]] = {}
    for number, one in enumerate(of_rules()):
        category = CATEGORIES[one.spans[0][2]] if one.spans else None
        if category is not None and category not in EXACT and good[one.language]:
            calm = good[one.language][number % len(good[one.language])]
            text, shift = f"{calm.reply} {one.reply}", len(calm.reply) + 1
            reading = network.read(text, calm.complaint, calm.facts)
            words = Span(one.spans[0][0] + shift, one.spans[0][1] + shift)
            found = Heard.of(text, reading, card, one.language).belief(words, category)
            beliefs.setdefault(one.id, []).append(found)
    return beliefs


def naming(held: Sequence[Example], readings: Sequence[Reading], around: Naming | None = None) -> Naming:
    """What the network's scores and the wording are worth, drawn towards `around`.

    It is learnt from the words of held-out replies that may be at fault.
    """
    rows, right = [], []
    for one, reading in zip(held, readings, strict=True):
        for words in asked(reading, one.reply):
            start, end = reading.offsets[words.start][0], reading.offsets[words.end - 1][1]
            labelled = {number for a, b, number in one.spans if a < end and start < b}
            loudest = np.full(len(CATEGORIES), words.fault.max())
            ones = np.ones(len(CATEGORIES))
            rows.append(np.stack([words.own.max(0), loudest, words.phrase, ones], axis=1))
            right.append([float(number in labelled) for number in range(len(CATEGORIES))])
    near = around or Naming()
    middle = np.array([near.own, near.fault, near.phrase, near.shift])
    found = logistic(
        np.concatenate(rows), np.concatenate(right), middle, np.full(len(middle), _DRAWN if around else 1.0)
    )
    own, fault, phrase, shift = (round(one, 4) for one in found)
    return Naming(own=own, fault=fault, phrase=phrase, shift=shift)


def scale(scores: np.ndarray, right: np.ndarray, *, around: tuple[float, float] = (1.0, 0.0)) -> tuple[float, float]:
    """Slope and shift of the logistic curve through (score, was it right), drawn towards those of `around`."""
    raw = np.clip(scores, 1e-6, 1 - 1e-6)
    rows = np.stack([np.log(raw / (1 - raw)), np.ones(len(raw))], axis=1)
    slope, shift = logistic(rows, right, np.array(around), np.array([1.0, 0.1]))
    return slope, shift


def logistic(rows: np.ndarray, right: np.ndarray, around: np.ndarray, pull: np.ndarray) -> tuple[float, ...]:
    """The weights of the columns of `rows`, each drawn by its `pull` towards those of `around`: Newton's method."""
    weights = around.astype(float)
    for _ in range(200):
        p = 1 / (1 + np.exp(-np.clip(rows @ weights, -40, 40)))
        gradient = rows.T @ (p - right) + pull * (weights - around)
        hessian = (rows * (p * (1 - p) + 1e-6)[:, None]).T @ rows + np.diag(pull)
        # Far from the answer a whole step would overshoot.
        step = np.clip(np.linalg.solve(hessian, gradient), -0.5, 0.5)
        weights = weights - step
        if np.abs(step).max() < 1e-6:
            break
    return tuple(map(float, weights))
