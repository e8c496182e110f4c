"""Advice beside the verdict, and the two slips that nobody may post: a placeholder, and a text over the limit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from pydantic import Field

from replyguard.cooldown.exceptions import around
from replyguard.cooldown.reader import Context
from replyguard.domain.base import Frozen
from replyguard.domain.review import Category, Finding, Severity
from replyguard.languages.channels import channel
from replyguard.languages.examples import Example
from replyguard.languages.identify import identify
from replyguard.languages.matching import Patterns, compiled
from replyguard.languages.pack import load
from replyguard.languages.schema import Words
from replyguard.languages.text import Folded, Taken, fold, words_of

_SHINGLE = 5
_ROTE = 0.6


class Advice(Frozen):
    """One kind of note: what to say, and the words that call for it. Without patterns the code knows when."""

    reason: Words
    rewrite: str | None = None
    patterns: tuple[Words, ...] = ()
    beside: tuple[Words, ...] = ()
    fires: tuple[Example, ...] = ()
    silent: tuple[Example, ...] = ()


class NotesFile(Frozen):
    """`notes.yaml`: every kind of note has its entry."""

    placeholder: Advice
    too_long: Advice
    public_compensation: Advice
    rote: Advice
    register_: Advice = Field(alias="register")
    wrong_language: Advice
    off_brand: Advice

    def of(self, category: Category) -> Advice:
        """The entry for a category of note."""
        name = "register_" if category is Category.REGISTER else category.value
        advice: Advice = getattr(self, name)
        return advice


@cache
def advice(code: str) -> NotesFile:
    """The notes of language `code`."""
    found: NotesFile = load(code).read("notes.yaml", NotesFile)
    return found


@cache
def _patterns(code: str, category: Category) -> tuple[Patterns, Patterns]:
    entry, pack = advice(code).of(category), load(code)
    return pack.patterns(entry.patterns, file="notes.yaml"), pack.patterns(entry.beside, file="notes.yaml")


class NotesReader:
    """Reads for what a tidy desk would notice. Only `placeholder` and `too_long` block."""

    name = "notes"

    async def read(self, text: str, context: Context) -> Sequence[Finding]:
        return tuple(self.notes(text, context))

    def notes(self, text: str, context: Context) -> Iterator[Finding]:
        """Every note on `text`."""
        folded = fold(text)
        for category in (Category.PLACEHOLDER, Category.PUBLIC_COMPENSATION):
            yield from self._by_pattern(category, folded, context)
        yield from self._by_measure(text, context)
        yield from self._off_brand(text, context)

    def _by_pattern(self, category: Category, folded: Folded, context: Context) -> Iterator[Finding]:
        if category is Category.PUBLIC_COMPENSATION and not channel(context.channel).public:
            return
        patterns, beside = _patterns(context.pack.code, category)
        taken = Taken()
        for hit in patterns.hits(folded.text):
            if beside.any(around(folded, hit.span)):
                continue
            span = folded.back(hit.span.start, hit.span.end)
            if taken.add(span.start, span.end):
                yield self._note(category, folded.original, span.start, span.end, context)

    def _by_measure(self, text: str, context: Context) -> Iterator[Finding]:
        limit = channel(context.channel).limit
        if len(text) > limit:
            yield self._note(Category.TOO_LONG, text, limit, len(text), context, limit=limit, length=len(text))
        registers = _registers(text, context)
        if len(registers) > 1:
            second = registers[1]
            words = "/".join(one.group() for one in registers)
            yield self._note(Category.REGISTER, text, second.start(), second.end(), context, words=words)
        if context.complaint and text.strip():
            mine, theirs = identify(text), identify(context.complaint)
            if mine.sure and theirs.sure and mine.code != theirs.code:
                yield self._note(Category.WRONG_LANGUAGE, text, 0, len(text), context)
        if any(likeness(text, other) > _ROTE for other in context.recent):
            yield self._note(Category.ROTE, text, 0, len(text), context)

    def _off_brand(self, text: str, context: Context) -> Iterator[Finding]:
        for word in context.brand.banned_words:
            for match in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE):
                yield self._note(Category.OFF_BRAND, text, *match.span(), context)

    def _note(self, category: Category, text: str, start: int, end: int, context: Context, **more: Any) -> Finding:
        entry = advice(context.pack.code).of(category)
        blocks = category in (Category.PLACEHOLDER, Category.TOO_LONG)
        reason = entry.reason
        for name, value in {**more, "quote": text[start:end]}.items():
            reason = reason.replace(f"{{{name}}}", str(value))
        return Finding(
            category=category,
            severity=Severity.BLOCK if blocks else Severity.NOTE,
            start=start,
            end=end,
            quote=text[start:end],
            reason=reason,
            rewrite=entry.rewrite,
            reader=self.name,
        )


def _registers(text: str, context: Context) -> list[Any]:
    """The first word of each form of address that `text` uses, by place."""
    firsts = [compiled(pattern).search(text) for pattern in context.pack.language.address.values()]
    return sorted((match for match in firsts if match), key=lambda match: match.start())


def likeness(text: str, other: str) -> float:
    """The share of the shorter text's five-word runs that stand in the other one, 0 to 1."""
    mine, theirs = _shingles(text), _shingles(other)
    fewest = min(len(mine), len(theirs))
    return len(mine & theirs) / fewest if fewest else 0.0


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = words_of(text.casefold())
    return {tuple(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1)}
