"""How strict all offline readers are together: read off held-out replies that no rule was written with.

Thresholds per category are set for the tagger alone. Side by side with rules and the facts check it must be a little
stricter or may be a little bolder, and what only a rule found may need its agreement: both are chosen here, so that
faults are caught and good replies are left alone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from replyguard.cooldown.believing import EXACT, belief
from replyguard.cooldown.claims import ClaimsReader
from replyguard.cooldown.network import CATEGORIES, Card, Reading
from replyguard.cooldown.private import PrivacyReader
from replyguard.cooldown.reader import Context
from replyguard.cooldown.rules import RuleReader
from replyguard.cooldown.tagger import marks
from replyguard.domain.review import Category, Finding, Severity
from replyguard.languages.pack import load
from replyguard.languages.text import Span
from training.examples import FIRST, Example

FLOORS = (0.0, 0.003, 0.01, 0.03, 0.06, 0.1, 0.2, 0.3)
# In logits, added to every threshold of a language.
SHIFTS = tuple(float(shift) for shift in np.arange(-1.0, 2.01, 0.25))
STRICTEST = 0.97
# A false alarm costs a user's trust in every later mark: it counts twice.
ALARM = 2.0


@dataclass(frozen=True)
class Seen:
    """One held-out reply and what the readers make of it.

    sure:    categories that a reader found whose word needs nobody's agreement.
    by_rule: (rule, category, belief) of what rules found.
    """

    example: Example
    reading: Reading
    wanted: frozenset[Category]
    sure: frozenset[Category]
    by_rule: tuple[tuple[str, Category, float], ...]


def balanced(card: Card, held: Sequence[Example], readings: Sequence[Reading], heard: Mapping[str, float]) -> Card:
    """`card` with the floor, and the thresholds of each language moved together, that serve all readers best.

    heard: by rule, the least belief that its own examples reach; a floor above it does not bind that rule.
    """
    fresh = [pair for pair in zip(held, readings, strict=True) if not pair[0].id.startswith(FIRST)]
    if not fresh:
        return card
    by_language: dict[str, list[Seen]] = {}
    for one, reading in fresh:
        by_language.setdefault(one.language, []).append(seen(one, reading))
    points = []
    for floor in FLOORS:
        card = card.model_copy(update={"unheard": _unheard(heard, floor)})
        best = {
            code: max((_worth(moved(card, code, shift, floor), found), -abs(shift), shift) for shift in SHIFTS)
            for code, found in by_language.items()
        }
        points.append(
            (sum(worth for worth, _, _ in best.values()), -floor, {code: one[2] for code, one in best.items()})
        )
    _, less, shifts = max(points, key=lambda point: point[:2])
    for code, shift in shifts.items():
        card = moved(card, code, shift, -less)
    card = card.model_copy(update={"unheard": _unheard(heard, card.floor)})
    highest = {category: max(card.thresholds[code][category] for code in shifts) for category in CATEGORIES}
    return card.model_copy(update={"thresholds": {**card.thresholds, "default": highest}})


def _unheard(heard: Mapping[str, float], floor: float) -> tuple[str, ...]:
    return tuple(sorted(rule for rule, sure in heard.items() if sure < floor))


def seen(one: Example, reading: Reading) -> Seen:
    """What rules, facts check and privacy check find in `one`, beside the tagger's reading."""
    context = Context(load(one.language), one.complaint, one.facts)
    ruled = _weighty(asyncio.run(RuleReader().read(one.reply, context)))
    sure = [*_weighty(asyncio.run(ClaimsReader().read(one.reply, context)))]
    sure += _weighty(asyncio.run(PrivacyReader().read(one.reply, context)))
    sure += [finding for finding in ruled if finding.category in EXACT]
    by_rule = [
        (finding.rule or "", finding.category, belief(one.reply, Span(finding.start, finding.end), reading))
        for finding in ruled
        if finding.category not in EXACT
    ]
    wanted = frozenset(CATEGORIES[number] for _, _, number in one.spans)
    return Seen(one, reading, wanted, frozenset(finding.category for finding in sure), tuple(by_rule))


def _weighty(findings: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.severity is not Severity.NOTE]


def moved(card: Card, code: str, shift: float, floor: float) -> Card:
    """`card` with the thresholds of language `code` moved by `shift` logits, and this floor."""
    limits = {category: _moved(value, shift) for category, value in card.thresholds[code].items()}
    return card.model_copy(update={"floor": floor, "thresholds": {**card.thresholds, code: limits}})


def _moved(limit: float, shift: float) -> float:
    if limit >= 1:
        return limit
    logit = np.log(limit / (1 - limit)) + shift
    return round(min(STRICTEST, float(1 / (1 + np.exp(-logit)))), 3)


def _worth(card: Card, found: Sequence[Seen]) -> float:
    """Category F1 (micro) plus the share of flagged replies caught, less twice the share of good ones flagged."""
    said = [_said(card, one) for one in found]
    right = sum(len(mine & one.wanted) for mine, one in zip(said, found, strict=True))
    every = sum(len(mine) + len(one.wanted) for mine, one in zip(said, found, strict=True))
    flagged = [bool(mine) for mine, one in zip(said, found, strict=True) if one.wanted]
    good = [bool(mine) for mine, one in zip(said, found, strict=True) if not one.wanted]
    return 2 * right / max(1, every) + float(np.mean(flagged or [False])) - ALARM * float(np.mean(good or [False]))


def _said(card: Card, one: Seen) -> frozenset[Category]:
    marked = {mark.category for mark in marks(one.reading, card, one.example.language, one.example.reply)}
    believed = {category for rule, category, sure in one.by_rule if sure >= card.floor or rule in card.unheard}
    return one.sure | marked | believed
