"""Named reasons to let words pass: an owned mistake, the customer quoted, a negation."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate
from operator import itemgetter

from replyguard.cooldown.reader import Context
from replyguard.domain.review import Category
from replyguard.errors import DataError
from replyguard.languages.matching import PatternError, Patterns, expand
from replyguard.languages.pack import Pack
from replyguard.languages.schema import Rule, Spare
from replyguard.languages.text import Folded, Span, fold

_QUOTED = re.compile(r"\"([^\"\n]{1,400})\"|(?<![A-Za-z0-9])'([^\n]{1,400}?)'(?![A-Za-z0-9])")
# One quoted word may be a sneer ('your "honest" review'); two that the customer wrote are a quotation.
_FEWEST_WORDS = 2
# How far to both sides a sentence is looked at: what matters stands near the words, and some texts hold no full stop.
_REACH = 600
# All the faults of a sentence so long ask for the same few pieces of it.
_LONGEST = 2_500
# Quotations and matches are remembered for so many texts: every fault of a text asks for the same.
_KEPT = 64


@dataclass(frozen=True)
class _Asked:
    exception: Spare
    pack: Pack

    @cached_property
    def patterns(self) -> Patterns:
        """Compiled when they are first asked: most texts ask few exceptions."""
        one = self.exception
        try:
            return Patterns(_placed(expand(pattern, self.pack.words), one) for pattern in one.patterns)
        except PatternError as error:
            raise DataError(self.pack.folder / "exceptions.yaml", 0, f"{one.id}: {error}") from error


def _placed(source: str, one: Spare) -> str:
    if one.where in ("before", "quoted"):
        return rf"(?:{source})[\s,:]*$"
    return rf"^[\s,:]*(?:{source})" if one.where == "after" else source


class Exceptions:
    """The exceptions of one language, compiled."""

    def __init__(self, pack: Pack) -> None:
        self._all = tuple(_Asked(one, pack) for one in pack.exceptions)
        self._for: dict[tuple[Category, tuple[str, ...]], tuple[_Asked, ...]] = {}
        unknown = {name for rule in pack.rules for name in rule.unless} - {one.exception.id for one in self._all}
        if unknown:
            raise DataError(
                pack.folder / "exceptions.yaml", 0, f"{sorted(unknown)[0]}: a rule names it, but it is not here"
            )

    def spare(self, rule: Rule, folded: Folded, span: Span, context: Context) -> str | None:
        """The id of the exception that lets `span` pass, or None."""
        return self.spared(rule.category, folded, span, context, also=rule.unless)

    def spared(
        self, category: Category, folded: Folded, span: Span, context: Context, *, also: Collection[str] = ()
    ) -> str | None:
        """The id of the exception that lets words of `category` pass, or None. `also`: ids to ask beside its own."""
        for asked in self._asked(category, tuple(also)):
            one = asked.exception
            if _SPARED[one.where](asked.patterns, folded, span, context):
                return one.id
        return None

    def _asked(self, category: Category, also: tuple[str, ...]) -> tuple[_Asked, ...]:
        if (category, also) not in self._for:
            chosen = [one for one in self._all if category in one.exception.spares or one.exception.id in also]
            self._for[category, also] = tuple(chosen)
        return self._for[category, also]


def _before(patterns: Patterns, folded: Folded, span: Span, _: Context) -> bool:
    return patterns.any(_lead(folded, span.start))


def _after(patterns: Patterns, folded: Folded, span: Span, _: Context) -> bool:
    end = min(folded.sentence(span.end - 1).end, span.end + _REACH)
    return patterns.any(folded.text[span.end : end])


def _sentence(patterns: Patterns, folded: Folded, span: Span, _: Context) -> bool:
    return patterns.any(around(folded, span))


def _next(patterns: Patterns, folded: Folded, span: Span, _: Context) -> bool:
    here = folded.sentence(span.start)
    following = folded.sentence(here.end + 1)  # one character is between them at least, or this is the last
    start, stop = max(here.start, span.start - _REACH), min(max(here.end, following.end), span.end + _REACH)
    return patterns.any(folded.text[start:stop])


def _earlier(patterns: Patterns, folded: Folded, span: Span, _: Context) -> bool:
    here = folded.sentence(span.start)
    before = folded.sentence(max(0, here.start - 2))  # its mark and one blank are between them at least
    start = max(min(before.start, here.start), span.start - _REACH)
    return patterns.any(folded.text[start : min(here.end, span.end + _REACH)])


def _inside(patterns: Patterns, folded: Folded, span: Span, _: Context) -> bool:
    starts, ends = _matched(patterns, folded.text)
    index = bisect_right(starts, span.start)
    return index > 0 and span.end <= ends[index - 1]


@lru_cache(maxsize=_KEPT)
def _matched(patterns: Patterns, text: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Where matches start, and how far those that started until there reach."""
    found = sorted((hit.match.start, hit.match.end) for hit in patterns.hits(text))
    return tuple(start for start, _ in found), tuple(accumulate((end for _, end in found), max))


def _quoted(patterns: Patterns, folded: Folded, span: Span, context: Context) -> bool:
    quotations = _quotations(folded.text)
    index = bisect_right(quotations, span.start, key=itemgetter(0)) - 1
    if index < 0 or span.end > quotations[index][1]:
        return False
    start, _, words = quotations[index]
    if len(words.split()) >= _FEWEST_WORDS and words in fold(context.complaint).text.casefold():
        return True
    return patterns.any(_lead(folded, start))


@lru_cache(maxsize=_KEPT)
def _quotations(text: str) -> tuple[tuple[int, int, str], ...]:
    """Start and end of each, with its marks, and its words."""
    return tuple(
        (match.start(), match.end(), (match[1] or match[2]).strip(" .,!?").casefold())
        for match in _QUOTED.finditer(text)
    )


def _lead(folded: Folded, end: int) -> str:
    return folded.text[max(folded.sentence(end).start, end - _REACH) : end]


def around(folded: Folded, span: Span) -> str:
    """The sentence in which `span` begins; of a very long one what is near."""
    here, first, last = folded.sentence(span.start), span.start - _REACH, span.end + _REACH
    if here.end - here.start > _LONGEST:
        first, last = first // _REACH * _REACH, -(-last // _REACH) * _REACH
    return folded.text[max(here.start, first) : min(here.end, last)]


_SPARED: dict[str, Callable[[Patterns, Folded, Span, Context], bool]] = {
    "before": _before,
    "after": _after,
    "sentence": _sentence,
    "next": _next,
    "earlier": _earlier,
    "inside": _inside,
    "quoted": _quoted,
}
