"""`replyguard pause`: what managers and schedulers type."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from replyguard.cases.store import Cases
from replyguard.cli import app
from replyguard.settings import Settings
from tests.cases.conftest import SARI
from tests.pausing.conftest import TEXT, drafted
from tests.pausing.receiver import receiving


@pytest.fixture
def cases(url: str, settings: Settings) -> Cases:
    """By the clock on the wall: the command has no other."""
    return Cases(url, settings=settings)


def command(url: str, folder: Path, *words: str, **more: str) -> tuple[int, str]:
    given = {"REPLYGUARD_DATABASE_URL": url, "REPLYGUARD_DATA_FOLDER": str(folder), **more}
    done = CliRunner().invoke(app, ["pause", *words], env=given)
    return done.exit_code, done.output


def test_a_manager_pauses_and_resumes_and_the_status_is_for_scripts(cases: Cases, url: str, tmp_path: Path) -> None:
    case = cases.approve(drafted(cases), TEXT["id"], by=SARI)
    assert command(url, tmp_path, "status") == (0, "Posts are not paused.\n")
    status, told = command(url, tmp_path, "start", "--by", "Mei", "--reason", "Kurir mogok", "--language", "id")
    assert status == 0 and "Pemasangan dijeda sejak" in told and "(Kurir mogok; Mei)" in told
    assert command(url, tmp_path, "status")[0] == 1
    status, told = command(url, tmp_path, "status", "--json")
    assert status == 1 and json.loads(told)["paused"] is True
    assert cases.get(case.id).approvals == ()
    assert command(url, tmp_path, "resume", "--by", "Mei") == (0, "Posts are not paused.\n")
    cases.close()


def test_a_young_record_says_so_and_a_wrong_word_is_told(url: str, tmp_path: Path) -> None:
    assert "14 days" in command(url, tmp_path, "propose")[1]
    assert "14 hari" in command(url, tmp_path, "propose", "--language", "id")[1]
    assert command(url, tmp_path, "start", "--by", "Mei")[0] == 2
    status, told = command(url, tmp_path, "start", "--by", "Mei", "--reason", "x", "--until", "soon")
    assert status == 2 and "until" in told
    assert command(url, tmp_path, "decline", "--by", "Mei", "--reason", "x")[0] == 2
    assert command(url, tmp_path, "start", "--by", "\x1b[31m", "--reason", "x")[0] == 2


def test_what_nobody_could_be_told_is_listed_and_sent_again(url: str, tmp_path: Path) -> None:
    with receiving(404, 200) as receiver:
        hook = {"REPLYGUARD_PAUSE_WEBHOOKS": receiver.url}
        status, told = command(url, tmp_path, "start", "--by", "Mei", "--reason", "Kurir mogok", **hook)
        assert status == 0 and "not told: event 1 to 127.0.0.1#" in told
        assert command(url, tmp_path, "letters", **hook)[0] == 1
        assert command(url, tmp_path, "letters", "--resend", **hook) == (0, "")
    assert len(receiver.bodies) == 2
    assert (tmp_path / "webhook.key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("wrong", [{"REPLYGUARD_PAUSE_WEBHOOKS": "ftp://host"}, {"REPLYGUARD_WEBHOOK_KEY": "short"}])
def test_a_webhook_that_is_set_wrong_keeps_nobody_from_pausing(url: str, tmp_path: Path, wrong: dict[str, str]) -> None:
    given = {"REPLYGUARD_PAUSE_WEBHOOKS": "http://127.0.0.1:9/", **wrong}
    status, told = command(url, tmp_path, "start", "--by", "Mei", "--reason", "Kurir mogok", **given)
    assert status == 0 and "nobody will be told" in told
    assert command(url, tmp_path, "status", **given)[0] == 1
    assert command(url, tmp_path, "letters", **given)[0] == 2
