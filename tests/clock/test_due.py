"""What a case waits for, by when, and how long its answers took; the overdue come first."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from replyguard.cases.store import Cases
from replyguard.clock.due import Want, due_next, times_of
from replyguard.clock.queue import queue
from replyguard.clock.targets import Clock, load_clock
from replyguard.domain.case import CaseState
from replyguard.domain.complaint import Complaint
from replyguard.domain.triage import Triage, Urgency
from replyguard.errors import DataError
from replyguard.settings import Settings
from tests.clock.conftest import Hand
from tests.clock.people import ANSWERS, COMPLAINTS, HOUR, LINK, SARI, at

both = pytest.mark.parametrize("language", ["id", "en"])


def _open(cases: Cases, language: str = "id", urgency: Urgency = Urgency.ROUTINE) -> CaseState:
    case = cases.open_case(COMPLAINTS[language], by=SARI)
    return cases.triaged(case, Triage(language=language, urgency=urgency), by=SARI)


def _wants(case: CaseState, clock: Clock, hand: Hand) -> tuple[Want, object]:
    due = due_next(case, clock, now=hand())
    assert due is not None
    return due.want, due.at


@both
def test_a_new_complaint_waits_for_its_first_answer_in_the_time_of_its_channel(
    cases: Cases, clock: Clock, hand: Hand, language: str
) -> None:
    case = _open(cases, language)
    due = due_next(case, clock, now=hand())
    # Four hours from Monday 10:00 on Instagram, eight on Google, where seven are left of the day.
    assert due is not None
    assert (due.want, due.at) == (Want.FIRST_RESPONSE, at(16, 14) if language == "id" else at(17, 10))
    assert (due.overdue, due.left) == (False, 4 * HOUR if language == "id" else 8 * HOUR)
    hand.time = at(17, 11)
    late = due_next(case, clock, now=hand())
    assert late is not None
    assert (late.overdue, late.left) == (True, (-5 if language == "id" else -1) * HOUR)


def test_a_serious_risk_does_not_wait_for_the_office_to_open(cases: Cases, clock: Clock, hand: Hand) -> None:
    hand.time = at(20, 23)
    assert _wants(_open(cases, urgency=Urgency.SERIOUS_RISK), clock, hand)[1] == at(21, 0)
    assert _wants(_open(cases), clock, hand)[1] == at(23, 13)


@both
def test_a_case_goes_from_answer_to_message_to_end(cases: Cases, clock: Clock, hand: Hand, language: str) -> None:
    case = cases.posted(_open(cases, language), ANSWERS[language], LINK, by=SARI)
    # Forty hours of opening from Monday 10:00.
    assert _wants(case, clock, hand) == (Want.RESOLUTION, at(23, 10))
    hand.time = at(17, 9)
    case = cases.message(case, "?", by=SARI)
    assert _wants(case, clock, hand) == (Want.ANSWER, at(17, 13) if language == "id" else at(17, 17))
    hand.time = at(17, 10)
    case = cases.posted(case, ANSWERS[language] + " ", LINK, by=SARI)
    case = cases.outcome(case, "refunded", by=SARI)
    assert due_next(case, clock, now=hand()) is None
    assert queue(cases, clock, now=hand()) == ()


def test_who_writes_again_after_the_end_is_waiting_again(cases: Cases, clock: Clock, hand: Hand) -> None:
    case = cases.outcome(cases.posted(_open(cases), ANSWERS["id"], LINK, by=SARI), "refunded", by=SARI)
    hand.wait(HOUR)
    case = cases.message(case, "Uangnya belum masuk!", by=SARI)
    assert [due.want for due in queue(cases, clock, now=hand())] == [Want.ANSWER]


def test_a_date_that_a_person_set_goes_before_the_target(cases: Cases, clock: Clock, hand: Hand) -> None:
    case = cases.due(_open(cases), at(16, 11), by=SARI)
    assert _wants(case, clock, hand) == (Want.FIRST_RESPONSE, at(16, 11))


def test_the_times_of_a_case_are_business_time_and_tell_a_holding_reply_from_an_answer(
    cases: Cases, clock: Clock, hand: Hand
) -> None:
    case = _open(cases)
    assert times_of(case, clock).first_response is None
    hand.time = at(16, 16)
    case = cases.hold(case, "Jawabannya menyusul.", LINK, owner=SARI, due=at(17, 12), by=SARI)
    hand.time = at(17, 10)
    case = cases.posted(case, ANSWERS["id"], LINK, by=SARI)
    hand.time = at(17, 12)
    times = times_of(cases.outcome(case, "sorted out", by=SARI), clock)
    assert (times.first_response, times.first_answer, times.resolution) == (6 * HOUR, 8 * HOUR, 10 * HOUR)
    assert (times.response_in_time, times.resolution_in_time) == (False, True)


def test_the_queue_puts_the_overdue_first_and_the_riskier_of_two_at_once(
    cases: Cases, clock: Clock, hand: Hand
) -> None:
    routine, risk = _open(cases, "en"), _open(cases, urgency=Urgency.SERIOUS_RISK)
    same = cases.due(_open(cases), at(16, 11), by=SARI)
    hand.time = at(16, 12)
    dues = queue(cases, clock, now=hand())
    assert [due.case for due in dues] == [risk.id, same.id, routine.id]
    assert [due.overdue for due in dues] == [True, True, False]
    assert [due.case for due in queue(cases, clock, now=hand(), channel="google_review")] == [routine.id]


def test_a_clock_file_changes_what_it_names_and_a_wrong_one_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "clock.yaml"
    path.write_text(
        "hours:\n  zone: Asia/Makassar\n  country: none\n  week:\n    saturday: ['08:00-12:00', '13:00-15:00']\n"
        "  closed: [2026-12-24]\ntargets:\n  routine: {first_response: 30m, resolution: 1h30m}\n"
    )
    clock = load_clock(path)
    assert clock.hours.zone == "Asia/Makassar"
    assert clock.target("instagram", Urgency.ROUTINE).resolution == 1.5 * HOUR
    assert clock.target("x", Urgency.URGENT) == load_clock().target("x", Urgency.URGENT)
    path.write_text("hours:\n  zone: Europe/Berlin\n  week:\n    monday: ['09:00-17:00']\n")
    with pytest.raises(DataError, match="name whose public holidays"):
        load_clock(path)
    path.write_text("hours:\n  week:\n    monday: ['09:00-09:00']\n")
    with pytest.raises(DataError, match=r"clock\.yaml:3: .*closes before or as it opens"):
        load_clock(path)
    path.write_text("targets:\n  routine: {first_response: soon, resolution: 1h}\n")
    with pytest.raises(DataError, match=r"clock\.yaml:2: .*such as 30m"):
        load_clock(path)
    path.write_text("targets:\n  routine: {first_response: 0m, resolution: 1h}\n")
    with pytest.raises(DataError, match=r"clock\.yaml:2"):
        load_clock(path)


def test_every_urgency_has_a_target_in_every_channel() -> None:
    clock = load_clock()
    for urgency in Urgency:
        assert clock.target("a_channel_nobody_described", urgency).first_response > 0 * HOUR
        for channel in clock.channels:
            target = clock.target(channel, urgency)
            assert target.first_response <= target.resolution


def _replyguard(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("REPLYGUARD", "OPENAI"))}
    environment |= {"REPLYGUARD_DATA_FOLDER": str(folder), "COLUMNS": "140", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "replyguard.cli", *words]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, check=False)


EMPTY = {"id": "Tidak ada yang jatuh tempo", "en": "Nothing is due"}
WAITS = {"id": ("jawaban pertama", "1 menunggu, 0 terlambat"), "en": ("first answer", "1 waiting, 0 overdue")}


@both
def test_the_command_lists_what_is_due_and_says_when_nothing_is(tmp_path: Path, language: str) -> None:
    empty = _replyguard(tmp_path, "queue", "--language", language)
    assert (empty.returncode, EMPTY[language] in empty.stdout) == (0, True), empty.stderr
    store = Cases(settings=Settings(data_folder=tmp_path))
    case = store.open_case(Complaint(text="<b>[red]Terlambat!", channel="email"), by=SARI)
    store.close()
    full = _replyguard(tmp_path, "queue", "--language", language)
    assert case.id in full.stdout
    assert all(word in full.stdout for word in WAITS[language])
    told = json.loads(_replyguard(tmp_path, "queue", "--json").stdout)
    assert (told["case"], told["want"], told["overdue"]) == (case.id, "first_response", False)
