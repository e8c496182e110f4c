"""The one door to a language model: LangChain's chat models, bounded in time, with failures in words of our own."""

from __future__ import annotations

import asyncio
import json
import logging
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic

from replyguard.errors import BudgetSpent, ModelError, ModelRejected
from replyguard.models.answers import Answer, parsed
from replyguard.models.deadline import Deadline, current
from replyguard.models.failures import Failure, refused_key, understood
from replyguard.models.prompts import Messages
from replyguard.models.usage import count
from replyguard.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessage

OFFICIAL_URL = "https://api.openai.com/v1"

SPENT = "The time for this reply is used up. Try again, raise REPLYGUARD_DEADLINE_SECONDS, or go on with --offline."
NOT_INSTALLED = (
    "This model needs a package that is not installed. Install 'replyguard[model]' and its LangChain package."
)
NO_SUCH_PROVIDER = "REPLYGUARD_MODEL cannot be used as it stands. Write provider:model, and set that provider's key."

_AS_TEXT = "\n\nAnswer with one JSON object of this JSON schema, and with nothing before or after it:\n"
# At the level DEBUG these write whole requests, the complaint included.
_TALKATIVE = ("openai", "httpx2", "httpcore2", "httpx", "httpcore", "langchain", "langchain_core", "anthropic")


@dataclass(frozen=True)
class Answered(Generic[Answer]):
    """An answer of the asked form. Tokens: as the provider counted them; `seconds`: wall time of all tries."""

    answer: Answer
    input_tokens: int
    output_tokens: int
    seconds: float


class Door:
    """Asks the model that the settings name. It is made at the first question; nothing is kept between questions.

    Ask on one event loop only (`replyguard.loop`): the client's connections belong to the loop they were opened on.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._provider, _, self._name = (settings.model_name or "").partition(":")
        self._model: BaseChatModel | None = None
        self._building = threading.Lock()

    async def ask(self, messages: Messages, shape: type[Answer]) -> Answered[Answer]:
        """The model's answer to `messages` in the form of `shape`, within the deadline that holds here.

        Raises `ModelUnavailable`, `ModelRejected`, `AnswerUnusable`, or `BudgetSpent` where the deadline is over.
        """
        deadline = current() or Deadline(self._settings.deadline_seconds)
        try:
            async with asyncio.timeout(deadline.remaining()):
                outcome = await self._persistently(messages, shape, deadline)
        except TimeoutError:
            outcome = BudgetSpent(SPENT)
        # Raised out here, it has no cause or context: theirs may quote the key or the complaint.
        if isinstance(outcome, ModelError):
            raise outcome
        return outcome

    async def _persistently(
        self, messages: Messages, shape: type[Answer], deadline: Deadline
    ) -> Answered[Answer] | ModelError:
        try:
            model = await asyncio.to_thread(self._ready)
            from replyguard.models.retry import Setback, persistently
        except ModelRejected as error:
            return error
        except ImportError:
            return ModelRejected(NOT_INSTALLED)
        start = time.monotonic()

        async def once() -> Answered[Answer]:
            outcome = await self._once(model, messages, shape, start)
            if isinstance(outcome, Failure):
                raise Setback(outcome)
            return outcome

        try:
            return await persistently(once, tries=self._settings.tries, seconds=deadline.remaining())
        except Setback as setback:
            return setback.failure.error

    async def _once(
        self, model: BaseChatModel, messages: Messages, shape: type[Answer], start: float
    ) -> Answered[Answer] | Failure:
        from langsmith import tracing_context

        # The environment can switch LangSmith's tracing on, and it uploads every text.
        with tracing_context(enabled=False):
            call = asyncio.wait_for(self._call(model, messages, shape), self._settings.try_seconds)
            # Any provider's library raises what it likes: as a value it can be judged without catching all.
            (message,) = await asyncio.gather(call, return_exceptions=True)
        if isinstance(message, BaseException):
            return understood(message, self._provider)
        used = message.usage_metadata or {"input_tokens": 0, "output_tokens": 0}
        count(input_tokens=used["input_tokens"], output_tokens=used["output_tokens"])
        try:
            answer = _parsed(message, shape)
        except ModelError as error:
            return Failure(error)
        return Answered(answer, used["input_tokens"], used["output_tokens"], time.monotonic() - start)

    async def _call(self, model: BaseChatModel, messages: Messages, shape: type[Answer]) -> AIMessage:
        if self._provider == "openai":
            turns = [("system", messages.system), ("human", messages.user)]
            # Not `with_structured_output`: it repairs an answer that was cut, and its findings go missing.
            return await model.ainvoke(turns, extra_body={"response_format": _strict(shape)})
        schema = _AS_TEXT + json.dumps(shape.model_json_schema())
        return await model.ainvoke([("system", messages.system + schema), ("human", messages.user)])

    def _ready(self) -> BaseChatModel:
        with self._building:
            if self._model is None:
                self._model = self._built()
            return self._model

    def _built(self) -> BaseChatModel:
        _hush()
        try:
            from langchain.chat_models import init_chat_model

            model: BaseChatModel = init_chat_model(self._name, model_provider=self._provider, **self._options())
            return model
        except ImportError:
            rejected = ModelRejected(NOT_INSTALLED)
        except ValueError:
            rejected = ModelRejected(NO_SUCH_PROVIDER)
        raise rejected

    def _options(self) -> dict[str, Any]:
        # A try's own end comes first; this one frees the connection where that could not.
        common = {"timeout": self._settings.try_seconds + 1.0, "max_retries": 0}
        if self._provider != "openai":
            return common
        key, url = self._settings.openai_api_key, self._settings.openai_base_url
        if key is None and url is None:
            raise ModelRejected(refused_key(self._provider))
        return {
            **common,
            # Explicit: an environment variable of LangSmith reroutes all traffic otherwise.
            "base_url": url or OFFICIAL_URL,
            "api_key": key.get_secret_value() if key else "none",  # a server of one's own may want no key
            "use_responses_api": False,
        }


def _hush() -> None:
    for name in _TALKATIVE:
        logger = logging.getLogger(name)
        logger.setLevel(max(logging.INFO, logger.getEffectiveLevel()))


def _strict(shape: type[Answer]) -> dict[str, object]:
    schema = {"name": shape.__name__, "strict": True, "schema": shape.model_json_schema()}
    return {"type": "json_schema", "json_schema": schema}


def _parsed(message: AIMessage, shape: type[Answer]) -> Answer:
    told = message.response_metadata
    finish = told.get("finish_reason") or told.get("stop_reason") or ""
    refusal = bool(message.additional_kwargs.get("refusal"))
    return parsed(message.text, shape, finish=str(finish), refusal=refusal)
