"""How well the claims reader tells supported from unsupported and contradicted replies, measured on labelled pairs."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from replyguard.cooldown.claims import ClaimsReader
from replyguard.cooldown.reader import Context
from replyguard.domain.base import Frozen
from replyguard.languages.pack import load


class Pair(Frozen):
    """A reply with its support. `label`: what a careful person says of the reply's claims; `quote`: the claim."""

    id: str
    lang: str
    reply: str
    facts: tuple[str, ...]
    complaint: str
    label: Literal["supported", "unsupported", "contradicted"]
    quote: str | None = None


@dataclass(frozen=True)
class Figures:
    """Counts over one language's pairs: a hit is a reply not supported and reported. `wrong`, `missed`: ids."""

    hits: int
    wrong: tuple[str, ...]
    missed: tuple[str, ...]

    @property
    def precision(self) -> float:
        return self.hits / max(1, self.hits + len(self.wrong))

    @property
    def recall(self) -> float:
        return self.hits / max(1, self.hits + len(self.missed))

    @property
    def f1(self) -> float:
        return 2 * self.hits / max(1, 2 * self.hits + len(self.wrong) + len(self.missed))


def pairs(path: Path) -> tuple[Pair, ...]:
    """The pairs of a file, one JSON object a line; pydantic's `ValidationError` where one has another shape."""
    return tuple(Pair.model_validate(json.loads(line)) for line in path.read_text("utf-8").splitlines())


def reported(pair: Pair) -> bool:
    """True where the claims reader finds something in the pair's reply."""
    context = Context(load(pair.lang), pair.complaint, pair.facts)
    return bool(asyncio.run(ClaimsReader().read(pair.reply, context)))


def measured(path: Path) -> dict[str, Figures]:
    """The figures of each language in the file at `path`."""
    read = [(pair, reported(pair)) for pair in pairs(path)]
    return {lang: _figures([one for one in read if one[0].lang == lang]) for lang in sorted({p.lang for p, _ in read})}


def _figures(read: list[tuple[Pair, bool]]) -> Figures:
    hits = sum(found and pair.label != "supported" for pair, found in read)
    wrong = tuple(pair.id for pair, found in read if found and pair.label == "supported")
    missed = tuple(pair.id for pair, found in read if not found and pair.label != "supported")
    return Figures(hits, wrong, missed)
