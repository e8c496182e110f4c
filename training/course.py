"""The course that the network goes through: begun with whole layers, made thinner, then taught; averaged over seeds."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer

from training import examples, learning, lessons, network, thinning
from training.base import Base

# The first layers of the base; the rest adds little to this task and most of the time it takes.
LAYERS = tuple(range(6))
# Of 1,536 inner neurons and twelve heads: the others cost more than half of the time. What matters to the task shows
# after a short first lesson; the long one is given to what is left, which has time to make up for the rest.
SIZE = thinning.Size(inner=512, heads=6)
FIRST = 2


@dataclass(frozen=True)
class Course:
    """What is needed to teach. runs: where networks as taught are kept, before they are made small."""

    base: Base
    rows: Sequence[int]
    stock: lessons.Stock
    tokenizer: Tokenizer
    slang: dict[str, dict[str, list[str]]]
    runs: Path
    say: Callable[[str], None]

    def taught(self, seeds: int, epochs: int) -> network.Tagger:
        """One tagger from several seeds, each taught for `epochs` once it is thin. All are thinned alike."""
        small = self._begun()
        return network.averaged([self._goes_on(small, seed, epochs) for seed in range(seeds)])

    def _begun(self) -> network.Tagger:
        """The base after its first lesson, without what then matters least."""
        tagger = network.from_base(self.base, self.rows, LAYERS)
        plan = learning.Plan(FIRST)
        self._learn(tagger, plan, 100, "whole", lessons.ALONE)
        found = [examples.tokens(one, self.tokenizer) for one in (*self.stock.corpus, *self.stock.own)]
        return thinning.thinned(tagger, found, self.base.shape, SIZE, plan)

    def _goes_on(self, small: network.Tagger, seed: int, epochs: int) -> network.Tagger:
        tagger = copy.deepcopy(small)
        self._learn(tagger, learning.Plan(epochs), seed, f"seed {seed}", lessons.UNDER_GOOD)
        return tagger

    def _learn(self, tagger: network.Tagger, plan: learning.Plan, seed: int, name: str, blunt: lessons.Blunt) -> None:
        chance = random.Random(seed)

        def fresh(_: int) -> list[examples.Tokens]:
            return lessons.taught(self.stock.epoch(chance, self.slang, blunt), self.tokenizer, chance)

        learning.learn(tagger, fresh, plan, seed, lambda line: self.say(f"{name}: {line}"))
        self.runs.mkdir(exist_ok=True)
        torch.save(tagger.state_dict(), self.runs / f"{name.replace(' ', '')}.pt")
