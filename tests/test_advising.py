"""Whatever may go wrong with a model is told in both languages, with what the user can do next."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from replyguard import Complaint, desk
from replyguard.advising import told
from replyguard.cooldown.reviewer import check_reply
from replyguard.errors import InputError
from replyguard.languages import identify
from replyguard.models import answers, budget, circuit, door, failures, fitness, line, masking
from replyguard.models.ledger import FileLedger
from replyguard.revising import wanting

MODULES: tuple[ModuleType, ...] = (answers, budget, circuit, desk, door, failures, fitness, line, masking, wanting)
SENTENCES = {
    f"{module.__name__}.{name}": value.replace("{model}", "openai:mine")
    for module in MODULES
    for name, value in vars(module).items()
    if name.isupper() and isinstance(value, str) and value.endswith(".")
}
OTHERS = {
    "key": failures.refused_key("google_genai"),
    "ledger": FileLedger(Path("/data, mine/spending.sqlite3"))._unwritable,
    "language": identify._unknown().note,
    "required": "A model must read every reply here, and none is configured.",
}
ADVICE = {**SENTENCES, **OTHERS}
ENGLISH = re.compile(r"\b(?:the|and|or|with|try|again|that|was|not|of|is)\b", re.IGNORECASE)


def test_no_sentence_is_left_out() -> None:
    assert len(SENTENCES) >= 33
    assert {
        "replyguard.models.door.SPENT",
        "replyguard.revising.wanting.MUTE",
        "replyguard.models.circuit.PAUSED",
    } <= set(SENTENCES)


@pytest.mark.parametrize("name", ADVICE)
def test_each_is_told_in_indonesian_with_the_same_settings_named(name: str) -> None:
    here = told(ADVICE[name], "id")
    assert not ENGLISH.search(here)
    named = re.compile(r"[A-Z]+_[A-Z_]+|--offline|openai:mine|/data, mine/spending\.sqlite3")
    assert named.findall(here) == named.findall(ADVICE[name])
    assert told(ADVICE[name], "en") == ADVICE[name]


WRONG_INPUT: dict[str, Callable[[], object]] = {
    "no reply": lambda: check_reply(" "),
    "half a character": lambda: check_reply("\ud800"),
    "too long a reply": lambda: check_reply("a" * 20_001),
    "no complaint": lambda: Complaint.of(text=" "),
    "half a character in a complaint": lambda: Complaint.of(text="\ud800"),
    "too long a complaint": lambda: Complaint.of(text="a" * 20_001),
    "too long a name": lambda: Complaint.of(text="Basi.", customer="a" * 81),
    "half a character in a name": lambda: Complaint.of(text="Basi.", customer="\ud800"),
    "half a character in a fact": lambda: Complaint.of(text="Basi.", facts=("\ud800",)),
    "too long a fact": lambda: Complaint.of(text="Basi.", facts=("a" * 1_001,)),
}


@pytest.mark.parametrize("case", WRONG_INPUT)
def test_what_is_wrong_with_an_input_is_told_in_indonesian_too(case: str) -> None:
    with pytest.raises(InputError) as error:
        WRONG_INPUT[case]()
    here = told(str(error.value), "id")
    assert not ENGLISH.search(here) and "should" not in here
    assert re.findall(r"\d[\d,]+", here) == re.findall(r"\d[\d,]+", str(error.value))


def test_two_sentences_in_a_row_are_both_told() -> None:
    assert told(f"{failures.BROKEN} {desk.FALLBACK}", "id") == (
        f"{told(failures.BROKEN, 'id')} {told(desk.FALLBACK, 'id')}"
    )
    assert not ENGLISH.search(told(f"{failures.BROKEN} {desk.FALLBACK}", "id"))


def test_what_changes_is_kept_letter_for_letter() -> None:
    assert "x:{y}\\1" in told(budget.UNPRICED.format(model="x:{y}\\1"), "id")


def test_what_is_said_in_indonesian_is_told_in_english() -> None:
    said = "Bahasa Melayu: dibaca dengan kaidah Bahasa Indonesia, periksa sekali lagi."
    assert told(said, "en").startswith("Malay:") and told(said, "id") == said


def test_what_is_not_known_is_shown_as_it_is() -> None:
    assert told("Malay is read as Indonesian {x}.", "id") == "Malay is read as Indonesian {x}."
