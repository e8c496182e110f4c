"""How a model is made to answer in a form: by a JSON schema, by a tool call, or by being told. Each as it is able."""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from replyguard.domain.base import Frozen
from replyguard.models.prompts import Messages

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessage
    from langchain_core.runnables import Runnable

Turns = list[tuple[str, str]]
Asked = tuple["Runnable[Any, AIMessage]", Turns, dict[str, Any]]

_AS_TEXT = "\n\nAnswer with one JSON object of this JSON schema, and with nothing before or after it:\n"


class Method(StrEnum):
    """A way to ask for a form, the strictest first."""

    SCHEMA = "json_schema"
    TOOLS = "tools"
    TEXT = "text"


_ALL = (Method.SCHEMA, Method.TOOLS, Method.TEXT)
# LangChain binds tools alike for all; a schema each provider takes in its own words.
_OF_PROVIDER: Mapping[str, tuple[Method, ...]] = {"openai": _ALL, "azure_openai": _ALL, "ollama": _ALL}
_OF_OTHERS = (Method.TOOLS, Method.TEXT)


class Methods:
    """The method that works with one model, found out by asking and remembered."""

    def __init__(self, provider: str) -> None:
        self._all = _OF_PROVIDER.get(provider, _OF_OTHERS)
        self._best = self._all[0]
        self._proven: set[Method] = set()

    @property
    def best(self) -> Method:
        """The one to ask by first."""
        return self._best

    def after(self, method: Method, *, refused: bool) -> Method | None:
        """The next to try; None where there is none.

        refused: the provider says that it does not take `method`. Else the answer was only not of the form, which
        speaks against a method that has never worked, and against no other.
        """
        place = self._all.index(method) + 1
        return None if place == len(self._all) or (method in self._proven and not refused) else self._all[place]

    def worked(self, method: Method) -> None:
        """An answer of the form came by `method`: the next question begins with it."""
        self._proven.add(method)
        self._best = method


def asked(model: BaseChatModel, provider: str, method: Method, messages: Messages, shape: type[Frozen]) -> Asked:
    """What to call, with which turns and options, for an answer of `shape` by `method`."""
    schema = shape.model_json_schema()
    turns = [("system", messages.system), ("human", messages.user)]
    if method is Method.TEXT:
        return model, [("system", messages.system + _AS_TEXT + json.dumps(schema)), turns[1]], {}
    if method is Method.TOOLS:
        return model.bind_tools([_tool(shape, schema)], tool_choice=shape.__name__), turns, {}
    return model, turns, _by_schema(provider, shape, schema)


def _by_schema(provider: str, shape: type[Frozen], schema: dict[str, Any]) -> dict[str, Any]:
    if provider == "ollama":
        return {"format": schema}
    # Not `with_structured_output`: it repairs an answer that was cut, and its findings go missing.
    strict = {"name": shape.__name__, "strict": True, "schema": schema}
    return {"extra_body": {"response_format": {"type": "json_schema", "json_schema": strict}}}


def _tool(shape: type[Frozen], schema: dict[str, Any]) -> dict[str, Any]:
    told = {"name": shape.__name__, "description": "Gives the answer.", "parameters": schema}
    return {"type": "function", "function": told}


def said(message: AIMessage) -> str:
    """The answer as the model wrote it: what it gave to the tool, else its text. Nothing is repaired."""
    # A streamed message's own `tool_calls` are repaired where the stream was cut; its pieces are as they came.
    pieces = getattr(message, "tool_call_chunks", None)
    if pieces:
        return "\n".join(piece["args"] or "" for piece in pieces)
    calls = [json.dumps(call["args"]) for call in message.tool_calls]
    calls += [call["args"] or "" for call in message.invalid_tool_calls]
    return "\n".join(calls) or message.text
