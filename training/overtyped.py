"""A calm draft into which somebody has typed: what ReplyGuard is for, and what no other lesson looks like.

What is typed is a sentence of the scene, a fault or a good one, loosened as hands in a hurry loosen it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from training.examples import Example
from training.scenes import UNSURE, Scene
from training.splicing import LONGEST, Piece, joined, pieces

# How often what is typed is a fault, how often something good is typed besides, and how often a part of the draft goes.
_FAULT, _BESIDES, _CUT = 0.6, 0.15, 0.4
# How often a sentence begins small, loses its apostrophes or its last stop, or hangs on a comma.
_SMALL, _BARE, _OPEN, _GLUED = 0.35, 0.25, 0.4, 0.12


@dataclass(frozen=True)
class Desk:
    """Scenes, each with the embedded writer's draft to its complaint."""

    drafts: Sequence[tuple[Scene, tuple[Piece, ...]]]

    @classmethod
    def of(cls, scenes: Sequence[Scene], draft: Callable[[Example], Example]) -> Desk:
        """`draft`: what the embedded writer says to an example's complaint."""
        return cls([(scene, pieces(draft(scene.bare()))) for scene in scenes])

    def replies(self, chance: random.Random) -> list[Example]:
        """One draft of each scene, typed over."""
        return [_over(scene, draft, chance) for scene, draft in self.drafts]


def _over(scene: Scene, draft: Sequence[Piece], chance: random.Random) -> Example:
    kept = list(_part(draft, chance) if chance.random() < _CUT else draft)
    faulty = chance.random() < _FAULT
    said = [chance.choice(scene.faulty if faulty else scene.good)]
    if faulty and chance.random() < _BESIDES:
        said.append(chance.choice(scene.good))
    for piece in said:
        at = chance.randint(0, len(kept))
        if at and chance.random() < _GLUED:
            kept[at - 1 : at] = [_hung(kept[at - 1], _loose(piece, chance))]
        else:
            kept.insert(at, _loose(piece, chance))
    text, spans = joined(kept)
    if len(text) > LONGEST:
        text, spans = joined([_loose(piece, chance) for piece in said])
    return Example(scene.id, scene.language, text, scene.complaint, scene.facts, spans, UNSURE)


def _part(draft: Sequence[Piece], chance: random.Random) -> Sequence[Piece]:
    start = chance.randrange(len(draft))
    return draft[start : chance.randint(start + 1, len(draft))]


def _loose(piece: Piece, chance: random.Random) -> Piece:
    words, found = piece
    if chance.random() < _OPEN:
        words = words.rstrip(".")
        found = tuple((a, min(b, len(words)), c) for a, b, c in found)
    if chance.random() < _SMALL and words[1:2].islower():
        words = words[:1].lower() + words[1:]
    if chance.random() < _BARE:
        words, found = _without("'’", words, found)
    return words, found


def _without(marks: str, words: str, found: Sequence[tuple[int, int, int]]) -> Piece:
    lost = [sum(mark in marks for mark in words[:at]) for at in range(len(words) + 1)]
    kept = "".join(mark for mark in words if mark not in marks)
    return kept, tuple((a - lost[a], b - lost[b], c) for a, b, c in found)


def _hung(before: Piece, piece: Piece) -> Piece:
    """`piece` after `before`, on a comma."""
    words, found = before[0].rstrip(".!"), before[1]
    clipped = tuple((a, min(b, len(words)), c) for a, b, c in found)
    return joined([(words + ",", clipped), piece])
