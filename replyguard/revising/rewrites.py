"""The offline reviser: every flagged passage gives way to its rewrite, or goes."""

from __future__ import annotations

from replyguard.cooldown.rewrite import put_in, tidy
from replyguard.cooldown.together import revised
from replyguard.domain.reply import Draft
from replyguard.domain.review import Finding, Review

__all__ = ["Rewriter", "accept", "revised"]


def accept(text: str, finding: Finding) -> str:
    """`text` with the finding's rewrite in the place of its quote; unchanged where it has none.

    A `ValueError` where the quote does not stand at its place: the text has changed since it was reviewed.
    """
    if text[finding.start : finding.end] != finding.quote:
        raise ValueError("the text has changed since it was reviewed; review it again")
    if finding.rewrite is None:
        return text
    changed, _, _ = put_in(text, finding.start, finding.end, finding.rewrite)
    return tidy(changed)


class Rewriter:
    """Revises with the rewrites that the readers gave. It knows nothing that they did not say, and adds nothing."""

    def revise(self, draft: Draft, review: Review) -> Draft | None:
        """The next draft, or None where nothing would be left or nothing changed."""
        text = revised(draft.text, review.findings)
        if not text.strip() or text == draft.text:
            return None
        return draft.model_copy(update={"text": text})
