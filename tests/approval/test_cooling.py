"""Heated words wait, whatever is typed over them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from replyguard.approval.approving import approve
from replyguard.approval.cooling import HEATED, cooling
from replyguard.approval.reasons import Why
from replyguard.domain.case import CaseState
from replyguard.domain.review import Category, Severity
from replyguard.errors import ApprovalRefused
from replyguard.settings import Settings
from tests.approval.people import (
    BOT,
    CALM,
    DEWI,
    KEY,
    MINUTE,
    NOON,
    RAHMA,
    READY,
    SARI,
    SETTINGS,
    case_of,
    edited,
    finding,
    review_with,
    reviewed,
    second,
    why,
)

HOT = {"en": "Learn to read before you shout at us.", "id": "Belajar baca dulu baru marah-marah."}
TEN = timedelta(minutes=10)


def _typed_over(language: str, category: Category = Category.ANGER) -> CaseState:
    """Heated words typed at noon, calm ones over them three minutes later."""
    hot = HOT[language]
    held = review_with(finding(hot, hot[:7], category, Severity.BLOCK))
    calm = edited(case_of(hot, held, language=language), CALM[language], at=NOON + 3 * MINUTE)
    return reviewed(calm, CALM[language], READY, at=NOON + 3 * MINUTE)


def _waits(state: CaseState, now: datetime) -> bool:
    return cooling(state, now=now, cool_down=TEN) is not None


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("category", sorted(HEATED))
def test_ten_minutes_pass_from_the_heated_words_on(language: str, category: Category) -> None:
    state = _typed_over(language, category)
    assert _waits(state, NOON + TEN - timedelta(microseconds=1))
    assert not _waits(state, NOON + TEN)


@pytest.mark.parametrize("category", sorted(set(Category) - HEATED))
def test_no_other_finding_starts_the_timer(category: Category) -> None:
    assert not _waits(_typed_over("en", category), NOON)


def test_the_reason_says_who_what_and_until_when() -> None:
    reason = cooling(_typed_over("id"), now=NOON + MINUTE, cool_down=TEN)
    assert reason is not None
    assert str(reason) == (
        "what Sari typed at 2026-11-21 12:00 UTC was heated (anger); wait until 2026-11-21 12:10 UTC, "
        "or ask a second reader"
    )


def test_calm_words_of_the_same_minute_do_not_wait() -> None:
    assert not _waits(case_of(CALM["id"]), NOON)


def test_a_draft_that_nobody_typed_does_not_start_it() -> None:
    hot = HOT["en"]
    held = review_with(finding(hot, "Learn", Category.ANGER, Severity.BLOCK))
    assert not _waits(case_of(hot, held, by=BOT), NOON)


def test_a_business_sets_the_time_and_can_turn_it_off() -> None:
    state = _typed_over("en")
    assert cooling(state, now=NOON + TEN, cool_down=timedelta(minutes=11)) is not None
    assert cooling(state, now=NOON, cool_down=timedelta(0)) is None


def test_only_a_second_readers_agreement_skips_it() -> None:
    state, text, now = _typed_over("en"), CALM["en"], NOON + 5 * MINUTE
    own = second(state, text, SARI.model_copy(update={"role": RAHMA.role}))
    for waiting in (state, own):
        with pytest.raises(ApprovalRefused) as refused:
            approve(waiting, text, READY, by=SARI, now=now, key=KEY, settings=SETTINGS)
        assert why(refused.value) == (Why.COOLING,)
    with pytest.raises(ApprovalRefused) as refused:
        approve(second(state, text, DEWI, agrees=False), text, READY, by=SARI, now=now, key=KEY, settings=SETTINGS)
    assert why(refused.value) == (Why.SECOND_REFUSED, Why.COOLING)
    approval = approve(second(state, text, DEWI), text, READY, by=SARI, now=now, key=KEY, settings=SETTINGS)
    assert approval.second_reader == DEWI
    off = Settings(cool_down_minutes=0)
    assert approve(state, text, READY, by=SARI, now=now, key=KEY, settings=off)
