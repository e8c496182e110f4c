"""The page's words: every language has all of them."""

from __future__ import annotations

import importlib
import string
import sys
from pathlib import Path
from types import ModuleType

import pytest

from replyguard import desk
from replyguard.models import answers, budget, circuit, door, failures, fitness, line, masking
from replyguard.privacy import _ORDER
from replyguard.triage.signals import signals

ROOT = Path(__file__).parent.parent.parent
SPEAKERS = (answers, budget, circuit, desk, door, failures, fitness, line, masking)


@pytest.fixture
def wording(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "ui"))
    monkeypatch.delitem(sys.modules, "wording", raising=False)
    return importlib.import_module("wording")


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
