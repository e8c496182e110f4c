"""How strict all offline readers are together: thresholds and doubt, read off held-out replies.

A threshold that is best for the tagger alone is not best beside rules and the facts check: what they find already need
not be found again, and what the tagger marks wrongly comes on top. So thresholds are chosen, category by category, for
all readers together; with them how far the tagger must agree with what only a rule found, and how sure it must be of a
sentence that is at fault without a name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from replyguard.cooldown.network import CATEGORIES, Card, Doubt, Reading, log_odds
from replyguard.domain.review import Category
from training.calibration import logistic
from training.examples import FIRST, Example
from training.seeing import LIMITS, LOUD, Beliefs, Limits, Seen, seen

# How likely a rule's finding must be, to be tried.
LEAST = (0.0, 0.03, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6)
# A rule of whose own examples under good replies fewer than these would stand is not doubted.
OF_A_RULE = 0.9
SWEEPS = 2
# A language's own threshold must be better than the shared one by so much: its replies are few.
OWN = 0.01
# What counts: the right names, faults caught, good replies left alone. A false alarm costs trust in every later mark.
NAMES, CAUGHT, ALARMS = 3.0, 2.5, 7.0

Heards = Mapping[str, Sequence[Beliefs]]
Group = Sequence[Seen]


def balanced(card: Card, held: Sequence[Example], readings: Sequence[Reading], heard: Heards) -> Card:
    """`card` with the doubt and the thresholds that serve all readers best.

    heard: the tagger's beliefs in the rules' own examples; a rule that would lose more than one in ten is not doubted.
    """
    found = [seen(card, one, reading) for one, reading in zip(held, readings, strict=True)]
    groups = _groups(found)
    tried = [_climbed(limits, groups, 0.0) for limits in _doubting(_doubt(found), heard)]
    shared = max(tried, key=lambda limits: _worth(groups, limits))
    by_language = {"default": shared}
    for code in sorted({one.language for one in held}):
        own = [one for one in found if one.example.language == code]
        by_language[code] = _climbed(shared, _groups(own), OWN)
    return card.model_copy(
        update={
            "doubt": shared.doubt,
            "unheard": tuple(sorted(shared.unheard)),
            "loud": {code: limits.loud for code, limits in by_language.items()},
            "thresholds": {code: limits.by_category for code, limits in by_language.items()},
        }
    )


def _doubt(found: Group) -> Doubt:
    """What tells a rule's right findings from its wrong ones, on replies that no rule was written with."""
    fresh = [one for one in found if not one.example.id.startswith(FIRST)]
    ruled = [one for reply in fresh for one in reply.by_rule]
    if not ruled:
        return Doubt()
    rows = np.array([(*map(log_odds, one.beliefs), 1.0) for one in ruled])
    right = np.array([float(one.right) for one in ruled])
    same, fault, shift = (round(one, 4) for one in logistic(rows, right, np.zeros(3), np.ones(3)))
    return Doubt(same=same, fault=fault, shift=shift)


def _doubting(doubt: Doubt, heard: Heards) -> Iterable[Limits]:
    """Where to begin: each strictness of the doubt, with the rules that it must spare."""
    # The facts check reads claims: what it finds supported, a guess must not doubt again.
    start = {**dict.fromkeys(CATEGORIES, 0.4), Category.UNSUPPORTED_CLAIM: 1.0}
    for least in LEAST:
        strict = doubt.model_copy(update={"least": least})
        deaf = (rule for rule, beliefs in heard.items() if _standing(strict, beliefs) < OF_A_RULE)
        yield Limits(start, strict, frozenset(deaf))


def _standing(doubt: Doubt, heard: Sequence[Beliefs]) -> float:
    return float(np.mean([doubt.likely(*beliefs) >= doubt.least for beliefs in heard] or [True]))


def _groups(found: Group) -> list[Group]:
    """By language, replies of the first corpus and later ones: each group counts the same, however large."""
    by_name: dict[tuple[str, bool], list[Seen]] = {}
    for one in found:
        by_name.setdefault((one.example.language, one.example.id.startswith(FIRST)), []).append(one)
    return list(by_name.values())


def _climbed(limits: Limits, groups: Sequence[Group], gain: float) -> Limits:
    """One thing changed at a time, for as long as that is worth more than `gain`."""
    for _ in range(SWEEPS):
        for category in (None, *CATEGORIES):
            if category is Category.UNSUPPORTED_CLAIM:
                continue
            now = _worth(groups, limits) + gain
            best = max(_steps(limits, category), key=lambda one: (_worth(groups, one), -_far(one, limits)))
            limits = best if _worth(groups, best) > now else limits
    return limits


def _steps(limits: Limits, category: Category | None) -> list[Limits]:
    """`limits` with each threshold of one category; of none: with each loudness."""
    if category is None:
        return [replace(limits, loud=loud) for loud in LOUD]
    return [replace(limits, by_category={**limits.by_category, category: limit}) for limit in LIMITS]


def _far(one: Limits, other: Limits) -> float:
    apart = (abs(limit - other.by_category[category]) for category, limit in one.by_category.items())
    return sum(apart, abs(one.loud - other.loud))


def _worth(groups: Sequence[Group], limits: Limits) -> float:
    return float(np.mean([_of_group(group, limits) for group in groups]))


def _of_group(found: Group, limits: Limits) -> float:
    """Category F1 (micro) and the share of flagged replies caught, less that of good ones flagged, as they count."""
    said = [one.said(limits) for one in found]
    right = sum(len(mine & one.wanted) for mine, one in zip(said, found, strict=True))
    every = sum(len(mine) + len(one.wanted) for mine, one in zip(said, found, strict=True))
    flagged = [bool(mine) for mine, one in zip(said, found, strict=True) if one.wanted]
    good = [bool(mine) for mine, one in zip(said, found, strict=True) if not one.wanted]
    names = 2 * right / max(1, every)
    return NAMES * names + CAUGHT * float(np.mean(flagged or [False])) - ALARMS * float(np.mean(good or [False]))
