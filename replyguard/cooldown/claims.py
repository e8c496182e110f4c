"""The reader that knows the case: every amount, date, action, commitment, cause and check must stand in its support."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from replyguard.cooldown.amounts import Value
from replyguard.cooldown.dates import values
from replyguard.cooldown.exceptions import around
from replyguard.cooldown.lexicon import Reasons, claims_file, content
from replyguard.cooldown.reader import Context
from replyguard.cooldown.rules import Fault, finding, ruleset
from replyguard.cooldown.support import Support
from replyguard.domain.review import Category, Finding, Severity
from replyguard.languages.matching import Patterns
from replyguard.languages.pack import load
from replyguard.languages.text import Folded, Span, fold

_REASON = {"clock": "date", "weekday": "date", "day": "date", "period": "date"}
# 'Two of us' and 'one moment' state nothing; larger numbers and figures do. '100% right' is a manner of speaking.
_SMALL, _ALL = 3, 100.0
_REACH = 200
_YEARS = range(1900, 2100)


class ClaimsReader:
    """Finds what a reply states or promises and nobody has confirmed."""

    name = "claims"

    async def read(self, text: str, context: Context) -> Sequence[Finding]:
        folded, support = fold(text), Support.of(context)
        found = [finding(fault, folded, self.name) for fault in _widest(folded, context, support)]
        told = bytearray(len(text))
        for one in found:
            _mark(told, one.start, one.end)
        for clause, value in self._values(folded, context, support):
            place = folded.back(clause.start, clause.end)
            if told.find(1, place.start, place.end) < 0:
                found.append(self._finding(folded, place, value, context))
                _mark(told, place.start, place.end)
        return sorted(found, key=lambda one: one.start)

    def _values(self, folded: Folded, context: Context, support: Support) -> Iterator[tuple[Span, Value]]:
        for value in values(folded.text):
            if not support.knows(value) and _states(value, folded, context):
                yield _clause(folded, value), value

    def _finding(self, folded: Folded, place: Span, value: Value, context: Context) -> Finding:
        file = claims_file(context.pack.code)
        words = folded.text[value.start : value.end]
        return Finding(
            category=Category.UNSUPPORTED_CLAIM,
            severity=Severity.BLOCK,
            start=place.start,
            end=place.end,
            quote=place.of(folded.original),
            reason=_reason(file.reasons, value).replace("{value}", words),
            rewrite=file.rewrite,
            reader=self.name,
        )


@dataclass(frozen=True)
class ClaimWords:
    """The patterns of one language that tell a claim from an offer and from a name."""

    asserts: Patterns
    offers: Patterns
    names: frozenset[str]
    after: frozenset[str]

    def is_name(self, value: Value, text: str) -> bool:
        """True where the number is a year, an age, an extension, a room: a name and no count."""
        before = set(text[max(0, value.start - _REACH) : value.start].lower().split()[-2:])
        after = set(text[value.end : value.end + _REACH].lower().lstrip("- ").split()[:1])
        return bool(self.names & before or self.after & after) or any(amount in _YEARS for amount in value.amounts)


@cache
def claim_words(code: str) -> ClaimWords:
    """The patterns of language `code`, compiled once."""
    file, pack = claims_file(code), load(code)
    asserts = pack.patterns(file.asserts, file="claims.yaml")
    offers = pack.patterns(file.offers, file="claims.yaml")
    return ClaimWords(asserts, offers, frozenset(file.no_counts), frozenset(file.no_counts_after))


def _offered(fault: Fault, folded: Folded, context: Context) -> bool:
    if fault.rule.claim not in ("commitment", "state"):
        return False
    clause = _around(fault.span, fault.match).of(folded.text)
    offered = claim_words(context.pack.code).offers.any(clause)
    return offered and not any(value.kind == "money" for value in values(clause))


def carried(fault: Fault, folded: Folded, context: Context, support: Support | None = None) -> bool:
    """True where the fault is a claim that is only an offer, or that the support makes too; what is no claim is not."""
    claim = fault.rule.claim
    if claim is None:
        return False
    if _offered(fault, folded, context):
        return True
    known = support or Support.of(context)
    core = fault.match.of(folded.text)
    clause = _around(fault.span, fault.match).of(folded.text)
    if known.carries(clause, core, claim):
        return True
    # 'We have checked, it was the wrong size': the clause names the check, the sentence what it found.
    bare = claim == "check" and len(content(clause)) <= 1
    return bare and known.carries(around(folded, fault.match), core, claim)


def _around(span: Span, words: Span) -> Span:
    # A "clause" without a single mark can be 20,000 characters long; what matters stands near the words. Its windows
    # begin and end at few places, so that what is known of one need not be found out again.
    if span.end - span.start <= 2 * _REACH:
        return span
    first, last = words.start // _REACH - 1, words.end // _REACH + 2
    return Span(max(span.start, first * _REACH), min(span.end, last * _REACH))


def _clause(folded: Folded, value: Value) -> Span:
    return _around(folded.clause(value.start), Span(value.start, value.end))


def _widest(folded: Folded, context: Context, support: Support) -> list[Fault]:
    """The claims that the support does not carry, the widest where several lie on one place."""
    kept: list[Fault] = []
    told = bytearray(len(folded.text))
    faults = ruleset(context.pack.code, claims=True).faults(folded, context)
    for fault in sorted(faults, key=lambda one: one.span.start - one.span.end):
        span = fault.span
        if told.find(1, span.start, span.end) < 0 and not carried(fault, folded, context, support):
            kept.append(fault)
            _mark(told, span.start, span.end)
    return kept


def _mark(told: bytearray, start: int, end: int) -> None:
    told[start:end] = b"\1" * (end - start)


def _states(value: Value, folded: Folded, context: Context) -> bool:
    if value.kind == "money":
        return folded.text[value.end - 1].isdigit() or max(value.amounts) > _SMALL
    if value.kind in ("date", "clock"):
        return True
    if value.kind == "percent":
        return value.amounts != {_ALL}
    if value.kind in ("count", "duration") and not context.complaint:
        return False  # The complaint, which is not at hand, is where the customer's own numbers stand.
    words, clause = claim_words(context.pack.code), _clause(folded, value).of(folded.text)
    if words.offers.any(clause) or folded.sentence(value.start).of(folded.text).endswith("?"):
        return False
    figure, asserted = folded.text[value.start].isdigit(), words.asserts.any(clause)
    if value.kind == "count":
        if figure:
            return not words.is_name(value, folded.text)
        return max(value.amounts) > _SMALL and (asserted or _counted(context.facts))
    if value.kind == "duration":
        return (figure or asserted) and not words.is_name(value, folded.text)
    if value.kind == "day" and any(other.kind in ("date", "weekday") for other in values(clause)):
        return False  # 'Tanggal 9 kemarin', 'Friday last week': the date says it.
    return value.kind == "weekday" or asserted


def _reason(reasons: Reasons, value: Value) -> str:
    words: str = getattr(reasons, _REASON.get(value.kind, value.kind))
    return words


def _counted(facts: tuple[str, ...]) -> bool:
    # Where the facts count something, 'eight of our cooks' is measured by them whatever the sentence does with it.
    return any(value.kind == "count" for fact in facts for value in values(fact))
