"""Whoever accepts every rewrite of a flagged reply has a reply that is ready, and that states nothing new."""

from __future__ import annotations

import json
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

from replyguard.cooldown.claims import ClaimsReader
from replyguard.cooldown.reader import Context
from replyguard.cooldown.reviewer import Reviewer
from replyguard.cooldown.together import revised
from replyguard.domain.overlap import coincide
from replyguard.domain.review import Review, Verdict
from replyguard.languages.pack import available, load
from replyguard.revising.honesty import adds

DATA = Path(__file__).parents[1] / "data"
LEAST_READY, LEAST_FLAGGED = 0.95, 30


@cache
def _cases(code: str) -> tuple[tuple[str, Context], ...]:
    lines = (DATA / f"flagged_{code}.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return tuple((row["reply"], Context(load(code), row["complaint"], tuple(row["facts"]))) for row in rows)


_known: dict[str, list[tuple[str, Review, Context]]] = {}


async def _flagged(code: str) -> list[tuple[str, Review, Context]]:
    """Each reply that is flagged, its review, and what it was read with."""
    if code not in _known:
        reviews = [(reply, await Reviewer().review(reply, context), context) for reply, context in _cases(code)]
        _known[code] = [one for one in reviews if one[1].findings]
    return _known[code]


async def _accepted(code: str) -> list[tuple[str, str, Context]]:
    """Each reply that is flagged, what it becomes with every rewrite accepted, and what it was read with."""
    return [(reply, revised(reply, review.findings), context) for reply, review, context in await _flagged(code)]


@pytest.mark.parametrize("code", available())
async def test_no_fault_is_told_twice(code: str) -> None:
    for _, review, _ in await _flagged(code):
        for one, other in combinations(review.findings, 2):
            assert one.category is not other.category or not coincide(one, other), (one.quote, other.quote)


@pytest.mark.parametrize("code", available())
async def test_a_flagged_reply_is_ready_once_all_its_rewrites_are_accepted(code: str) -> None:
    accepted = await _accepted(code)
    assert len(accepted) >= LEAST_FLAGGED
    again = [(after, await Reviewer().review(after, context)) for _, after, context in accepted]
    left = [after for after, review in again if review.verdict is not Verdict.READY]
    assert len(left) <= len(again) * (1 - LEAST_READY), left


@pytest.mark.parametrize("code", available())
async def test_no_rewrite_states_what_nobody_confirmed(code: str) -> None:
    for before, after, context in await _accepted(code):
        assert not await ClaimsReader().read(after, context), after
        assert not await adds(after, before, context), after


@pytest.mark.parametrize("code", available())
async def test_no_reply_becomes_headless_or_says_a_sentence_twice(code: str) -> None:
    for _, after, _ in await _accepted(code):
        sentences = [one.strip(" .!?").casefold() for one in after.replace("\n", ". ").split(". ") if one.strip(" .")]
        assert len(after.split()) >= 3 and after.lstrip()[:1].isalnum(), after
        assert len(sentences) == len(set(sentences)), after
