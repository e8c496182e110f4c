"""One network taught: batches, loss, rate, and what it says of a set of examples."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as fn

from training.examples import Tokens, batches, padded
from training.network import Tagger

_TOP = 3


@dataclass(frozen=True)
class Plan:
    """How a network is taught. rate: of the encoder; head: of the line per category; warm: share of the steps."""

    epochs: int
    rate: float = 2e-4
    head: float = 3e-3
    batch: int = 16
    decay: float = 0.01
    warm: float = 0.1
    least: float = 0.02
    positive: float = 4.0
    whole: float = 0.5
    words: bool = False


Fresh = Callable[[int], Sequence[Tokens]]


def learn(
    tagger: Tagger, fresh: Fresh, plan: Plan, seed: int, say: Callable[[str], None], *, teacher: Tagger | None = None
) -> None:
    """Teach `tagger`. `fresh(epoch)`: the inputs of that epoch. Where a teacher is given, half of the label is its."""
    torch.manual_seed(seed)
    chance = random.Random(seed)
    found = fresh(0)
    optimiser = _optimiser(tagger, plan)
    total = plan.epochs * math.ceil(len(found) / plan.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _rate(step, total, plan))
    for epoch in range(plan.epochs):
        if epoch:
            found = fresh(epoch)
        begun, losses = time.monotonic(), []
        tagger.train()
        for group in batches(found, plan.batch, chance):
            wrong = loss(tagger, [found[i] for i in group], plan, teacher)
            optimiser.zero_grad()
            wrong.backward()
            torch.nn.utils.clip_grad_norm_(tagger.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            losses.append(float(wrong.detach()))
        say(f"epoch {epoch + 1}/{plan.epochs}: loss {np.mean(losses):.4f}, {time.monotonic() - begun:.0f} s")


def _rate(step: int, total: int, plan: Plan) -> float:
    warm = max(1, int(total * plan.warm))
    if step < warm:
        return (step + 1) / warm
    return max(plan.least, 1 - (1 - plan.least) * (step - warm) / max(1, total - warm))


def _optimiser(tagger: Tagger, plan: Plan) -> torch.optim.Optimizer:
    tagger.words.weight.requires_grad_(plan.words)
    head = list(tagger.head.parameters())
    known = {id(one) for one in head}
    rest = [one for one in tagger.parameters() if id(one) not in known and one.requires_grad]
    groups = [{"params": rest, "lr": plan.rate}, {"params": head, "lr": plan.head}]
    return torch.optim.AdamW(groups, weight_decay=plan.decay)


def loss(tagger: Tagger, found: list[Tokens], plan: Plan, teacher: Tagger | None = None) -> Tensor:
    """What `tagger` gets wrong of these inputs."""
    ids, parts, there, labels, weight = (torch.from_numpy(one) for one in padded(found))
    logits = tagger(ids, parts, there)
    said = (labels * weight).amax(1)
    if teacher is not None:
        teacher.eval()
        with torch.no_grad():
            labels = (labels + teacher(ids, parts, there).sigmoid()) / 2
    scale = torch.tensor(plan.positive)
    each = fn.binary_cross_entropy_with_logits(logits, labels, reduction="none", pos_weight=scale) * weight
    # per token of the reply, summed over the categories
    by_token = each.sum() / weight.amax(-1).sum().clamp(min=1)
    return by_token + plan.whole * _whole(logits, said, weight, scale)


def _whole(logits: Tensor, said: Tensor, weight: Tensor, scale: Tensor) -> Tensor:
    """The loss of the reply as a whole: it teaches silence on good replies."""
    masked = logits.masked_fill(weight == 0, -30.0)
    top = masked.topk(min(_TOP, masked.shape[1]), dim=1).values.mean(1)
    known = weight.amax(1)
    each = fn.binary_cross_entropy_with_logits(top, said, reduction="none", pos_weight=scale) * known
    return each.sum(-1).mean()


@torch.no_grad()
def probabilities(tagger: Tagger, found: Sequence[Tokens], size: int = 32) -> list[np.ndarray]:
    """For each input (tokens, categories), in the order given."""
    tagger.eval()
    out: list[np.ndarray] = [np.empty(0)] * len(found)
    for group in batches(found, size):
        ids, parts, there, _, _ = (torch.from_numpy(one) for one in padded([found[i] for i in group]))
        values = tagger(ids, parts, there).sigmoid().numpy()
        for row, i in enumerate(group):
            out[i] = values[row, : len(found[i].ids)].copy()
    return out


def scores(found: Sequence[Tokens], said: Sequence[np.ndarray]) -> np.ndarray:
    """(replies, categories): the mean of the three highest tokens of the reply."""
    rows = []
    for one, values in zip(found, said, strict=True):
        reply = values[one.parts == 2][:-1]
        rows.append(np.sort(reply, axis=0)[-_TOP:].mean(0) if len(reply) else np.zeros(values.shape[1]))
    return np.array(rows)
