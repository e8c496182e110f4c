"""A provider that is down is not asked again and again: after some failures in a row it is left alone for a while."""

from __future__ import annotations

import time
from collections.abc import Callable

FAILURES = 5  # in a row, tries and replies together
PAUSE = 30.0  # seconds until the first probe
LONGEST_PAUSE = 300.0

PAUSED = (
    "The model has failed again and again and is left alone for a while; it is tried again by itself. "
    "Wait a little, name another with REPLYGUARD_FALLBACK_MODEL, or go on with --offline."
)


class Circuit:
    """Whether one model may be called. It opens after `failures` in a row; after `pause` seconds one call may probe.

    A probe that succeeds closes it; one that fails doubles the pause, up to five minutes; one that is given up changes
    nothing. It covers the calls of one door in one process: where there are many, each finds out for itself.
    """

    def __init__(
        self, *, failures: int = FAILURES, pause: float = PAUSE, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._failures, self._first_pause, self._clock = failures, pause, clock
        self._pause, self._row = pause, 0
        self._until: float | None = None

    @property
    def open(self) -> bool:
        """Whether calls are held back, but for a probe now and then."""
        return self._until is not None

    def admits(self) -> bool:
        """Whether a call may be made now. Where the circuit is open, True makes the caller the probe."""
        if self._until is None:
            return True
        if self._clock() < self._until:
            return False
        # The next probe's turn comes a pause later: a probe that never reports back holds nobody up.
        self._until = self._clock() + self._pause
        return True

    def succeeded(self) -> None:
        """The provider did its part, whatever it said."""
        self._row, self._until, self._pause = 0, None, self._first_pause

    def failed(self) -> None:
        """The provider did not answer, or had a fault of its own."""
        self._row += 1
        if self._row < self._failures:
            return
        if self._row > self._failures:
            self._pause = min(self._pause * 2, LONGEST_PAUSE)
        self._until = self._clock() + self._pause
