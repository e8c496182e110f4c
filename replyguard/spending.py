"""The command line of the budget: `replyguard spent`."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

import typer

from replyguard.shell import READY, console, print_json, run

if TYPE_CHECKING:
    from replyguard.settings import Settings

_UNKEPT = (
    "Nothing is recorded, since a day has no limit. Set REPLYGUARD_DAY_TOKENS or REPLYGUARD_DAY_DOLLARS to keep to "
    "one, or REPLYGUARD_LEDGER to a file to only record it."
)


def spent(as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False) -> None:
    """Print what the models have taken today (UTC), calls under way included, and the day's limits."""

    def work() -> int:
        from replyguard.settings import Settings

        told = _today(Settings.read())
        if as_json:
            print_json(told)
        else:
            console().print(_sentence(told), markup=False, highlight=False)
        return READY

    run(work)


def _today(settings: Settings) -> dict[str, Any]:
    from replyguard.models.budget import Budget
    from replyguard.models.prices import NANO

    budget = Budget(settings)
    if not budget.kept:
        return {"recorded": False}
    today = budget.today()
    return {
        "recorded": True,
        "tokens": today.tokens,
        "dollars": float(Decimal(today.money) / NANO),
        "most_tokens": settings.day_tokens,
        "most_dollars": None if settings.day_dollars is None else float(settings.day_dollars),
    }


def _sentence(told: dict[str, Any]) -> str:
    if not told["recorded"]:
        return _UNKEPT
    tokens = "" if told["most_tokens"] is None else f" of {told['most_tokens']:,}"
    dollars = "" if told["most_dollars"] is None else f" of ${told['most_dollars']:.4f}"
    return f"Today (UTC): {told['tokens']:,}{tokens} tokens, ${told['dollars']:.4f}{dollars}."
