"""A finding's rewrite as it may be offered: in the reply's own form of address, and itself reviewed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from replyguard.cooldown.reader import Context, Reader
from replyguard.cooldown.rewrite import addressed, put_in
from replyguard.domain.review import Finding, Severity


async def calmed(
    findings: Iterable[Finding], text: str, context: Context, readers: Sequence[Reader]
) -> tuple[Finding, ...]:
    """`findings` with rewrites that fire nothing; one that would is withdrawn (None: only a person can say it)."""
    return tuple([await _calm(finding, text, context, readers) for finding in findings])


async def _calm(finding: Finding, text: str, context: Context, readers: Sequence[Reader]) -> Finding:
    if not finding.rewrite:
        return finding
    rewrite = addressed(finding.rewrite, text, context.pack)
    put, start, end = put_in(text, finding.start, finding.end, rewrite)
    for reader in readers:
        for other in await reader.read(put, context):
            if other.severity is not Severity.NOTE and other.start < end and start < other.end:
                return finding.model_copy(update={"rewrite": None})
    return finding.model_copy(update={"rewrite": rewrite})
