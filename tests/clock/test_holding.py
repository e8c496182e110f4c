"""A holding reply promises only what somebody owns, and what it promises is followed up whoever posts it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from replyguard import ReplyGuard
from replyguard.brand import Brand
from replyguard.cases.store import Cases
from replyguard.clock.due import Want, due_next
from replyguard.clock.holding import check_promise, compose, told
from replyguard.clock.promising import hold
from replyguard.clock.queue import queue
from replyguard.clock.targets import Clock
from replyguard.domain.case import CaseState, EventKind, Person
from replyguard.domain.review import Verdict
from replyguard.domain.triage import Triage, Urgency
from replyguard.errors import CaseChanged, InputError
from replyguard.languages.pack import load
from tests.clock.conftest import Hand
from tests.clock.people import ANSWERS, BOT, BUDI, COMPLAINTS, HOUR, JAKARTA, LINK, MEI, SARI, at

both = pytest.mark.parametrize("language", ["id", "en"])
SAID = {
    "id": "Sari akan menjawab paling lambat Selasa, 17 November 2026 pukul 15.00 WIB",
    "en": "Sari will answer by Tuesday 17 November 2026, 15:00 WIB",
}


def _open(cases: Cases, language: str, urgency: Urgency = Urgency.ROUTINE) -> CaseState:
    case = cases.open_case(COMPLAINTS[language], by=SARI)
    return cases.triaged(case, Triage(language=language, urgency=urgency), by=SARI)


@both
def test_one_step_makes_a_reviewed_reply_that_says_who_answers_by_when(
    cases: Cases, clock: Clock, offline: ReplyGuard, language: str
) -> None:
    case = hold(cases, offline, clock, _open(cases, language), owner=SARI, due=at(17, 15), by=SARI)
    assert case.text is not None
    review = case.review_of(case.text)
    assert review is not None and review.verdict is Verdict.READY
    assert [fact.text for fact in case.facts] == [SAID[language]]
    assert SAID[language].split(" ", 1)[1].split(" ", 3)[-1] in case.text and "Sari" in case.text
    # Nothing is promised in public yet, so nobody waits for it.
    assert (case.follow_ups, case.promises[0].owner) == ((), SARI)


@both
@pytest.mark.parametrize("by_bot", [False, True])
def test_whoever_posts_it_the_follow_up_is_kept_and_is_over_with_the_answer(
    cases: Cases, clock: Clock, offline: ReplyGuard, hand: Hand, language: str, by_bot: bool
) -> None:
    case = hold(cases, offline, clock, _open(cases, language), owner=SARI, due=at(17, 15), by=SARI)
    assert case.text is not None
    approved = cases.approve(case, case.text, by=SARI)
    case = cases.posted(approved, case.text, LINK, by=BOT if by_bot else SARI)
    assert [event.kind for event in cases.events(case.id)].count(EventKind.HELD) == 1
    assert cases.posted(case, case.text or "", LINK, by=SARI).version == case.version
    (due,) = queue(cases, clock, now=hand())
    assert (due.want, due.at, due.owner, due.overdue) == (Want.FOLLOW_UP, at(17, 15), SARI, False)
    hand.time = at(18, 9)
    assert queue(cases, clock, now=hand())[0].overdue
    case = cases.posted(case, ANSWERS[language], LINK, by=SARI)
    last = due_next(case, clock, now=hand())
    assert last is not None and last.want is Want.RESOLUTION


@both
def test_a_later_promise_takes_the_place_of_the_one_before(
    cases: Cases, clock: Clock, offline: ReplyGuard, language: str
) -> None:
    case = hold(cases, offline, clock, _open(cases, language), owner=SARI, due=at(17, 15), by=SARI)
    case = hold(cases, offline, clock, case, owner=BUDI, due=at(18, 9, 30), by=MEI)
    (fact,) = case.facts
    assert "Budi" in fact.text and "18 November 2026" in fact.text
    assert case.text is not None and "Sari" not in case.text
    review = case.review_of(case.text)
    assert review is not None and review.verdict is Verdict.READY


@pytest.mark.parametrize(
    ("owner", "by", "problem"),
    [
        (BOT, MEI, "a bot can promise nothing"),
        (SARI, BOT, "a bot can promise nothing"),
        (BUDI, SARI, "cannot promise for Budi"),
    ],
)
def test_nobody_promises_for_another_but_a_manager(
    cases: Cases, clock: Clock, offline: ReplyGuard, owner: Person, by: Person, problem: str
) -> None:
    case = _open(cases, "en")
    with pytest.raises(InputError, match=problem):
        hold(cases, offline, clock, case, owner=owner, due=at(17, 15), by=by)
    assert cases.get(case.id).version == case.version


def test_a_promise_lies_ahead_and_within_a_year(hand: Hand) -> None:
    for due in (hand(), hand() - HOUR, hand() + timedelta(days=400)):
        with pytest.raises(InputError, match="should lie ahead"):
            check_promise(SARI, due, by=SARI, now=hand())
    with pytest.raises(InputError, match="no time zone"):
        check_promise(SARI, at(17, 15).replace(tzinfo=None), by=SARI, now=hand())


def test_it_is_written_upon_what_its_writer_saw(cases: Cases, clock: Clock, offline: ReplyGuard) -> None:
    case = _open(cases, "id")
    cases.message(case, "Halo?", by=SARI)
    with pytest.raises(CaseChanged):
        hold(cases, offline, clock, case, owner=SARI, due=at(17, 15), by=SARI)


@both
@pytest.mark.parametrize("channel", ["x", "google_review", "email"])
def test_every_wording_is_ready_and_fits_its_channel(offline: ReplyGuard, language: str, channel: str) -> None:
    fact = told(SARI, at(17, 15), load(language), JAKARTA)
    texts: set[str] = set()
    for number in range(8):
        complaint = COMPLAINTS[language].model_copy(update={"channel": channel, "facts": (fact,)})
        state = CaseState.model_validate(
            {
                "id": f"{number:032x}", "version": 1, "opened_at": at(16, 10), "channel": channel,
                "language": language, "messages": [{"text": complaint.text, "at": at(16, 10)}],
            }
        )  # fmt: skip
        text = compose(state, SARI, at(17, 15), brand=Brand(name="Kopi Tiga Pintu"), zone=JAKARTA)
        review = offline.review(text, complaint, language=language)
        assert (review.verdict, [finding.quote for finding in review.findings]) == (Verdict.READY, [])
        texts.add(text)
    assert len(texts) > 2
