"""What all nouns share."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A noun: it cannot be changed, and an unknown field is refused."""

    # A noun costs a millisecond when it is first used, not when it is imported: a review uses a third of them.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
