"""The gate opens for one text, in one state, once, and says everything that is against it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from replyguard.approval.approving import approve
from replyguard.approval.gate import Gate, may_post
from replyguard.approval.reasons import Reason, Why, codes
from replyguard.approval.signing import check, is_ours
from replyguard.domain.case import Approval, CaseState, Message, Person, Posting, Role, sha256_of
from replyguard.domain.pause import Pause
from replyguard.domain.review import Category, Severity
from replyguard.errors import InputError
from tests.approval.people import (
    BOT,
    BUDI,
    CALM,
    DEWI,
    KEY,
    LATER,
    MINUTE,
    NOON,
    OTHER,
    RAHMA,
    READY,
    SARI,
    SETTINGS,
    approved,
    case_of,
    edited,
    finding,
    having,
    review_with,
    reviewed,
    risky,
    second,
)

BOTH = pytest.mark.parametrize("language", ["en", "id"])
DAY = timedelta(hours=24)


def _open(language: str = "en", *, by: Person = SARI) -> tuple[CaseState, str, Approval]:
    text = CALM[language]
    state = case_of(text, language=language)
    approval = approve(state, text, READY, by=by, now=LATER, key=KEY, settings=SETTINGS)
    return approved(state, approval), text, approval


def _ask(state: CaseState, text: str, approval: Approval | None, **more: Any) -> Gate:
    return may_post(state, text, approval, **{"now": LATER, "key": KEY, **more})


def _why(state: CaseState, text: str, approval: Approval | None, **more: Any) -> tuple[Why, ...]:
    return codes(_ask(state, text, approval, **more).reasons)


@BOTH
def test_an_approved_text_may_be_posted_and_asking_twice_changes_nothing(language: str) -> None:
    state, text, approval = _open(language)
    first, again = _ask(state, text, approval), _ask(state, text, approval)
    assert first.allowed
    assert bool(first)
    assert first == again


def test_without_an_approval_the_gate_is_shut() -> None:
    state, text, _ = _open()
    assert _why(state, text, None) == (Why.NO_APPROVAL,)


@BOTH
def test_an_edit_voids_the_approval_though_the_record_does_not_say_so(language: str) -> None:
    state, text, approval = _open(language)
    gate = _ask(state, text + "!", approval)
    assert "this is not the text that Sari approved; post that one, or approve this one" in map(str, gate.reasons)
    after = edited(state, OTHER[language], at=LATER + MINUTE)
    assert _why(after, text, approval, now=LATER + MINUTE) == (Why.VOIDED, Why.NOT_LATEST)
    back = edited(after, text, at=LATER + 2 * MINUTE)
    assert _why(back, text, approval, now=LATER + 2 * MINUTE) == (Why.VOIDED,)


def test_a_new_message_a_fact_or_a_policy_shuts_it_though_the_words_are_the_same() -> None:
    state, text, approval = _open("id")
    wrote = having(state, messages=(*state.messages, Message(text="Gimana?", at=LATER)))
    for changed in (wrote, having(state, facts=()), having(state, policy="2")):
        assert _why(changed, text, approval) == (Why.OTHER_STATE, Why.NOT_READ)
        assert _why(reviewed(changed, text, READY), text, approval) == (Why.OTHER_STATE,)


def test_a_later_review_that_flags_the_text_shuts_it() -> None:
    state, text, approval = _open()
    flagged = review_with(finding(text, "waited", Category.EXCUSE, Severity.WARN))
    assert _why(reviewed(state, text, flagged), text, approval) == (Why.FINDING_STANDS,)


def test_a_complaint_that_turns_out_a_serious_risk_shuts_it_until_two_have_judged() -> None:
    state, text, approval = _open()
    assert _why(risky(state), text, approval) == (Why.SECOND_FOR_RISK,)
    assert _ask(second(risky(state), text, DEWI), text, approval).allowed
    assert _why(second(state, text, DEWI, agrees=False), text, approval) == (Why.SECOND_REFUSED,)


def test_it_is_open_for_a_day_and_not_a_microsecond_longer() -> None:
    state, text, approval = _open()
    tick = timedelta(microseconds=1)
    assert _ask(state, text, approval, now=LATER + DAY - tick).allowed
    assert _why(state, text, approval, now=LATER + DAY) == (Why.EXPIRED,)
    assert _why(state, text, approval, now=LATER - tick) == (Why.NOT_YET,)


def test_what_was_posted_is_not_posted_again() -> None:
    state, text, approval = _open()
    post = Posting(text_digest=sha256_of(text), text=text, link="https://example.com/1", by=BOT, at=LATER)
    assert _why(having(state, posted=(post,)), text, approval) == (Why.ALREADY_POSTED,)
    assert _why(having(state, posted=(post,), approvals=()), text, approval) == (Why.VOIDED, Why.ALREADY_POSTED)


def test_a_signed_approval_that_the_record_has_not_opens_nothing() -> None:
    state, text, approval = _open()
    assert _why(having(state, approvals=()), text, approval) == (Why.VOIDED,)


def test_an_approval_opens_no_other_case_with_the_same_words() -> None:
    state, text, approval = _open()
    other = having(state, id="b" * 32)
    assert Why.OTHER_CASE in _why(reviewed(other, text, READY), text, approval)


@pytest.mark.parametrize(
    "change",
    [
        {"case": "b" * 32},
        {"text_digest": "0" * 64},
        {"state_digest": "0" * 64},
        {"by": BUDI},
        {"by": Person(name="Sari", role=Role.MANAGER)},
        {"at": LATER - MINUTE},
        {"expires": LATER + 2 * DAY},
        {"second_reader": DEWI},
        {"signature": "0" * 64},
    ],
)
def test_no_field_can_be_changed_without_the_key(change: dict[str, Any]) -> None:
    state, text, approval = _open()
    forged = approval.model_copy(update=change)
    assert not is_ours(forged, KEY)
    assert Why.NOT_OURS in _why(approved(state, forged), text, forged)
    assert is_ours(approval, KEY)
    assert not is_ours(approval, KEY + b"!")


def test_a_bot_that_signs_for_itself_with_the_key_opens_nothing() -> None:
    state, text, approval = _open()
    for person in (BOT, DEWI):
        own = _resigned(approval.model_copy(update={"by": person}))
        assert is_ours(own, KEY)
        assert _why(approved(state, own), text, own) == (Why.MAY_NOT_APPROVE,)


def test_a_bot_checks_an_approval_without_the_database_also_one_that_came_as_json() -> None:
    state, text, approval = _open("id")
    came = Approval.model_validate_json(approval.model_dump_json())
    assert check(came, text, case=state.id, now=LATER, key=KEY) == ()
    assert codes(check(came, text + " ", case="b", now=LATER + DAY, key=b"")) == (
        Why.NOT_OURS,
        Why.OTHER_CASE,
        Why.OTHER_TEXT,
        Why.EXPIRED,
    )


def test_a_moment_is_one_moment_in_every_zone() -> None:
    state, text, approval = _open()
    jakarta = datetime.fromisoformat("2026-11-21T20:00:00+07:00")
    assert jakarta == LATER
    moved = approval.model_copy(update={"at": jakarta, "expires": jakarta + DAY})
    assert is_ours(moved, KEY)
    assert _ask(state, text, moved, now=jakarta).allowed


def test_a_resume_never_releases_a_burst() -> None:
    state, text, approval = _open()
    pause = Pause(reason="a fire in the depot", by=RAHMA, since=LATER + MINUTE)
    over = pause.model_copy(update={"ended": LATER + 5 * MINUTE})
    for now, newest in ((LATER + 2 * MINUTE, pause), (LATER + 5 * MINUTE, over), (LATER + 9 * MINUTE, over)):
        assert Why.BEFORE_PAUSE in _why(state, text, approval, now=now, pause=newest)
    theirs = _open(by=RAHMA)
    assert Why.BEFORE_PAUSE in _why(*theirs, now=LATER + 9 * MINUTE, pause=over)


def test_in_a_pause_the_gate_opens_for_what_a_manager_approved_in_it_and_for_no_one_else() -> None:
    pause = Pause(reason="a fire in the depot", by=RAHMA, since=NOON, until=LATER + MINUTE)
    assert _ask(*_open(by=RAHMA), pause=pause).allowed
    agents = _open()
    assert _why(*agents, pause=pause) == (Why.IN_PAUSE,)
    assert _why(*agents, now=LATER + 2 * MINUTE, pause=pause) == (Why.IN_PAUSE,)
    ended = pause.model_copy(update={"ended": LATER})
    assert _ask(*agents, pause=ended).allowed


def test_what_a_manager_approved_in_a_pause_and_nobody_posted_waits_for_review_after_it() -> None:
    pause = Pause(reason="a fire in the depot", by=RAHMA, since=NOON)
    waited = _open(by=RAHMA)
    assert _ask(*waited, pause=pause).allowed
    for over in (
        pause.model_copy(update={"ended": LATER + MINUTE}),
        pause.model_copy(update={"until": LATER + MINUTE}),
    ):
        assert _why(*waited, now=LATER + MINUTE, pause=over) == (Why.WAITED,)


def test_one_case_can_be_paused_alone() -> None:
    state, text, approval = _open()
    assert _why(having(state, paused="a lawyer wrote"), text, approval) == (Why.CASE_PAUSED,)


def test_hostile_text_makes_the_gate_say_no_and_not_raise() -> None:
    state, text, approval = _open()
    for hostile in ("", "\ud800", text.replace("o", "о"), text + "\u200b", text * 1_000):
        assert Why.OTHER_TEXT in _why(state, hostile, approval)


def test_a_name_with_braces_stays_a_name() -> None:
    text = CALM["en"]
    odd = Person(name="{0.__class__} {by}", role=Role.AGENT)
    state = case_of(text, by=odd)
    approval = approve(state, text, READY, by=odd, now=LATER, key=KEY, settings=SETTINGS)
    said = _ask(state, text, approval).words("id")
    assert said == ("persetujuan {0.__class__} {by} sudah dibatalkan atau terpakai; setujui lagi",)


def test_the_reasons_are_told_in_both_languages_and_in_english_elsewhere() -> None:
    state, text, _ = _open()
    gate = _ask(state, text, None)
    assert gate.words("id") == ("belum ada yang menyetujui teks ini; minta persetujuan dulu",)
    assert gate.words("en") == gate.words("fr") == ("nobody has approved this text; have it approved first",)
    assert Reason.of(Why.NO_APPROVAL).words.keys() == {"en", "id"}


def test_a_time_without_a_zone_is_refused() -> None:
    state, text, approval = _open()
    with pytest.raises(InputError):
        _ask(state, text, approval, now=datetime(2026, 11, 21, 13, 0))


def _resigned(approval: Approval) -> Approval:
    from replyguard.approval import signing

    return approval.model_copy(update={"signature": signing._signature(approval, KEY)})
