"""What other providers' libraries raise is understood as well as OpenAI's. These are their shapes, without them."""

from __future__ import annotations

import pytest

from replyguard.models import failures
from replyguard.models.failures import Health, understood


class Reply:
    def __init__(self, **headers: str) -> None:
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


class Told(Exception):
    """As `google.genai.errors.ClientError`: it knows the status, and LangChain raises another one from it."""

    def __init__(self, code: int, message: str, **headers: str) -> None:
        super().__init__(f"{code} {message}")
        self.code, self.response = code, Reply(**headers)


def wrapped(cause: Exception) -> Exception:
    error = RuntimeError(f"Error calling model 'gemini': {cause}")
    error.__cause__ = cause
    return error


# What it says in a 429, whether waiting helps or not.
QUOTA = (
    "RESOURCE_EXHAUSTED. {{'error': {{'message': 'You exceeded your current quota.', 'details': [{{'violations': "
    "[{{'quotaId': 'GenerateRequestsPer{span}PerProjectPerModel'}}]}}, {{'retryDelay': '34.5s'}}]}}}}"
)

WRAPPED = {
    "busy": (Told(429, "RESOURCE_EXHAUSTED"), failures.BUSY, True),
    "too many a minute": (Told(429, QUOTA.format(span="Minute")), failures.BUSY, True),
    "none left today": (Told(429, QUOTA.format(span="Day")), failures.NO_QUOTA, False),
    "down": (Told(503, "UNAVAILABLE"), failures.BROKEN, True),
    "no model": (Told(404, "NOT_FOUND"), failures.NO_SUCH_MODEL, False),
    "no right": (Told(403, "PERMISSION_DENIED"), failures.NOT_ALLOWED, False),
    "key": (Told(400, "API key not valid. Please pass one."), failures.refused_key("google_genai"), False),
    "request": (Told(400, "INVALID_ARGUMENT"), failures.BAD_REQUEST, False),
}


@pytest.mark.parametrize("fault", WRAPPED)
def test_a_status_is_read_where_another_error_is_wrapped_round_it(fault: str) -> None:
    cause, advice, retryable = WRAPPED[fault]
    failure = understood(wrapped(cause), "google_genai")
    assert (failure.error.advice, failure.error.retryable) == (advice, retryable)


def test_what_it_asks_to_wait_is_read_there_too() -> None:
    assert understood(wrapped(Told(429, "later", retry_after="7")), "google_genai").wait == 7


def test_the_delay_in_googles_words_is_waited() -> None:
    assert understood(wrapped(Told(429, QUOTA.format(span="Minute"))), "google_genai").wait == 34.5


def test_an_error_that_says_nothing_is_unknown_and_not_tried_again() -> None:
    failure = understood(wrapped(ArithmeticError("inside")), "google_genai")
    assert (failure.error.advice, failure.error.retryable, failure.health) == (failures.UNKNOWN, False, Health.DOWN)


@pytest.mark.parametrize(
    ("provider", "variable"),
    [
        ("openai", "OPENAI_API_KEY"),
        ("anthropic", "ANTHROPIC_API_KEY"),
        ("google_genai", "GOOGLE_API_KEY"),
        ("mistralai", "MISTRAL_API_KEY"),
    ],
)
def test_the_advice_names_the_variable_that_the_provider_reads(provider: str, variable: str) -> None:
    assert f" {variable}," in failures.refused_key(provider)
