"""What each reader makes of a held-out reply, so that thresholds can be tried without reading it again."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from replyguard.cooldown.believing import EXACT, Heard
from replyguard.cooldown.claims import ClaimsReader
from replyguard.cooldown.hearing import at_fault
from replyguard.cooldown.network import CATEGORIES, Card, Doubt, Reading
from replyguard.cooldown.private import PrivacyReader
from replyguard.cooldown.reader import Context, Reader
from replyguard.cooldown.rules import RuleReader, certain
from replyguard.cooldown.settling import rivals
from replyguard.cooldown.tagger import Mark, calibrated, marks
from replyguard.domain.overlap import overlap
from replyguard.domain.review import Category, Finding
from replyguard.languages.pack import load
from replyguard.languages.text import Span
from training.examples import Example

# The thresholds that are tried, and the beliefs from which a sentence may be reported without a name.
LIMITS = (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98)
LOUD = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.0)

# The tagger's two beliefs in what a rule found, see `believing.Heard.belief`; by rule, those in its own examples.
Beliefs = tuple[float, float]


@dataclass(frozen=True)
class Limits:
    """What is tried.

    by_category: thresholds; doubt: of rules alone, but never of those `unheard`; loud: how sure the tagger must be of
    a sentence that is at fault without a name.
    """

    by_category: dict[Category, float]
    doubt: Doubt
    unheard: frozenset[str]
    loud: float = 1.0


@dataclass(frozen=True)
class Ruled:
    """What a rule found, the tagger's `beliefs` in it, and whether some of its words are at fault (`right`).

    beaten: category and score of marks on the same words that are believed before the rule, where they are reported.
    """

    rule: str
    category: Category
    beliefs: Beliefs
    right: bool
    beaten: tuple[tuple[Category, float], ...]

    def stands(self, limits: Limits) -> bool:
        """True where it is reported."""
        likely = self.rule in limits.unheard or limits.doubt.likely(*self.beliefs) >= limits.doubt.least
        return likely and not any(score >= limits.by_category[category] for category, score in self.beaten)


@dataclass(frozen=True)
class Loud:
    """A sentence held at fault: its likeliest category, and what else may be reported of its words."""

    belief: float
    category: Category
    sure: bool
    ruled: tuple[Ruled, ...]
    by_limit: tuple[frozenset[Category], ...]

    def told(self, limits: Limits) -> bool:
        """True where it is reported, as nothing else of it is."""
        if self.belief < limits.loud or self.sure or any(one.stands(limits) for one in self.ruled):
            return False
        return not any(_chosen(self.by_limit, limits))


@dataclass(frozen=True)
class Seen:
    """One held-out reply and what the readers make of it.

    sure:    categories that a reader found whose word needs nobody's agreement.
    by_rule: what rules found.
    by_limit: for each of LIMITS the categories that the tagger marks with it, were it that of all categories.
    louds:   sentences held at fault.
    """

    example: Example
    wanted: frozenset[Category]
    sure: frozenset[Category]
    by_rule: tuple[Ruled, ...]
    by_limit: tuple[frozenset[Category], ...]
    louds: tuple[Loud, ...] = field(default=())

    def said(self, limits: Limits) -> frozenset[Category]:
        """The categories that are reported."""
        marked = _chosen(self.by_limit, limits)
        believed = (ruled.category for ruled in self.by_rule if ruled.stands(limits))
        loud = (one.category for one in self.louds if one.told(limits))
        return frozenset((*self.sure, *marked, *believed, *loud))


def _chosen(by_limit: Sequence[frozenset[Category]], limits: Limits) -> list[Category]:
    least = limits.by_category
    return [one for limit, every in zip(LIMITS, by_limit, strict=True) for one in every if least[one] == limit]


def seen(card: Card, one: Example, reading: Reading) -> Seen:
    """What each reader finds in `one`."""
    context = Context(load(one.language), one.complaint, one.facts)
    rules = _found(RuleReader(), one, context)
    sure = [*_found(ClaimsReader(), one, context), *_found(PrivacyReader(), one, context)]
    exact = [finding for finding in rules if finding.category in EXACT or finding.rule in certain(one.language)]
    sure += exact
    heard = Heard.of(one.reply, reading, card, one.language)
    marked = [_marks(card, one, reading, limit) for limit in LIMITS]
    doubted = [finding for finding in rules if finding not in exact]
    ruled = [_ruled(card, one, heard, marked[0], finding) for finding in doubted]
    return Seen(
        one,
        wanted=frozenset(CATEGORIES[number] for _, _, number in one.spans),
        sure=frozenset(finding.category for finding in sure),
        by_rule=tuple(ruled),
        by_limit=tuple(_kept(card, one, every, rules) for every in marked),
        louds=tuple(
            Loud(
                belief,
                mark.category,
                sure=any(overlap(finding, mark) for finding in sure),
                ruled=tuple(r for r, finding in zip(ruled, doubted, strict=True) if overlap(finding, mark)),
                by_limit=tuple(frozenset(m.category for m in every if overlap(m, mark)) for every in marked),
            )
            for belief, mark in at_fault(heard, context, LOUD[0])
        ),
    )


def _found(reader: Reader, one: Example, context: Context) -> list[Finding]:
    """What `reader` finds in `one`, notes left out."""
    return [finding for finding in asyncio.run(reader.read(one.reply, context)) if finding.weighs]


def _ruled(card: Card, one: Example, heard: Heard, loudest: Sequence[Mark], finding: Finding) -> Ruled:
    words = Span(finding.start, finding.end)
    return Ruled(
        finding.rule or "",
        finding.category,
        beliefs=heard.belief(words, finding.category),
        right=any(start < words.end and words.start < end for start, end, _ in one.spans),
        beaten=tuple((mark.category, mark.score) for mark in loudest if _beats(card, one.language, mark, finding)),
    )


def _marks(card: Card, one: Example, reading: Reading, limit: float) -> list[Mark]:
    even = card.model_copy(update={"thresholds": {"default": dict.fromkeys(CATEGORIES, limit)}})
    return marks(reading, even, one.language, one.reply)


def _kept(card: Card, one: Example, marked: Sequence[Mark], ruled: Sequence[Finding]) -> frozenset[Category]:
    return frozenset(
        mark.category
        for mark in marked
        if not any(rivals(mark, rule) and not _beats(card, one.language, mark, rule) for rule in ruled)
    )


def _beats(card: Card, language: str, mark: Mark, rule: Finding) -> bool:
    """True where the mark's other name for the rule's words is believed before the rule's."""
    return rivals(mark, rule) and calibrated(card, mark, language) >= card.trusted(rule.rule or "")
