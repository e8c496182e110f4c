"""What all nouns share."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A noun: it cannot be changed, and an unknown field is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")
