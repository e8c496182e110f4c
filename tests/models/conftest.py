"""A scripted provider and a door to it."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from replyguard.models.door import Door
from replyguard.settings import Settings
from tests.provider.server import Provider

KEY = "sk-secret-0123456789"


@pytest.fixture(scope="session", autouse=True)
def _imported() -> None:
    """What is measured is the door, not how long a busy machine takes to import LangChain."""
    for name in ("langchain.chat_models", "langchain_openai"):
        importlib.import_module(name)


@pytest.fixture
def provider() -> Iterator[Provider]:
    provider = Provider()
    yield provider
    provider.close()


@pytest.fixture
def settings(provider: Provider) -> Callable[..., Settings]:
    """Settings for the scripted provider; keywords win."""

    def made(**fields: object) -> Settings:
        given: dict[str, object] = {
            "model": "openai:scripted",
            "openai_api_key": SecretStr(KEY),
            "openai_base_url": provider.url,
            "try_seconds": 15.0,  # as long as a busy machine may take
            "deadline_seconds": 30.0,
        }
        return Settings.model_validate({**given, **fields})

    return made


@pytest.fixture
def door(settings: Callable[..., Settings]) -> Door:
    return Door(settings())


@pytest.fixture
def priced(settings: Callable[..., Settings], tmp_path: Path) -> Callable[..., Settings]:
    """Settings with a model at a dollar a million tokens read, four written, and its ledger out of the way."""
    file = tmp_path / "prices.yaml"
    file.write_text("openai:scripted: {input: 1, cached: 0.1, output: 4}\n")
    return lambda **fields: settings(**{"prices": file, "ledger": tmp_path / "ledger.sqlite3", **fields})
