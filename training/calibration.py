"""From which score on a finding is reported, and what a score is worth: both read off held-out replies."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from replyguard.cooldown.believing import EXACT, belief
from replyguard.cooldown.network import CATEGORIES, Network, Reading
from replyguard.cooldown.tagger import stretches
from replyguard.languages.pack import available
from replyguard.languages.text import Span
from training.examples import Example, of_rules

CUT = 0.5


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


def heard(network: Network, held: Sequence[Example]) -> dict[str, float]:
    """For each rule the belief that three of four of its own examples reach, typed under good replies.

    That is how people spoil a reply. What a rule finds must not be silenced by a floor above this.
    """
    good = {language: [one for one in held if one.language == language and not one.spans] for language in available()}
    beliefs: dict[str, list[float]] = {}
    for number, one in enumerate(of_rules()):
        if one.spans and CATEGORIES[one.spans[0][2]] not in EXACT and good[one.language]:
            calm = good[one.language][number % len(good[one.language])]
            text, shift = f"{calm.reply} {one.reply}", len(calm.reply) + 1
            reading = network.read(text, calm.complaint, calm.facts)
            sure = belief(text, Span(one.spans[0][0] + shift, one.spans[0][1] + shift), reading)
            beliefs.setdefault(one.id, []).append(sure)
    return {rule: float(np.quantile(found, 0.25, method="lower")) for rule, found in beliefs.items()}


def scale(scores: np.ndarray, right: np.ndarray, *, around: tuple[float, float] = (1.0, 0.0)) -> tuple[float, float]:
    """Slope and shift of the logistic curve through (score, was it right), drawn towards those of `around`."""
    raw = np.clip(scores, 1e-6, 1 - 1e-6)
    x = np.log(raw / (1 - raw))
    slope, shift = around
    for _ in range(200):
        p = 1 / (1 + np.exp(-np.clip(slope * x + shift, -40, 40)))
        pull = np.array([slope - around[0], (shift - around[1]) * 0.1])
        gradient = np.array([((p - right) * x).sum(), (p - right).sum()]) + pull
        w = p * (1 - p) + 1e-6
        hessian = np.array([[(w * x * x).sum() + 1, (w * x).sum()], [(w * x).sum(), w.sum() + 0.1]])
        # Far from the answer a whole step of Newton's would overshoot.
        step = np.clip(np.linalg.solve(hessian, gradient), -0.5, 0.5)
        slope, shift = slope - step[0], shift - step[1]
        if np.abs(step).max() < 1e-6:
            break
    return float(slope), float(shift)
