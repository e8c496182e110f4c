"""How strict all offline readers are together: thresholds and doubt, read off held-out replies.

A threshold that is best for the tagger alone is not best beside rules and the facts check: what they find already need
not be found again, and what the tagger marks wrongly comes on top. So thresholds are chosen, category by category, for
all readers together; and what only a rule found may need the tagger's agreement.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from replyguard.cooldown.believing import EXACT, Heard
from replyguard.cooldown.claims import ClaimsReader
from replyguard.cooldown.network import CATEGORIES, Card, Doubt, Reading, log_odds
from replyguard.cooldown.private import PrivacyReader
from replyguard.cooldown.reader import Context, Reader
from replyguard.cooldown.rules import RuleReader
from replyguard.cooldown.settling import rivals
from replyguard.cooldown.tagger import Mark, calibrated, marks
from replyguard.domain.review import Category, Finding
from replyguard.languages.pack import load
from replyguard.languages.text import Span
from training.calibration import logistic
from training.examples import FIRST, Example

# How likely a rule's finding must be, to be tried; of the rules' own examples under good replies so many must stand.
LEAST, STANDING = (0.0, 0.03, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6), 0.98
# A rule of which fewer than these stand is not doubted.
OF_A_RULE = 0.9
LIMITS = (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98)
SWEEPS = 2
# A language's own threshold must be better than the shared one by so much: its replies are few.
OWN = 0.01
# What counts: the right names, faults caught, good replies left alone. A false alarm costs trust in every later mark.
NAMES, CAUGHT, ALARMS = 3.0, 2.5, 9.0

Limits = dict[Category, float]
# The tagger's two beliefs in what a rule found, see `believing.Heard.belief`; by rule, those in its own examples.
Beliefs = tuple[float, float]
Heards = Mapping[str, Sequence[Beliefs]]


@dataclass(frozen=True)
class Ruled:
    """What a rule found, the tagger's `beliefs` in it, and whether some of its words are at fault (`right`).

    beaten: category and score of marks on the same words that are believed before the rule, where they are reported.
    """

    category: Category
    beliefs: Beliefs
    right: bool
    beaten: tuple[tuple[Category, float], ...]

    def stands(self, limits: Limits, doubt: Doubt) -> bool:
        """True where it is reported."""
        likely = doubt.likely(*self.beliefs) >= doubt.least
        return likely and not any(score >= limits[category] for category, score in self.beaten)


@dataclass(frozen=True)
class Seen:
    """One held-out reply and what the readers make of it.

    sure:    categories that a reader found whose word needs nobody's agreement.
    by_rule: what rules found.
    by_limit: for each of LIMITS the categories that the tagger marks with it, were it that of all categories.
    """

    example: Example
    wanted: frozenset[Category]
    sure: frozenset[Category]
    by_rule: tuple[Ruled, ...]
    by_limit: tuple[frozenset[Category], ...]


Group = Sequence[Seen]


def balanced(card: Card, held: Sequence[Example], readings: Sequence[Reading], heard: Heards) -> Card:
    """`card` with the doubt and the thresholds that serve all readers best.

    heard: the tagger's beliefs in the rules' own examples, which its doubt must not silence.
    """
    found = [seen(card, one, reading) for one, reading in zip(held, readings, strict=True)]
    doubt = _doubt(found, heard)
    card = card.model_copy(update={"doubt": doubt, "unheard": _unheard(doubt, heard)})
    shared = _climbed(_start(), _groups(found), card, 0.0)
    limits = {"default": shared}
    for code in sorted({one.language for one in held}):
        own = [one for one in found if one.example.language == code]
        limits[code] = _climbed(shared, _groups(own), card, OWN)
    return card.model_copy(update={"thresholds": limits})


def seen(card: Card, one: Example, reading: Reading) -> Seen:
    """What each reader finds in `one`."""
    ruled = _found(RuleReader(), one)
    sure = [*_found(ClaimsReader(), one), *_found(PrivacyReader(), one)]
    sure += [finding for finding in ruled if finding.category in EXACT]
    heard = Heard.of(one.reply, reading, card, one.language)
    loudest = _marks(card, one, reading, LIMITS[0])
    return Seen(
        one,
        wanted=frozenset(CATEGORIES[number] for _, _, number in one.spans),
        sure=frozenset(finding.category for finding in sure),
        by_rule=tuple(_ruled(card, one, heard, loudest, finding) for finding in ruled if finding.category not in EXACT),
        by_limit=tuple(_marked(card, one, reading, limit, ruled) for limit in LIMITS),
    )


def _found(reader: Reader, one: Example) -> list[Finding]:
    """What `reader` finds in `one`, notes left out."""
    context = Context(load(one.language), one.complaint, one.facts)
    return [finding for finding in asyncio.run(reader.read(one.reply, context)) if finding.weighs]


def _ruled(card: Card, one: Example, heard: Heard, loudest: Sequence[Mark], finding: Finding) -> Ruled:
    words = Span(finding.start, finding.end)
    return Ruled(
        finding.category,
        beliefs=heard.belief(words, finding.category),
        right=any(start < words.end and words.start < end for start, end, _ in one.spans),
        beaten=tuple((mark.category, mark.score) for mark in loudest if _beats(card, one.language, mark, finding)),
    )


def _marks(card: Card, one: Example, reading: Reading, limit: float) -> list[Mark]:
    even = card.model_copy(update={"thresholds": {"default": dict.fromkeys(CATEGORIES, limit)}})
    return marks(reading, even, one.language, one.reply)


def _marked(card: Card, one: Example, reading: Reading, limit: float, ruled: Sequence[Finding]) -> frozenset[Category]:
    return frozenset(
        mark.category
        for mark in _marks(card, one, reading, limit)
        if not any(rivals(mark, rule) and not _beats(card, one.language, mark, rule) for rule in ruled)
    )


def _beats(card: Card, language: str, mark: Mark, rule: Finding) -> bool:
    """True where the mark's other name for the rule's words is believed before the rule's."""
    return rivals(mark, rule) and calibrated(card, mark, language) >= card.trusted(rule.rule or "")


def _doubt(found: Group, heard: Heards) -> Doubt:
    """What tells a rule's right findings from its wrong ones, on replies that no rule was written with."""
    fresh = [one for one in found if not one.example.id.startswith(FIRST)]
    ruled = [one for reply in fresh for one in reply.by_rule]
    if not ruled:
        return Doubt()
    rows = np.array([(*map(log_odds, one.beliefs), 1.0) for one in ruled])
    right = np.array([float(one.right) for one in ruled])
    same, fault, shift = (round(one, 4) for one in logistic(rows, right, np.zeros(3), np.ones(3)))
    tried = [Doubt(same=same, fault=fault, shift=shift, least=least) for least in LEAST]
    every = [beliefs for examples in heard.values() for beliefs in examples]
    able = [one for one in tried if _standing(one, every) >= STANDING]
    return max(able, key=lambda one: one.least)


def _standing(doubt: Doubt, heard: Sequence[Beliefs]) -> float:
    return float(np.mean([doubt.likely(*beliefs) >= doubt.least for beliefs in heard] or [True]))


def _unheard(doubt: Doubt, heard: Heards) -> tuple[str, ...]:
    return tuple(sorted(rule for rule, beliefs in heard.items() if _standing(doubt, beliefs) < OF_A_RULE))


def _start() -> Limits:
    # The facts check reads claims: what it finds supported, a guess must not doubt again.
    return {**dict.fromkeys(CATEGORIES, 0.4), Category.UNSUPPORTED_CLAIM: 1.0}


def _groups(found: Group) -> list[Group]:
    """By language, replies of the first corpus and later ones: each group counts the same, however large."""
    by_name: dict[tuple[str, bool], list[Seen]] = {}
    for one in found:
        by_name.setdefault((one.example.language, one.example.id.startswith(FIRST)), []).append(one)
    return list(by_name.values())


def _climbed(limits: Limits, groups: Sequence[Group], card: Card, gain: float) -> Limits:
    """Thresholds changed one category at a time, for as long as that is worth more than `gain`."""

    def worth(tried: Limits) -> float:
        return float(np.mean([_worth(group, tried, card.doubt) for group in groups]))

    for _ in range(SWEEPS):
        for category in CATEGORIES:
            if category is Category.UNSUPPORTED_CLAIM:
                continue
            now = worth(limits) + gain
            tried = [{**limits, category: limit} for limit in LIMITS]
            best = max(tried, key=lambda one: (worth(one), -abs(one[category] - limits[category])))
            limits = best if worth(best) > now else limits
    return limits


def _worth(found: Group, limits: Limits, doubt: Doubt) -> float:
    """Category F1 (micro) and the share of flagged replies caught, less that of good ones flagged, as they count."""
    said = [_said(one, limits, doubt) for one in found]
    right = sum(len(mine & one.wanted) for mine, one in zip(said, found, strict=True))
    every = sum(len(mine) + len(one.wanted) for mine, one in zip(said, found, strict=True))
    flagged = [bool(mine) for mine, one in zip(said, found, strict=True) if one.wanted]
    good = [bool(mine) for mine, one in zip(said, found, strict=True) if not one.wanted]
    names = 2 * right / max(1, every)
    return NAMES * names + CAUGHT * float(np.mean(flagged or [False])) - ALARMS * float(np.mean(good or [False]))


def _said(one: Seen, limits: Limits, doubt: Doubt) -> set[Category]:
    marked = {
        category
        for limit, categories in zip(LIMITS, one.by_limit, strict=True)
        for category in categories
        if limits[category] == limit
    }
    believed = {ruled.category for ruled in one.by_rule if ruled.stands(limits, doubt)}
    return {*one.sure, *marked, *believed}
