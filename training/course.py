"""The course that the network goes through: taught from the base, averaged over seeds; if asked, made thinner."""

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
# Of 1,536 inner neurons, where time counts for more than hearing.
INNER = 704
THIN_RATE = 1.5e-4
# Who has learnt already learns on more slowly.
OVER_RATE, OVER_HEAD = 1e-4, 5e-4


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

    def whole(self, seeds: int, epochs: int, over: int) -> network.Tagger:
        """One tagger from several seeds, each taught for `epochs`, and then for `over` with what people type."""
        return network.averaged([self.typed_over(self._taught(seed, epochs), over, seed) for seed in range(seeds)])

    def typed_over(self, tagger: network.Tagger, epochs: int, seed: int = 0) -> network.Tagger:
        """`tagger`, taught for `epochs` more with what people type over a calm draft.

        The mean of what it was and what it became: it hears what is typed as the one does, and the rest as the other.
        """
        if not epochs:
            return tagger
        plan = learning.Plan(epochs, rate=OVER_RATE, head=OVER_HEAD)
        later = copy.deepcopy(tagger)
        self._learn(later, plan, seed + 50, f"typed over {seed}", None, lessons.TYPED_OVER)
        return network.averaged([later, tagger])

    def loaded(self, path: Path) -> network.Tagger:
        """A tagger that `whole` has kept, as it was after its last epoch."""
        tagger = network.from_base(self.base, self.rows, LAYERS)
        tagger.load_state_dict(torch.load(path))
        return tagger

    def thin(self, tagger: network.Tagger, epochs: int) -> network.Tagger:
        """`tagger` with fewer inner neurons, taught by itself as it was."""
        plan = learning.Plan(epochs, rate=THIN_RATE, head=THIN_RATE)
        found = [examples.tokens(one, self.tokenizer) for one in (*self.stock.corpus, *self.stock.own)]
        small = thinning.thinned(tagger, found, self.base.shape, INNER, plan)
        self._learn(small, plan, 100, "thinner", tagger, lessons.TYPED_OVER)
        return small

    def _taught(self, seed: int, epochs: int) -> network.Tagger:
        tagger = network.from_base(self.base, self.rows, LAYERS)
        self._learn(tagger, learning.Plan(epochs), seed, f"seed {seed}", None, lessons.FIRST_LESSON)
        return tagger

    def _learn(
        self,
        tagger: network.Tagger,
        plan: learning.Plan,
        seed: int,
        name: str,
        teacher: network.Tagger | None,
        lesson: lessons.Lesson,
    ) -> None:
        chance = random.Random(seed)

        def fresh(_: int) -> list[examples.Tokens]:
            return lessons.taught(self.stock.epoch(chance, self.slang, lesson), self.tokenizer, chance)

        def after_an_epoch(line: str) -> None:
            self.say(f"{name}: {line}")
            self.runs.mkdir(exist_ok=True)
            torch.save(tagger.state_dict(), self.runs / f"{name.replace(' ', '')}.pt")

        learning.learn(tagger, fresh, plan, seed, after_an_epoch, teacher=teacher)
