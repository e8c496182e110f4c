"""Several readers' findings made one list: who agrees is joined, who differs stands side by side."""

from __future__ import annotations

from collections.abc import Iterable

from replyguard.domain.overlap import overlap
from replyguard.domain.review import Category, Finding, Severity

_WEIGHT = {Severity.BLOCK: 0, Severity.WARN: 1, Severity.NOTE: 2}


def merge(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """One finding for overlapping ones of the same category, of different categories all; by place, then weight."""
    merged: list[Finding] = []
    for finding in sorted(findings, key=lambda one: (one.category, one.start, one.end)):
        last = merged[-1] if merged else None
        if last is not None and last.category is finding.category and overlap(last, finding):
            merged[-1] = _joined(last, finding)
        else:
            merged.append(finding)
    return _in_order(merged)


def told_once(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """`findings` with those of one category within each other's words joined: widened to one clause, two say one thing.

    In the order of `merge`.
    """
    told: list[Finding] = []
    for one in sorted(findings, key=lambda one: (one.category, one.start, -one.end)):
        last = told[-1] if told else None
        if last is not None and last.category is one.category and one.end <= last.end:
            told[-1] = _united(*sorted((last, one), key=lambda f: (f.start - f.end, not f.rewrite)))
        else:
            told.append(one)
    return _in_order(told)


def _in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda one: (one.start, _WEIGHT[one.severity], one.end)))


def _joined(one: Finding, other: Finding) -> Finding:
    if one.category is Category.SHOUTING:
        # Words are loud together: made small one by one, half of a shout would stay.
        return _united(*sorted((one, other), key=lambda f: ("rules" not in f.reader.split("+"), f.start - f.end)))
    # The tightest span, and of equals the one that knows a calmer wording.
    return _united(*sorted((one, other), key=lambda f: (f.end - f.start, not f.rewrite, _WEIGHT[f.severity])))


def _united(kept: Finding, also: Finding) -> Finding:
    """`kept`, found by the readers of both, as grave and as sure as either."""
    readers = sorted({*kept.reader.split("+"), *also.reader.split("+")})
    severity = min(kept.severity, also.severity, key=_WEIGHT.__getitem__)
    rule = kept.rule or also.rule
    score = max((f.score for f in (kept, also) if f.score is not None), default=None)
    return kept.model_copy(update={"reader": "+".join(readers), "severity": severity, "score": score, "rule": rule})
