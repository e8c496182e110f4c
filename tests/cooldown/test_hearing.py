"""A sentence that is surely at fault is reported though no name for the fault stands out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from replyguard.cooldown.hearing import unnamed
from replyguard.cooldown.reader import Context
from replyguard.cooldown.tagger import TaggerReader
from replyguard.domain.overlap import overlap
from replyguard.languages.pack import load

HELD = Path(__file__).parents[2] / "training" / "data"


@pytest.mark.parametrize("code", ["en", "id"])
async def test_what_was_typed_into_good_drafts_is_heard_more_often_and_mostly_rightly(code: str) -> None:
    more = right = 0
    for line in (HELD / f"held_{code}_6.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        context = Context(load(code), row["complaint"], tuple(row["facts"]))
        named = list(await TaggerReader().read(row["reply"], context))
        extra = list(unnamed(named, row["reply"], context))
        assert not any(overlap(one, other) for one in extra for other in named)
        assert all(row["reply"][one.start : one.end] == one.quote for one in extra)
        if extra and not named:
            more, right = more + 1, right + bool(row["findings"])
    assert more >= 4 and right >= 0.7 * more, (more, right)
