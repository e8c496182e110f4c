"""A line to one model: made at the first question, bounded in time, with its failures as values."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from replyguard.domain.base import Frozen
from replyguard.errors import ModelRejected
from replyguard.models.calling import called
from replyguard.models.circuit import Circuit
from replyguard.models.deadline import ended
from replyguard.models.failures import Failure, refused_key, understood
from replyguard.models.methods import Method, Methods, Way, turns, way
from replyguard.models.prompts import Messages
from replyguard.settings import OFFICIAL_URL, Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessage

NOT_INSTALLED = (
    "This model needs a package that is not installed. Install 'replyguard[model]' and its LangChain package."
)
NO_SUCH_PROVIDER = "REPLYGUARD_MODEL cannot be used as it stands. Write provider:model, and set that provider's key."

# At the level DEBUG these write whole requests, the complaint included.
_TALKATIVE = (
    *("openai", "httpx2", "httpcore2", "httpx", "httpcore", "langchain", "langchain_core", "anthropic"),
    *("google_genai", "langchain_google_genai", "ollama", "urllib3"),
)

Options = Callable[[float], dict[str, Any]]
# What each calls a time limit, and "do not try again": LangChain has no one word for them.
_OPTIONS: dict[str, Options] = {
    "ollama": lambda seconds: {"client_kwargs": {"timeout": seconds}},
    "google_genai": lambda seconds: {"timeout": seconds, "max_retries": 1},  # it counts the first call too
}


class Line:
    """One model, `provider:name`. Its circuit and the method that it understands are kept here, between questions.

    Ask on one event loop only (`replyguard.loop`): the client's connections belong to the loop they were opened on.
    """

    def __init__(self, name: str, settings: Settings) -> None:
        self.name, self._settings = name, settings
        self._provider, _, self._model_name = name.partition(":")
        self.circuit = Circuit()
        self.methods = Methods(self._provider)
        self._model: BaseChatModel | None = None
        self._ways: dict[tuple[Method, type[Frozen]], Way] = {}
        self._building = threading.Lock()

    async def ready(self) -> ModelRejected | None:
        """Makes the model where it is not made yet; why it cannot be made, or None."""
        if self._model is not None:
            return None
        try:
            await asyncio.to_thread(self._ready)
        except ModelRejected as error:
            return error
        except ImportError:
            return ModelRejected(NOT_INSTALLED)
        return None

    async def call(
        self, messages: Messages, shape: type[Frozen], method: Method, seconds: float
    ) -> AIMessage | Failure:
        """The model's message, made to be of `shape` by `method`, within `seconds`. Call `ready` before."""
        from langsmith import tracing_context

        # The environment can switch LangSmith's tracing on, and it uploads every text.
        with tracing_context(enabled=False):
            # Any provider's library raises what it likes: as a value it can be judged without catching all.
            message = await ended(self._call(messages, shape, method), seconds)
        return understood(message, self._provider) if isinstance(message, BaseException) else message

    async def _call(self, messages: Messages, shape: type[Frozen], method: Method) -> AIMessage:
        if (method, shape) not in self._ways:
            self._ways[method, shape] = way(self._ready(), self._provider, method, shape)
        runnable, options = self._ways[method, shape]
        return await called(self.name, runnable, turns(messages, method, shape), options)

    def _ready(self) -> BaseChatModel:
        with self._building:
            if self._model is None:
                self._model = self._built()
            return self._model

    def _built(self) -> BaseChatModel:
        _hush()
        try:
            if self._provider == "openai":
                from replyguard.models.lean import LeanChat

                return LeanChat(model=self._model_name, **self._options())
            from langchain.chat_models import init_chat_model

            model: BaseChatModel = init_chat_model(self._model_name, model_provider=self._provider, **self._options())
            return model
        except ImportError:
            rejected = ModelRejected(NOT_INSTALLED)
        except ValueError:
            rejected = ModelRejected(NO_SUCH_PROVIDER)
        raise rejected

    def _options(self) -> dict[str, Any]:
        # A try's own end comes first; this one frees the connection where that could not.
        seconds = self._settings.try_seconds + 1.0
        if self._provider != "openai":
            return _OPTIONS.get(self._provider, _common)(seconds)
        key, url = self._settings.openai_api_key, self._settings.openai_base_url
        if key is None and url is None:
            raise ModelRejected(refused_key(self._provider))
        return {
            **_common(seconds),
            # Explicit: an environment variable of LangSmith reroutes all traffic otherwise.
            "base_url": url or OFFICIAL_URL,
            "api_key": key.get_secret_value() if key else "none",  # a server of one's own may want no key
            "use_responses_api": False,
        }


def _common(seconds: float) -> dict[str, Any]:
    return {"timeout": seconds, "max_retries": 0}


def _hush() -> None:
    for name in _TALKATIVE:
        logger = logging.getLogger(name)
        logger.setLevel(max(logging.INFO, logger.getEffectiveLevel()))
