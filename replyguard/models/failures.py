"""What a provider's failure means for the user, in a sentence of our own: theirs may quote the key or the complaint."""

from __future__ import annotations

import email.utils
import re
import time
from dataclasses import dataclass
from enum import StrEnum

from replyguard.errors import AnswerUnusable, ModelError, ModelRejected, ModelUnavailable
from replyguard.models.answers import SHAPELESS

_OFFLINE = "or go on with --offline"
_PROTOCOL = (ValueError, TypeError, LookupError)  # a page in place of an answer, no choices, an error in a 200

UNREACHABLE = f"The model's server cannot be reached. Check the network and OPENAI_BASE_URL, {_OFFLINE}."
SLOW = f"The model took too long. Try again, raise REPLYGUARD_TRY_SECONDS, {_OFFLINE}."
BUSY = f"The provider limits how often you may ask. Wait a little and try again, {_OFFLINE}."
BROKEN = f"The provider has a fault of its own. Try again later, {_OFFLINE}."
NO_QUOTA = f"The provider's quota is used up. Check its plan and billing, {_OFFLINE}."
NOT_ALLOWED = f"The key may not use this model. Check its permissions and REPLYGUARD_MODEL, {_OFFLINE}."
NO_SUCH_MODEL = f"The provider does not know this model. Check REPLYGUARD_MODEL and OPENAI_BASE_URL, {_OFFLINE}."
TOO_MUCH = f"The complaint and its facts are too long for this model. Shorten them, {_OFFLINE}."
BAD_REQUEST = f"The provider refused the request. Check that REPLYGUARD_MODEL can answer in JSON, {_OFFLINE}."
UNKNOWN = f"The call to the model failed. Try again, {_OFFLINE}."


# In their own words, providers refuse a way of asking for a form; the same statuses mean much else.
_REFUSES_FORM = frozenset({400, 404, 415, 422, 500, 501})
_FORM = re.compile(
    r"response[_ ]?format|json[_ ]?schema|structured[_ ]?output|\btools?\b|tool_choice|function[_ ]?call|grammar", re.I
)

_KEY = re.compile(r"api[_ ]key not valid|api[_ ]key[_ ]invalid|invalid api[_ ]key", re.I)
_VARIABLES = {"google_genai": "GOOGLE_API_KEY", "mistralai": "MISTRAL_API_KEY"}

# 429s as well, but no waiting helps. OpenAI says so in the code, servers like it in the type.
_NO_QUOTA = frozenset({"insufficient_quota", "billing_not_active", "billing_hard_limit_reached"})

# Google says in a quota's name whether waiting helps, and beside it how long.
_DAILY = re.compile(r"quotaId\W+\w*PerDay")
_DELAY = re.compile(r"retryDelay\W+(\d+(?:\.\d+)?)s\b")

_NOTHING_ELSE = (BAD_REQUEST, BROKEN, NO_SUCH_MODEL)

LONGEST_WAIT = 30.0  # seconds; a provider that asks for more is not waited for


class Health(StrEnum):
    """What a failed call says of the provider: it did its part, it did not, or neither."""

    UP = "up"
    DOWN = "down"
    UNSAID = "unsaid"


@dataclass(frozen=True)
class Failure:
    """A failed call.

    wait:    the seconds that the provider asks to wait before another, where it says.
    health:  what this says of the provider.
    form:    it was the way of asking for the form that was refused; another way may do.
    free:    the provider bills nothing for it.
    """

    error: ModelError
    wait: float | None = None
    health: Health = Health.UP
    form: bool = False
    free: bool = False


def refused_key(provider: str) -> str:
    """The advice where `provider` does not take the key."""
    variable = _VARIABLES.get(provider) or f"{provider.upper().replace('-', '_')}_API_KEY"
    return f"The key was refused. Check {variable}, {_OFFLINE}."


def understood(failure: BaseException, provider: str) -> Failure:
    """What `failure`, raised by the provider's library, means. Nothing of its text is kept."""
    if (status := _status(failure)) is not None:
        return _told(failure, status, provider)
    if (cause := failure.__cause__) is not None and (status := _status(cause)) is not None:
        return _told(cause, status, provider)  # LangChain's wrapping of Google's errors does not say it
    if isinstance(failure, NotImplementedError):
        return Failure(ModelRejected(BAD_REQUEST), form=True, free=True)  # LangChain's word for: it takes no tools
    name = type(failure).__name__
    if isinstance(failure, TimeoutError) or "Timeout" in name:
        return Failure(ModelUnavailable(SLOW, retryable=True), health=Health.DOWN)
    if isinstance(failure, OSError) or "Connect" in name:
        return Failure(ModelUnavailable(UNREACHABLE, retryable=True), health=Health.DOWN, free=_never_left(failure))
    if isinstance(failure, _PROTOCOL):
        return Failure(AnswerUnusable(SHAPELESS, retryable=True), health=Health.DOWN)
    again = bool(getattr(failure, "is_retryable", False))
    return Failure(ModelUnavailable(UNKNOWN, retryable=again), health=Health.DOWN)


def _told(failure: BaseException, status: int, provider: str) -> Failure:
    words = f"{getattr(failure, 'body', '')} {failure}"
    if status == 400 and _KEY.search(words):
        status = 401  # Google's way to say so
    codes = {str(getattr(failure, name, "")) for name in ("code", "type")}
    if status == 429 and _DAILY.search(words):
        status = 402
    error, wait = _by_status(status, codes, provider), asked_wait(failure)
    if wait is None and (delay := _DELAY.search(words)):
        wait = float(delay[1])
    form = status in _REFUSES_FORM and error.advice in _NOTHING_ELSE and bool(_FORM.search(words))
    health = Health.UP
    if error.advice == BUSY:
        # Many in parallel are told so at once, and a moment later it is over: no reason to leave it alone.
        health = Health.DOWN if (wait or 0.0) > LONGEST_WAIT else Health.UNSAID
    elif isinstance(error, ModelUnavailable) and not form:
        health = Health.DOWN
    return Failure(error, wait, health, form, free=True)


def _never_left(failure: BaseException) -> bool:
    """Whether no connection was made, so that nothing can be billed."""
    cause: BaseException | None = failure
    while cause is not None:
        if isinstance(cause, ConnectionRefusedError) or type(cause).__name__ in ("ConnectError", "ConnectTimeout"):
            return True
        cause = cause.__cause__ or cause.__context__
    return False


def asked_wait(failure: BaseException) -> float | None:
    """The seconds that `Retry-After` asks for: milliseconds, seconds or a date; None where it says nothing readable."""
    headers = getattr(getattr(failure, "response", None), "headers", None) or {}
    for name, divisor in (("retry-after-ms", 1000.0), ("retry-after", 1.0)):
        value = headers.get(name)
        seconds = _seconds(value, divisor) if value else None
        if seconds is not None:
            return seconds
    return None


def _seconds(value: str, divisor: float) -> float | None:
    try:
        return max(0.0, float(value) / divisor)
    except ValueError:
        pass
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    except (TypeError, ValueError):
        return None


def _status(failure: BaseException) -> int | None:
    for value in (getattr(failure, "status_code", None), getattr(failure, "code", None)):
        if isinstance(value, int):
            return value
    return None


def _by_status(status: int, codes: set[str], provider: str) -> ModelError:
    if codes & _NO_QUOTA or status == 402:
        return ModelRejected(NO_QUOTA)
    if "context_length_exceeded" in codes or status == 413:
        return ModelRejected(TOO_MUCH)
    if status == 401:
        return ModelRejected(refused_key(provider))
    if status in (403, 404):
        return ModelRejected(NOT_ALLOWED if status == 403 else NO_SUCH_MODEL)
    if status == 429:
        return ModelUnavailable(BUSY, retryable=True)
    if status >= 500 or status in (408, 409):
        return ModelUnavailable(BROKEN, retryable=True)
    return ModelRejected(BAD_REQUEST)
