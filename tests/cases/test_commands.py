"""Cases and their gate on the command line, on both databases and in both languages."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from replyguard.cli import app

READY, FLAGGED, FAILED = 0, 1, 2
LINK = "https://example.com/ulasan/7"
COMPLAINT = {
    "en": ("My parcel is a week late and nobody answers!", "The parcel waited in our warehouse"),
    "id": ("Paket saya telat seminggu, nggak ada yang balas!", "Paket tertahan di gudang kami"),
}
REFUNDED = {"en": "The $18 fee was refunded on Monday", "id": "Ongkir Rp18.000 sudah direfund hari Senin"}
HEATED = {"en": "You are lying, this is ridiculous!", "id": "Kamu bohong, ini konyol!"}
REFUSED = {"en": "second reader", "id": "pembaca kedua"}

Shell = Callable[..., Result]


@pytest.fixture
def shell(url: str, tmp_path: Path) -> Shell:
    """`replyguard …` on an empty record."""
    environment = {
        "REPLYGUARD_DATABASE_URL": url,
        "REPLYGUARD_DATA_FOLDER": str(tmp_path / "data"),
        "REPLYGUARD_OFFLINE": "true",
        "COLUMNS": "200",
    }
    return lambda *words, given="": CliRunner().invoke(app, list(words), env=environment, input=given)


@pytest.fixture(params=["en", "id"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def opened(shell: Shell, language: str) -> dict[str, Any]:
    text, fact = COMPLAINT[language]
    done = shell("case", "new", text, "--fact", fact, "--by", "Sari", "--channel", "instagram", "--json")
    assert done.exit_code == READY, done.output
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_a_complaint_goes_its_whole_way_from_the_shell(shell: Shell, language: str, tmp_path: Path) -> None:
    case = opened(shell, language)
    assert case["facts"][0]["by"] == {"name": "Sari", "role": "agent"}
    approved = shell("approve", case["id"], "--by", "Sari")
    assert approved.exit_code == READY, approved.output
    file = tmp_path / "approval.json"
    file.write_text(approved.stdout)
    asked = ("may-post", case["id"], "--approval", str(file), "--language", language)
    assert shell(*asked).exit_code == READY
    assert shell(*asked).exit_code == READY
    assert shell("posted", case["id"], LINK, "--by", "Sari").exit_code == READY
    again = shell(*asked)
    assert again.exit_code == FLAGGED and again.stderr.startswith("- ")
    assert shell("case", "outcome", case["id"], "satisfied", "--by", "Sari").exit_code == READY
    assert case["id"] in shell("case", "list", "--ended").stdout
    assert case["id"] not in shell("case", "list", "--open").stdout
    kinds = [event["kind"] for event in json.loads(shell("case", "export", case["id"]).stdout)["events"]]
    assert kinds[0] == "opened" and kinds[-3:] == ["approval", "posted", "outcome"]
    report = shell("case", "export", case["id"], "--report", "--language", language).stdout
    assert LINK.split("//")[1].split("/")[0] in report.replace("\\", "")


def test_heated_words_wait_for_a_second_reader(shell: Shell, language: str) -> None:
    case = opened(shell, language)["id"]
    written = shell("case", "edit", case, HEATED[language], "--by", "Sari")
    assert written.exit_code == FLAGGED, written.output
    refused = shell("approve", case, "--by", "Sari", "--language", language)
    assert refused.exit_code == FLAGGED and refused.stdout == ""
    findings = json.loads(shell("case", "show", case, "--json").stdout)["reviews"][-1]["review"]["findings"]
    overruled = [word for number in range(len(findings)) for word in ("--dismiss", f"{number + 1}=she said so herself")]
    waiting = shell("approve", case, "--by", "Sari", "--language", language, *overruled)
    assert waiting.exit_code == FLAGGED and REFUSED[language] in waiting.stderr, waiting.output
    own = shell("case", "second", case, "--by", "Sari", "--role", "manager", "--agree")
    assert own.exit_code == FAILED
    assert shell("case", "second", case, "--by", "Rudi", "--agree").exit_code == READY
    approved = shell("approve", case, "--by", "Sari", *overruled)
    assert approved.exit_code == READY, approved.output
    assert json.loads(approved.stdout)["second_reader"]["name"] == "Rudi"


def test_the_second_reader_sees_the_text_and_nobodys_arguments(shell: Shell) -> None:
    case = opened(shell, "en")["id"]
    shell("case", "edit", case, HEATED["en"], "--by", "Sari")
    assert shell("case", "dismiss", case, "1", "he really did lie", "--by", "Mei", "--role", "manager").exit_code == 0
    shown = shell("case", "show", case)
    assert "he really did lie" in shown.stdout and HEATED["en"] in shown.stdout
    blind = shell("case", "show", case, "--second")
    assert "he really did lie" not in blind.stdout and HEATED["en"] in blind.stdout


def test_a_fact_or_a_message_that_came_since_has_the_text_read_again(shell: Shell, language: str) -> None:
    text, fact = COMPLAINT[language][0], REFUNDED[language]
    opening = ("case", "new", text, "--fact", fact, "--by", "Sari", "--channel", "instagram", "--json")
    case = json.loads(shell(*opening).stdout)["id"]
    approval = shell("approve", case, "--by", "Sari").stdout
    assert shell("case", "message", case, text, "--by", "Sari").exit_code == READY
    assert shell("may-post", case, "--approval", "-", given=approval).exit_code == FLAGGED
    assert shell("case", "fact", case, fact, "--withdraw", "--by", "Sari").exit_code == READY
    # The draft rests on the fact that was withdrawn: it is read again, and found out.
    again = shell("approve", case, "--by", "Sari")
    assert again.exit_code == FLAGGED, again.output
    assert shell("case", "draft", case).exit_code == READY
    assert shell("approve", case, "--by", "Sari").exit_code == READY


def test_the_same_request_opens_one_case(shell: Shell) -> None:
    words = ("case", "new", "Kopi saya dingin", "--by", "toko", "--role", "bot", "--once", "webhook-7", "--json")
    assert json.loads(shell(*words).stdout)["id"] == json.loads(shell(*words).stdout)["id"]


def test_a_manager_erases_and_the_chain_holds(shell: Shell, language: str) -> None:
    case = opened(shell, language)["id"]
    assert shell("case", "erase", case, "--by", "Mei", "--basis", "UU PDP pasal 8").exit_code == READY
    assert COMPLAINT[language][0] not in shell("case", "export", case).stdout
    assert shell("audit", "verify").exit_code == READY


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("case", "show", "nowhere"), "there is no case"),
        (("case", "new", "Kopi dingin", "--by", "Sari", "--role", "boss"), "role: should be"),
        (("case", "new", "Kopi dingin", "--by", "  "), "by: should be"),
        (("case", "new", "  ", "--by", "Sari"), "text: is blank"),
        (("approve", "CASE", "--by", "Sari", "--dismiss", "first"), "dismiss: should be"),
        (("approve", "CASE", "--by", "Sari", "--dismiss", "9=no"), "finding: "),
        (("approve", "CASE", "another text", "--by", "Sari"), "text: is not the newest"),
        (("may-post", "CASE", "--approval", "{}"), "approval: is none"),
        (("posted", "CASE", "javascript:alert(1)", "--by", "Sari"), "link: "),
        (("case", "outcome", "CASE", "two\nlines", "--by", "Sari"), "what: "),
        (("case", "edit", "CASE", "Maaf, Kak.", "--by", "toko", "--role", "bot"), "by: toko, as bot"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(shell: Shell, words: tuple[str, ...], told: str) -> None:
    case = opened(shell, "id")["id"] if "CASE" in words else ""
    done = shell(*(case if word == "CASE" else word for word in words))
    assert done.exit_code == FAILED, done.output
    assert done.stderr.startswith("replyguard: ") and told in done.stderr and done.stderr.count("\n") == 1
