"""Personal data as people type it: in small letters, spelt out, with dots. For a text that is about to leave.

In such a text taking too much costs little, for it comes back; in a reply that is read for faults it would cost a lot.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pydantic import Field

from replyguard.domain.base import Frozen
from replyguard.languages import yaml
from replyguard.languages.examples import Example
from replyguard.languages.matching import Patterns, compiled
from replyguard.languages.schema import Name, Words
from replyguard.languages.text import Folded, Span
from replyguard.people import function_words

_FILE = Path(__file__).parent / "typed.yaml"
_WORD = re.compile(r"[a-z']{2,}")
_NUMBER = "no"  # of a house; in English also a function word


class Typed(Frozen):
    """One entry of `typed.yaml`; what its fields mean is written there."""

    kind: Name
    patterns: tuple[Words, ...] = Field(min_length=1)
    unless: str = ""
    plain: bool = False
    finds: tuple[Example, ...] = Field(min_length=2)
    silent: tuple[Example, ...] = Field(min_length=2)


@cache
def entries() -> tuple[Typed, ...]:
    """All that is looked for."""
    found: tuple[Typed, ...] = yaml.read(_FILE, tuple[Typed, ...])
    return found


def typed(folded: Folded) -> Iterator[tuple[str, Span]]:
    """Kind and place of each, in characters of `folded.text`; kinds may claim the same characters."""
    owners, patterns = _wanted()
    for hit in patterns.hits(folded.text):
        entry, words = owners[hit.pattern], hit.span.of(folded.text)
        if not _something_else(entry, words):
            yield entry.kind, _whole(hit.span, words) if entry.kind == "person" else hit.span


@cache
def _wanted() -> tuple[tuple[Typed, ...], Patterns]:
    owners = tuple(entry for entry in entries() for _ in entry.patterns)
    return owners, Patterns(source for entry in entries() for source in entry.patterns)


def _something_else(entry: Typed, words: str) -> bool:
    if entry.unless and compiled(entry.unless).search(words):
        return True
    told = _WORD.findall(words.lower())
    if entry.kind == "person":
        return told[0] in function_words()
    return entry.plain and any(word in function_words() and word != _NUMBER for word in told)


def _whole(span: Span, words: str) -> Span:
    """A name without the common word behind it: "retno yang"."""
    first, _, last = words.rpartition(" ")
    return Span(span.start, span.start + len(first)) if first and last.lower() in function_words() else span
