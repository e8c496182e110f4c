"""Where a comment breaks the policy: the words, by place, read in every language at once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from replyguard.domain.overlap import overlap
from replyguard.domain.triage import Mark
from replyguard.languages.matching import Patterns, expand
from replyguard.languages.pack import available, load
from replyguard.languages.text import Folded, Span, fold
from replyguard.policy.rules import Breach, Policy, Rule, entries


def breaches(text: str, policy: Policy | None = None) -> tuple[Mark, ...]:
    """The words of a comment that break the policy, by place; `what` is the rule."""
    folded = fold(text)
    found: dict[tuple[str, int, int], Mark] = {}
    for rule, place in (*_ours(folded, policy), *_own(folded, policy)):
        span = folded.back(place.start, place.end)
        mark = Mark(what=rule, start=span.start, end=span.end, quote=span.of(text))
        found.setdefault((mark.what, mark.start, mark.end), mark)
    return _longest(sorted(found.values(), key=lambda mark: (mark.start, -mark.end)))


def _ours(folded: Folded, policy: Policy | None) -> Iterator[tuple[str, Span]]:
    rules = set(policy.rules) if policy else set(Rule)
    found, patterns, unless = _wordings()
    for hit in patterns.hits(folded.text):
        rule = found[hit.pattern].rule.value
        sentence = folded.sentence(hit.span.start).of(folded.text)
        if rule in rules and not unless[hit.pattern].any(sentence):
            yield rule, hit.span


def _own(folded: Folded, policy: Policy | None) -> Iterator[tuple[str, Span]]:
    for rule, words in policy.own_words if policy else ():
        for hit in words.hits(folded):
            yield rule, hit.span


def _longest(marks: list[Mark]) -> tuple[Mark, ...]:
    kept: list[Mark] = []
    for mark in marks:
        if not any(mark.what == other.what and overlap(mark, other) for other in kept):
            kept.append(mark)
    return tuple(kept)


@cache
def _wordings() -> tuple[tuple[Breach, ...], Patterns, tuple[Patterns, ...]]:
    owners: list[Breach] = []
    sources: list[str] = []
    unless: list[Patterns] = []
    for code in available():
        pack = load(code)
        for entry in entries(code):
            spared = pack.patterns(entry.unless, file="policy.yaml")
            for pattern in entry.patterns:
                owners.append(entry)
                sources.append(expand(pattern, pack.words))
                unless.append(spared)
    return tuple(owners), Patterns(sources), tuple(unless)
