"""A fault in other company: sentences of one reply set among those of another, labels and all.

People spoil a warm, complete reply with one clause. Replies that were flagged alone teach that warm sentences mean
no fault; spliced ones teach that each sentence is read for itself.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from replyguard.domain.review import Category
from replyguard.languages.text import fold
from training.examples import NUMBER, Example

_CLAIM = NUMBER[Category.UNSUPPORTED_CLAIM.value]
# No reply is made longer than the reader's window.
LONGEST = 900

Piece = tuple[str, tuple[tuple[int, int, int], ...]]  # words, and the findings in them


@cache
def pieces(example: Example) -> tuple[Piece, ...]:
    """The sentences of the reply, each with its findings. Sentences that share a finding stay together."""
    folded = fold(example.reply)
    ends = [0, *(folded.back(one.start, one.end).end for one in folded.sentences)]
    ends = [end for end in ends if not any(a < end < b for a, b, _ in example.spans)]
    ends[-1] = len(example.reply)
    found = []
    for start, end in itertools.pairwise(ends):
        words = example.reply[start:end]
        lead = start + len(words) - len(words.lstrip())
        inside = tuple((a - lead, b - lead, c) for a, b, c in example.spans if start <= a and b <= end)
        if words.strip():
            found.append((words.strip(), inside))
    return tuple(found)


def joined(found: Sequence[Piece]) -> tuple[str, tuple[tuple[int, int, int], ...]]:
    """One text of these pieces, and where the findings stand in it."""
    text, spans = "", []
    for words, inside in found:
        text += " " if text else ""
        spans += [(len(text) + a, len(text) + b, c) for a, b, c in inside]
        text += words
    return text, tuple(spans)


def spliced(example: Example, good: Sequence[Example], chance: random.Random) -> Example:
    """`example` among sentences of one of the `good` replies of its language: a few of its own, in their order.

    The context is that of either. What is claimed is not known to be unsupported any more.
    """
    host = chance.choice(good)
    mine, theirs = pieces(example), pieces(host)
    if not mine or not theirs:
        return example
    faulty = [n for n, (_, inside) in enumerate(mine) if inside]
    kept = _kept(len(mine), faulty, chance)
    at = chance.randint(0, len(theirs))
    text, spans = joined([*theirs[:at], *(mine[n] for n in kept), *theirs[at:]])
    if len(text) > LONGEST:
        return example
    frame = chance.choice((example, host))
    unsure = tuple({*example.unsure, _CLAIM})
    return replace(example, reply=text, spans=spans, complaint=frame.complaint, facts=frame.facts, unsure=unsure)


def _kept(count: int, faulty: Sequence[int], chance: random.Random) -> list[int]:
    """Which sentences go along: one that is at fault where there is one, and sometimes its neighbour."""
    centre = chance.choice(faulty) if faulty else chance.randrange(count)
    wide = chance.choice((0, 0, 1))
    return list(range(max(0, centre - wide), min(count, centre + 1)))
