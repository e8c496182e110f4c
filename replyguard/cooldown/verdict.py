"""What the findings amount to."""

from __future__ import annotations

from collections.abc import Iterable

from replyguard.domain.review import Finding, Severity, Verdict


def verdict(findings: Iterable[Finding]) -> Verdict:
    """`hold` with any block, `revise` with any warn, else `ready`."""
    severities = {finding.severity for finding in findings}
    if Severity.BLOCK in severities:
        return Verdict.HOLD
    return Verdict.REVISE if Severity.WARN in severities else Verdict.READY
