"""A finding's rewrite as it may be offered: in the reply's own form of address, and itself reviewed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from replyguard.cooldown.reader import Context, Reader
from replyguard.cooldown.rewrite import addressed, put_in
from replyguard.domain.review import Finding, Severity
from replyguard.languages.text import Folded, Span, fold

# What a rewrite is read in: its sentence and the ones beside it, so far as they go. More would only cost time.
_AROUND = 300


@dataclass(frozen=True)
class _Offer:
    """A rewrite in its surroundings: `start`, `end` of the words it replaces, half-open, in characters of `piece`."""

    piece: str
    start: int
    end: int
    rewrite: str


async def calmed(
    findings: Iterable[Finding], text: str, context: Context, readers: Sequence[Reader]
) -> tuple[Finding, ...]:
    """`findings` with rewrites that fire nothing; one that would is withdrawn (None: only a person can say it)."""
    folded, known, out = fold(text), dict[_Offer, bool](), []
    for finding in findings:
        if not finding.rewrite:
            out.append(finding)
            continue
        rewrite = addressed(finding.rewrite, text, context.pack)
        around = _around(folded, Span(finding.start, finding.end))
        offer = _Offer(around.of(text), finding.start - around.start, finding.end - around.start, rewrite)
        if offer not in known:
            known[offer] = await _is_calm(offer, context, readers)
        out.append(finding.model_copy(update={"rewrite": rewrite if known[offer] else None}))
    return tuple(out)


async def _is_calm(offer: _Offer, context: Context, readers: Sequence[Reader]) -> bool:
    put, start, end = put_in(offer.piece, offer.start, offer.end, offer.rewrite)
    for reader in readers:
        for other in await reader.read(put, context):
            if other.severity is not Severity.NOTE and other.start < end and start < other.end:
                return False
    return True


def _around(folded: Folded, words: Span) -> Span:
    """The sentences of the words and the ones beside them, in characters of the original."""
    inner = folded.forth(words.start, words.end)
    sentences = folded.sentences
    touched = [n for n, one in enumerate(sentences) if one.start < inner.end and inner.start < one.end]
    if not touched:
        return words
    first, last = sentences[max(0, touched[0] - 1)], sentences[min(len(sentences) - 1, touched[-1] + 1)]
    whole = folded.back(first.start, last.end)
    start, end = max(whole.start, words.start - _AROUND), min(whole.end, words.end + _AROUND)
    return Span(min(start, words.start), max(end, words.end))
