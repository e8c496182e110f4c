"""The network: the base's first layers, a vector for each part of the input, and one line of weights per category."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as fn

from replyguard.cooldown.network import CATEGORIES
from training.base import Base, Shape

_PARTS = 3


class Layer(nn.Module):
    """One layer of the encoder, normalised after each half."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.heads, self.dropout = shape.heads, dropout
        self.mix = nn.Linear(shape.hidden, 3 * shape.hidden)
        self.out = nn.Linear(shape.hidden, shape.hidden)
        self.calm = nn.LayerNorm(shape.hidden, eps=shape.eps)
        self.widen = nn.Linear(shape.hidden, shape.inner)
        self.narrow = nn.Linear(shape.inner, shape.hidden)
        self.settle = nn.LayerNorm(shape.hidden, eps=shape.eps)

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        count, length, width = states.shape
        parts = self.mix(states).view(count, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        query, key, value = parts[0], parts[1], parts[2]
        # No dropout of attention weights: without it torch does this step several times faster on a processor.
        mixed = fn.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        mixed = mixed.transpose(1, 2).reshape(count, length, width)
        states = self.calm(states + fn.dropout(self.out(mixed), self.dropout, self.training))
        inner = self.narrow(fn.gelu(self.widen(states)))
        return self.settle(states + fn.dropout(inner, self.dropout, self.training))


class Tagger(nn.Module):
    """Ids, part of each token (0 facts, 1 complaint, 2 reply), 1 where there is a token -> logits per category."""

    def __init__(self, shape: Shape, layers: int, rows: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.dropout = dropout
        self.words = nn.Embedding(rows, shape.hidden)
        self.places = nn.Embedding(shape.positions, shape.hidden)
        self.parts = nn.Embedding(_PARTS, shape.hidden)
        self.calm = nn.LayerNorm(shape.hidden, eps=shape.eps)
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in range(layers))
        self.head = nn.Linear(shape.hidden, len(CATEGORIES))

    def states(self, ids: Tensor, parts: Tensor, there: Tensor) -> Tensor:
        places = torch.arange(ids.shape[1], device=ids.device)
        states = self.calm(self.words(ids) + self.places(places) + self.parts(parts))
        states = fn.dropout(states, self.dropout, self.training)
        mask = (1 - there[:, None, None, :].to(states.dtype)) * -1e4
        for layer in self.layers:
            states = layer(states, mask)
        return states

    def forward(self, ids: Tensor, parts: Tensor, there: Tensor) -> Tensor:
        return self.head(fn.dropout(self.states(ids, parts, there), self.dropout, self.training))


def from_base(base: Base, rows: Sequence[int], which: Sequence[int], *, dropout: float = 0.1) -> Tagger:
    """A tagger that starts from these layers of the base; the head and the vectors of the parts start at zero."""
    tagger = Tagger(base.shape, len(which), len(rows), dropout)
    found = base.tensors
    with torch.no_grad():
        tagger.words.weight.copy_(_of(found["emb.word"][list(rows)]))
        tagger.places.weight.copy_(_of(found["emb.pos"] + found["emb.type"][0]))
        tagger.parts.weight.zero_()
        _norm(tagger.calm, base, "emb.ln")
        for layer, number in zip(tagger.layers, which, strict=True):
            _fill(layer, base, number)
        nn.init.zeros_(tagger.head.weight)
        nn.init.constant_(tagger.head.bias, -4.0)
    return tagger


def _fill(layer: Layer, base: Base, number: int) -> None:
    found, name = base.tensors, f"l{number}."
    for end in ("w", "b"):
        joined = np.concatenate([found[f"{name}{part}.{end}"] for part in "qkv"])
        field = "weight" if end == "w" else "bias"
        getattr(layer.mix, field).copy_(_of(joined))
        for part, short in ((layer.out, "ao"), (layer.widen, "fi"), (layer.narrow, "fo")):
            getattr(part, field).copy_(_of(found[f"{name}{short}.{end}"]))
    _norm(layer.calm, base, f"{name}aln")
    _norm(layer.settle, base, f"{name}oln")


def _norm(norm: nn.LayerNorm, base: Base, name: str) -> None:
    norm.weight.copy_(_of(base.tensors[f"{name}.w"]))
    norm.bias.copy_(_of(base.tensors[f"{name}.b"]))


def _of(values: np.ndarray) -> Tensor:
    return torch.from_numpy(np.ascontiguousarray(values, dtype="f4"))


def averaged(taggers: Sequence[Tagger]) -> Tagger:
    """One tagger whose weights are the mean of these: they began at one place, so they lie in one valley."""
    first = taggers[0]
    states = [tagger.state_dict() for tagger in taggers]
    first.load_state_dict({name: torch.stack([state[name] for state in states]).mean(0) for name in states[0]})
    return first
