"""Where a reply is posted, and what that place asks of it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from replyguard.domain.base import Frozen
from replyguard.languages import yaml
from replyguard.languages.schema import Words

_FILE = Path(__file__).parent / "channels.yaml"


class Channel(Frozen):
    """A place for replies.

    limit:    the longest reply it takes, in characters.
    tone:     how people write there.
    public:   whether strangers read it.
    sign_off: whether a reply is usually signed.
    private:  by language: where to go on in private, in words that stand after "tell us" and "lewat".
    """

    limit: int = Field(gt=0)
    tone: Literal["casual", "neutral", "formal"]
    public: bool = True
    sign_off: bool = False
    private: dict[str, Words]


@cache
def channels() -> dict[str, Channel]:
    """Every channel by its name; `other` is among them."""
    found: dict[str, Channel] = yaml.read(_FILE, dict[str, Channel])
    return found


def channel(name: str) -> Channel:
    """The channel `name`; one that nobody described is `other`."""
    known = channels()
    return known.get(name, known["other"])
