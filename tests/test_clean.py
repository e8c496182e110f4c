"""Good replies that look like bad ones: the review must leave them alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from replyguard import Complaint, ReplyGuard, Settings

_CASES = [
    json.loads(line)
    for file in sorted((Path(__file__).parent / "data").glob("clean_*.jsonl"))
    for line in file.read_text(encoding="utf-8").splitlines()
]


@pytest.fixture(scope="module")
def guard() -> ReplyGuard:
    return ReplyGuard(Settings(offline=True))


@pytest.mark.parametrize("case", _CASES, ids=lambda case: str(case["id"]))
def test_a_good_reply_gets_no_finding(guard: ReplyGuard, case: dict[str, Any]) -> None:
    complaint = Complaint(text=case["complaint"], facts=case["facts"], channel=case["channel"])
    findings = guard.review(case["reply"], complaint).findings
    assert [(found.rule, found.quote) for found in findings if found.category != "too_long"] == []
