"""Every setting: its variable, its default, what it means."""

from __future__ import annotations

import os
from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator

from replyguard.domain.base import Frozen
from replyguard.domain.complaint import input_error

DEFAULT_MODEL = "openai:gpt-5.4-mini"
OFFICIAL_URL = "https://api.openai.com/v1"

_NAMED = r"^[A-Za-z0-9_.-]+:.+$"


# Others read these, too: they keep the names that everybody knows.
_SHARED = ("openai_api_key", "openai_base_url")


class Settings(Frozen):
    """Read from the environment once, when it is made; a field given in code wins over its variable."""

    model: str | None = Field(default=None, pattern=_NAMED)
    """REPLYGUARD_MODEL: `provider:model` as LangChain names them. Default: openai:gpt-5.4-mini where a key is set."""
    fallback_model: str | None = Field(default=None, pattern=_NAMED)
    """REPLYGUARD_FALLBACK_MODEL: asked where the first does not help: down, slow, or its key or quota refused."""
    openai_api_key: SecretStr | None = None
    """OPENAI_API_KEY: without it, and without REPLYGUARD_MODEL, the embedded engine answers."""
    openai_base_url: str | None = None
    """OPENAI_BASE_URL: any server that speaks OpenAI's protocol."""
    offline: bool = False
    """REPLYGUARD_OFFLINE: use the embedded engine even where a model is configured."""
    require_model_review: bool = False
    """REPLYGUARD_REQUIRE_MODEL_REVIEW: a text that the model did not read is `unreviewed`."""
    deadline_seconds: float = Field(default=45.0, gt=0)
    """REPLYGUARD_DEADLINE_SECONDS: for a whole reply, drafts and reviews together; then the embedded engine answers."""
    try_seconds: float = Field(default=20.0, gt=0)
    """REPLYGUARD_TRY_SECONDS: for one call to the model."""
    tries: int = Field(default=3, ge=1, le=10)
    """REPLYGUARD_TRIES: calls for one answer, the first included."""
    revisions: int = Field(default=2, ge=0, le=2)
    """REPLYGUARD_REVISIONS: how often a flagged draft is revised before a person sees it."""
    concurrency: int = Field(default=8, ge=1, le=256)
    """REPLYGUARD_CONCURRENCY: replies worked on at once by `replies`."""
    reply_tokens: int | None = Field(default=None, ge=0)
    """REPLYGUARD_REPLY_TOKENS: the most for one reply, prompts and answers; a call beyond it is not made."""
    reply_dollars: Decimal | None = Field(default=None, ge=0, allow_inf_nan=False)
    """REPLYGUARD_REPLY_DOLLARS: the same in US dollars; a model whose price nobody gave is then not asked."""
    day_tokens: int | None = Field(default=None, ge=0)
    """REPLYGUARD_DAY_TOKENS: the most for one day (UTC), all processes on this machine together."""
    day_dollars: Decimal | None = Field(default=None, ge=0, allow_inf_nan=False)
    """REPLYGUARD_DAY_DOLLARS: the same in US dollars."""
    prices: Path | None = None
    """REPLYGUARD_PRICES: a YAML file with prices that go before ours."""
    ledger: Path | None = None
    """REPLYGUARD_LEDGER: the file that records each day's spending. Default: in the user's data folder, where a day has
    a limit; else none, and each process counts for itself."""
    requests_per_minute: int | None = Field(default=None, ge=1)
    """REPLYGUARD_REQUESTS_PER_MINUTE: calls to the models; waiting for one's turn is not counted in the deadline."""
    tokens_per_minute: int | None = Field(default=None, ge=1)
    """REPLYGUARD_TOKENS_PER_MINUTE: tokens of those calls, prompts and answers."""
    brand: Path | None = None
    """REPLYGUARD_BRAND: a YAML file with the brand's profile."""
    policy: Path | None = None
    """REPLYGUARD_POLICY: a YAML file with the comment policy."""
    clock: Path | None = None
    """REPLYGUARD_CLOCK: a YAML file with business hours, holidays and answer-time targets."""
    database_url: SecretStr | None = None
    """REPLYGUARD_DATABASE_URL: where cases are kept, as `postgresql+psycopg://…` or `sqlite:///…`. Default: a file."""
    data_folder: Path | None = None
    """REPLYGUARD_DATA_FOLDER: for that file and the approval key. Default: the user's own folder for data."""
    approval_hours: float = Field(default=24.0, gt=0, le=8_760)
    """REPLYGUARD_APPROVAL_HOURS: how long an approval opens the gate."""
    cool_down_minutes: float = Field(default=10.0, ge=0, le=10_080)
    """REPLYGUARD_COOL_DOWN_MINUTES: how long an approval waits after heated words were typed; 0: it does not."""
    always_second_reader: bool = False
    """REPLYGUARD_ALWAYS_SECOND_READER: every reply needs a second reader, not only the risky and the heated ones."""
    approval_key: SecretStr | None = None
    """REPLYGUARD_APPROVAL_KEY: signs approvals, 32 characters or more; without it one is made and kept in a file."""
    pause_webhooks: tuple[str, ...] = ()
    """REPLYGUARD_PAUSE_WEBHOOKS: addresses (https://…, blanks between) that are told of every pause."""
    webhook_key: SecretStr | None = None
    """REPLYGUARD_WEBHOOK_KEY: signs what they are told, 32 characters or more; without it one is made, in a file."""

    @model_validator(mode="before")
    @classmethod
    def _with_environment(cls, given: Mapping[str, object]) -> Mapping[str, object]:
        # Not pydantic-settings: loading it takes as long as reading a reply.
        said = {name.lower(): value for name, value in os.environ.items()}
        return {field: said[name] for field in cls.model_fields if (name := _variable(field)) in said} | dict(given)

    @field_validator("pause_webhooks", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(value.split()) if isinstance(value, str) else value

    @classmethod
    def read(cls) -> Settings:
        """The settings of this process; an `InputError` names the variable that is wrong."""
        try:
            return cls()
        except ValidationError as error:
            raise input_error(error) from None

    @cached_property
    def model_name(self) -> str | None:
        """The model to use, or None for the embedded engine."""
        if self.offline:
            return None
        return self.model or (DEFAULT_MODEL if self.openai_api_key is not None else None)


def _variable(field: str) -> str:
    return field if field in _SHARED else f"replyguard_{field}"
