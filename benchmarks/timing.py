"""How long something takes, in milliseconds."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from replyguard.domain.base import Frozen

T = TypeVar("T")


class Timing(Frozen):
    """Milliseconds: the middle, what 99 of 100 stay under, and the longest of `runs`."""

    runs: int
    p50: float
    p99: float
    longest: float

    @classmethod
    def of(cls, times: Sequence[float]) -> Timing:
        ranked = sorted(times)
        return cls(
            runs=len(ranked),
            p50=statistics.median(ranked),
            p99=ranked[min(len(ranked) - 1, round(0.99 * len(ranked)))],
            longest=ranked[-1],
        )


def timed(work: Callable[[T], object], inputs: Iterable[T]) -> Timing:
    """`work` on each of `inputs`, one after the other."""
    return Timing.of([clocked(work, one)[1] for one in inputs])


def clocked(work: Callable[[T], object], given: T) -> tuple[object, float]:
    """What `work` returns, and the milliseconds it took."""
    start = time.perf_counter()
    answer = work(given)
    return answer, (time.perf_counter() - start) * 1_000


def some(inputs: Sequence[T], most: int = 20) -> Sequence[T]:
    """A few of `inputs` from all over, to warm up with: each language has its own data to load."""
    return inputs[:: max(1, len(inputs) // most)]


def on_one_core() -> bool:
    """Keep this process and those it starts on one core; False where the system cannot."""
    # Numeric libraries read these when they are loaded.
    os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"))
    if not hasattr(os, "sched_setaffinity"):
        return False
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    return True
