"""A rule reads one sentence at a time: what stands after a full stop is not what stood before it."""

from __future__ import annotations

from pathlib import Path

import pytest

from replyguard.cooldown.reader import Context
from replyguard.cooldown.rules import RuleSet, ruleset
from replyguard.languages.pack import Pack, load
from replyguard.languages.text import fold

RULE = """\
- id: anger.test
  severity: block
  patterns: ['\\bgo(?: \\S+){0,6} away\\b']
  reason: It sends the customer off.
  rewrite: ""
  fires: ["Just [[go away]].", "Please [[go far away]] now."]
  silent: ["The smell is gone.", "We were away for a day."]
"""


def marked(reply: str, code: str, rule: str) -> set[str]:
    rules, folded = ruleset(code), fold(reply)
    faults = rules.faults(folded, Context(load(code)))
    return {fault.span.of(folded.text) for fault in faults if fault.rule.id == rule}


@pytest.mark.parametrize(
    ("code", "rule", "reply", "words"),
    [
        (
            "en",
            "denial.only_you",
            "We will look at the ledger and write back. Other guests had no trouble with the lift.",
            "Other guests had no trouble with the lift",
        ),
        (
            "id",
            "unsupported_claim.dana_kembali",
            "Biaya parkirnya memang membingungkan. Selisihnya sudah kami kembalikan.",
            "Selisihnya sudah kami kembalikan",
        ),
    ],
)
def test_the_good_sentence_before_a_fault_is_left_alone(code: str, rule: str, reply: str, words: str) -> None:
    assert marked(reply, code, rule) == {words}


def found(tmp_path: Path, reply: str, change: tuple[str, str] = ("", "")) -> list[str]:
    rules, folded = RuleSet(_pack(tmp_path, RULE.replace(*change))), fold(reply)
    return [fault.match.of(folded.text) for fault in rules.faults(folded, Context(rules.pack))]


def test_words_on_both_sides_of_a_sentence_end_are_no_match(tmp_path: Path) -> None:
    assert found(tmp_path, "We go at six. Nobody was away.") == []
    assert found(tmp_path, "We go at six, nobody was away.") == ["go at six, nobody was away"]


def test_a_shorter_match_inside_one_of_the_sentences_is_still_found(tmp_path: Path) -> None:
    assert found(tmp_path, "Go. Please go away! You go far. Stay away.") == ["go away"]
    assert found(tmp_path, "Go on\n\ngo away") == ["go away"]


def test_a_stop_after_a_shortened_word_ends_no_sentence(tmp_path: Path) -> None:
    assert found(tmp_path, "Let Mr. Finch go to Dr. Marsh far away.") == ["go to Dr. Marsh far away"]


def test_the_beginning_and_the_end_of_a_pattern_are_those_of_a_sentence(tmp_path: Path) -> None:
    change = r"\bgo(?: \S+){0,6} away\b", r"^go away\.$"
    assert found(tmp_path, "Hear this. Go away. Not: go away.", change) == ["Go away."]


def test_a_rule_that_says_so_reads_across_sentences(tmp_path: Path) -> None:
    assert found(tmp_path, "Go on. Stay away.", ("  span: ", "")) == []
    assert found(tmp_path, "Go on. Stay away.", ("  reason:", "  across: true\n  reason:")) == ["Go on. Stay away"]


def _pack(folder: Path, rules: str) -> Pack:
    (folder / "rules").mkdir(exist_ok=True)
    (folder / "rules" / "anger.yaml").write_text(rules, encoding="utf-8")
    (folder / "exceptions.yaml").write_text("[]", encoding="utf-8")
    words = ", ".join(f"word{number}" for number in range(20))
    (folder / "language.yaml").write_text(f"code: en\nname: Test\nstopwords: [{words}]\n", encoding="utf-8")
    return Pack(folder)
