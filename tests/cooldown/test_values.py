"""Values are looked for only where one of their words begins, and none is missed by that."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from replyguard.cooldown.dates import _places, _searches, values

DATA = Path(__file__).parents[1] / "data"
_MORE = (
    "٣ hari lagi",
    "Rp1.000.000 rp 50rb",
    "12/12/2026 09.30-17.00",
    "dua dua puluh dua",
    "besok lusa 2x24 jam",
    "may 12, 40 dollars",
    "half past five, jam setengah enam",
)


def _texts() -> set[str]:
    rows = [json.loads(line) for line in (DATA / "claims.jsonl").read_text(encoding="utf-8").splitlines()]
    pairs = [json.loads(line) for line in (DATA / "claim_pairs.jsonl").read_text(encoding="utf-8").splitlines()]
    return {row["reply"].lower() for row in (*rows, *pairs)}


@pytest.mark.parametrize("search", _searches(), ids=lambda one: one.kind)
def test_a_search_that_looks_at_words_finds_what_one_of_the_whole_text_finds(search: object) -> None:
    from replyguard.cooldown.dates import Search

    assert isinstance(search, Search)
    found = 0
    for text in (*_texts(), *_MORE):
        whole = [match.span() for match in search.pattern.finditer(text)]
        assert [match.span() for match in search.matches(text, _places(text))] == whole, text
        found += len(whole)
    assert found or search.kind == "clock"


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("half past five", {330.0, 1050.0}),
        ("a quarter to nine", {525.0, 1245.0}),
        ("jam setengah enam", {330.0, 1050.0}),
        ("setengah enam pagi", {330.0}),
        ("setengah 6 pagi", {330.0}),
        ("half past 5 pm", {1050.0}),
    ],
)
def test_a_part_of_an_hour_is_a_time(text: str, times: set[float]) -> None:
    assert [(str(value.kind), set(value.amounts)) for value in values(text)] == [("clock", times)]


@pytest.mark.parametrize("text", ["half an hour", "setengah jam"])
def test_a_part_of_an_hour_that_lasts_is_a_duration(text: str) -> None:
    assert [(str(value.kind), set(value.amounts)) for value in values(text)] == [("duration", {30.0})]
