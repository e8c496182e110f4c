"""Which fault the words themselves speak of, letter by letter: a line through counts, beside the network.

The network reads meaning and forgets wording; runs of letters and words are the contrary, and are wrong elsewhere.
Together they name more faults rightly than either. It says nothing of whether there is a fault at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from replyguard.cooldown.network import WEIGHTS
from replyguard.errors import DataError
from replyguard.languages.text import words_of

if TYPE_CHECKING:
    import numpy as np

# Runs of letters within a word, its edges marked; runs of words. Each falls into one of so many places.
LETTERS, WORDS, PLACES = range(2, 6), range(1, 4), 1 << 16
FILE = "phrasing.npz"
# Characters that are read: of a longer stretch the beginning.
_LONGEST = 400
# A review asks about the same few stretches again and again: for marks, for belief, for what is half heard.
_KEPT = 64
# A language has few words that are said often: each is taken apart once.
_PIECES_KEPT = 2048


def places(text: str) -> list[int]:
    """The places, each once and in order, that the runs of `text` fall into."""
    read = text[:_LONGEST].casefold()
    return sorted({*_of_words(words_of(read)), *(place for piece in read.split() for place in _of_letters(piece))})


def _of_words(words: list[str]) -> Iterator[int]:
    for size in WORDS:
        for start in range(len(words) - size + 1):
            yield _place(" ".join(("", *words[start : start + size], "")))


@lru_cache(maxsize=_PIECES_KEPT)
def _of_letters(piece: str) -> tuple[int, ...]:
    edged = f" {piece} "
    runs = {edged[start : start + size] for size in LETTERS for start in range(max(1, len(edged) - size + 1))}
    return tuple(_place(f"#{run}") for run in runs)


def _place(run: str) -> int:
    return crc32(run.encode()) % PLACES


class Phrasing:
    """The line, loaded. weights: (places, categories), scaled to bytes; idf: what each place counts."""

    def __init__(self, folder: Path = WEIGHTS) -> None:
        import numpy as np

        try:
            with np.load(folder / FILE, allow_pickle=False) as file:
                self._idf = file["idf"].astype("f4")
                self._weights, self._scale, self._shift = file["weights"], file["scale"], file["shift"]
        except FileNotFoundError:
            raise DataError(folder / FILE, 0, "these weights are missing; install ReplyGuard again") from None

    def shares(self, text: str) -> np.ndarray:
        """(categories): the log of each one's share in words that are at fault."""
        import numpy as np

        here = places(text)
        counts = self._idf[here]
        counts = counts / max(float(np.sqrt((counts * counts).sum())), 1e-9)
        logits = (counts @ self._weights[here].astype("f4")) * self._scale + self._shift
        logits = logits - logits.max()
        shares: np.ndarray = logits - np.log(np.exp(logits).sum())
        return shares


@cache
def phrasing() -> Phrasing:
    """The shipped line, loaded when it is first asked for."""
    return Phrasing()


def shares(text: str) -> np.ndarray:
    """(categories): what the shipped line says of words that are at fault, see `Phrasing.shares`; not to be changed."""
    return _kept(text[:_LONGEST])


@lru_cache(maxsize=_KEPT)
def _kept(text: str) -> np.ndarray:
    return phrasing().shares(text)
