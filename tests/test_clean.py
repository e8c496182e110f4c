"""Good replies that look like bad ones: the exact readers leave each alone, all together all but a few."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from replyguard import Brand, Complaint, ReplyGuard
from replyguard.cooldown.reader import Context
from replyguard.cooldown.reviewer import Reviewer
from replyguard.languages.pack import load
from tests.conftest import EXACT

_CASES = [
    json.loads(line)
    for file in sorted((Path(__file__).parent / "data").glob("clean_*.jsonl"))
    for line in file.read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("case", _CASES, ids=lambda case: str(case["id"]))
def test_a_good_reply_gets_no_finding(case: dict[str, Any]) -> None:
    complaint = Complaint(text=case["complaint"], facts=case["facts"], channel=case["channel"])
    context = Context.of(load(case["id"].partition("-")[0]), complaint, Brand())
    findings = asyncio.run(Reviewer(only=EXACT).review(case["reply"], context)).findings
    assert [(found.rule, found.quote) for found in findings if found.category != "too_long"] == []


@pytest.mark.parametrize("language", ["en", "id"])
def test_the_tagger_too_marks_few_of_them(language: str, offline: ReplyGuard) -> None:
    mine = [case for case in _CASES if case["id"].startswith(language)]
    marked = [
        case["id"]
        for case in mine
        if any(
            found.category != "too_long"
            for found in offline.review(
                case["reply"], Complaint(text=case["complaint"], facts=case["facts"], channel=case["channel"])
            ).findings
        )
    ]
    # Hard ones on purpose: on ordinary good replies it marks fewer (docs/model-card.md).
    assert len(marked) <= 0.25 * len(mine), marked
