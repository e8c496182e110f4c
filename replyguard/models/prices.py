"""What a model costs. The figures are data; a price that nobody gave is None, and never a guess."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints

from replyguard.domain.base import Frozen
from replyguard.languages import yaml

PRICES = Path(__file__).parent / "prices.yaml"

NANO = 1_000_000_000  # nanodollars in a dollar: whole numbers add up without a remainder
_PER_TOKEN = Decimal(NANO) / 1_000_000

_DATED = re.compile(r"-(?:\d{4}-\d{2}-\d{2}|\d{8}|latest)$")

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]+:.+$")]
Rate = Annotated[Decimal, Field(ge=0, allow_inf_nan=False)]


@dataclass(frozen=True)
class Tokens:
    """Tokens of one call. `cached`: those of `input` that the provider had kept from before."""

    input: int
    output: int
    cached: int = 0

    @property
    def total(self) -> int:
        """All of them, read and written."""
        return self.input + self.output


class Price(Frozen):
    """US dollars per million tokens. `cached`: of input that the provider had kept; as `input` where not given."""

    input: Rate
    output: Rate
    cached: Rate | None = None

    def of(self, tokens: Tokens) -> int:
        """What `tokens` cost, in nanodollars, rounded up."""
        cached = min(tokens.cached, tokens.input)
        rate = self.input if self.cached is None else self.cached
        sum_ = (tokens.input - cached) * self.input + cached * rate + tokens.output * self.output
        return math.ceil(sum_ * _PER_TOKEN)


class Prices:
    """Prices by model, `provider:name`; a version's date behind the name is left out where it is not listed itself.

    own:       a file that goes before ours, in the same form; a `DataError` where it is wrong.
    elsewhere: a provider whose models are asked at another's server: of those our figures say nothing, only `own` does.
    """

    def __init__(self, own: Path | None = None, *, elsewhere: str | None = None) -> None:
        ours: Mapping[str, Price] = yaml.read(PRICES, dict[Name, Price])
        theirs: Mapping[str, Price] = yaml.read(own, dict[Name, Price]) if own else {}
        valid = {name: price for name, price in ours.items() if name.partition(":")[0] != elsewhere}
        self._prices = {**valid, **theirs}

    def of(self, model: str) -> Price | None:
        """The price of `model`, or None where nobody gave it."""
        return self._prices.get(model) or self._prices.get(_DATED.sub("", model))
