"""Readers that name the same words differently: who is right more often is believed.

People who label replies give the same words two names in one case of forty. How often a rule's name is right was
counted on sentences that it was not written with; how often the tagger's, its score says. Two that agree are wrong only
together. A fault is never silenced here: of findings on the same words one always stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate

from replyguard.cooldown.claims import ClaimsReader
from replyguard.cooldown.dates import values
from replyguard.cooldown.rules import RuleReader
from replyguard.cooldown.tagger import Mark, TaggerReader
from replyguard.domain.overlap import coincide
from replyguard.domain.review import Category, Finding

# What may well be on words that carry another fault: capitals, personal data, a claim.
BESIDE = frozenset({Category.SHOUTING, Category.PRIVACY, Category.UNSUPPORTED_CLAIM})
_ALWAYS = BESIDE - {Category.UNSUPPORTED_CLAIM}
# What these name is more than a claim that nobody has confirmed, and they say what to do about it.
_SAID_ALREADY = frozenset({Category.PRIVACY, Category.OVERPROMISE, Category.CONCEALMENT})
# Who guesses, and who knows words. A model is not of them: none, however hostile, settles what others found.
_NAMING = frozenset({RuleReader.name, TaggerReader.name})
# So many findings before and after one may lie on its words: a text that holds more is no reply.
_REACH = 20


def settled(findings: Iterable[Finding], trusted: Callable[[str], float]) -> Iterator[Finding]:
    """`findings` without names for words that a better reader has another name for.

    trusted: how often the name that a rule gives is right, see `Card.trusted`.
    """
    found = sorted(findings, key=lambda one: one.start)
    stays = [True] * len(found)
    reached = list(accumulate((one.end for one in found), max))
    # The likeliest first: a name that has given way itself drives out no other.
    for number in sorted(range(len(found)), key=lambda at: -_standing(found[at], trusted)):
        one = found[number]
        others = (found[at] for at in _near(number, found, reached) if stays[at])
        if one.category not in _ALWAYS and any(_yields(one, other, trusted) for other in others):
            stays[number] = False
    yield from (one for one, staying in zip(found, stays, strict=True) if staying)


def _near(number: int, found: Sequence[Finding], reached: Sequence[int]) -> Iterator[int]:
    """The findings that may lie on the words of one, by number. reached: how far those up to each go, in characters."""
    one = found[number]
    for at in range(number - 1, max(-1, number - _REACH - 1), -1):
        if reached[at] <= one.start:
            break
        yield at
    for at in range(number + 1, min(len(found), number + _REACH + 1)):
        if found[at].start >= one.end:
            break
        yield at


def _yields(one: Finding, other: Finding, trusted: Callable[[str], float]) -> bool:
    """True where `other` has a better name for the words of `one`."""
    if one.category is Category.UNSUPPORTED_CLAIM:
        return one.reader == ClaimsReader.name and coincide(one, other) and _said(one, other)
    named = rivals(one, other) and {*one.reader.split("+"), *other.reader.split("+")} <= _NAMING
    return named and _standing(one, trusted) < _standing(other, trusted)


def rivals(one: Mark | Finding, other: Mark | Finding) -> bool:
    """True where the two have different names for the same words, of which only one can be right."""
    differ = one.category is not other.category and not {one.category, other.category} & BESIDE
    return differ and coincide(one, other)


def _said(claim: Finding, other: Finding) -> bool:
    """True where `other` says what is wrong with the words of a claim: a number in a taunt is no promise."""
    if other.category in _SAID_ALREADY:
        return True
    bare = claim.rule is None and all(value.kind in ("count", "duration") for value in values(claim.quote))
    return bare and other.category not in BESIDE


def _standing(one: Finding, trusted: Callable[[str], float]) -> float:
    """How likely it is that the name is right."""
    wrong = 1.0
    if TaggerReader.name in one.reader.split("+"):
        wrong *= 1 - (one.score or 0.0)
    if RuleReader.name in one.reader.split("+"):
        wrong *= 1 - trusted(one.rule or "")
    return 1 - wrong
