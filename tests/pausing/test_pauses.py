"""A pause: who may order it, what it stops, and that its end releases nothing. On both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError

from replyguard.approval.reasons import Reason, Why, codes
from replyguard.cases.pauses import PauseEvent, PauseEventKind
from replyguard.cases.store import Cases
from replyguard.domain.case import Person, Role
from replyguard.domain.triage import Topic, Urgency
from replyguard.errors import ApprovalRefused, InputError, StoreUnavailable
from replyguard.pausing.crisis import Sign
from replyguard.pausing.pauses import Pauses
from tests.cases.conftest import BOT, MEI, RUDI, SARI
from tests.pausing.conftest import NOON, TEXT, Clock, drafted, told

KINDS = PauseEventKind


def kinds(pauses: Pauses) -> list[PauseEventKind]:
    return [event.kind for event in pauses.events()]


def by_hand(url: str, *statements: str) -> None:
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    loose = {
        "sqlite": ["DROP TRIGGER pause_events_keep_update", "DROP TRIGGER pause_events_keep_delete"],
        "postgresql": ["ALTER TABLE pause_events DISABLE TRIGGER ALL"],
    }
    with engine.begin() as connection:
        for statement in (*loose[engine.dialect.name], *statements):
            connection.exec_driver_sql(statement)
    engine.dispose()


def three_weeks(cases: Cases, clock: Clock) -> None:
    """Two complaints a day, at eight and at noon, for sixteen days; now it is noon of the next."""
    for day in range(16):
        for hour in (8, 12):
            clock.at = NOON + timedelta(days=day, hours=hour - 12)
            told(cases, Topic.LATE if day % 2 else Topic.QUALITY)
    clock.at = NOON + timedelta(days=16, hours=1)


@pytest.mark.parametrize("language", ["id", "en"])
def test_in_a_pause_only_what_a_manager_approves_is_posted(cases: Cases, clock: Clock, language: str) -> None:
    text, pauses = TEXT[language], Pauses(cases)
    case = drafted(cases, language)
    pauses.start("Kurir mogok", by=MEI)
    clock.on(minutes=1)
    with pytest.raises(ApprovalRefused) as refused:
        cases.approve(case, text, by=SARI)
    assert [reason.code for reason in refused.value.reasons if isinstance(reason, Reason)] == [Why.PAUSED]
    case = cases.approve(case, text, by=MEI)
    assert cases.may_post(case.id, text, case.approvals[0]).allowed


@pytest.mark.parametrize("language", ["id", "en"])
def test_what_was_approved_before_is_voided_by_the_pause_and_stays_so(
    cases: Cases, clock: Clock, language: str
) -> None:
    text, pauses = TEXT[language], Pauses(cases)
    case = cases.approve(drafted(cases, language), text, by=SARI)
    approval = case.approvals[0]
    assert cases.may_post(case.id, text, approval).allowed
    clock.on(minutes=1)
    pauses.start("Kurir mogok", by=MEI)
    assert cases.get(case.id).approvals == ()
    assert codes(cases.may_post(case.id, text, approval).reasons) == (Why.VOIDED, Why.BEFORE_PAUSE)
    clock.on(hours=1)
    pauses.resume(by=MEI)
    assert codes(cases.may_post(case.id, text, approval).reasons) == (Why.VOIDED, Why.BEFORE_PAUSE)
    clock.on(minutes=1)
    again = cases.approve(cases.get(case.id), text, by=SARI)
    assert cases.may_post(case.id, text, again.approvals[0]).allowed


def test_a_resume_sends_all_that_waited_back_for_review(cases: Cases, clock: Clock) -> None:
    pauses, waiting = Pauses(cases), [drafted(cases) for _ in range(3)]
    pauses.start("Kurir mogok", by=MEI)
    clock.on(minutes=1)
    waiting = [cases.approve(case, TEXT["id"], by=MEI) for case in waiting]
    posted = cases.posted(waiting[0], TEXT["id"], "https://example.com/1", by=BOT)
    clock.on(minutes=1)
    assert not pauses.resume(by=MEI).paused
    for case in waiting[1:]:
        assert cases.get(case.id).approvals == ()
        assert codes(cases.may_post(case.id, TEXT["id"], case.approvals[0]).reasons) == (Why.VOIDED, Why.WAITED)
    assert cases.get(posted.id) == posted
    assert cases.verify().holds


def test_a_pause_that_ends_by_itself_releases_nothing_either(cases: Cases, clock: Clock) -> None:
    pauses, case = Pauses(cases), drafted(cases)
    pauses.start("Kurir mogok", by=MEI, until=clock.at + timedelta(hours=2))
    clock.on(hours=1)
    case = cases.approve(case, TEXT["id"], by=MEI)
    clock.on(hours=1)
    assert not pauses.status().paused
    assert codes(cases.may_post(case.id, TEXT["id"], case.approvals[0]).reasons) == (Why.WAITED,)
    pauses.resume(by=MEI)
    assert kinds(pauses) == [KINDS.STARTED]
    assert cases.get(case.id).approvals == ()


@pytest.mark.parametrize("who", [SARI, RUDI, BOT])
def test_only_a_manager_decides(cases: Cases, who: Person) -> None:
    pauses = Pauses(cases)
    with pytest.raises(InputError, match="ask a manager"):
        pauses.start("Kurir mogok", by=who)
    with pytest.raises(InputError, match="ask a manager"):
        pauses.resume(by=who)
    with pytest.raises(InputError, match="ask a manager"):
        pauses.decline("Bukan krisis", by=who)
    assert pauses.events() == ()


def test_what_makes_no_sense_is_refused_in_words(cases: Cases, clock: Clock) -> None:
    pauses = Pauses(cases)
    with pytest.raises(InputError, match="no proposal waits"):
        pauses.start("  ", by=MEI)
    with pytest.raises(InputError, match="time ahead"):
        pauses.start("Kurir mogok", by=MEI, until=clock.at)
    with pytest.raises(InputError, match="never was"):
        pauses.resume(by=MEI)
    with pytest.raises(InputError, match="nothing to decline"):
        pauses.decline("Bukan krisis", by=MEI)
    pauses.start("Kurir mogok", by=MEI)
    with pytest.raises(InputError, match="lasts already"):
        pauses.start("Kurir mogok", by=MEI)


def test_two_managers_at_once_order_one_pause(cases: Cases) -> None:
    cases.newest_pause()  # the tables are made

    def order(name: str) -> str:
        try:
            Pauses(cases).start("Kurir mogok", by=Person(name=name, role=Role.MANAGER))
        except InputError as error:
            return str(error)
        return "ok"

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(order, "ABCD"))
    assert kinds(Pauses(cases)) == [KINDS.STARTED]
    assert Pauses(cases).broken() is None


def test_a_crisis_is_proposed_once_and_a_manager_confirms_it(cases: Cases, clock: Clock) -> None:
    heard: list[PauseEventKind] = []
    pauses = Pauses(cases, tell=lambda event: heard.append(event.kind))
    three_weeks(cases, clock)
    assert pauses.propose().signals == () and pauses.status().proposal is None
    for at in range(12):
        told(cases, Topic.SAFETY, urgency=Urgency.SERIOUS_RISK if at < 4 else Urgency.ROUTINE)
        clock.on(minutes=5)
    found = {(signal.sign, signal.topic): signal for signal in pauses.propose().signals}
    assert set(found) == {(Sign.RATE, None), (Sign.SERIOUS, None), (Sign.TOPIC, Topic.SAFETY)}
    assert found[Sign.RATE, None].observed in {12, 13, 14}
    assert found[Sign.SERIOUS, None].observed == 4
    pauses.propose()
    proposal = pauses.status().proposal
    assert proposal is not None and heard == [KINDS.PROPOSED]
    assert not pauses.status().paused, "a proposal stops nothing by itself"
    status = pauses.start(by=MEI)
    assert status.paused and status.pause is not None
    assert "12 complaints about 'hygiene or safety'" in status.pause.reason
    assert pauses.events()[-1].content["proposal"] == proposal.number
    pauses.propose()
    clock.on(minutes=1)
    pauses.resume(by=MEI)
    pauses.propose()
    assert heard == [KINDS.PROPOSED, KINDS.STARTED, KINDS.RESUMED], "what a manager decided on is not proposed again"


def test_what_is_declined_is_not_proposed_again_but_another_sign_is(cases: Cases, clock: Clock) -> None:
    pauses = Pauses(cases)
    three_weeks(cases, clock)
    for _ in range(10):
        told(cases, Topic.LATE)
    pauses.propose()
    pauses.decline("Promo kemarin, semua terjawab", by=MEI)
    pauses.propose()
    assert kinds(pauses) == [KINDS.PROPOSED, KINDS.DECLINED]
    for _ in range(4):
        told(cases, Topic.LATE, urgency=Urgency.SERIOUS_RISK)
    pauses.propose()
    assert kinds(pauses) == [KINDS.PROPOSED, KINDS.DECLINED, KINDS.PROPOSED]


def test_an_unanswered_proposal_is_forgotten_after_a_day(cases: Cases, clock: Clock) -> None:
    pauses = Pauses(cases)
    three_weeks(cases, clock)
    for _ in range(10):
        told(cases)
    pauses.propose()
    clock.on(hours=25)
    assert pauses.status().proposal is None
    with pytest.raises(InputError, match="no proposal waits"):
        pauses.start(by=MEI)


def test_a_young_record_proposes_nothing_whatever_comes(cases: Cases) -> None:
    pauses = Pauses(cases)
    assert pauses.propose().days is None
    for _ in range(10):
        told(cases)
    assert pauses.propose().days is None
    assert pauses.events() == ()


@pytest.mark.parametrize(
    ("change", "number"),
    [
        ("UPDATE pause_events SET content = replace(content, 'mogok', 'libur') WHERE number = 1", 1),
        ("UPDATE pause_events SET by_name = 'Rudi' WHERE number = 2", 2),
        ("UPDATE pause_events SET kind = 'declined' WHERE number = 2", 2),
        ("UPDATE pause_events SET kind = 'rubbish', content = 'x' WHERE number = 2", 2),
        ("DELETE FROM pause_events WHERE number = 1", 1),
    ],
)
def test_a_pause_changed_by_hand_is_found(cases: Cases, url: str, clock: Clock, change: str, number: int) -> None:
    pauses = Pauses(cases)
    pauses.start("Kurir mogok", by=MEI)
    clock.on(hours=1)
    pauses.resume(by=MEI)
    assert pauses.broken() is None
    by_hand(url, change)
    broken = pauses.broken()
    assert broken is not None and broken[0] == number
    assert pauses.status().broken == number
    audit = cases.verify()
    assert [(found.case, found.number) for found in audit.breaks] == [("pauses", number)]


@pytest.mark.parametrize("change", ["DELETE FROM pause_events", "UPDATE pause_events SET by_name = 'Rudi'"])
def test_the_database_itself_keeps_pauses(cases: Cases, url: str, change: str) -> None:
    pauses = Pauses(cases)
    pauses.start("Kurir mogok", by=MEI)
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with pytest.raises(DBAPIError), engine.begin() as connection:
        connection.exec_driver_sql(change)
    engine.dispose()
    assert pauses.status().paused


def test_a_pause_that_was_noted_elsewhere_is_missed_when_it_is_gone(cases: Cases, url: str) -> None:
    Pauses(cases).start("Kurir mogok", by=MEI)
    noted = cases.heads()
    assert cases.verify(noted).holds
    by_hand(url, "DELETE FROM pause_events")
    assert [found.case for found in cases.verify(noted).breaks] == ["pauses"]


def test_a_pause_made_unreadable_by_hand_goes_on_until_a_manager_resumes(cases: Cases, url: str, clock: Clock) -> None:
    pauses, case = Pauses(cases), drafted(cases)
    pauses.start("Kurir mogok", by=MEI)
    by_hand(url, "UPDATE pause_events SET content = 'x'")
    clock.on(minutes=1)
    with pytest.raises(ApprovalRefused):
        cases.approve(case, TEXT["id"], by=SARI)
    assert pauses.status().paused and pauses.status().broken == 1


def test_who_cannot_be_told_changes_nothing_of_the_pause(cases: Cases, clock: Clock) -> None:
    def fails(_: PauseEvent) -> None:
        raise StoreUnavailable("gone")

    case = cases.approve(drafted(cases), TEXT["id"], by=SARI)
    clock.on(minutes=1)
    with pytest.raises(StoreUnavailable):
        Pauses(cases, tell=fails).start("Kurir mogok", by=MEI)
    assert Pauses(cases).status().paused
    assert cases.get(case.id).approvals == ()
