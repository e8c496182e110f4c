"""The command line as a shell sees it: what it prints, and its exit status."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

READY, FLAGGED, FAILED = 0, 1, 2

DEFENSIVE = {
    "en": "We are sorry you feel that way, but you should have read the description.",
    "id": "Maaf kalau Kakak merasa kecewa, tapi seharusnya Kakak baca deskripsi dulu.",
}
CALM = {
    "en": "We are sorry that we sent you the wrong size. Thank you for telling us. Please message us and we will look.",
    "id": "Mohon maaf, kami salah kirim ukuran. Terima kasih sudah memberi tahu. Silakan kirim pesan ke kami ya, Kak.",
}
COMPLAINT = {"en": "You sent me the wrong size!", "id": "Ukurannya salah kirim!"}


def replyguard(*words: str, given: str | None = None, code: str = "utf-8") -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("REPLYGUARD", "OPENAI"))}
    return subprocess.run(
        [sys.executable, "-m", "replyguard.cli", *words],
        input=given if given is not None else "",
        capture_output=True,
        text=True,
        encoding=code,
        env={**environment, "PYTHONIOENCODING": code, "COLUMNS": "100"},
        check=False,
    )


@pytest.mark.parametrize("language", ["en", "id"])
def test_a_calm_reply_is_ready(language: str) -> None:
    done = replyguard("review", CALM[language], "--complaint", COMPLAINT[language], "--offline")
    assert done.returncode == READY, done.stdout + done.stderr
    assert "Ready" in done.stdout


@pytest.mark.parametrize("language", ["en", "id"])
def test_a_defensive_reply_is_shown_with_its_words_underlined(language: str) -> None:
    done = replyguard("review", DEFENSIVE[language], "--offline")
    assert done.returncode == FLAGGED
    assert "^^^^" in done.stdout
    assert "→" in done.stdout


@pytest.mark.parametrize("language", ["en", "id"])
def test_a_reply_can_come_from_a_file_or_from_standard_input(language: str, tmp_path: Path) -> None:
    file = tmp_path / "reply.txt"
    file.write_text(DEFENSIVE[language], encoding="utf-8")
    told = [
        json.loads(replyguard("review", *words, "--json", "--offline", given=given).stdout)
        for words, given in (((DEFENSIVE[language],), None), ((str(file),), None), (("-",), DEFENSIVE[language]))
    ]
    assert told[0]["findings"]
    assert told[0] == told[1] == told[2]


@pytest.mark.parametrize("language", ["en", "id"])
def test_json_holds_what_the_contract_names(language: str) -> None:
    answer = json.loads(replyguard("review", DEFENSIVE[language], "--json", "--offline").stdout)
    assert {"verdict", "findings", "missing", "language", "checked_by"} <= set(answer)
    for finding in answer["findings"]:
        wanted = {"category", "severity", "start", "end", "quote", "reason", "rewrite", "reader"}
        assert set(finding) == wanted
        assert DEFENSIVE[language][finding["start"] : finding["end"]] == finding["quote"]


@pytest.mark.parametrize("language", ["en", "id"])
def test_a_draft_is_printed_with_its_review(language: str) -> None:
    done = replyguard("draft", COMPLAINT[language], "--fact", "wrong size sent", "--json", "--offline")
    answer = json.loads(done.stdout)
    assert {"reply", "engine", "triage", "review"} <= set(answer)
    assert (answer["tokens"], answer["cost"]) == (0, 0.0)
    assert answer["engine"] == "offline"
    assert done.returncode == READY


def test_a_bad_line_is_reported_in_its_place_and_the_rest_goes_on(tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": "a", "reply": CALM["en"]}),
        "not json",
        json.dumps({"id": "c", "reply": ""}),
        json.dumps({"id": "d", "reply": DEFENSIVE["id"], "facts": "one"}),
        json.dumps({"id": 5, "reply": DEFENSIVE["id"], "facts": ["one"], "channel": "x"}),
        json.dumps({"id": "f", "reply": "\ud800 half"}),
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(lines), encoding="utf-8")
    out = tmp_path / "out.jsonl"
    done = replyguard("review", "--jsonl", str(tmp_path / "in.jsonl"), "--out", str(out), "--offline")
    answers = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert done.returncode == FAILED
    assert [answer.get("id", answer.get("line")) for answer in answers] == ["a", 2, "c", "d", 5, "f"]
    assert ["error" in answer for answer in answers] == [False, True, True, True, False, True]
    assert answers[2]["error"].startswith("reply: ")
    assert answers[3]["error"].startswith("facts: ")
    assert answers[4]["findings"]


def test_drafts_for_many_lines_keep_their_order(tmp_path: Path) -> None:
    lines = [{"id": n, "complaint": f"{COMPLAINT['id']} Sudah {n + 2} hari.", "channel": "x"} for n in range(12)]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    done = replyguard("draft", "--jsonl", str(tmp_path / "in.jsonl"), "--out", str(tmp_path / "out"), "--offline")
    answers = [json.loads(line) for line in (tmp_path / "out").read_text(encoding="utf-8").splitlines()]
    assert [answer["id"] for answer in answers] == list(range(12)), done.stderr
    assert all(len(answer["reply"]) <= 280 for answer in answers)


def test_the_file_that_is_read_is_never_written_over(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text(json.dumps({"reply": "ok"}), encoding="utf-8")
    done = replyguard("review", "--jsonl", str(file), "--out", str(file), "--offline")
    assert done.returncode == FAILED
    assert json.loads(file.read_text(encoding="utf-8")) == {"reply": "ok"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("review", "  "), "reply: is blank"),
        (("review", "ok", "--language", "tlh"), "language: "),
        (("review", "--jsonl", "no-such-file", "--out", "x"), "jsonl: "),
        (("draft", "Late!", "--channel", "a b!"), "channel: "),
        (("review", "ok", "--brand", "no-such-file"), "no-such-file"),
    ],
)
def test_a_wrong_input_is_one_line_that_names_the_field(words: tuple[str, ...], said: str) -> None:
    done = replyguard(*words, "--offline")
    assert done.returncode == FAILED
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_text_cannot_drive_the_terminal() -> None:
    done = replyguard("review", "We are sorry.\x1b[2J\x1b]0;owned\x07 [red]Thanks[/red] for telling us.", "--offline")
    assert "\x1b" not in done.stdout
    assert "[red]" in done.stdout


def test_a_terminal_that_knows_only_ascii_still_gets_json() -> None:
    done = replyguard("review", "Maaf ya Kak 🙏 kami salah kirim.", "--json", "--offline", code="ascii")
    assert json.loads(done.stdout)["verdict"] == "ready"


def test_the_version_is_the_package_s() -> None:
    assert replyguard("version").stdout.startswith("replyguard 0.")


def test_the_demo_prints_a_reply_in_each_language() -> None:
    done = replyguard("demo", "--offline")
    assert done.returncode == READY
    assert "language en" in done.stdout
    assert "language id" in done.stdout


def test_eval_prints_figures_and_reports_a_bad_line(tmp_path: Path) -> None:
    lines = [
        {"id": "a", "lang": "en", "reply": DEFENSIVE["en"], "findings": [{"category": "hurt", "quote": "feel"}]},
        {"id": "b", "lang": "id", "reply": CALM["id"], "findings": []},
        {"id": "c", "lang": "id"},
    ]
    file = tmp_path / "labelled.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    shown, told = replyguard("eval", str(file)), replyguard("eval", str(file), "--json", "--readers", "rules")
    assert (shown.returncode, told.returncode) == (FAILED, FAILED)
    assert "labelled.jsonl:3: reply: " in shown.stderr
    assert "worst errors" in shown.stdout
    assert DEFENSIVE["en"] not in shown.stdout
    assert DEFENSIVE["en"] in replyguard("eval", str(file), "--show").stdout.replace("\n", " ")
    figures = json.loads(told.stdout)
    assert [one["language"] for one in figures["languages"]] == ["en", "id"]
    assert figures["languages"][0]["caught"]["hits"] == 1
    assert replyguard("eval", str(file), "--readers", "nobody").stderr.startswith("replyguard: readers: ")


@pytest.mark.parametrize(("language", "said"), [("en", "Found by the rules"), ("id", "Ditemukan oleh aturan")])
def test_a_finding_is_explained_where_asked(language: str, said: str, tmp_path: Path) -> None:
    shown = replyguard("review", DEFENSIVE[language], "--explain", "--offline")
    told = json.loads(replyguard("review", DEFENSIVE[language], "--explain", "--json", "--offline").stdout)
    assert shown.returncode == FLAGGED
    assert said in shown.stdout
    explanations = [finding["explanation"] for finding in told["findings"]]
    assert all(one["rule"] in shown.stdout and one["exceptions"] for one in explanations)
    assert all(one["sentences"][0].startswith(said.split()[0]) for one in explanations)
    (tmp_path / "in").write_text(json.dumps({"reply": DEFENSIVE[language]}), encoding="utf-8")
    many = json.loads(replyguard("review", "--jsonl", str(tmp_path / "in"), "--explain", "--offline").stdout)
    assert [finding["explanation"] for finding in many["findings"]] == explanations
