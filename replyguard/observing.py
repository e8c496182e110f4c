"""For whoever operates ReplyGuard: log records and spans, joined by the id of the reply.

They hold names, counts and times; no word of a complaint, a fact, a reply or a key. Records go to the logger
`replyguard`; spans are made where OpenTelemetry's API is installed (`replyguard[otel]`), and the program that uses us
says where they go.
"""

from __future__ import annotations

import asyncio
import logging
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opentelemetry.trace import Span, Tracer

Value = str | int | float | bool
Told = dict[str, Value]

logger = logging.getLogger("replyguard")
# Whoever sets up no logging sees nothing on stderr: what a user must know stands in the reply.
logger.addHandler(logging.NullHandler())

_id: ContextVar[str] = ContextVar("reply_id", default="")

# OpenTelemetry has names of its own for what is said of a model; the rest are ours.
_CALLED = {
    "model": "gen_ai.request.model",
    "provider": "gen_ai.provider.name",
    "input_tokens": "gen_ai.usage.input_tokens",
    "output_tokens": "gen_ai.usage.output_tokens",
    "error": "error.type",
}


def reply_id() -> str:
    """The id of the reply that is worked on here; "" outside of one."""
    return _id.get()


@contextmanager
def whole(name: str) -> Iterator[Told]:
    """All the work on one reply, or on one review: an id of its own, and a record at the level INFO."""
    token = _id.set(uuid.uuid4().hex)
    try:
        with _observed(name, logging.INFO, {}) as told:
            yield told
    finally:
        _id.reset(token)


@contextmanager
def step(name: str, **values: Value) -> Iterator[Told]:
    """A part of the work, with a record at the level DEBUG. What is put into the dict stands in record and span."""
    with _observed(name, logging.DEBUG, values) as told:
        yield told


def happened(name: str, **values: Value) -> None:
    """Something that whoever operates it should know of: a record at the level WARNING, and an event of the span."""
    told: Told = {"reply_id": _id.get(), "step": name, **values}
    _record(name, logging.WARNING, told)
    if _tracer() is not None:
        from opentelemetry.trace import get_current_span

        get_current_span().add_event(f"replyguard.{name}", _described(told))


@contextmanager
def _observed(name: str, level: int, values: Mapping[str, Value]) -> Iterator[Told]:
    told: Told = {"reply_id": _id.get(), "step": name, **values}
    start = time.perf_counter()
    with _span(name) as span:
        try:
            yield told
        except asyncio.CancelledError:
            told["stopped"] = True
            raise
        except BaseException as error:
            # Its kind and nothing else: a message may quote the complaint, or the key.
            told["error"] = type(error).__name__
            raise
        finally:
            told["seconds"] = round(time.perf_counter() - start, 4)
            _record(name, max(level, logging.WARNING) if "error" in told else level, told)
            if span is not None:
                _describe(span, told)


def _record(name: str, level: int, told: Told) -> None:
    if logger.isEnabledFor(level):
        shown = " ".join(f"{key}={value}" for key, value in told.items() if key not in ("reply_id", "step"))
        logger.log(level, "%s %s %s", told["reply_id"] or "-", name, shown, extra=told)


def _span(name: str) -> AbstractContextManager[Span | None]:
    tracer = _tracer()
    if tracer is None:
        return nullcontext()
    # By itself it would write down the exception, with its message and the lines that raised it.
    return tracer.start_as_current_span(f"replyguard.{name}", record_exception=False, set_status_on_exception=False)


def _describe(span: Span, told: Told) -> None:
    from opentelemetry.trace import Status, StatusCode

    span.set_attributes(_described(told))
    if "error" in told:
        span.set_status(Status(StatusCode.ERROR))


def _described(told: Told) -> Told:
    return {_CALLED.get(key, f"replyguard.{key}"): value for key, value in told.items()}


@cache
def _tracer() -> Tracer | None:
    try:
        from opentelemetry.trace import get_tracer
    except ImportError:
        return None
    return get_tracer("replyguard")
