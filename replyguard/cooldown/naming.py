"""Which fault it is that marked words carry: what the network says of each token, and the wording of them all.

A token's scores have to be silent on good words, which is most of what they learn; which of the faults it is they often
mistake. So the wording is asked too, of words that may be at fault, and a line fitted on held-out replies weighs both.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from replyguard.cooldown.network import Naming, Reading
from replyguard.cooldown.phrasing import shares

if TYPE_CHECKING:
    import numpy as np

# A finding's score rests on its three surest tokens; up to two weaker ones between two strong ones belong to it.
_TOP, BRIDGE = 3, 2
# From which score on, of whatever category, a token is asked about.
ASKED = 0.1
_LEAST = 1e-4
_STOPS = frozenset("!?…")
# All who ask in one review ask of its text, and of what would be left of it.
_KEPT = 2


@dataclass(frozen=True)
class Asked:
    """Words that may be at fault: tokens `start` to `end`, half-open.

    own, fault: (tokens, categories or 1) log odds; phrase: (categories) the log of each one's share, less that of the
    likeliest.
    """

    start: int
    end: int
    own: np.ndarray
    fault: np.ndarray
    phrase: np.ndarray


@lru_cache(maxsize=_KEPT)
def named(reading: Reading, text: str, naming: Naming) -> Reading:
    """`reading` with scores in which all that the network says has its say; not to be changed."""
    import numpy as np

    values = reading.values.copy()
    for one in asked(reading, text):
        odds = naming.own * one.own + naming.fault * one.fault + naming.phrase * one.phrase + naming.shift
        values[one.start : one.end] = 1 / (1 + np.exp(-odds))
    return replace(reading, values=values)


def asked(reading: Reading, text: str) -> Iterator[Asked]:
    """The stretches of words, each in one sentence, whose score for any fault is not next to nothing."""
    import numpy as np

    values = np.clip(reading.values, _LEAST, 1 - _LEAST)
    own = np.log(values / (1 - values))
    for start, end in _runs(reading.values.max(1), ASKED, sentence_ends(reading, text)):
        phrase = shares(text[reading.offsets[start][0] : reading.offsets[end - 1][1]])
        here = own[start:end]
        yield Asked(start, end, here, here.max(1, keepdims=True), phrase - phrase.max())


def sentence_ends(reading: Reading, text: str) -> tuple[int, ...]:
    """Numbers of the tokens that end a sentence."""
    if not reading.offsets:
        return ()
    following = [*(start for start, _ in reading.offsets[1:]), len(text)]
    return tuple(
        number
        for number, ((_, end), start) in enumerate(zip(reading.offsets, following, strict=True))
        if (last := text[end - 1 : end]) in _STOPS or "\n" in text[end:start] or (last == "." and start > end)
    )


def stretches(values: np.ndarray, cut: float, ends: Sequence[int] = ()) -> Iterator[tuple[int, int, float]]:
    """(start, end, score) of each run of tokens at or over `cut`, half-open, short gaps bridged.

    No run goes on after a token whose number is in `ends`.
    """
    for start, end in _runs(values, cut, ends):
        yield start, end, float(surest(values[start:end]))


def _runs(values: np.ndarray, cut: float, ends: Sequence[int]) -> Iterator[tuple[int, int]]:
    # Strong tokens are few: they are walked before numpy has been asked.
    run: list[int] = []
    for token in (values >= cut).nonzero()[0].tolist():
        if run and (token - run[-1] > BRIDGE + 1 or bisect_left(ends, run[-1]) < bisect_left(ends, token)):
            yield run[0], run[-1] + 1
            run = []
        run.append(token)
    if run:
        yield run[0], run[-1] + 1


def surest(values: np.ndarray) -> np.ndarray:
    """The mean of the three highest of `values`, along their first axis; 0 where there is none."""
    import numpy as np

    if not len(values):
        return np.zeros(values.shape[1:])
    top = np.sort(values, axis=0)[-_TOP:]
    # `mean` does the same after asking much about its argument.
    sure: np.ndarray = np.add.reduce(top) / len(top)
    return sure
