"""Sentences by scene: one complaint, and what different people would say to it, each sentence labelled by itself.

Replies are put together from them anew in every epoch, so that the same words are read in other company each time.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from replyguard.domain.review import Category
from training.examples import NUMBER, Example
from training.splicing import Piece, joined

# Nothing is known here of claims: these sentences were not labelled for them.
UNSURE = (NUMBER[Category.UNSUPPORTED_CLAIM.value],)
# How many faulty sentences a reply gets, and how many good ones beside them.
_FAULTY, _GOOD = (0, 1, 1, 1, 1, 2, 2), (0, 1, 1, 2, 2, 3)


@dataclass(frozen=True)
class Scene:
    """A complaint with its facts; `faulty` sentences, each with its finding, and `good` ones."""

    id: str
    language: str
    complaint: str
    facts: tuple[str, ...]
    faulty: tuple[Piece, ...]
    good: tuple[Piece, ...]

    def reply(self, chance: random.Random) -> Example:
        """A reply of some of the sentences; at least one."""
        faulty = chance.sample(self.faulty, min(len(self.faulty), chance.choice(_FAULTY)))
        good = chance.sample(self.good, min(len(self.good), chance.choice(_GOOD)))
        chosen = [*faulty, *good] or [chance.choice(self.good)]
        chance.shuffle(chosen)
        return self._of(chosen)

    def alone(self) -> Iterator[Example]:
        """Each faulty sentence by itself."""
        return (self._of([one]) for one in self.faulty)

    def bare(self) -> Example:
        """The complaint and its facts, with no reply yet."""
        return self._of(())

    def _of(self, pieces: Sequence[Piece]) -> Example:
        text, spans = joined(pieces)
        return Example(self.id, self.language, text, self.complaint, self.facts, spans, UNSURE)


def load(folder: Path) -> list[Scene]:
    """The scenes in the JSON-lines files of `folder`. SystemExit names the line that is not of their form."""
    return [
        _scene(line, f"{path.name}:{n}")
        for path in sorted(folder.glob("*.jsonl"))
        for n, line in enumerate(path.open(encoding="utf-8"), 1)
    ]


def _scene(line: str, place: str) -> Scene:
    row = json.loads(line)
    pieces = [_piece(one, place) for one in row["sentences"]]
    faulty, good = (tuple(one for one in pieces if bool(one[1]) is kind) for kind in (True, False))
    if not faulty or not good:
        raise SystemExit(f"{place}: a scene needs sentences of both kinds")
    return Scene(row["id"], row["lang"], row["complaint"], tuple(row["facts"]), faulty, good)


def _piece(row: dict[str, str], place: str) -> Piece:
    text = row["text"]
    if "category" not in row:
        return text, ()
    quote = row.get("quote", text)
    start = text.find(quote)
    if start < 0 or row["category"] not in NUMBER:
        raise SystemExit(f"{place}: not a sentence with a finding: {row}")
    return text, ((start, start + len(quote), NUMBER[row["category"]]),)
