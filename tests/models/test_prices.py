"""What a call costs: our prices, the user's own, and none where nobody knows."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from replyguard.errors import DataError
from replyguard.models.budget import Budget
from replyguard.models.prices import PRICES, Price, Prices, Tokens
from replyguard.settings import Settings


@pytest.mark.parametrize(
    ("model", "known"),
    [
        ("openai:gpt-5.4-mini", True),
        ("openai:gpt-5.4-mini-2026-03-17", True),
        ("anthropic:claude-haiku-4-5-20251001", True),
        ("openai:gpt-5.4-pro", False),
        ("openai:my-own", False),
        ("ollama:qwen3", False),
    ],
)
def test_a_price_is_the_models_own_or_none(model: str, known: bool) -> None:
    assert (Prices().of(model) is not None) is known


def test_the_users_prices_go_first(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("openai:gpt-5.4-mini: {input: 9, output: 9}\nollama:qwen3: {input: 0, output: 0}\n")
    found = Prices(own)
    assert found.of("openai:gpt-5.4-mini") == Price(input=Decimal(9), output=Decimal(9))
    assert found.of("ollama:qwen3") == Price(input=Decimal(0), output=Decimal(0))
    assert found.of("openai:gpt-4o") == Prices().of("openai:gpt-4o")


def test_at_anothers_server_our_prices_say_nothing(settings: Callable[..., Settings]) -> None:
    asked = Tokens(1000, 10)
    for url, known in ((None, True), ("https://api.openai.com/v1/", True), ("https://elsewhere.example/v1", False)):
        cost = Budget(settings(openai_base_url=url)).cost("openai:gpt-5.4-mini", asked)
        assert (cost is not None) is known
    assert Budget(settings()).cost("anthropic:claude-haiku-4-5", asked) == Decimal("0.00105")


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("gpt-5: {input: 1, output: 1}", "provider"),
        ("openai:x: {input: -1, output: 1}", "greater than or equal"),
        ("openai:x: {input: free, output: 1}", "decimal"),
        ("openai:x: {input: 1}", "required"),
        ("openai:x: {input: NaN, output: 1}", "finite"),
    ],
)
def test_a_wrong_file_of_prices_is_told_with_its_line(line: str, problem: str, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(f"openai:good: {{input: 1, output: 1}}\n{line}\n")
    with pytest.raises(DataError) as caught:
        Prices(own)
    assert caught.value.path == own


def test_our_own_prices_are_sound() -> None:
    text = PRICES.read_text(encoding="utf-8")
    for name in (row.rsplit(": {", 1)[0] for row in text.splitlines() if not row.startswith("#")):
        price = Prices().of(name)
        assert price is not None
        assert price.cached is not None
        assert 0 < price.cached < price.input < price.output


def test_money_is_rounded_up_and_never_below_nothing() -> None:
    assert Price(input=Decimal("0.0375"), output=Decimal(1)).of(Tokens(1, 0)) == 38  # 37.5 nanodollars
    assert Price(input=Decimal(1), cached=Decimal(0), output=Decimal(1)).of(Tokens(5, 0, cached=9)) == 0
