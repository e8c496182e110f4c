"""Which of the five parts of a good reply are there, and which are missing."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from functools import cache, lru_cache

from replyguard.cooldown.amounts import near
from replyguard.cooldown.dates import values
from replyguard.cooldown.lexicon import content, keys_of
from replyguard.cooldown.reader import Context
from replyguard.cooldown.support import share
from replyguard.domain.base import Frozen
from replyguard.domain.review import Part
from replyguard.languages.channels import channel
from replyguard.languages.examples import Example
from replyguard.languages.matching import Patterns
from replyguard.languages.pack import load
from replyguard.languages.schema import Words
from replyguard.languages.text import fold

# A reply that names the problem shares words with the complaint: two, or one beside a number of it.
_NAMED = 2
# A review asks about its text, what would be left of it, and its sentences.
_KEPT = 64


class PartWords(Frozen):
    """One part: the wordings that make it, and those that only look like it.

    but_not: taken out of the text before the patterns are asked ("sorry you feel that way" is no apology).
    found, absent: examples, with the complaint where the part needs it.
    """

    patterns: tuple[Words, ...]
    but_not: tuple[Words, ...] = ()
    found: tuple[Example, ...]
    absent: tuple[Example, ...]


class PartsFile(Frozen):
    """`parts.yaml`: every part; `private`: complaints that cannot be settled without details or a talk."""

    apology: PartWords
    solution: PartWords
    acknowledgement: PartWords
    openness: PartWords
    offline_channel: PartWords
    private: tuple[Words, ...]

    def of(self, part: Part) -> PartWords:
        words: PartWords = getattr(self, part.value)
        return words


@cache
def parts_file(code: str) -> PartsFile:
    """The `parts.yaml` of language `code`."""
    found: PartsFile = load(code).read("parts.yaml", PartsFile)
    return found


@dataclass(frozen=True)
class _Compiled:
    """The parts of a language. patterns: those of all parts, asked together; owners: whose each of them is."""

    patterns: Patterns
    owners: tuple[Part, ...]
    but_not: dict[Part, Patterns]

    def found(self, text: str) -> frozenset[Part]:
        return frozenset(part for part in self._seen(text) if self._stands(part, text))

    def _seen(self, text: str) -> set[Part]:
        return {self.owners[number] for number in self.patterns.which(text)}

    def _stands(self, part: Part, text: str) -> bool:
        plain = text
        for hit in self.but_not[part].hits(text):
            text = text[: hit.span.start] + "_" * (hit.span.end - hit.span.start) + text[hit.span.end :]
        return text is plain or part in self._seen(text)


@cache
def _compiled(code: str) -> _Compiled:
    file, pack = parts_file(code), load(code)
    listed = [(pattern, part) for part in Part for pattern in file.of(part).patterns]
    return _Compiled(
        pack.patterns(tuple(pattern for pattern, _ in listed), file="parts.yaml"),
        tuple(part for _, part in listed),
        {part: pack.patterns(file.of(part).but_not, file="parts.yaml") for part in Part},
    )


@cache
def _private(code: str) -> Patterns:
    return load(code).patterns(parts_file(code).private, file="parts.yaml")


def parts_found(text: str, context: Context, among: Container[Part] = frozenset(Part)) -> tuple[Part, ...]:
    """The parts that `text` has, in the taxonomy's order; of those `among` alone, where not all are asked for."""
    return tuple(part for part in Part if part in among and _has(part, fold(text).text, context))


def missing_parts(text: str, context: Context) -> tuple[Part, ...]:
    """The parts that `text` lacks, in the taxonomy's order; a private channel only where one is needed."""
    found = parts_found(text, context)
    return tuple(
        part for part in Part if part not in found and (part is not Part.OFFLINE_CHANNEL or _needed(context, found))
    )


def _has(part: Part, text: str, context: Context) -> bool:
    if part in _said(context.pack.code, text) or (part is Part.SOLUTION and _has(Part.OFFLINE_CHANNEL, text, context)):
        return True
    if part is Part.OFFLINE_CHANNEL:
        ways = (*context.brand.private_channel.values(), *context.brand.contacts)
        return any(way.lower() in text.lower() for way in ways)
    return part is Part.ACKNOWLEDGEMENT and _names_problem(text, fold(context.complaint).text)


@lru_cache(maxsize=_KEPT)
def _said(code: str, text: str) -> frozenset[Part]:
    return _compiled(code).found(text)


def _names_problem(text: str, complaint: str) -> bool:
    lacking = _NAMED - _same_number(text, complaint)
    return _shared(text, complaint, lacking) >= lacking


def _same_number(text: str, complaint: str) -> bool:
    theirs = [amount for value in values(complaint) for amount in value.amounts]
    return bool(theirs) and any(near(one, two) for value in values(text) for one in value.amounts for two in theirs)


def _shared(text: str, complaint: str, enough: int) -> int:
    """How many different words of `complaint` `text` names, counted up to `enough`."""
    keys, shared = keys_of(complaint), set[frozenset[str]]()
    for word in content(text) if keys else ():
        if word.keys not in shared and share([word], keys):
            shared.add(word.keys)
            if len(shared) >= enough:
                break
    return len(shared)


def _needed(context: Context, found: tuple[Part, ...]) -> bool:
    # Whoever reads the complaint in private is there already; and what the reply settles on the spot needs no talk.
    if not channel(context.channel).public:
        return False
    settled = Part.SOLUTION in found and Part.APOLOGY in found
    return not settled or _private(context.pack.code).any(fold(context.complaint).text)
