"""What the customer or the facts said already is no fault when the reply says it again."""

from __future__ import annotations

import asyncio

import pytest

from replyguard.cooldown.reader import Context
from replyguard.cooldown.rules import RuleReader
from replyguard.languages.pack import load


def found(reply: str, code: str, complaint: str = "", facts: tuple[str, ...] = ()) -> set[str]:
    findings = asyncio.run(RuleReader().read(reply, Context(load(code), complaint, facts)))
    for finding in findings:
        assert reply[finding.start : finding.end] == finding.quote
    return {finding.category.value for finding in findings}


@pytest.mark.parametrize(("code", "words"), [("en", "WAITED OUTSIDE THE GATE"), ("id", "KAMI TUNGGU DI LUAR TIGA JAM")])
def test_the_customers_capitals_may_be_quoted_and_others_are_shouted(code: str, words: str) -> None:
    reply = f"{words}: " + ("that we read twice." if code == "en" else "itu kami baca dua kali.")
    assert "shouting" in found(reply, code)
    assert "shouting" not in found(reply, code, f"We {words} for nothing!!")


def test_an_explanation_that_the_facts_tell_together_is_no_excuse() -> None:
    reply = "The boiler failed on Monday and the water was cold until Friday."
    facts = "boiler failed on Monday", "water cold until Friday"
    assert "excuse" in found(reply, "en")
    assert "excuse" in found(reply, "en", facts=facts[1:])
    assert "excuse" not in found(reply, "en", facts=facts)
