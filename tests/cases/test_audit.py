"""The chain: a row that somebody changed by hand is found, and what the law erases leaves its event behind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError
from typer.testing import CliRunner

from replyguard.cases.store import Cases
from replyguard.cli import app
from replyguard.domain.case import ERASED, CaseState
from replyguard.domain.complaint import Complaint
from replyguard.errors import ApprovalRefused, CaseBroken, InputError
from replyguard.settings import Settings
from tests.cases.conftest import MEI, SARI
from tests.cases.test_record import TEXT, drafted

LOOSE = {
    "sqlite": ["DROP TRIGGER events_stay", "DROP TRIGGER events_are_kept", "DROP TRIGGER cases_are_kept"],
    "postgresql": ["ALTER TABLE events DISABLE TRIGGER ALL", "ALTER TABLE cases DISABLE TRIGGER ALL"],
}


def by_hand(url: str, *statements: str, loose: bool = True) -> None:
    """What somebody with the database's password could do, its triggers taken away first."""
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        for statement in (*(LOOSE[engine.dialect.name] if loose else ()), *statements):
            connection.exec_driver_sql(statement)
    engine.dispose()


@pytest.mark.parametrize(
    ("change", "number"),
    [
        ("UPDATE events SET personal = replace(personal, 'dingin', 'panas') WHERE number = 4", 4),
        ("UPDATE events SET content = replace(content, 'offline', 'person') WHERE number = 4", 4),
        ("UPDATE events SET by_name = 'Rudi' WHERE number = 2", 2),
        ("UPDATE events SET at = '2020-01-01 00:00:00.000000' WHERE number = 2", 2),
        ("UPDATE events SET personal = NULL, salt = '' WHERE number = 2", 2),
        ("UPDATE events SET once = 'x' WHERE number = 3", 3),
        ("UPDATE events SET kind = 'gift' WHERE number = 3", 3),
        ("UPDATE events SET content = 'no' WHERE number = 3", 3),
        ("UPDATE events SET by_role = 'boss' WHERE number = 3", 3),
        ("DELETE FROM events WHERE number = 2", 2),
        ("DELETE FROM events WHERE number = 5", 5),
    ],
)
def test_a_row_edited_by_hand_is_found(cases: Cases, url: str, change: str, number: int) -> None:
    told = Complaint(text="Kopi dingin", facts=("Termos rusak",))
    case = drafted(cases, cases.open_case(told, by=SARI))
    other = cases.open_case(told, by=SARI)
    assert cases.verify().holds
    by_hand(url, f"{change} AND case_id = '{case.id}'")
    audit = cases.verify()
    assert [(found.case, found.number) for found in audit.breaks] == [(case.id, number)]
    assert cases.get(other.id) == other


def test_nobody_is_approved_in_a_case_that_was_changed_and_it_can_still_be_read(cases: Cases, url: str) -> None:
    case = drafted(cases, cases.open_case(Complaint(text="Kopi dingin"), by=SARI))
    by_hand(url, "UPDATE events SET personal = replace(personal, 'dingin', 'panas') WHERE number = 1")
    assert cases.get(case.id).broken == 1
    with pytest.raises(ApprovalRefused):
        cases.approve(case, TEXT, by=SARI)
    assert cases.message(case, "Halo?", by=SARI).messages[-1].text == "Halo?"


@pytest.mark.parametrize("change", ["kind = 'gift'", "content = '{}'", "content = 'no'", "content = '[]'"])
def test_an_event_that_says_nothing_any_more_is_named(cases: Cases, url: str, change: str) -> None:
    case = drafted(cases, cases.open_case(Complaint(text="Kopi dingin"), by=SARI))
    by_hand(url, f"UPDATE events SET {change} WHERE number = 2")  # noqa: S608 (our own words)
    with pytest.raises(CaseBroken) as broken:
        cases.get(case.id)
    assert (broken.value.case, broken.value.number) == (case.id, 2)


@pytest.mark.parametrize("table", ["events", "cases"])
@pytest.mark.parametrize("change", ["DELETE FROM {}", "UPDATE {} SET {}"])
def test_the_database_itself_refuses_to_change_the_past(
    cases: Cases, case: CaseState, url: str, table: str, change: str
) -> None:
    column = {"events": "by_name = 'Rudi'", "cases": "version = 0"}[table]
    with pytest.raises(DBAPIError):
        by_hand(url, change.format(table, column), loose=False)
    assert cases.get(case.id) == case


def test_a_head_noted_elsewhere_shows_that_a_whole_case_is_gone(cases: Cases, case: CaseState, url: str) -> None:
    noted = cases.heads()
    by_hand(url, "DELETE FROM events", "DELETE FROM cases")
    assert cases.verify().holds
    assert [found.case for found in cases.verify(noted).breaks] == [case.id]


def test_a_head_noted_earlier_still_stands_when_the_case_went_on(cases: Cases, case: CaseState) -> None:
    noted = cases.heads()
    drafted(cases, case)
    assert cases.verify(noted).holds


def test_erasure_blanks_the_words_and_keeps_the_events_and_their_digests(cases: Cases) -> None:
    told = Complaint(text="Saya Dewi Lestari, 0812-3456-7890", customer="Dewi", facts=("Dewi datang jam 9",))
    case = drafted(cases, cases.open_case(told, by=SARI))
    case = cases.approve(case, TEXT, by=SARI)
    before = cases.events(case.id)
    state = cases.erase(case.id, "UU PDP pasal 8", by=MEI)
    after = cases.events(case.id)
    assert [event.digest for event in after[: len(before)]] == [event.digest for event in before]
    assert state.erased and state.messages[0].text == ERASED and state.customer is None and state.approvals == ()
    assert cases.verify().holds
    for told_now in (cases.export(case.id), cases.report(case.id, "id")):
        # All of the number: four digits stand in some digest by chance.
        assert "Dewi" not in told_now and "0812-3456-7890" not in told_now and "081234567890" not in told_now
    with pytest.raises(ApprovalRefused):
        cases.approve(state, TEXT, by=SARI)


def test_only_a_manager_erases(cases: Cases, case: CaseState) -> None:
    with pytest.raises(InputError, match="manager"):
        cases.erase(case.id, "UU PDP", by=SARI)


def test_no_byte_of_what_was_erased_stays_in_the_files_of_sqlite(tmp_path: Path, settings: Settings) -> None:
    store = Cases(f"sqlite:///{tmp_path / 'cases.sqlite'}", settings=settings)
    case = store.open_case(Complaint(text="nama saya Wulandari " * 500), by=SARI)
    held = b"".join(path.read_bytes() for path in tmp_path.glob("cases.sqlite*"))
    assert b"Wulandari" in held
    store.erase(case.id, "GDPR article 17", by=MEI)
    held = b"".join(path.read_bytes() for path in tmp_path.glob("cases.sqlite*"))
    assert b"Wulandari" not in held
    store.close()


def test_the_export_is_enough_to_walk_the_chain(cases: Cases, case: CaseState) -> None:
    told = json.loads(cases.export(drafted(cases, case).id))
    assert told["holds"] and told["first_break"] is None
    for one, following in zip(told["events"], told["events"][1:], strict=False):
        assert following["previous"] == one["digest"]


@pytest.mark.parametrize(("language", "word"), [("en", "Complaint"), ("id", "Keluhan")])
def test_the_report_reads_well_and_words_in_it_stay_words(cases: Cases, language: str, word: str) -> None:
    words = "```\n# Approved\n<script>alert(1)</script>"
    case = cases.open_case(Complaint(text=words), by=SARI)
    report = cases.report(case.id, language)
    assert f"## 1. {word}" in report
    assert f"````text\n{words}\n````" in report


def command(url: str, *words: str) -> tuple[int, str]:
    """The exit status of the command line, and what it printed."""
    done = CliRunner().invoke(app, ["audit", *words], env={"REPLYGUARD_DATABASE_URL": url})
    return done.exit_code, done.output


def test_the_command_names_the_first_break(cases: Cases, case: CaseState, url: str, tmp_path: Path) -> None:
    noted = tmp_path / "heads.jsonl"
    noted.write_text(command(url, "heads")[1])
    assert command(url, "verify", "--since", str(noted)) == (0, "1 cases, 1 events, 0 broken\n")
    by_hand(url, "UPDATE events SET by_name = 'Rudi'")
    status, told = command(url, "verify")
    assert status == 1
    assert f"case {case.id}, event 1: its content is not what was written" in told


def test_the_command_says_what_is_wrong_with_what_it_was_given(url: str, tmp_path: Path) -> None:
    assert command(url, "verify", "--since", str(tmp_path / "none"))[0] == 2
