"""From which score on a finding is reported, and what a score is worth: both read off held-out replies."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence

import numpy as np

from replyguard.cooldown.believing import EXACT, belief
from replyguard.cooldown.network import CATEGORIES, Card, Network, Reading
from replyguard.cooldown.reader import Context
from replyguard.cooldown.rules import RuleReader
from replyguard.cooldown.tagger import marks, stretches
from replyguard.languages.pack import available, load
from replyguard.languages.text import Span
from training.examples import Example, of_rules

CUT = 0.5
_GRID = np.round(np.concatenate([np.arange(0.10, 0.95, 0.025), [0.95, 0.97, 0.98, 0.99]]), 3)
_FLOORS = (0.0, 0.003, 0.01, 0.03, 0.1, 0.3)
_FIRST = "tr-"
_RIVALS = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


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


def best(scores: np.ndarray, right: np.ndarray) -> np.ndarray:
    """For each category the threshold that gives the best F1."""
    return np.array([_best(scores[:, n], right[:, n]) for n in range(len(CATEGORIES))])


def _best(scores: np.ndarray, right: np.ndarray) -> float:
    points = [(_f1(scores >= limit, right), float(limit)) for limit in _GRID]
    high = max(f1 for f1, _ in points)
    # Among thresholds that are as good, the middle one: an edge is luck.
    good = [limit for f1, limit in points if f1 >= high - 0.01]
    return good[len(good) // 2]


def _f1(said: np.ndarray, right: np.ndarray) -> float:
    return float(2 * (said & right).sum() / max(1, said.sum() + right.sum()))


def shrunk(own: np.ndarray, shared: np.ndarray, count: np.ndarray, *, trust: float = 30) -> np.ndarray:
    """Thresholds of one language: its own as far as it has examples, else those of all languages together."""
    weight = count / (count + trust)
    return np.asarray(weight * own + (1 - weight) * shared)


def rival(card: Card, held: Sequence[Example], readings: Sequence[Reading]) -> float:
    """The share of a stronger mark's score that a weaker one on the same words needs: the best F1 decides."""
    points = [(_micro(card.model_copy(update={"rival": share}), held, readings), share) for share in _RIVALS]
    return max(points)[1]


def floor(held: Sequence[Example], readings: Sequence[Reading], ceiling: float) -> float:
    """The belief from which what only a rule found is reported: of those findings the best F1 decides.

    `ceiling` is the most it may be. The first corpus is left out: the rules were written with it, and are better on it
    than on anything else.
    """
    fresh = [pair for pair in zip(held, readings, strict=True) if not pair[0].id.startswith(_FIRST)]
    seen = [pair for one, reading in fresh for pair in _by_rules(one, reading)]
    if not seen:
        return 0.0
    beliefs, right = np.array([belief for belief, _ in seen]), np.array([true for _, true in seen])
    points = [(_f1(beliefs >= limit, right), limit) for limit in _FLOORS]
    high = max(f1 for f1, _ in points)
    return min(ceiling, *(limit for f1, limit in points if f1 >= high - 0.005))


def unshaken(network: Network, held: Sequence[Example]) -> float:
    """The belief that none of the rules' own examples falls short of, typed under good replies.

    That is how people spoil a reply; a higher floor would silence plain faults.
    """
    good = {language: [one for one in held if one.language == language and not one.spans] for language in available()}
    beliefs = []
    for number, one in enumerate(of_rules()):
        if one.spans and CATEGORIES[one.spans[0][2]] not in EXACT and good[one.language]:
            calm = good[one.language][number % len(good[one.language])]
            text, shift = f"{calm.reply} {one.reply}", len(calm.reply) + 1
            reading = network.read(text, calm.complaint, calm.facts)
            beliefs.append(belief(text, Span(one.spans[0][0] + shift, one.spans[0][1] + shift), reading))
    return min(beliefs)


def _by_rules(one: Example, reading: Reading) -> Iterator[tuple[float, bool]]:
    context = Context(load(one.language), one.complaint, one.facts)
    mine = {CATEGORIES[number] for _, _, number in one.spans}
    for finding in asyncio.run(RuleReader().read(one.reply, context)):
        if finding.category in CATEGORIES and finding.category not in EXACT:
            yield belief(one.reply, Span(finding.start, finding.end), reading), finding.category in mine


def _micro(card: Card, held: Sequence[Example], readings: Sequence[Reading]) -> float:
    right = wanted(held)
    said = np.zeros_like(right)
    for row, (one, reading) in enumerate(zip(held, readings, strict=True)):
        for mark in marks(reading, card, one.language, one.reply):
            said[row, CATEGORIES.index(mark.category)] = True
    return _f1(said, right)


def scale(scores: np.ndarray, right: np.ndarray) -> tuple[float, float]:
    """Slope and shift of the logistic curve through (score, was it right), drawn towards slope 1 and shift 0."""
    raw = np.clip(scores, 1e-6, 1 - 1e-6)
    x = np.log(raw / (1 - raw))
    slope, shift = 1.0, 0.0
    for _ in range(200):
        p = 1 / (1 + np.exp(-np.clip(slope * x + shift, -40, 40)))
        gradient = np.array([((p - right) * x).sum() + (slope - 1), (p - right).sum() + shift * 0.1])
        w = p * (1 - p) + 1e-6
        hessian = np.array([[(w * x * x).sum() + 1, (w * x).sum()], [(w * x).sum(), w.sum() + 0.1]])
        # Far from the answer a whole step of Newton's would overshoot.
        step = np.clip(np.linalg.solve(hessian, gradient), -0.5, 0.5)
        slope, shift = slope - step[0], shift - step[1]
        if np.abs(step).max() < 1e-6:
            break
    return float(slope), float(shift)
