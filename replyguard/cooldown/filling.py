"""Faults answered one by one may leave no reply: then a sentence stands in the place of the first."""

from __future__ import annotations

from collections.abc import Sequence

from replyguard.cooldown.faults import Faults, answered
from replyguard.cooldown.parts import parts_found
from replyguard.cooldown.ranking import answerable, place, rank, stays
from replyguard.cooldown.rest import KEPT, Rest
from replyguard.cooldown.sayable import Sayable
from replyguard.cooldown.together import revised
from replyguard.domain.overlap import overlap
from replyguard.domain.review import Category, Finding, Part
from replyguard.languages.text import Span

# A greeting and a name, and no reply; with fewer of its own words left, a reply of set sentences alone.
_FEWEST_WORDS, _FEWEST_OWN = 5, 3


def filled(settled: Sequence[Finding], faults: Faults, sayable: Sayable) -> Sequence[Finding]:
    """`settled`, with a sentence in place of the first where next to nothing, or no answer, would be left."""
    if _bare(settled, faults):
        return _held(settled, faults, sayable)
    if _mute(settled, faults):
        return _answering(settled, faults, sayable)
    return settled


def _bare(settled: Sequence[Finding], faults: Faults) -> bool:
    """True where next to nothing would be left, or next to no word that the writer wrote."""
    weighty = [one for one in settled if answerable(one)]
    if not weighty:
        return False
    words = Rest(revised(faults.text, weighty), (), faults.context).words
    if words < _FEWEST_WORDS:
        return True
    mine = [one for one in weighty if not stays(one)]
    places = [Span(one.start, one.end) for one in mine]
    if not mine or Rest(faults.text, places, faults.context).words >= _FEWEST_OWN:
        return False
    said = {one.rewrite for one in mine if one.rewrite}
    return len(said) > 1 or bool(_lacking(weighty, faults))


def _held(settled: Sequence[Finding], faults: Faults, sayable: Sayable) -> Sequence[Finding]:
    """`settled`, with a holding sentence in place of the first; the others are part of it, or left out."""
    weighty = [one for one in settled if answerable(one)]
    kinds = [one.category for one in sorted(weighty, key=rank) if any(faults.wordings(one.category, one.quote))]
    first = min((one for one in weighty if not stays(one)), key=place, default=weighty[0])
    sentence = faults.reaches.sentence(first)
    first = faults.put(first, sentence, faults.closed(sayable.holding(kinds), sentence))
    return [_beside(one, first, faults) if answerable(one) else one for one in settled]


def _beside(finding: Finding, first: Finding, faults: Faults) -> Finding:
    if overlap(finding, first):
        return _over(finding, first)
    return finding if stays(finding) else faults.put(finding, faults.reaches.sentence(finding), "")


def _mute(settled: Sequence[Finding], faults: Faults) -> bool:
    """True where what is left does not apologise, however much of what is known it says."""
    mine = any(not stays(one) for one in settled)
    known = bool(faults.context.complaint or faults.context.facts)
    return mine and known and Part.APOLOGY in _lacking(settled, faults)


def _answering(settled: Sequence[Finding], faults: Faults, sayable: Sayable) -> Sequence[Finding]:
    """`settled`, with what the reply lacks in the place of one that is all of its sentence."""
    lacking = _lacking(settled, faults)
    whole = [one for one in settled if not stays(one) and faults.whole(one) and not _asks(one)]
    # An apology begins a reply, a way to go on ends it; neither stands well in its midst.
    begins = len(lacking) < len(KEPT)

    def order(one: Finding) -> tuple[object, ...]:
        return _amid(one, faults), _first(one, faults) is not begins, *place(one)

    best = min(whole, key=order, default=None)
    if best is None or (faults.rest.stands and _amid(best, faults)):
        return settled
    sentence = faults.reaches.sentence(best)
    category = faults.leading.get(sentence, best.category)
    said = sayable.fitting(tuple(faults.restoring(lacking, category)))
    if not said:
        return settled
    best = faults.put(best, sentence, faults.closed(said, sentence))
    return [_over(one, best) if not stays(one) and overlap(one, best) else one for one in settled]


def _lacking(settled: Sequence[Finding], faults: Faults) -> Sequence[Part]:
    left = parts_found(revised(faults.text, settled), faults.context, KEPT)
    return [part for part in KEPT if part not in left]


def _amid(finding: Finding, faults: Faults) -> bool:
    return faults.rest.amid(Span(finding.start, finding.end))


def _asks(finding: Finding) -> bool:
    """True where a rewrite asks in private for what was asked in public."""
    return finding.category is Category.PRIVACY and bool(finding.rewrite)


def _first(finding: Finding, faults: Faults) -> bool:
    return not any(map(str.isalnum, faults.rest.text[: finding.start]))


def _over(finding: Finding, other: Finding) -> Finding:
    return answered(finding, Span(other.start, other.end), other.quote, other.rewrite)
