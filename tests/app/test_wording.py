"""The page's words: every language has all of them, and what the library says of a problem has its words in each."""

from __future__ import annotations

import importlib
import string
import sys
from pathlib import Path
from types import ModuleType

import pytest

from replyguard import desk
from replyguard.languages import identify
from replyguard.models import answers, budget, circuit, door, failures, fitness, line, masking
from replyguard.models.ledger import FileLedger
from replyguard.privacy import _ORDER
from replyguard.triage.signals import signals

ROOT = Path(__file__).parent.parent.parent
SPEAKERS = (answers, budget, circuit, desk, door, failures, fitness, line, masking)


@pytest.fixture
def wording(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "ui"))
    monkeypatch.delitem(sys.modules, "wording", raising=False)
    return importlib.import_module("wording")


def _said() -> list[str]:
    """Every sentence of advice that the library has for a user, with something in the place of what changes."""
    constants = [
        value
        for module in SPEAKERS
        for name, value in vars(module).items()
        if name.isupper() and isinstance(value, str) and value.endswith(".")
    ]
    filled = [
        text.format_map({name: "a{b}" for _, name, _, _ in string.Formatter().parse(text) if name})
        for text in constants
    ]
    ledger = FileLedger(Path("/there/spending.sqlite3"))
    return [*filled, failures.refused_key("anthropic"), ledger._unwritable, identify._unknown().note]


def test_every_problem_is_told_in_indonesian(wording: ModuleType) -> None:
    said = _said()
    assert len(said) > 25
    assert [text for text in said if wording.translated(text, "id") == text] == []
    assert [text for text in said if wording.translated(text, "en") != text] == []


def test_what_changes_in_a_problem_is_kept_and_two_sentences_are_both_told(wording: ModuleType) -> None:
    told = wording.translated(f"{failures.refused_key('anthropic')} {desk.FALLBACK}", "id")
    assert (
        "ANTHROPIC_API_KEY" in told
        and "ditolak" in told
        and told.endswith("Mesin bawaan melanjutkan sebagai gantinya.")
    )
    unpriced = wording.translated(budget.UNPRICED.format(model="x:{y}\\1"), "id")
    assert "Harga x:{y}\\1 belum" in unpriced
    assert wording.translated("something else", "id") == "something else"
    assert (
        wording.translated("Bahasa Melayu: dibaca dengan kaidah Bahasa Indonesia, periksa sekali lagi.", "en")[:6]
        == "Malay:"
    )


def test_both_languages_have_every_word_and_every_kind(wording: ModuleType) -> None:
    english, indonesian = wording.words("en"), wording.words("id")
    assert set(english) == set(indonesian)
    risks = {what for code in ("en", "id") for kind, what, _ in signals(code) if kind == "risk"}
    assert [kind for kind in (*risks, "threat", *_ORDER) if f"kind_{kind}" not in english] == []
    fields = {
        name: {field for _, field, _, _ in string.Formatter().parse(text) if field} for name, text in english.items()
    }
    assert fields == {
        name: {field for _, field, _, _ in string.Formatter().parse(text) if field} for name, text in indonesian.items()
    }
