"""From which score on a finding is reported, and what a score is worth: both read off validation replies."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from replyguard.cooldown.network import CATEGORIES
from replyguard.cooldown.tagger import stretches
from training.examples import Example, Tokens

CUT = 0.5
_GRID = np.round(np.concatenate([np.arange(0.10, 0.95, 0.025), [0.95, 0.97, 0.98, 0.99]]), 3)
# A false alarm costs a reader's trust; a miss is one reader's of several.
_COST = 1.0


def best(values: Sequence[np.ndarray], found: Sequence[Tokens], examples: Sequence[Example]) -> np.ndarray:
    """For each category the threshold that gives the best F1 of reported stretches over `examples`."""
    return np.array([_best(values, found, examples, column) for column in range(len(CATEGORIES))])


def _best(values: Sequence[np.ndarray], found: Sequence[Tokens], examples: Sequence[Example], column: int) -> float:
    wanted = [any(number == column for _, _, number in example.spans) for example in examples]
    scores = [top(said, one, column) for said, one in zip(values, found, strict=True)]
    points = [(_f1(scores, wanted, float(limit)), float(limit)) for limit in _GRID]
    high = max(f1 for f1, _ in points)
    # Among thresholds that are as good, the middle one: an edge is luck.
    good = [limit for f1, limit in points if f1 >= high - 0.01]
    return good[len(good) // 2]


def top(said: np.ndarray, one: Tokens, column: int) -> float:
    """The highest score that a stretch of the reply reaches."""
    reply = said[one.parts == 2][:-1, column]
    return max((score for _, _, score in stretches(reply, 0.05)), default=0.0)


def _f1(scores: Sequence[float], wanted: Sequence[bool], limit: float) -> float:
    hits = sum(1 for score, want in zip(scores, wanted, strict=True) if want and score >= limit)
    alarms = sum(1 for score, want in zip(scores, wanted, strict=True) if not want and score >= limit)
    missed = sum(wanted) - hits
    return 2 * hits / max(1e-9, 2 * hits + _COST * alarms + missed)


def shrunk(own: np.ndarray, shared: np.ndarray, count: np.ndarray, *, trust: float = 15) -> np.ndarray:
    """Thresholds of one language: its own as far as it has examples, else those of all languages together."""
    weight = count / (count + trust)
    return np.asarray(weight * own + (1 - weight) * shared)


def scale(scores: np.ndarray, right: np.ndarray) -> tuple[float, float]:
    """Slope and shift of the logistic curve through (score, was it right), drawn towards slope 1 and shift 0."""
    raw = np.clip(scores, 1e-6, 1 - 1e-6)
    x = np.log(raw / (1 - raw))
    slope, shift = 1.0, 0.0
    for _ in range(200):
        p = 1 / (1 + np.exp(-(slope * x + shift)))
        gradient = np.array([((p - right) * x).sum() + (slope - 1), (p - right).sum() + shift * 0.1])
        w = p * (1 - p) + 1e-6
        hessian = np.array([[(w * x * x).sum() + 1, (w * x).sum()], [(w * x).sum(), w.sum() + 0.1]])
        step = np.linalg.solve(hessian, gradient)
        slope, shift = slope - step[0], shift - step[1]
        if np.abs(step).max() < 1e-6:
            break
    return float(slope), float(shift)
