"""What words mean to the facts check, in every language at once: facts may stand in another one than the reply."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from pydantic import Field

from replyguard.domain.base import Frozen
from replyguard.languages.pack import available, load
from replyguard.languages.schema import Words

_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_UNIT = re.compile(r"[^\W_]+")
_SHORTEST_STEM = 4
# Longer "words" are keyboard noise; their stems are cut so that work stays bounded.
_LONGEST_WORD = 40
_WORDS_KEPT = 8192
_NOTHING: frozenset[str] = frozenset()


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
                before a bare hour. parts_of_hours: words before an hour that put the time so many minutes after it
                ("half past"), or before it ("setengah").
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
    parts_of_hours: dict[Words, int] = Field(default_factory=dict)
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
        words = _any_of([word for file in self.files.values() for word in file.negations])
        # 'A no-show fee' denies nothing; 'no-one' and 'not-yet-paid' do.
        return re.compile(rf"{words.pattern}(?!-(?!one\b|yet\b)\w)")

    @cached_property
    def _phrases(self) -> Phrases:
        return Phrases(
            (word, meaning)
            for file in self.files.values()
            for meaning, listed in file.synonyms.items()
            for word in listed
        )

    def stems(self, word: str) -> frozenset[str]:
        """`word` as each language would shorten it."""
        return frozenset({_stem(word, file) for file in self.files.values()})

    def meanings(self, text: str) -> tuple[tuple[int, int, str], ...]:
        """The synonyms in `text` (lower case): start, end, name of the meaning; by place."""
        return tuple(self._phrases.found(text))


class Phrases:
    """Words and phrases by their first unit, so that a text is walked once however many there are."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._whole: dict[str, list[tuple[str, str]]] = {}
        self._open: dict[str, list[str]] = {}
        for phrase, meaning in pairs:
            units = _UNIT.findall(phrase)
            if len(units) == 1 and phrase.endswith("*"):
                self._open.setdefault(units[0], []).append(meaning)
            else:
                self._whole.setdefault(units[0], []).append((phrase if len(units) > 1 else "", meaning))
        self._longest = max(map(len, self._open), default=0)
        # A language has few words that are said often: each is looked up once.
        self._known = lru_cache(maxsize=_WORDS_KEPT)(self._look_up)

    def found(self, text: str) -> Iterator[tuple[int, int, str]]:
        """The phrases in `text` (lower case): start, end, meaning; by place."""
        for match in _UNIT.finditer(text):
            for search, meaning in self._known(match.group()):
                held = match if search is None else search.match(text, match.start())
                if held:
                    yield match.start(), held.end(), meaning

    def _look_up(self, unit: str) -> tuple[tuple[re.Pattern[str] | None, str], ...]:
        """What may begin with `unit`: phrases with their search, words, and the open ones ('refund*') that it begins
        with."""
        whole = ((_any_of([phrase]) if phrase else None, meaning) for phrase, meaning in self._whole.get(unit, ()))
        sizes = range(2, min(len(unit), self._longest) + 1)
        fit = (size for size in sizes if unit[:size] in self._open and (size == len(unit) or unit[size:].isalpha()))
        begun = ((None, meaning) for size in fit for meaning in self._open[unit[:size]])
        return (*whole, *begun)


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

    keys: frozenset[str]

    @property
    def meanings(self) -> frozenset[str]:
        return frozenset(key for key in self.keys if key.startswith("="))

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """Its stems, but for those that are so short that they meet by chance."""
        return tuple(key for key in self.keys if len(key) >= _SHORTEST_STEM and not key.startswith("="))


@cache
def lexicon() -> Lexicon:
    """The tables of every language there is."""
    return Lexicon({code: claims_file(code) for code in available()})


@lru_cache(maxsize=1024)
def content(text: str) -> tuple[Word, ...]:
    """The words of `text` that say something: no stopwords, no numbers; a known phrase is one word."""
    low = text.lower()
    words = list(_WORD.finditer(low))
    named = _named(low, [match.span() for match in words])
    found = (_word(match.group(), named.get(number, _NOTHING)) for number, match in enumerate(words))
    return tuple(word for word in found if word is not None)


@lru_cache(maxsize=_WORDS_KEPT)
def _word(word: str, meanings: frozenset[str]) -> Word | None:
    stems = _stems(word)
    if meanings or (stems and len(word) >= _SHORTEST_STEM - 1):
        return Word(meanings | stems)
    return None


@lru_cache(maxsize=256)
def keys_of(text: str) -> frozenset[str]:
    """All that the content words of `text` may be known by."""
    return frozenset().union(*(word.keys for word in content(text)))


def _named(low: str, places: list[tuple[int, int]]) -> dict[int, frozenset[str]]:
    """The meanings of `low` by the number of the word (of those at `places`) that carries them."""
    named: dict[int, frozenset[str]] = {}
    for start, end, name in lexicon().meanings(low):
        for unit in _UNIT.finditer(low, start, end):
            number = bisect_right(places, (unit.start(), len(low))) - 1
            if number >= 0 and unit.start() < places[number][1]:
                named[number] = named.get(number, _NOTHING) | {f"={name}"}
    return named


@lru_cache(maxsize=_WORDS_KEPT)
def _stems(word: str) -> frozenset[str]:
    words = lexicon()
    return frozenset() if word in words.stopwords else words.stems(word[:_LONGEST_WORD])


@cache
def statements() -> re.Pattern[str]:
    """What parts a text into statements: a join, or a mark."""
    joins = _any_of([word for file in lexicon().files.values() for word in file.joins])
    return re.compile(rf"{joins.pattern}|[,;:.!?()]\s")


def negation() -> re.Pattern[str]:
    """The words that turn a sentence round, in every language (lower case)."""
    return lexicon().negation
