"""A taught network made small: ONNX, eight-bit weights, and the check that it still says the same."""

from __future__ import annotations

import hashlib
import warnings
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from training.arranging import arrange
from training.network import Tagger


class _Bare(torch.nn.Module):
    """One input, nothing to fill up: no mask is needed."""

    def __init__(self, tagger: Tagger) -> None:
        super().__init__()
        self.tagger = tagger

    def forward(self, ids: torch.Tensor, parts: torch.Tensor) -> torch.Tensor:
        return self.tagger(ids, parts, torch.ones_like(ids))


def export(tagger: Tagger, folder: Path) -> str:
    """Write `tagger.onnx` into `folder`; its SHA-256."""
    tagger.eval()
    whole, eight, small = folder / "whole.onnx", folder / "eight.onnx", folder / "tagger.onnx"
    example = (torch.ones(1, 16, dtype=torch.long), torch.ones(1, 16, dtype=torch.long))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            _Bare(tagger),
            example,
            str(whole),
            input_names=["ids", "parts"],
            output_names=["logits"],
            dynamic_axes={"ids": {0: "count", 1: "length"}, "parts": {0: "count", 1: "length"}},
            opset_version=17,
            dynamo=False,
        )
    # Seven bits: on processors without VNNI eight would overflow sixteen-bit sums.
    quantize_dynamic(whole, eight, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    arrange(eight, small)
    whole.unlink()
    eight.unlink()
    return hashlib.sha256(small.read_bytes()).hexdigest()
