"""The one layer that tries again. The client's own is off: two layers multiply."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception,
    stop_after_attempt,
    stop_before_delay,
    wait_random_exponential,
)

from replyguard.models.failures import LONGEST_WAIT, Failure

T = TypeVar("T")

_backoff = wait_random_exponential(multiplier=0.5, max=8)


class Setback(Exception):
    """A call that failed, on its way to the decision whether to try again."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.error.advice)
        self.failure = failure


async def persistently(call: Callable[[], Awaitable[T]], *, tries: int, seconds: float) -> T:
    """The result of `call`, made up to `tries` times; no wait is begun that would end after `seconds`.

    A `Setback` is tried again where its error is retryable; the last one is raised.
    """
    retrying = AsyncRetrying(
        retry=retry_if_exception(_worthwhile),
        wait=_pause,
        stop=stop_after_attempt(tries) | stop_before_delay(seconds),
        reraise=True,
    )
    return await retrying(call)


def _worthwhile(error: BaseException) -> bool:
    if not isinstance(error, Setback):
        return False
    return error.failure.error.retryable and (error.failure.wait or 0.0) <= LONGEST_WAIT


def _pause(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    asked = error.failure.wait if isinstance(error, Setback) else None
    # Asked to wait, many wait alike: the fraction keeps them from coming back all at once.
    return _backoff(state) if asked is None else asked + _backoff(state) / 10
