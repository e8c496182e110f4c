"""The second reader is another person, with the right to it, who read exactly this text."""

from __future__ import annotations

from datetime import timedelta

import pytest

from replyguard.approval.reasons import Why, codes
from replyguard.approval.second import judged, may_read, needed
from replyguard.domain.case import CaseState, Person, Posting, Role, sha256_of
from replyguard.domain.review import Category, Severity
from tests.approval.people import (
    BOT,
    BUDI,
    CALM,
    DEWI,
    LATER,
    MINUTE,
    NOON,
    OTHER,
    RAHMA,
    SARI,
    TOMO,
    case_of,
    dismissal,
    edited,
    finding,
    having,
    review_with,
    risky,
    second,
)


def _judge(state: CaseState, text: str, by: Person = SARI) -> Person | None:
    reading = judged(state, text, by=by, dismissals=state.dismissals)
    return reading.by if reading else None


def _posted(state: CaseState, text: str, *, holding: bool = False) -> CaseState:
    post = Posting(
        text_digest=sha256_of(text), text=text, link="https://example.com/1", by=SARI, at=LATER, holding=holding
    )
    return having(state, posted=(*state.posted, post))


@pytest.mark.parametrize("language", ["en", "id"])
def test_a_reader_or_a_manager_who_had_no_part_in_it_judges(language: str) -> None:
    text = CALM[language]
    for person in (DEWI, RAHMA):
        assert _judge(second(case_of(text), text, person), text) == person


@pytest.mark.parametrize("person", [BUDI, BOT])
def test_who_has_no_right_to_read_second_does_not_judge(person: Person) -> None:
    assert _judge(second(case_of(CALM["en"]), CALM["en"], person), CALM["en"]) is None
    assert not may_read(case_of(CALM["en"]), CALM["en"], person)


@pytest.mark.parametrize("name", ["Dewi", "dewi", "DEWI  ", " De\u0077i", "Ｄｅｗｉ"])
def test_the_writer_is_not_the_reader_in_another_role_or_spelling(name: str) -> None:
    text = CALM["id"]
    state = case_of(text, by=Person(name=name, role=Role.AGENT))
    assert _judge(second(state, text, DEWI), text) is None
    assert not may_read(state, text, DEWI)
    assert may_read(state, text, RAHMA)


def test_the_approver_is_not_the_reader() -> None:
    state = second(case_of(CALM["en"]), CALM["en"], RAHMA)
    assert _judge(state, CALM["en"], by=RAHMA) is None
    assert _judge(state, CALM["en"], by=TOMO) == RAHMA


def test_who_overruled_a_finding_is_not_the_reader() -> None:
    text = CALM["en"]
    found = finding(text, "our mistake", Category.DENIAL, Severity.BLOCK)
    state = second(case_of(text, review_with(found)), text, RAHMA)
    assert _judge(having(state, dismissals=(dismissal(text, found, RAHMA),)), text) is None
    assert _judge(having(state, dismissals=(dismissal(OTHER["en"], found, RAHMA),)), text) == RAHMA


def test_whoever_typed_an_earlier_version_is_a_writer_too() -> None:
    state = edited(case_of(OTHER["en"], by=RAHMA), CALM["en"], by=SARI)
    assert _judge(second(state, CALM["en"], RAHMA), CALM["en"]) is None


def test_a_writer_of_an_earlier_answer_may_read_the_next_but_not_their_own_words_again() -> None:
    state = _posted(case_of(OTHER["en"], by=RAHMA), OTHER["en"])
    after = edited(state, CALM["en"], by=SARI, at=LATER + MINUTE)
    assert _judge(second(after, CALM["en"], RAHMA), CALM["en"]) == RAHMA
    again = edited(state, OTHER["en"], by=SARI, at=LATER + MINUTE)
    assert _judge(second(again, OTHER["en"], RAHMA), OTHER["en"]) is None


def test_a_holding_reply_does_not_make_a_writer_a_stranger() -> None:
    state = _posted(case_of(OTHER["en"], by=RAHMA), "We will answer today.", holding=True)
    after = edited(state, CALM["en"], by=SARI, at=LATER + MINUTE)
    assert _judge(second(after, CALM["en"], RAHMA), CALM["en"]) is None


def test_a_reading_is_of_one_text_in_one_state() -> None:
    state = second(case_of(CALM["en"]), OTHER["en"], DEWI)
    assert _judge(state, CALM["en"]) is None
    read = second(case_of(CALM["en"]), CALM["en"], DEWI)
    assert _judge(having(read, policy="2"), CALM["en"]) is None


def test_the_newest_reading_decides_either_way() -> None:
    text = CALM["en"]
    yes_then_no = second(second(risky(case_of(text)), text, DEWI), text, RAHMA, agrees=False, note="too short")
    reading = judged(yes_then_no, text, by=SARI, dismissals=())
    assert reading is not None
    assert (reading.by, reading.agrees) == (RAHMA, False)
    no_then_yes = second(yes_then_no, text, RAHMA, at=NOON + timedelta(minutes=2))
    reading = judged(no_then_yes, text, by=SARI, dismissals=())
    assert reading is not None
    assert reading.agrees


def test_a_draft_that_nobody_typed_has_no_writer() -> None:
    assert _judge(second(case_of(CALM["en"], by=BOT), CALM["en"], DEWI), CALM["en"]) == DEWI


def test_each_cause_for_a_second_reader_is_named() -> None:
    text = CALM["en"]
    found = finding(text, "our mistake", Category.ANGER, Severity.BLOCK)
    state = having(risky(case_of(text, review_with(found))), dismissals=(dismissal(text, found),))
    assert codes(needed(state, text, state.dismissals, always=True)) == (
        Why.SECOND_AFTER_OVERRIDE,
        Why.SECOND_AFTER_EMOTION,
        Why.SECOND_FOR_RISK,
        Why.SECOND_BY_POLICY,
    )
    assert not codes(needed(case_of(text), text, ()))
