"""One call to a model, as others see it: its record and span, the user's callbacks, its words on their way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from replyguard import observing
from replyguard.models.streaming import listener, streamed

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage
    from langchain_core.runnables import Runnable

_callbacks: ContextVar[tuple[object, ...]] = ContextVar("callbacks", default=())


@contextmanager
def calling_back(callbacks: Sequence[object]) -> Iterator[None]:
    """Every call made inside tells these LangChain callbacks. They see what the provider sees: masked text."""
    token = _callbacks.set(tuple(callbacks))
    try:
        yield
    finally:
        _callbacks.reset(token)


async def called(
    name: str, runnable: Runnable[Any, AIMessage], turns: list[tuple[str, str]], options: dict[str, Any]
) -> AIMessage:
    """What the model `name` (`provider:model`) answers; in pieces where somebody listens for its words."""
    provider, _, model = name.partition(":")
    heard = listener()
    config = _config()
    with observing.step("model", provider=provider, model=model, streamed=heard is not None) as told:
        if heard is None:
            message = await runnable.ainvoke(turns, config, **options)
        else:
            # Other providers send it unasked; OpenAI's client asks no server but OpenAI's own.
            usage = {"stream_usage": True} if provider == "openai" else {}
            pieces: Any = runnable.astream(turns, config, **options, **usage)
            message = await streamed(pieces, heard)
        used = message.usage_metadata
        if used is not None:
            told.update(input_tokens=used["input_tokens"], output_tokens=used["output_tokens"])
    return message


def _config() -> Any:
    callbacks = _callbacks.get()
    return {"callbacks": list(callbacks), "metadata": {"reply_id": observing.reply_id()}} if callbacks else None
