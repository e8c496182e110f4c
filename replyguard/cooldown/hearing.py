"""Faults that no single category stands out for, and quiet ones beside a loud one.

The network is surer that a sentence is at fault than which fault it is: where it is sure enough of the one, the
likeliest of the other is reported. A sentence that it half doubts is too weak to report by itself. Beside a fault that
was found it is right more often than not, where it says nothing the reply is for: half a jibe, praise of oneself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from replyguard.cooldown.believing import Heard, believed
from replyguard.cooldown.keeping import answers, worth
from replyguard.cooldown.naming import surest
from replyguard.cooldown.network import CATEGORIES, Reading, network, read
from replyguard.cooldown.reader import Context
from replyguard.cooldown.tagger import Mark, found, spared
from replyguard.domain.overlap import overlap
from replyguard.domain.review import Category, Finding
from replyguard.languages.text import Span, fold

# The tagger's belief that a sentence carries any fault, from which on it goes with the ones that were found.
_HALF_HEARD = 0.5
# From which on it goes in the reply as it would be left; what apologises or offers stays until it would be reported.
_HEARD = 0.7
# A reply is a few sentences; in a hostile text of thousands nobody looks for more.
_MOST = 40
# A review asks three times, of its text and of what would be left of it.
_KEPT = 2
# Columns of the categories that may be half heard: what is shouted is loud, or is none; claims are the facts check's.
_SPOKEN = [
    column
    for column, category in enumerate(CATEGORIES)
    if category not in (Category.SHOUTING, Category.UNSUPPORTED_CLAIM)
]


def heard_in(text: str, context: Context) -> Heard:
    """`text` as the shipped tagger hears it."""
    return Heard.of(text, read(text, context.complaint, context.facts), network().card, context.pack.code)


def believable(findings: Sequence[Finding], text: str, context: Context) -> Iterator[Finding]:
    """`findings` in `text` without those of rules that the shipped tagger does not bear out, see `believing`."""
    reading = read(text, context.complaint, context.facts)
    return believed(findings, text, reading, network().card, context.pack.code)


def unnamed(findings: Sequence[Finding], text: str, context: Context) -> Iterator[Finding]:
    """Findings in sentences that are surely at fault and have none of `findings`, each as its likeliest fault."""
    weighty = [one for one in findings if one.weighs]
    for mark in _doubted(text, context, network().card.loud_from(context.pack.code)):
        if not any(overlap(one, mark) for one in weighty):
            yield found(mark, Span(mark.start, mark.end), text, context, rewrite="")


def half_heard(findings: Sequence[Finding], text: str, context: Context) -> Iterator[Finding]:
    """Findings in sentences beside those of `findings`, where some of them weigh; none where nothing is known."""
    weighty = [one for one in findings if one.weighs]
    if not weighty:
        return
    folded = fold(text)
    for mark in _doubted(text, context, _HALF_HEARD):
        said = folded.forth(mark.start, mark.end).of(folded.text)
        if not any(overlap(one, mark) for one in weighty) and not worth(said, context):
            yield found(mark, Span(mark.start, mark.end), text, context, rewrite="")


def still_heard(left: str, text: str, context: Context) -> Iterator[Finding]:
    """Findings in sentences of `text` that are `left` once the others are answered; places are those in `left`."""
    loud, folded = network().card.loud_from(context.pack.code), fold(left)
    for belief, mark in at_fault(heard_in(left, context), context, _HEARD):
        kept = belief < loud and answers(folded.forth(mark.start, mark.end).of(folded.text), context)
        if left[mark.start : mark.end] in text and not kept:
            yield found(mark, Span(mark.start, mark.end), left, context, rewrite="")


def _doubted(text: str, context: Context, least: float) -> Iterator[Mark]:
    return (mark for _, mark in at_fault(heard_in(text, context), context, least))


def at_fault(heard: Heard, context: Context, least: float) -> Iterator[tuple[float, Mark]]:
    """The sentences that the tagger holds at fault, with its belief (`least` at least) and the likeliest fault.

    Named exceptions spare a sentence.
    """
    folded = fold(heard.text)
    for belief, span in _beliefs(heard.reading, heard.text):
        if belief < least:
            continue
        scores = surest(heard.renamed.values[heard.reading.inside(span.start, span.end)][:, _SPOKEN])
        best = int(scores.argmax())
        mark = Mark(CATEGORIES[_SPOKEN[best]], span.start, span.end, float(scores[best]))
        if not spared(folded, mark, context):
            yield belief, mark


@lru_cache(maxsize=_KEPT)
def _beliefs(reading: Reading, text: str) -> tuple[tuple[float, Span], ...]:
    """How sure the tagger is that each sentence of `text` (in its characters) carries any fault that is spoken."""
    folded = fold(text)
    any_fault = reading.values[:, _SPOKEN].max(1)
    spans = [folded.back(place.start, place.end) for place in folded.sentences[:_MOST]]
    return tuple((float(surest(any_fault[reading.inside(span.start, span.end)])), span) for span in spans)
