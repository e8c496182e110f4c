"""How much of a text was changed."""

from __future__ import annotations

from difflib import SequenceMatcher


def share_changed(before: str, after: str) -> float:
    """The share of words that are not in both, in order: 0 the same words, 1 none in common."""
    old, new = before.split(), after.split()
    # autojunk would call a frequent word of a long text noise.
    return 1 - SequenceMatcher(None, old, new, autojunk=False).ratio() if old or new else 0.0
