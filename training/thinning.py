"""A taught network made thinner: in each layer the inner neurons and the heads that matter least to the task go.

How much one matters is the mean of |activation x gradient| over training replies (Molchanov et al., "Importance
Estimation for Neural Network Pruning", 2019): what the loss would change, to first order, if it were silent.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor, nn

from training.base import Shape
from training.examples import Tokens, batches
from training.learning import Plan, loss
from training.network import Tagger

_SAMPLE = 600


@dataclass(frozen=True)
class Size:
    """Inner neurons and heads of a layer."""

    inner: int
    heads: int


@dataclass(frozen=True)
class Weights:
    """How much each inner neuron, and each column that the heads put out, matters in one layer."""

    inner: np.ndarray
    mixed: np.ndarray


def thinned(tagger: Tagger, found: Sequence[Tokens], shape: Shape, size: Size, plan: Plan) -> Tagger:
    """A copy of `tagger` with layers of this size: what is kept matters most on `found`."""
    weights = importance(tagger, found[:: max(1, len(found) // _SAMPLE)], plan)
    narrow = replace(shape, inner=size.inner, heads=size.heads)
    small = Tagger(narrow, len(tagger.layers), tagger.words.num_embeddings, tagger.dropout)
    inner = [_kept(one.inner, size.inner) for one in weights]
    heads = [_kept(one.mixed.reshape(-1, shape.head).sum(1), size.heads) for one in weights]
    columns = [(one[:, None] * shape.head + torch.arange(shape.head)).flatten() for one in heads]
    small.load_state_dict({name: _cut(name, value, inner, columns) for name, value in tagger.state_dict().items()})
    return small


def _kept(weights: np.ndarray, count: int) -> Tensor:
    return torch.from_numpy(np.sort(np.argsort(-weights)[:count]))


def importance(tagger: Tagger, found: Sequence[Tokens], plan: Plan) -> list[Weights]:
    """How much what each layer holds matters, layer by layer."""
    tagger.eval()
    ends = [end for layer in tagger.layers for end in (layer.narrow, layer.out)]
    totals = [np.zeros(end.in_features) for end in ends]
    seen: dict[nn.Module, Tensor] = {}
    hooks = [end.register_forward_pre_hook(_keeper(seen)) for end in ends]
    for group in batches(found, plan.batch):
        tagger.zero_grad()
        loss(tagger, [found[i] for i in group], plan).backward()
        for total, end in zip(totals, ends, strict=True):
            held = seen[end]
            assert held.grad is not None  # noqa: S101 (it was asked for in the hook)
            total += (held * held.grad).abs().sum((0, 1)).detach().numpy()
    for hook in hooks:
        hook.remove()
    tagger.zero_grad()
    return [Weights(inner, mixed) for inner, mixed in zip(totals[::2], totals[1::2], strict=True)]


def _keeper(seen: dict[nn.Module, Tensor]) -> Callable[[nn.Module, tuple[Tensor, ...]], None]:
    def keep(module: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        inputs[0].retain_grad()
        seen[module] = inputs[0]

    return keep


def _cut(name: str, value: Tensor, inner: Sequence[Tensor], columns: Sequence[Tensor]) -> Tensor:
    parts = name.split(".")
    if parts[0] != "layers":
        return value
    layer, module, end = int(parts[1]), parts[2], parts[3]
    if module == "widen":
        return value[inner[layer]]
    if module == "mix":
        # Queries, keys and values stand one under the other.
        third = value.shape[0] // 3
        return value[torch.cat([columns[layer] + third * part for part in range(3)])]
    if end == "weight" and module in {"narrow", "out"}:
        return value[:, (inner if module == "narrow" else columns)[layer]]
    return value
