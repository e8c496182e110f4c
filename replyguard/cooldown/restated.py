"""Words that only say again what the customer wrote or what is confirmed: acknowledging is no fault."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from replyguard.cooldown.reader import Context
from replyguard.domain.review import Category
from replyguard.languages.pack import Pack
from replyguard.languages.text import Folded, Span, fold

# Said again, these stay what they are: a name is still private, an insult still an insult.
SPARED = frozenset(
    {
        Category.BLAME_SHIFT,
        Category.CONCEALMENT,
        Category.COUNTERATTACK,
        Category.DENIAL,
        Category.EXCUSE,
        Category.HURT,
        Category.MINIMIZING,
    }
)
_CAPITALS = re.compile(r"\b[A-Z][A-Z']*(?:[ ,]+[A-Z][A-Z']*)+\b")
_WORD = re.compile(r"[^\W_]+")
_FEWEST = 3
_SHARE = 0.8
# Each fault of a text is held against the same few sentences.
_KEPT = 64


def restates(words: str, context: Context) -> bool:
    """True where nearly all that `words` say stands in the confirmed facts, or in one sentence of the complaint."""
    mine = _content(words, context.pack)
    if len(mine) < _FEWEST:
        return False
    return any(len(mine & _content(source, context.pack)) >= _SHARE * len(mine) for source in _sources(context))


def shouted_first(folded: Folded, span: Span, context: Context) -> bool:
    """True where `span` lies in two or more words in capitals that the complaint holds just so: a quotation."""
    runs = _quoted_capitals(folded.text, fold(context.complaint).text)
    return any(
        start <= span.start < end and not any(map(str.isalpha, folded.text[end : span.end])) for start, end in runs
    )


@lru_cache(maxsize=_KEPT)
def _quoted_capitals(text: str, complaint: str) -> tuple[tuple[int, int], ...]:
    return tuple(match.span() for match in _CAPITALS.finditer(text) if match.group() in complaint)


def _sources(context: Context) -> Iterable[str]:
    yield " ".join(context.facts)
    folded = fold(context.complaint)
    yield from (span.of(folded.text) for span in folded.sentences)


@lru_cache(maxsize=_KEPT)
def _content(text: str, pack: Pack) -> frozenset[str]:
    return frozenset(word for word in _WORD.findall(text.casefold()) if word not in pack.language.stopwords)
