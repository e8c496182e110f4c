"""The reader that reads meaning: a small network marks what each word of the reply carries, facts and complaint known.

It finds what holds none of a rule's words: blame in a hint, mockery in a compliment. It is sure of nothing, so each of
its findings carries a score, and it is silent below a threshold that validation data set per language and category.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated

from pydantic import Field

from replyguard.cooldown.capitals import quiet
from replyguard.cooldown.naming import named, sentence_ends, stretches
from replyguard.cooldown.network import CATEGORIES, Card, Reading, log_odds, network, read
from replyguard.cooldown.reach import Reach, reach
from replyguard.cooldown.reader import Context
from replyguard.cooldown.rewrite import addressed
from replyguard.cooldown.rules import ruleset
from replyguard.cooldown.taxonomy import taxonomy
from replyguard.domain.base import Frozen
from replyguard.domain.overlap import overlap
from replyguard.domain.review import Category, Finding
from replyguard.errors import DataError
from replyguard.languages.matching import compiled, expand
from replyguard.languages.pack import Pack, load
from replyguard.languages.schema import Words
from replyguard.languages.text import Folded, Span, fold


def loudest(reading: Reading, gone: Iterable[Span], language: str) -> float:
    """How near what stays of a text came to being reported: 1 where a token reaches its category's threshold.

    gone: half-open, in characters of the text; what is said there does not count.
    """
    import numpy as np

    least = np.array([network().card.threshold(language, category) for category in CATEGORIES], "f4")
    stays = np.ones(len(reading.offsets), bool)
    for one in gone:
        stays[reading.inside(one.start, one.end)] = False
    return float((reading.values[stays] / least).max(initial=0.0))


@dataclass(frozen=True)
class Mark:
    """Words that carry a category. start, end: half-open, in characters; score: raw, 0 to 1."""

    category: Category
    start: int
    end: int
    score: float


def marks(reading: Reading, card: Card, language: str, text: str) -> list[Mark]:
    """The stretches of words whose score reaches the threshold of their category in `language`.

    The network is surer that words are at fault than which fault it is: of several categories on the same words only
    the strongest is reported, and what comes near it.
    """
    kept: list[Mark] = []
    reading = named(reading, text, card.weighing(language))

    def sure(one: Mark) -> float:
        return calibrated(card, one, language)

    for mark in sorted(_marks(reading, card, language, text), key=sure, reverse=True):
        rivals = (one for one in kept if overlap(one, mark))
        if all(sure(mark) >= card.rival * sure(one) for one in rivals):
            kept.append(mark)
    return sorted(kept, key=lambda one: (one.start, one.end))


def _marks(reading: Reading, card: Card, language: str, text: str) -> Iterator[Mark]:
    ends = sentence_ends(reading, text)
    for column, category in enumerate(CATEGORIES):
        threshold = card.threshold(language, category)
        for start, end, score in stretches(reading.values[:, column], threshold * card.cut, ends):
            mark = Mark(category, reading.offsets[start][0], reading.offsets[end - 1][1], score)
            if score >= threshold and text[mark.start : mark.end].strip():
                yield mark


def calibrated(card: Card, mark: Mark, language: str) -> float:
    """The share of findings in `language` with this score that people agreed with, on validation data."""
    slope, shift = card.curve(language, mark.category)
    return 1 / (1 + math.exp(-(slope * log_odds(mark.score) + shift)))


class Word(Frozen):
    """What is said of words that the tagger marked, in one language.

    when:     patterns of the marked words; none: any words of the category.
    reason:   about these words; `{quote}` becomes them.
    rewrites: sentences that can stand for a whole one of this kind, in the order they are tried; "" leaves it out.
              None at all: only a person can say it right.
    """

    when: tuple[Words, ...] = ()
    reason: Words
    rewrites: tuple[str, ...] = ()


WordFile = dict[Category, Annotated[tuple[Word, ...], Field(min_length=1)]]


class Wording:
    """`tagger.yaml` of a language: the first entry whose pattern fits is what is said."""

    def __init__(self, pack: Pack) -> None:
        file: dict[Category, tuple[Word, ...]] = pack.read("tagger.yaml", WordFile)
        lacking = [category for category in CATEGORIES if category not in file or file[category][-1].when]
        if lacking:
            path = pack.folder / "tagger.yaml"
            raise DataError(path, 0, f"{lacking[0]}: needs a last entry without `when`, for all other words")
        self._entries = {
            category: [(word, [compiled(expand(one, pack.words)) for one in word.when]) for word in words]
            for category, words in file.items()
        }

    def all(self, category: Category) -> tuple[Word, ...]:
        """Every entry of `category`, in the order they are asked."""
        return tuple(word for word, _ in self._entries[category])

    def of(self, category: Category, quote: str) -> Word:
        """What is said of `quote`."""
        return next(
            word
            for word, searches in self._entries[category]
            if not searches or any(search.search(quote) for search in searches)
        )


@cache
def wording(code: str) -> Wording:
    """The wording of language `code`, read once."""
    return Wording(load(code))


class TaggerReader:
    """Finds what is meant and not said. Named exceptions (an owned mistake, a quotation) spare its findings too."""

    name = "tagger"

    async def read(self, text: str, context: Context) -> Sequence[Finding]:
        heard = marks(read(text, context.complaint, context.facts), network().card, context.pack.code, text)
        folded = fold(text)
        found = [_finding(folded, mark, context) for mark in heard if not spared(folded, mark, context)]
        # What is as quiet as it can be does not shout.
        return [one for one in found if one.category is not Category.SHOUTING or one.rewrite != one.quote]

    def threshold(self, language: str, category: Category) -> float:
        """The least score, calibrated as findings have it, of a finding of `category` in `language`."""
        card = network().card
        return round(calibrated(card, Mark(category, 0, 0, card.threshold(language, category)), language), 3)


def found(mark: Mark, words: Span, text: str, context: Context, *, rewrite: str | None) -> Finding:
    """What the shipped tagger says of `mark`, of `words` that are as wide or wider (both in characters of `text`)."""
    pack, marked = context.pack, text[mark.start : mark.end]
    return Finding(
        category=mark.category,
        severity=taxonomy().severity(mark.category, marked, pack),
        start=words.start,
        end=words.end,
        quote=words.of(text),
        reason=wording(pack.code).of(mark.category, marked).reason.replace("{quote}", marked),
        rewrite=rewrite,
        reader=TaggerReader.name,
        score=round(calibrated(network().card, mark, pack.code), 3),
    )


def _finding(folded: Folded, mark: Mark, context: Context) -> Finding:
    text, pack = folded.original, context.pack
    wide = reach(folded, folded.forth(mark.start, mark.end), pack)
    span = folded.back(wide.span.start, wide.span.end)
    if span.start >= span.end:
        # Nothing of the marked words is left where invisible characters are folded away.
        span = Span(mark.start, mark.end)
    word = wording(pack.code).of(mark.category, text[mark.start : mark.end])
    return found(mark, span, text, context, rewrite=_rewrite(mark.category, word, wide, folded, context))


def _rewrite(category: Category, word: Word, wide: Reach, folded: Folded, context: Context) -> str | None:
    if category is Category.SHOUTING:
        return quiet(wide.span.of(folded.text))
    if wide.unit != "sentence" or not word.rewrites:
        return "" if word.rewrites else None
    said = folded.text.casefold()
    fresh = (addressed(one, folded.original, context.pack) for one in word.rewrites)
    return next((one for one in fresh if one.casefold() not in said), "")


def spared(folded: Folded, mark: Mark, context: Context) -> bool:
    """True where a named exception (an owned mistake, a quotation) holds for the words of `mark`."""
    span = folded.forth(mark.start, mark.end)
    return ruleset(context.pack.code, claims=False).exceptions.spared(mark.category, folded, span, context) is not None
