"""The cool-down timer: who typed in anger waits, or lets another person judge."""

from __future__ import annotations

from datetime import datetime, timedelta

from replyguard.approval.reasons import Reason, Why
from replyguard.domain.case import CaseState, Version
from replyguard.domain.reply import Engine
from replyguard.domain.review import Category

HEATED = frozenset({Category.ANGER, Category.SARCASM, Category.COUNTERATTACK, Category.SHOUTING})
"""The findings that start the timer."""


def cooling(state: CaseState, *, now: datetime, cool_down: timedelta) -> Reason | None:
    """Why an approval has to wait at `now`; None where nothing heated was typed within `cool_down`.

    Calmer words typed over heated ones do not stop the timer: it is the person who cools, not the text.
    """
    for version in reversed(state.versions):
        until = version.at + cool_down
        heat = _heat(state, version)
        if heat and now < until:
            return Reason.of(
                Why.COOLING, by=version.by.name, at=version.at, categories=", ".join(sorted(heat)), until=until
            )
    return None


def _heat(state: CaseState, version: Version) -> frozenset[Category]:
    if version.engine is not Engine.PERSON:
        return frozenset()
    read = [seen.review for seen in state.reviews if seen.text_digest == version.digest]
    return HEATED & {finding.category for review in read for finding in review.findings}
