"""What words mean to the facts check, in every language at once: facts may stand in another one than the reply."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from pydantic import Field

from replyguard.domain.base import Frozen
from replyguard.languages.pack import available, load
from replyguard.languages.schema import Words

_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_SHORTEST_STEM = 4


class Reasons(Frozen):
    """Why a value is reported, by its kind; `{value}` is the words it stands in the reply with."""

    money: Words
    percent: Words
    date: Words
    duration: Words
    count: Words


class ClaimsFile(Frozen):
    """`claims.yaml`: how this language writes values, which words mean the same, and what the reader says.

    numbers:    number words that stand for a value; `times`: those that multiply what stands before them.
    currencies: signs and words of money, by its code.
    units:      words of each unit of time; `spans`: words that are a whole duration by themselves, in minutes.
    working:    words after a unit of days that leave weekends out.
    days:       words for a day counted from today; `periods`: for a week, month or year, as `week+1`.
    teens:      words that add ten to the number before them.
    ordinals:   words before the number of a day with its ending ("the 30th"); `dates`: before a bare one; `hours`:
                before a bare hour.
    morning, evening: words after a clock time that say which half of the day; `clock`: before `9.30`.
    synonyms:   a meaning, under the same name in every language, and its words; `*` stands for any ending.
    negations:  words that turn a sentence round.
    joins:      words that start another statement, which a negation before or behind them does not touch.
    empty:      words that carry no content of their own, beside the stopwords.
    asserts:    patterns of a clause that reports or promises: bare times and number words count as claims only there.
    offers:     patterns of a clause that asks, allows or offers a next step: what it names is no claim.
    no_counts, no_counts_after: words beside a number that is a name or an age ("extension 14", "86 years old").
    prefixes, suffixes: what a word may lose and still be the same word.
    """

    numbers: dict[Words, float]
    times: dict[Words, float]
    currencies: dict[Words, tuple[Words, ...]]
    percent: tuple[Words, ...]
    units: dict[Words, tuple[Words, ...]]
    spans: dict[Words, float]
    working: tuple[Words, ...]
    months: dict[Words, int]
    weekdays: dict[Words, int]
    days: dict[Words, int]
    periods: dict[Words, Words]
    teens: tuple[Words, ...] = ()
    ordinals: tuple[Words, ...] = ()
    dates: tuple[Words, ...] = ()
    hours: tuple[Words, ...] = ()
    clock: tuple[Words, ...]
    morning: tuple[Words, ...]
    evening: tuple[Words, ...]
    synonyms: dict[Words, tuple[Words, ...]]
    negations: tuple[Words, ...]
    joins: tuple[Words, ...] = ()
    asserts: tuple[Words, ...]
    offers: tuple[Words, ...]
    no_counts: tuple[Words, ...] = ()
    no_counts_after: tuple[Words, ...] = ()
    empty: tuple[Words, ...] = ()
    prefixes: tuple[Words, ...] = ()
    suffixes: tuple[Words, ...] = ()
    reasons: Reasons
    rewrite: str | None = Field(default=None)


@cache
def claims_file(code: str) -> ClaimsFile:
    """The `claims.yaml` of language `code`."""
    found: ClaimsFile = load(code).read("claims.yaml", ClaimsFile)
    return found


@dataclass(frozen=True)
class Lexicon:
    """The tables of all languages together."""

    files: Mapping[str, ClaimsFile]

    @cached_property
    def stopwords(self) -> frozenset[str]:
        listed = (word for code in self.files for word in load(code).language.stopwords)
        return frozenset([*listed, *(word for file in self.files.values() for word in file.empty)])

    @cached_property
    def negation(self) -> re.Pattern[str]:
        return _any_of([word for file in self.files.values() for word in file.negations])

    @cached_property
    def _phrases(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        words: dict[str, list[str]] = {}
        for file in self.files.values():
            for meaning, listed in file.synonyms.items():
                words.setdefault(meaning, []).extend(listed)
        return tuple((_any_of(listed), meaning) for meaning, listed in words.items())

    def stems(self, word: str) -> frozenset[str]:
        """`word` as each language would shorten it."""
        return frozenset({_stem(word, file) for file in self.files.values()})

    def meanings(self, text: str) -> tuple[tuple[int, int, str], ...]:
        """The synonyms in `text` (lower case): start, end, name of the meaning."""
        return tuple((m.start(), m.end(), name) for search, name in self._phrases for m in search.finditer(text))


def _any_of(words: list[str]) -> re.Pattern[str]:
    sources = (
        re.escape(word).replace(r"\*", r"[^\W\d_]*").replace(r"\ ", r"\s+")
        for word in sorted(words, key=len, reverse=True)
    )
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(sources)})(?![^\W_])")


def _stem(word: str, file: ClaimsFile) -> str:
    for suffix in file.suffixes:
        if word.endswith(suffix) and len(word) - len(suffix) >= _SHORTEST_STEM - 1:
            word = word[: -len(suffix)]
            break
    for prefix in file.prefixes:
        if word.startswith(prefix) and len(word) - len(prefix) >= _SHORTEST_STEM - 1:
            return word[len(prefix) :]
    return word


@dataclass(frozen=True)
class Word:
    """A content word and all it may be known by: its stems, and its meanings as `=refund`."""

    start: int
    keys: frozenset[str]

    @property
    def meanings(self) -> frozenset[str]:
        return frozenset(key for key in self.keys if key.startswith("="))


@cache
def lexicon() -> Lexicon:
    """The tables of every language there is."""
    return Lexicon({code: claims_file(code) for code in available()})


@lru_cache(maxsize=512)
def content(text: str) -> tuple[Word, ...]:
    """The words of `text` that say something: no stopwords, no numbers; a known phrase is one word."""
    words = lexicon()
    low = text.lower()
    meanings = words.meanings(low)
    found: list[Word] = []
    for match in _WORD.finditer(low):
        named = frozenset(f"={name}" for start, end, name in meanings if start < match.end() and match.start() < end)
        if not named and (match.group() in words.stopwords or len(match.group()) < 3):
            continue
        stems = frozenset() if match.group() in words.stopwords else words.stems(match.group())
        found.append(Word(match.start(), named | stems))
    return tuple(found)


@cache
def statements() -> re.Pattern[str]:
    """What parts a text into statements: a join, or a mark."""
    joins = _any_of([word for file in lexicon().files.values() for word in file.joins])
    return re.compile(rf"{joins.pattern}|[,;:.!?()]\s")


def negation() -> re.Pattern[str]:
    """The words that turn a sentence round, in every language (lower case)."""
    return lexicon().negation
