"""A taught network made thinner: in each layer the inner neurons that matter least to the task go.

How much one matters is the mean of |activation x gradient| over training replies (Molchanov et al., "Importance
Estimation for Neural Network Pruning", 2019): what the loss would change, to first order, if it were silent.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor, nn

from training.base import Shape
from training.examples import Tokens, batches
from training.learning import Plan, loss
from training.network import Tagger

_SAMPLE = 600


def thinned(tagger: Tagger, found: Sequence[Tokens], shape: Shape, inner: int, plan: Plan) -> Tagger:
    """A copy of `tagger` with `inner` neurons a layer, those that matter most on `found`."""
    weights = importance(tagger, found[:: max(1, len(found) // _SAMPLE)], plan)
    small = Tagger(replace(shape, inner=inner), len(tagger.layers), tagger.words.num_embeddings, tagger.dropout)
    kept = [torch.from_numpy(np.sort(np.argsort(-one)[:inner])) for one in weights]
    small.load_state_dict({name: _cut(name, value, kept) for name, value in tagger.state_dict().items()})
    return small


def importance(tagger: Tagger, found: Sequence[Tokens], plan: Plan) -> list[np.ndarray]:
    """For each layer (inner neurons): how much each matters."""
    tagger.eval()
    totals = [np.zeros(layer.widen.out_features) for layer in tagger.layers]
    seen: list[Tensor] = []
    hooks = [layer.narrow.register_forward_pre_hook(_keeper(seen)) for layer in tagger.layers]
    for group in batches(found, plan.batch):
        seen.clear()
        tagger.zero_grad()
        loss(tagger, [found[i] for i in group], plan).backward()
        for total, inner in zip(totals, seen, strict=True):
            total += (inner * inner.grad).abs().sum((0, 1)).detach().numpy()
    for hook in hooks:
        hook.remove()
    tagger.zero_grad()
    return totals


def _keeper(seen: list[Tensor]) -> Callable[[nn.Module, tuple[Tensor, ...]], None]:
    def keep(_: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        inputs[0].retain_grad()
        seen.append(inputs[0])

    return keep


def _cut(name: str, value: Tensor, kept: Sequence[Tensor]) -> Tensor:
    parts = name.split(".")
    if parts[0] != "layers":
        return value
    rows = kept[int(parts[1])]
    if parts[2] == "widen":
        return value[rows]
    return value[:, rows] if parts[2:] == ["narrow", "weight"] else value
