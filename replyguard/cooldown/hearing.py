"""Quiet faults beside a loud one: a sentence that says nothing the reply is for, and that the tagger half doubts.

By itself such a doubt is too weak to report. Beside a fault that was found it is right more often than not, and what
is left of the reply without the fault is the poorer for the sentence: half a jibe, praise of oneself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from replyguard.cooldown.keeping import worth
from replyguard.cooldown.naming import named, surest
from replyguard.cooldown.network import CATEGORIES, Reading, network, read
from replyguard.cooldown.reader import Context
from replyguard.cooldown.tagger import Mark, TaggerReader, calibrated, spared, wording
from replyguard.cooldown.taxonomy import taxonomy
from replyguard.domain.review import Category, Finding, Severity
from replyguard.languages.text import Span, fold

# The tagger's belief that a sentence carries any fault, from which on it goes with the ones that were found.
_HALF_HEARD = 0.5
# From which on it goes whatever it says, heard in the reply as it would be left.
_HEARD = 0.7
# A reply is a few sentences; in a hostile text of thousands nobody looks for more.
_MOST = 40


def half_heard(findings: Sequence[Finding], text: str, context: Context) -> Iterator[Finding]:
    """Findings in sentences beside those of `findings`, where some of them weigh; none where nothing is known."""
    if not any(one.severity is not Severity.NOTE for one in findings):
        return
    folded = fold(text)
    reading = read(text, context.complaint, context.facts)
    renamed = named(reading, text, network().card.weighing(context.pack.code))
    for place in folded.sentences[:_MOST]:
        span = folded.back(place.start, place.end)
        if any(one.start < span.end and span.start < one.end for one in findings if _weighs(one)):
            continue
        if _belief(span, reading) >= _HALF_HEARD and not worth(place.of(folded.text), context):
            mark = _mark(span, renamed)
            if not spared(folded, mark, context):
                yield _finding(text, mark, context)


def still_heard(left: str, text: str, context: Context) -> Iterator[Finding]:
    """Findings in sentences of `text` that are `left` once the others are answered; places are those in `left`."""
    folded, reading = fold(left), read(left, context.complaint, context.facts)
    renamed = named(reading, left, network().card.weighing(context.pack.code))
    for place in folded.sentences[:_MOST]:
        span = folded.back(place.start, place.end)
        if span.of(left) in text and _belief(span, reading) >= _HEARD:
            mark = _mark(span, renamed)
            if not spared(folded, mark, context):
                yield _finding(left, mark, context)


def _weighs(finding: Finding) -> bool:
    return finding.severity is not Severity.NOTE


def _finding(text: str, mark: Mark, context: Context) -> Finding:
    pack, quote = context.pack, text[mark.start : mark.end]
    said = wording(pack.code).of(mark.category, quote)
    return Finding(
        category=mark.category,
        severity=taxonomy().severity(mark.category, quote, pack),
        start=mark.start,
        end=mark.end,
        quote=quote,
        reason=said.reason.replace("{quote}", quote),
        rewrite="",
        reader=TaggerReader.name,
        score=round(calibrated(network().card, mark, pack.code), 3),
    )


def _belief(span: Span, reading: Reading) -> float:
    """How sure the tagger is that the words of `span` carry any fault but shouting, which is loud or is none."""
    return float(surest(_spoken(reading)[reading.inside(span.start, span.end)].max(1)))


def _mark(span: Span, reading: Reading) -> Mark:
    """The category that the tagger holds likeliest of the words of `span`."""
    scores = surest(_spoken(reading)[reading.inside(span.start, span.end)])
    best = int(scores.argmax())
    return Mark(CATEGORIES[best], span.start, span.end, float(scores[best]))


def _spoken(reading: Reading) -> Any:
    quiet = reading.values.copy()
    quiet[:, CATEGORIES.index(Category.SHOUTING)] = 0
    return quiet
