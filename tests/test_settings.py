"""Settings: what is given in code goes before the environment, and the environment before the defaults."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from replyguard.errors import InputError
from replyguard.settings import DEFAULT_MODEL, Settings


def test_every_kind_of_value_is_read_from_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {
        "REPLYGUARD_OFFLINE": "true",
        "REPLYGUARD_REVISIONS": "1",
        "REPLYGUARD_DAY_DOLLARS": "2.50",
        "REPLYGUARD_BRAND": "brand.yaml",
        "REPLYGUARD_PAUSE_WEBHOOKS": "https://a.example https://b.example",
        "replyguard_try_seconds": "3.5",
        "OPENAI_API_KEY": "k",
        "OPENAI_BASE_URL": "http://127.0.0.1:9/v1",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    settings = Settings.read()
    assert settings.offline and settings.revisions == 1 and settings.try_seconds == 3.5
    assert settings.day_dollars == Decimal("2.50") and settings.brand == Path("brand.yaml")
    assert settings.pause_webhooks == ("https://a.example", "https://b.example")
    assert settings.openai_api_key is not None and settings.openai_api_key.get_secret_value() == "k"
    assert settings.openai_base_url == "http://127.0.0.1:9/v1"


def test_what_is_given_in_code_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPLYGUARD_REVISIONS", "1")
    monkeypatch.setenv("OPENAI_API_KEY", "theirs")
    assert Settings(revisions=0).revisions == 0
    assert Settings(openai_api_key=None).model_name is None
    assert Settings().model_name == DEFAULT_MODEL


def test_variables_of_others_are_none_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OFFLINE", "MODEL", "BRAND", "REPLYGUARD_OPENAI_API_KEY", "REPLYGUARD_SOMETHING"):
        monkeypatch.setenv(name, "unknown")
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    settings = Settings.read()
    assert not settings.offline and settings.brand is None and settings.model_name is None


@pytest.mark.parametrize(("name", "value"), [("REPLYGUARD_MODEL", "gpt"), ("REPLYGUARD_TRIES", "0")])
def test_a_wrong_variable_is_named_and_its_value_is_not_told(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(InputError, match=name.removeprefix("REPLYGUARD_").lower()):
        Settings.read()


def test_the_readme_names_every_variable() -> None:
    told = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    shared = {"openai_api_key", "openai_base_url"}
    names = [name.upper() if name in shared else f"REPLYGUARD_{name.upper()}" for name in Settings.model_fields]
    assert [name for name in names if f"`{name}`" not in told] == []
