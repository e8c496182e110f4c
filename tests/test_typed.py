"""What people type in small letters, spelt out or with dots is hidden too when it leaves; ordinary words stay."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from replyguard.languages.examples import Example, _Example
from replyguard.privacy import Vault, find
from replyguard.typed import Typed, entries

DATA = Path(__file__).parent / "data"


def _lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


ROWS = _lines("private_typed.jsonl")
PLAIN = [row["text"] for row in _lines("complaints_200.jsonl")]


def _examples(kind: str) -> list[tuple[Typed, Example]]:
    return [(entry, example) for entry in entries() for example in getattr(entry, kind)]


@pytest.mark.parametrize(("entry", "example"), _examples("finds"), ids=lambda one: getattr(one, "reply", "")[:30])
def test_each_entry_finds_what_its_examples_mark(entry: Typed, example: Example) -> None:
    found = [one for one in find(example.text, masking=True, leaving=True) if one.kind == entry.kind]
    assert [(one.start, one.end) for one in found] == [(span.start, span.end) for span in example.spans]
    assert all(example.text[one.start : one.end] == one.quote for one in found)


@pytest.mark.parametrize(("entry", "example"), _examples("silent"), ids=lambda one: getattr(one, "reply", "")[:30])
def test_near_misses_of_each_entry_stay_as_they_are(entry: Typed, example: Example) -> None:
    assert Vault().mask(example.text) == example.text


@pytest.mark.parametrize(
    "reply", ["Kami cari motor b 417 tk itu.", "We know 12 elm street well.", "Tiket atas nama retno wulandari, ya."]
)
def test_a_reply_that_is_read_for_faults_is_not_read_so_broadly(reply: str) -> None:
    assert find(reply) == ()
    assert find(reply, masking=True, leaving=True) != ()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["text"][:30])
def test_what_is_marked_in_a_typed_complaint_is_masked_and_comes_back(row: dict[str, Any]) -> None:
    marked = _Example(reply=row["text"])
    vault = Vault()
    masked = vault.mask(marked.text)
    assert [span.of(marked.text) for span in marked.spans if span.of(marked.text).lower() in masked.lower()] == []
    assert vault.restore(masked) == marked.text


def test_of_complaints_without_personal_data_nearly_all_words_stay_readable() -> None:
    words = sum(len(text.split()) for text in PLAIN)
    hidden = [one.quote for text in PLAIN for one in find(text, masking=True, leaving=True)]
    assert sum(len(quote.split()) for quote in hidden) < 0.03 * words


@pytest.mark.parametrize("words", ["saya tanya dua kali", "they cancelled and made me wait"])
def test_a_name_that_is_also_a_word_stays_a_word(words: str) -> None:
    assert Vault().mask(words) == words


def test_cards_of_the_newer_series_are_cards_in_a_reply_too() -> None:
    assert [one.kind for one in find("Kartunya 2223 0031 2200 3222, ya.")] == ["card"]
    assert "card" not in [one.kind for one in find("Resi 2223 0031 2200 3223 dan 2024 0031 2200 3224.")]
