"""People leave out commas and apostrophes; a fault is one without them too, and a good offer stays one."""

from __future__ import annotations

import re

import pytest

from replyguard.cooldown.reader import Context
from replyguard.cooldown.rules import ruleset
from replyguard.languages.pack import load
from replyguard.languages.text import fold

_INNER = re.compile(r"(?<=\w)'(?=\w)")
# Without their apostrophe these are other words.
_OTHER_WORDS = re.compile(r"\b(?:we|i|he|she)'(?:re|ll|d)\b", re.IGNORECASE)


def _rules(reply: str, code: str) -> set[str]:
    return {fault.rule.id for fault in ruleset(code).faults(fold(reply), Context(load(code)))}


def test_nearly_every_example_is_found_without_its_apostrophes() -> None:
    asked = [
        (rule, example.text)
        for rule in load("en").rules
        for example in rule.fires
        if _INNER.search(example.text) and not _OTHER_WORDS.search(example.text) and rule.claim is None
    ]
    missed = [text for rule, text in asked if rule.id not in _rules(_INNER.sub("", text), "en")]
    assert len(missed) <= len(asked) // 10, missed


@pytest.mark.parametrize(
    ("code", "reply", "category"),
    [
        ("en", "If you dont like the noise then shop somewhere else.", "anger"),
        ("en", "If you're not happy, find yourself a different gym.", "anger"),
        ("en", "Perhaps pottery is not your cup of tea.", "sarcasm"),
        ("id", "Kalau tidak suka silakan cari salon lain.", "anger"),
        ("id", "Kalau tidak suka, ya cari salon lain saja.", "anger"),
        ("id", "Mungkin hotel kami bukan untuk Bapak.", "sarcasm"),
    ],
)
def test_sending_the_customer_elsewhere_is_found_with_and_without_a_comma(code: str, reply: str, category: str) -> None:
    assert category in {rule.partition(".")[0] for rule in _rules(reply, code)}


@pytest.mark.parametrize(
    ("code", "reply"),
    [
        ("en", "If you'd rather eat somewhere quieter, we can lay a table in the garden."),
        ("en", "If you don't like the red one, tell us and we will send the grey one."),
        ("id", "Silakan cari kami di lantai 2 dekat lift."),
        ("id", "Kalau warnanya kurang cocok, silakan pilih warna lain, ongkirnya kami yang bayar."),
    ],
)
def test_an_offer_in_the_same_words_is_left_alone(code: str, reply: str) -> None:
    assert _rules(reply, code) == set()
