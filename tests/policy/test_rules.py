"""The comment policy: breaches are found, anger is not one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from replyguard.errors import DataError
from replyguard.languages.examples import Example
from replyguard.languages.pack import available, load
from replyguard.policy import Breach, Policy, Rule, breaches, load_policy

ROWS: list[dict[str, Any]] = [
    json.loads(line) for line in (Path(__file__).parents[1] / "data" / "policy.jsonl").read_text("utf-8").splitlines()
]


def _entries() -> list[tuple[str, Breach]]:
    found: list[tuple[str, Breach]] = []
    for code in available():
        entries: tuple[Breach, ...] = load(code).read("policy.yaml", tuple[Breach, ...])
        found += [(code, entry) for entry in entries]
    return found


def _examples() -> list[tuple[Breach, Example]]:
    return [(entry, example) for _, entry in _entries() for example in (*entry.fires, *entry.silent)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["text"][:30])
def test_a_comment_breaches_what_it_breaches_and_nothing_else(row: dict[str, Any]) -> None:
    marks = breaches(row["text"])
    assert {mark.what for mark in marks} == ({row["breach"]} if row["breach"] else set())
    for mark in marks:
        assert row["text"][mark.start : mark.end] == mark.quote


@pytest.mark.parametrize(("entry", "example"), _examples(), ids=lambda one: getattr(one, "reply", "")[:30])
def test_each_example_of_the_packs_holds(entry: Breach, example: Example) -> None:
    found = [(mark.start, mark.end) for mark in breaches(example.text) if mark.what == entry.rule]
    assert found == [(span.start, span.end) for span in example.spans]


def test_every_language_has_words_for_every_rule() -> None:
    for code in available():
        assert [entry.rule for other, entry in _entries() if other == code] == list(Rule)
    policy = Policy()
    for rule in Rule:
        for code in available():
            assert policy.meaning(rule, code)
            assert policy.consequence(rule, code)


def test_a_rule_that_the_business_left_out_is_not_enforced() -> None:
    text = "Vote for Harrow in November, and your cashier is a pig."
    policy = Policy()
    milder = policy.model_copy(update={"rules": {Rule.ABUSE: policy.rules[Rule.ABUSE]}})
    assert {mark.what for mark in breaches(text)} == {"abuse", "off_topic"}
    assert [mark.what for mark in breaches(text, milder)] == ["abuse"]


def test_a_policy_file_is_read_and_a_wrong_one_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "policy.yaml"
    path.write_text(
        "url: https://shop.example/rules\nrules:\n  abuse:\n    meaning: {en: No insults.}\n"
        "    consequence: {en: A person may hide it.}\n"
    )
    policy = load_policy(path)
    assert (policy.url, policy.consequence("abuse", "en")) == ("https://shop.example/rules", "A person may hide it.")
    assert policy.consequence("spam", "en") == ""
    path.write_text("rules:\n  rudeness:\n    meaning: {en: a}\n    consequence: {en: b}\n")
    with pytest.raises(DataError, match=r"policy\.yaml:"):
        load_policy(path)
