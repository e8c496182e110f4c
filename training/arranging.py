"""A network written down as it will be run, so that no start has to work that out again."""

from __future__ import annotations

from pathlib import Path

import onnxruntime


def arrange(given: Path, made: Path) -> None:
    """Write the network `given` to `made`, which may be the same file, as onnxruntime will run it.

    `cooldown/network.py` loads it as it is: weights that did not pass here are loaded in twice the time, and where
    eight-bit sums are rounded, they say something a little different.
    """
    options = onnxruntime.SessionOptions()
    # The highest level that does not depend on the processor at hand.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.optimized_model_filepath = str(made)
    options.log_severity_level = 3
    onnxruntime.InferenceSession(given.read_bytes(), options, providers=["CPUExecutionProvider"])
