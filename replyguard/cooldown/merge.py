"""Several readers' findings made one list: who agrees is joined, who differs stands side by side."""

from __future__ import annotations

from collections.abc import Iterable

from replyguard.domain.overlap import overlap
from replyguard.domain.review import Finding, Severity

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
    return tuple(sorted(merged, key=lambda one: (one.start, _WEIGHT[one.severity], one.end)))


def told_once(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """`findings` with those of one category on the very same words joined: widened to one clause, two say one thing."""
    told: dict[tuple[str, int, int], Finding] = {}
    for one in findings:
        place = (one.category, one.start, one.end)
        told[place] = _joined(told[place], one) if place in told else one
    return tuple(told.values())


def _joined(one: Finding, other: Finding) -> Finding:
    # The tightest span, and of equals the one that knows a calmer wording.
    kept, also = sorted((one, other), key=lambda f: (f.end - f.start, not f.rewrite, _WEIGHT[f.severity]))
    readers = sorted({*kept.reader.split("+"), *also.reader.split("+")})
    severity = min(kept.severity, also.severity, key=_WEIGHT.__getitem__)
    rule = kept.rule or also.rule
    score = max((f.score for f in (one, other) if f.score is not None), default=None)
    return kept.model_copy(update={"reader": "+".join(readers), "severity": severity, "score": score, "rule": rule})
