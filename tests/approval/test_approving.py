"""Who may approve what, and what stands against it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from replyguard import ReplyGuard
from replyguard.approval.approving import approve
from replyguard.approval.reasons import Why
from replyguard.domain.case import Approval, CaseState, Person, sha256_of
from replyguard.domain.pause import Pause
from replyguard.domain.review import Category, Review, Severity, Verdict
from replyguard.errors import ApprovalRefused, InputError
from replyguard.settings import Settings
from tests.approval.people import (
    BOT,
    BUDI,
    CALM,
    DEWI,
    FACT,
    KEY,
    LATER,
    NOON,
    OTHER,
    RAHMA,
    READY,
    SARI,
    SETTINGS,
    TOMO,
    case_of,
    dismissal,
    edited,
    finding,
    having,
    review_with,
    reviewed,
    risky,
    second,
    why,
)

BOTH = pytest.mark.parametrize("language", ["en", "id"])


def _approve(state: CaseState, text: str, review: Review = READY, *, by: Person = SARI, **more: Any) -> Approval:
    given = {"now": LATER, "key": KEY, "settings": SETTINGS, **more}
    return approve(state, text, review, by=by, **given)


def _refused(state: CaseState, text: str, review: Review = READY, *, by: Person = SARI, **more: Any) -> tuple[Why, ...]:
    with pytest.raises(ApprovalRefused) as refused:
        _approve(state, text, review, by=by, **more)
    return why(refused.value)


@BOTH
def test_a_ready_text_is_approved_for_itself_its_state_its_approver_and_a_day(language: str) -> None:
    text = CALM[language]
    state = case_of(text, language=language)
    approval = _approve(state, text)
    assert approval.case == state.id
    assert approval.text_digest == sha256_of(text)
    assert approval.state_digest == state.state_digest
    assert (approval.by, approval.at, approval.expires) == (SARI, LATER, LATER + timedelta(hours=24))
    assert approval.second_reader is None


@BOTH
def test_only_the_latest_text_is_approved_to_the_character(language: str) -> None:
    state = case_of(CALM[language], language=language)
    assert _refused(state, CALM[language] + " ") == (Why.NOT_LATEST, Why.NOT_READ)
    assert _refused(edited(state, OTHER[language]), CALM[language]) == (Why.NOT_LATEST,)


@BOTH
def test_a_review_of_another_text_or_of_an_older_state_is_no_review(language: str) -> None:
    text = CALM[language]
    assert _refused(reviewed(case_of(text, None), OTHER[language], READY), text) == (Why.NOT_READ,)
    older = case_of(text, language=language)
    again = having(older, messages=(*older.messages, older.messages[0]))
    assert _refused(again, text) == (Why.NOT_READ,)
    assert _approve(reviewed(again, text, READY), text).state_digest == again.state_digest != older.state_digest


def test_a_policy_that_changed_asks_for_a_new_review_and_so_does_a_fact() -> None:
    state = case_of(CALM["en"])
    assert _refused(having(state, policy="2"), CALM["en"]) == (Why.NOT_READ,)
    assert _refused(having(state, facts=()), CALM["en"]) == (Why.NOT_READ,)


def test_the_approver_must_have_seen_the_review_that_is_on_record() -> None:
    text = CALM["en"]
    held = review_with(finding(text, "our mistake", Category.DENIAL, Severity.BLOCK))
    assert _refused(case_of(text, held), text, READY) == (Why.FINDING_STANDS, Why.OTHER_REVIEW)


def test_a_review_whose_quotes_do_not_stand_in_the_text_is_not_of_that_text() -> None:
    stray = review_with(finding(OTHER["en"], "send", Category.HURT, Severity.WARN))
    assert _refused(case_of(CALM["en"], stray), CALM["en"], stray) == (Why.OTHER_REVIEW, Why.SECOND_AFTER_EMOTION)


def test_what_no_reader_could_read_is_never_approved_by_anybody() -> None:
    unread = Review(verdict=Verdict.UNREVIEWED, problems=("the model did not answer",))
    for person in (SARI, RAHMA):
        assert _refused(case_of(CALM["id"], unread), CALM["id"], unread, by=person) == (Why.UNREVIEWED,)


def test_a_verdict_without_a_finding_to_dismiss_is_not_waved_through() -> None:
    odd = review_with(verdict=Verdict.HOLD)
    assert _refused(case_of(CALM["en"], odd), CALM["en"], odd) == (Why.NOT_READY,)


@BOTH
@pytest.mark.parametrize("severity", [Severity.WARN, Severity.BLOCK])
def test_every_finding_is_dismissed_with_a_reason_or_it_stands(language: str, severity: Severity) -> None:
    text = CALM[language]
    found = finding(text, FACT[language].split()[-1], Category.BLAME_SHIFT, severity)
    held = review_with(found)
    state = second(case_of(text, held, language=language), text, DEWI)
    assert text[found.start : found.end] == found.quote
    assert _refused(state, text, held) == (Why.FINDING_STANDS,)
    beside = dismissal(text, found).model_copy(update={"start": found.start + 1})
    for wrong in (beside, dismissal(OTHER[language], found), dismissal(text, found, reason=" ")):
        assert _refused(state, text, held, dismissals=[wrong]) == (Why.FINDING_STANDS,)
    assert _approve(state, text, held, dismissals=[dismissal(text, found)]).second_reader == DEWI
    assert _approve(having(state, dismissals=(dismissal(text, found),)), text, held)


def test_one_dismissal_does_not_settle_two_findings() -> None:
    text = CALM["en"]
    one = finding(text, "waited", Category.EXCUSE, Severity.WARN)
    two = finding(text, "our mistake", Category.EXCUSE, Severity.WARN)
    held = review_with(one, two)
    assert _refused(case_of(text, held), text, held, dismissals=[dismissal(text, one)]) == (Why.FINDING_STANDS,)
    assert _approve(case_of(text, held), text, held, dismissals=[dismissal(text, one), dismissal(text, two)])


@pytest.mark.parametrize("category", [Category.PRIVACY, Category.CONCEALMENT])
def test_only_a_manager_overrules_what_rests_on_the_law(category: Category) -> None:
    text = CALM["id"]
    found = finding(text, "Dana", category, Severity.BLOCK)
    held = review_with(found)
    state = second(case_of(text, held), text, DEWI)
    by_agent = dismissal(text, found, BUDI)
    assert _refused(state, text, held, dismissals=[by_agent]) == (Why.FINDING_STANDS, Why.MAY_NOT_DISMISS)
    assert _approve(state, text, held, dismissals=[by_agent, dismissal(text, found, RAHMA)])


@pytest.mark.parametrize("person", [BOT, DEWI])
def test_neither_a_bot_nor_a_reader_approves_or_dismisses(person: Person) -> None:
    text = CALM["en"]
    assert _refused(case_of(text), text, by=person) == (Why.MAY_NOT_APPROVE,)
    found = finding(text, "waited", Category.EXCUSE, Severity.WARN)
    held = review_with(found)
    refused = _refused(case_of(text, held), text, held, dismissals=[dismissal(text, found, person)])
    assert refused == (Why.FINDING_STANDS, Why.MAY_NOT_DISMISS)


@BOTH
def test_after_a_block_is_overridden_another_person_judges(language: str) -> None:
    text = CALM[language]
    found = finding(text, text.split()[0], Category.DENIAL, Severity.BLOCK)
    held = review_with(found)
    state = having(case_of(text, held, language=language), dismissals=(dismissal(text, found),))
    assert _refused(state, text, held) == (Why.SECOND_AFTER_OVERRIDE,)
    assert _approve(second(state, text, DEWI), text, held).second_reader == DEWI


@BOTH
def test_a_serious_risk_is_judged_by_two(language: str) -> None:
    text = CALM[language]
    state = risky(case_of(text, language=language))
    assert _refused(state, text) == (Why.SECOND_FOR_RISK,)
    assert _approve(second(state, text, RAHMA), text).second_reader == RAHMA


@pytest.mark.parametrize("category", [Category.HURT, Category.SHOUTING])
def test_words_flagged_for_emotion_are_judged_by_two_though_they_only_warn(category: Category) -> None:
    text = CALM["id"]
    found = finding(text, "salah kami", category, Severity.WARN)
    held = review_with(found)
    state = having(case_of(text, held), dismissals=(dismissal(text, found),))
    assert _refused(state, text, held) == (Why.SECOND_AFTER_EMOTION,)
    assert _approve(second(state, text, DEWI), text, held)


def test_a_warning_that_is_no_emotion_needs_no_second_reader() -> None:
    text = CALM["id"]
    found = finding(text, "tertahan", Category.EXCUSE, Severity.WARN)
    held = review_with(found)
    assert _approve(case_of(text, held), text, held, dismissals=[dismissal(text, found)]).second_reader is None


def test_a_business_can_have_everything_read_twice() -> None:
    careful = Settings(always_second_reader=True)
    state = case_of(CALM["en"])
    assert _refused(state, CALM["en"], settings=careful) == (Why.SECOND_BY_POLICY,)
    assert _approve(second(state, CALM["en"], DEWI), CALM["en"], settings=careful)


def test_while_a_pause_lasts_only_a_manager_approves() -> None:
    state = case_of(CALM["en"])
    pause = Pause(reason="a fire in the depot", by=RAHMA, since=NOON)
    assert _refused(state, CALM["en"], pause=pause) == (Why.PAUSED,)
    assert _approve(state, CALM["en"], by=TOMO, pause=pause)
    over = pause.model_copy(update={"ended": LATER})
    assert _approve(state, CALM["en"], pause=over)
    assert _refused(having(state, paused="a lawyer wrote"), CALM["en"]) == (Why.CASE_PAUSED,)
    assert _approve(having(state, paused="a lawyer wrote"), CALM["en"], by=RAHMA)


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"broken": 2}, Why.BROKEN), ({"erased": True}, Why.ERASED), ({"triage": None}, Why.NOT_TRIAGED)],
)
def test_a_case_that_cannot_be_trusted_has_nothing_approved(changes: dict[str, Any], code: Why) -> None:
    assert _refused(having(case_of(CALM["en"]), **changes), CALM["en"]) == (code,)


def test_nothing_is_approved_before_there_is_a_text_nor_while_it_is_blank() -> None:
    assert Why.NOT_LATEST in _refused(having(case_of(CALM["en"]), versions=()), CALM["en"])
    assert _refused(case_of(" \n"), " \n") == (Why.BLANK,)


def test_every_reason_is_told_at_once() -> None:
    refused = _refused(risky(case_of(CALM["en"], None)), CALM["en"], by=BOT)
    assert refused == (Why.MAY_NOT_APPROVE, Why.NOT_READ, Why.SECOND_FOR_RISK)


def test_a_time_without_a_zone_is_nobodys_moment() -> None:
    with pytest.raises(InputError) as refused:
        _approve(case_of(CALM["en"]), CALM["en"], now=datetime(2026, 11, 21, 13, 0))
    assert refused.value.field == "now"


@pytest.mark.parametrize(
    ("language", "heated"),
    [
        ("en", "This is a ridiculous accusation and you are clearly lying."),
        ("id", "Tuduhan Anda konyol, jelas Anda bohong!!!"),
    ],
)
def test_what_the_real_review_holds_back_is_refused(language: str, heated: str, offline: ReplyGuard) -> None:
    review = offline.review(heated, language=language)
    assert review.verdict is Verdict.HOLD
    assert all(heated[one.start : one.end] == one.quote for one in review.findings)
    state = case_of(heated, review, language=language)
    assert {Why.FINDING_STANDS, Why.SECOND_AFTER_EMOTION} <= set(_refused(state, heated, review))
    assert Why.COOLING in _refused(state, heated, review, now=NOON)
