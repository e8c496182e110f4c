"""Labelled replies, a JSON line each: `lang`, `reply`, `findings` (`category`, `quote`), and what is known beside."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from pydantic import Field, ValidationError, model_validator

from replyguard.domain.base import Frozen
from replyguard.domain.complaint import Complaint, input_error
from replyguard.domain.review import Category, Severity
from replyguard.errors import InputError

# The fourteen kinds of finding; the notes that follow them in `Category` are advice, and nobody labels advice.
LABELLED = tuple(list(Category)[:14])


class Label(Frozen):
    """What an annotator marked. The quote is an exact substring of the reply."""

    category: Category
    quote: str = Field(min_length=1)
    severity: Severity | None = None

    @model_validator(mode="after")
    def _is_a_finding(self) -> Label:
        if self.category not in LABELLED:
            raise ValueError(f"category: '{self.category}' is advice; a label is one of the fourteen findings")
        return self


class Labelled(Frozen):
    """A reply with what should be found in it; one without findings is a good reply."""

    id: str | int = ""
    lang: str = Field(min_length=2)
    reply: str = Field(min_length=1)
    complaint: str = ""
    facts: tuple[str, ...] = ()
    channel: str = "other"
    findings: tuple[Label, ...] = ()
    missing: tuple[str, ...] = ()
    verdict: str = ""

    @model_validator(mode="after")
    def _holds_its_quotes(self) -> Labelled:
        if any(label.quote not in self.reply for label in self.findings):
            raise ValueError("findings: a quote does not stand in the reply, letter for letter")
        return self

    @property
    def answered(self) -> Complaint | None:
        """The complaint that the reply answers, where it is known."""
        if not self.complaint.strip():
            return None
        return Complaint.of(text=self.complaint, facts=self.facts, channel=self.channel)


def numbered(file: Path) -> Iterator[tuple[int, str]]:
    """The lines of `file` that hold something, with their numbers; an `InputError` where it cannot be read."""
    try:
        # A line that is not UTF-8 becomes a bad line, not the end.
        text = file.read_text(encoding="utf-8-sig", errors="surrogateescape")
    except OSError as error:
        raise InputError("file", f"{file}: cannot be read: {error.strerror}") from None
    # Not splitlines(): JSON allows U+2028 and its like inside a text.
    return ((number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip())


def parsed(line: str, number: int) -> Labelled:
    """The labelled reply of one line, its number for an id where it has none; `InputError` says what is wrong."""
    try:
        value = json.loads(line)
        found = Labelled.model_validate(value)
    except ValidationError as error:
        raise input_error(error) from None
    except (ValueError, RecursionError):
        raise InputError("line", "is not JSON; write one object a line") from None
    return found if found.id != "" else found.model_copy(update={"id": f"line {number}"})
