"""The words of a draft while the model still writes them: out of half an answer, with no mark shown half."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import aclosing, contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from pydantic_core import from_json

from replyguard.models.answers import LARGEST_ANSWER, Answer
from replyguard.models.masking import Mask
from replyguard.models.prompts import Messages

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage

    from replyguard.models.door import Answered, Door

Hear = Callable[[str], None]

LONGEST_SHOWN = 20_000  # characters of an answer; a longer one is no reply, and is not shown on its way

# What stands after the last blank may be half a word or half a mark; a mark with a blank in it is a made-up one.
_SETTLED = re.compile(r"\A(.*)\s", re.DOTALL)
_OPEN_MARK = re.compile(r"\[[^\]\[]{0,40}\Z")
_BEGIN = re.compile(r"\A\s*(?:```(?:json)?\s*)?(?=\{)", re.IGNORECASE)

_reader: ContextVar[Hear | None] = ContextVar("reader", default=None)
_listener: ContextVar[Hear | None] = ContextVar("listener", default=None)


@contextmanager
def showing(tell: Hear) -> Iterator[None]:
    """Drafts and revisions made inside are told to `tell` on their way: each time all the words so far.

    They begin anew where the model is asked again. Nobody has read them yet, and the draft itself may be another one.
    """
    token = _reader.set(tell)
    try:
        yield
    finally:
        _reader.reset(token)


async def ask(door: Door, messages: Messages, shape: type[Answer], mask: Mask) -> Answered[Answer]:
    """As `door.ask`, for an answer with a `reply`; whoever is to be shown its words (`showing`) gets them restored."""
    tell = _reader.get()
    if tell is None:
        return await door.ask(messages, shape)
    token = _listener.set(_Shown(mask, tell))
    try:
        return await door.ask(messages, shape)
    finally:
        _listener.reset(token)


def listener() -> Hear | None:
    """Who is to hear the answer of the call made here, all of it so far at each piece; None where nobody is."""
    return _listener.get()


async def streamed(pieces: AsyncGenerator[Any, None], hear: Hear) -> AIMessage:
    """The message that `pieces` make up. Of one that is far too long no more is read than shows it."""
    from langchain_core.messages.ai import add_ai_message_chunks

    chunks: list[Any] = []
    written: list[str] = []
    length = 0
    async with aclosing(pieces):
        async for piece in pieces:
            _stop_where_asked()
            chunks.append(piece)
            new = piece.text + "".join(call["args"] or "" for call in piece.tool_call_chunks)
            written.append(new)
            length += len(new)
            if new and length <= LONGEST_SHOWN:
                hear("".join(written))
            if length > LARGEST_ANSWER:
                break
    if not chunks:
        raise ValueError("a stream without an event")  # the door makes of it what it makes of any such answer
    return add_ai_message_chunks(chunks[0], *chunks[1:])


def _stop_where_asked() -> None:
    # Before Python 3.12 `wait_for`, which LangChain waits with, loses a cancellation that comes together with a piece.
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


class _Shown:
    """Hears an answer in JSON on its way, and tells the words of its `reply`."""

    def __init__(self, mask: Mask, tell: Hear) -> None:
        self._mask, self._tell = mask, tell
        self._last = ""

    def __call__(self, answer: str) -> None:
        settled = _SETTLED.match(_reply_in(answer))
        text = self._mask.whole(_OPEN_MARK.sub("", settled[1]).strip()) if settled else None
        # None: it names data that nobody gave it, and the answer as a whole will be refused.
        if text and text != self._last:
            self._last = text
            self._tell(text)


def _reply_in(answer: str) -> str:
    """The `reply` of an answer whose end is still missing; "" where it has none yet."""
    begin = _BEGIN.match(answer)
    if begin is None:
        return ""
    try:
        found = from_json(answer[begin.end() :], allow_partial="trailing-strings")
    except ValueError:
        return ""
    reply = found.get("reply")
    return reply if isinstance(reply, str) else ""
