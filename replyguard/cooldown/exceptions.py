"""Named reasons to let words pass: an owned mistake, the customer quoted, a negation."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property

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
        for asked in self._all:
            one = asked.exception
            if category not in one.spares and one.id not in also:
                continue
            if _SPARED[one.where](asked.patterns, folded, span, context):
                return one.id
        return None


def _before(patterns: Patterns, folded: Folded, span: Span, _: Context) -> bool:
    lead = folded.text[folded.sentence(span.start).start : span.start]
    return patterns.any(lead)


def _after(patterns: Patterns, folded: Folded, span: Span, _: Context) -> bool:
    rest = folded.text[span.end : folded.sentence(span.end - 1).end]
    return patterns.any(rest)


def _sentence(patterns: Patterns, folded: Folded, span: Span, _: Context) -> bool:
    sentence = folded.sentence(span.start).of(folded.text)
    return patterns.any(sentence)


def _next(patterns: Patterns, folded: Folded, span: Span, _: Context) -> bool:
    sentences = folded.sentences
    here = folded.sentence(span.start)
    index = sentences.index(here) if here in sentences else 0
    stop = sentences[min(index + 1, len(sentences) - 1)].end if sentences else len(folded.text)
    return patterns.any(folded.text[here.start : stop])


def _inside(patterns: Patterns, folded: Folded, span: Span, _: Context) -> bool:
    return any(hit.match.start <= span.start and span.end <= hit.match.end for hit in patterns.hits(folded.text))


def _quoted(patterns: Patterns, folded: Folded, span: Span, context: Context) -> bool:
    for match in _QUOTED.finditer(folded.text):
        if not (match.start() <= span.start and span.end <= match.end()):
            continue
        words = (match[1] or match[2]).strip(" .,!?").casefold()
        if len(words.split()) >= _FEWEST_WORDS and words in fold(context.complaint).text.casefold():
            return True
        lead = folded.text[folded.sentence(match.start()).start : match.start()]
        if patterns.any(lead):
            return True
    return False


_SPARED: dict[str, Callable[[Patterns, Folded, Span, Context], bool]] = {
    "before": _before,
    "after": _after,
    "sentence": _sentence,
    "next": _next,
    "inside": _inside,
    "quoted": _quoted,
}
