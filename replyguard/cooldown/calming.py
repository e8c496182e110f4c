"""Every finding's rewrite as it may be offered: it fits its sentence and the others, and is itself reviewed.

Rules bring a wording of their own. Where none is, or it would not read, the sentence gives way to one of the sentences
of the finding's category, or goes. All taken together are read again; a sentence that would be marked gives way.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from replyguard.cooldown.capitals import quiet
from replyguard.cooldown.choosing import chosen
from replyguard.cooldown.hearing import believable, half_heard, heard_in, still_heard
from replyguard.cooldown.keeping import gives, states
from replyguard.cooldown.network import Reading
from replyguard.cooldown.reach import sentence_of
from replyguard.cooldown.reader import Context, Reader
from replyguard.cooldown.rewrite import addressed, put_in
from replyguard.cooldown.tagger import TaggerReader, loudest
from replyguard.cooldown.together import answers, revised
from replyguard.domain.overlap import overlap
from replyguard.domain.review import Category, Finding
from replyguard.languages.text import Folded, Span, fold

# What a rewrite is read in: its sentence and the ones beside it, so far as they go. More would only cost time.
_AROUND = 300
# The whole is chosen, and read again, so often at most; a text longer than any channel takes is not read again.
_TRIES, _LONGEST = 3, 2_500
# What stays is heard anew where some of it was heard before, at this share of what would have been reported; words that
# are quiet beside a fault are seldom louder without it. Sentences of ours are calm by themselves.
_DOUBT = 0.4
# A text with more faults is written anew by a person: each rewrite is offered by itself, not fitted to the others.
_MOST = 60


_Told = tuple[str, str | None, str]  # reader, rule, the words in small letters


@dataclass(frozen=True)
class _Offer:
    """A rewrite in its surroundings: `start`, `end` of the words it replaces, half-open, in characters of `piece`."""

    piece: str
    start: int
    end: int
    rewrite: str


async def calmed(
    findings: Iterable[Finding],
    text: str,
    context: Context,
    readers: Sequence[Reader],
    doubted: Iterable[Finding] = (),
) -> tuple[Finding, ...]:
    """`findings` with rewrites that fire nothing, alone and together.

    A model's that would is withdrawn (None: only a person can say it); others give way to a set sentence or to "".
    `doubted`: what rules found in `text` and was let pass; in what stays of it, it is let pass again.
    """
    # A network costs more than all other readers together: it reads the whole, and not each rewrite apart.
    checked = await _checked(findings, text, context, [one for one in readers if one.name != TaggerReader.name])
    if len(checked) > _MOST:
        return tuple(checked)
    if _tagged(readers):
        checked += half_heard(checked, text, context)
    passed = frozenset(map(_told, doubted))
    return await _together(checked, text, context, readers, passed)


async def _together(
    checked: Sequence[Finding], text: str, context: Context, readers: Sequence[Reader], passed: frozenset[_Told]
) -> tuple[Finding, ...]:
    """`checked` with rewrites that are chosen anew while a reader marks what they make together, so often at most."""
    banned: frozenset[str] = frozenset()
    offered = chosen(checked, text, context)
    if len(text) > _LONGEST or not any(one.weighs for one in offered):
        return offered
    heard = heard_in(text, context).renamed if _tagged(readers) else None
    for _ in range(_TRIES - 1):
        marked = await _marked(offered, text, context, readers, heard, passed)
        if not marked:
            break
        banned |= _hit(offered, marked)
        checked = [*checked, *_beside(marked, text, checked)]
        offered = chosen(checked, text, context, banned)
    return offered


def _told(finding: Finding) -> _Told:
    return finding.reader, finding.rule, finding.quote.casefold()


def _tagged(readers: Sequence[Reader]) -> bool:
    return any(one.name == TaggerReader.name for one in readers)


def _hit(offered: Sequence[Finding], marked: Sequence[Finding]) -> frozenset[str]:
    """The rewrites, in small letters, that hold words which are `marked`, or are part of them."""
    put = {one.rewrite.casefold() for one in offered if one.rewrite}
    quotes = {one.quote.casefold() for one in marked}
    return frozenset(one for one in put if any(quote in one or one in quote for quote in quotes))


def _beside(marked: Sequence[Finding], text: str, known: Sequence[Finding]) -> list[Finding]:
    """Findings in what would be left of `text`: with the louder faults gone they are heard."""
    found: list[Finding] = []
    for one in marked:
        # What a cut has left begins with a capital and ends with a stop that stood elsewhere.
        words = re.search(re.escape(one.quote.strip(" .!?,")), text, re.IGNORECASE)
        if words is None or words.start() == words.end():
            continue
        start, end = words.span()
        if not any(overlap(other, Span(start, end)) for other in (*known, *found)):
            place = {"start": start, "end": end, "quote": words.group(), "rewrite": None}
            found.append(one.model_copy(update=place))
    return found


async def _checked(
    findings: Iterable[Finding], text: str, context: Context, readers: Sequence[Reader]
) -> list[Finding]:
    """`findings` with their own rewrites in the reply's voice; None for one that would be marked."""
    folded, known, out = fold(text), dict[_Offer, bool](), []
    for finding in findings:
        if finding.category is Category.SHOUTING:
            out.append(_quiet(finding, folded, context))
            continue
        if not finding.rewrite:
            out.append(finding)
            continue
        rewrite = addressed(finding.rewrite, text, context.pack)
        around = _around(folded, Span(finding.start, finding.end))
        offer = _Offer(around.of(text), finding.start - around.start, finding.end - around.start, rewrite)
        if offer not in known:
            known[offer] = await _is_calm(offer, context, readers)
        out.append(finding.model_copy(update={"rewrite": rewrite if known[offer] else None}))
    return out


def _quiet(shouting: Finding, folded: Folded, context: Context) -> Finding:
    """`shouting` with its words as a calm voice says them, where they say what is confirmed and no rule knows better.

    What else people shout is seldom worth saying: it stays None.
    """
    sentence = sentence_of(folded, folded.forth(shouting.start, shouting.end), context.pack).of(folded.text)
    said = quiet(shouting.quote)
    if shouting.rewrite is not None or said == shouting.quote:
        return shouting
    confirmed = states(sentence, context) or gives(sentence, context)
    return shouting.model_copy(update={"rewrite": said}) if confirmed else shouting


async def _is_calm(offer: _Offer, context: Context, readers: Sequence[Reader]) -> bool:
    put, start, end = put_in(offer.piece, offer.start, offer.end, offer.rewrite)
    for reader in readers:
        for other in await reader.read(put, context):
            if other.weighs and overlap(other, Span(start, end)):
                return False
    return True


def _around(folded: Folded, words: Span) -> Span:
    """The sentences of the words and the ones beside them, in characters of the original."""
    inner = folded.forth(words.start, words.end)
    sentences = folded.sentences
    behind = bisect_left(sentences, inner.end, key=attrgetter("start"))
    begun = bisect_right(sentences, inner.start, key=attrgetter("end"))
    if begun >= behind:
        return words
    first, last = sentences[max(0, begun - 1)], sentences[min(len(sentences) - 1, behind)]
    whole = folded.back(first.start, last.end)
    start, end = max(whole.start, words.start - _AROUND), min(whole.end, words.end + _AROUND)
    return Span(min(start, words.start), max(end, words.end))


async def _marked(
    offered: Sequence[Finding],
    text: str,
    context: Context,
    readers: Sequence[Reader],
    heard: Reading | None,
    passed: frozenset[_Told],
) -> list[Finding]:
    """What the readers find once all rewrites are put in. `heard`: what the tagger heard in `text`."""
    weighty = [one for one in offered if one.weighs]
    whole = revised(text, weighty)
    if not whole:
        return []
    gone = [Span(start, end) for start, end, _ in answers(text, weighty)]
    quiet = heard is None or loudest(heard, gone, context.pack.code) < _DOUBT
    asked = [one for one in readers if not (quiet and one.name == TaggerReader.name)]
    found = [other for reader in asked for other in await reader.read(whole, context)]
    if quiet:
        found = [one for one in found if _told(one) not in passed]
    else:
        found = [*believable(found, whole, context), *still_heard(whole, text, context)]
    return [one for one in found if one.weighs]
