"""The reader that knows words: every rule of the language, its exceptions, and the span each is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

from replyguard.cooldown.exceptions import Exceptions, around
from replyguard.cooldown.reader import Context
from replyguard.cooldown.restated import SPARED, restates, shouted_first
from replyguard.domain.review import Category, Finding
from replyguard.errors import DataError
from replyguard.languages.identify import voted
from replyguard.languages.matching import Hit, PatternError, Patterns, expand, loosened
from replyguard.languages.pack import Pack, load
from replyguard.languages.schema import Rule
from replyguard.languages.text import Folded, Span, fold


@dataclass(frozen=True)
class Fault:
    """A rule that fired. `span` and `match`: in characters of the folded text; `pattern`: which of the rule's."""

    rule: Rule
    span: Span
    match: Span
    pattern: int


class RuleSet:
    """The rules of one language, compiled together.

    claims: true for those alone that need the facts (`rule.claim`), false for the others; all where it is not given.
    """

    def __init__(self, pack: Pack, *, claims: bool | None = None) -> None:
        self.pack = pack
        self.exceptions = Exceptions(pack)
        rules = [rule for rule in pack.rules if claims is None or (rule.claim is not None) is claims]
        owners = [(rule, number) for rule in rules for number, _ in enumerate(rule.patterns)]
        self._groups = [
            (chosen, self._together(chosen, exact=exact, lined=not across), across)
            for exact, across in product((False, True), repeat=2)
            if (chosen := [one for one in owners if (one[0].case == "exact", one[0].across) == (exact, across)])
        ]
        self._beside: dict[str, Patterns] = {}

    def _together(self, chosen: list[tuple[Rule, int]], *, exact: bool, lined: bool) -> Patterns:
        sources = [self._source(rule.patterns[number]) for rule, number in chosen]
        try:
            return Patterns(sources, exact=exact, lined=lined)
        except PatternError:
            for rule, number in chosen:
                self._patterns(rule, (rule.patterns[number],))
            raise

    def _source(self, pattern: str) -> str:
        return loosened(expand(pattern, self.pack.words), self.pack.language.apostrophes)

    def _patterns(self, rule: Rule, listed: tuple[str, ...]) -> Patterns:
        try:
            return Patterns(map(self._source, listed))
        except PatternError as error:
            path = self.pack.folder / "rules" / f"{rule.category}.yaml"
            raise DataError(path, 0, f"{rule.id}: {' | '.join(listed)}: {error}") from error

    def faults(self, folded: Folded, context: Context, *, spare: bool = True) -> Iterator[Fault]:
        """What the rules find; with `spare` off, the named exceptions are not asked."""
        for owners, patterns, across in self._groups:
            for hit in patterns.hits(folded.text if across else folded.lined):
                rule, number = owners[hit.pattern]
                if self._beside_it(rule, folded, hit):
                    continue
                if spare and self.exceptions.spare(rule, folded, hit.span, context):
                    continue
                yield Fault(rule, widened(rule, folded, hit), hit.match, number)

    def _beside_it(self, rule: Rule, folded: Folded, hit: Hit) -> bool:
        if not rule.beside:
            return False
        if rule.id not in self._beside:  # few rules of many hit a text: the rest cost nothing
            self._beside[rule.id] = self._patterns(rule, rule.beside)
        return self._beside[rule.id].any(around(folded, hit.span))


def widened(rule: Rule, folded: Folded, hit: Hit) -> Span:
    """The span that the rule reports for a hit."""
    if rule.span == "match":
        return hit.span
    piece = folded.clause if rule.span == "clause" else folded.sentence
    first, last = piece(hit.span.start), piece(hit.span.end - 1)
    return Span(min(first.start, hit.span.start), max(last.end, hit.span.end))


@cache
def ruleset(code: str, *, claims: bool | None = None) -> RuleSet:
    """The compiled rules of language `code`, made once; `claims` as in `RuleSet`."""
    return RuleSet(load(code), claims=claims)


@cache
def certain(code: str) -> frozenset[str]:
    """The ids of the rules of language `code` that are believed by themselves."""
    return frozenset(rule.id for rule in load(code).rules if rule.certain)


class RuleReader:
    """Finds what a rule describes. Claims (`rule.claim`) are another reader's: they need the facts."""

    name = "rules"

    async def read(self, text: str, context: Context) -> Sequence[Finding]:
        home, folded = context.pack.code, fold(text)
        found = list(ruleset(home, claims=False).faults(folded, context))
        for code in _others(folded, home):
            theirs = ruleset(code, claims=False).faults(folded, context)
            found += [fault for fault in theirs if _stands_in(code, folded, fault.span)]
        # A rule that reports a sentence may find a thousand reasons for it in a hostile one.
        told = {(fault.rule.id, fault.span): fault for fault in found}.values()
        return [finding(fault, folded, self.name) for fault in told if not _restated(fault, folded, context)]


def _restated(fault: Fault, folded: Folded, context: Context) -> bool:
    words = fault.span.of(folded.text)
    return (fault.rule.category in SPARED and restates(words, context)) or (
        fault.rule.category is Category.SHOUTING and shouted_first(folded, fault.span, context)
    )


def _others(folded: Folded, home: str) -> set[str]:
    """The languages beside `home` that whole sentences of a mixed text are written in."""
    spoken = {voted(span.of(folded.text)) for span in folded.sentences}
    return {code for code in spoken if code not in (None, home)}


def _stands_in(code: str, folded: Folded, span: Span) -> bool:
    return voted(folded.sentence(span.start).of(folded.text)) == code


def finding(fault: Fault, folded: Folded, reader: str) -> Finding:
    """The fault as a finding in the original text."""
    span = folded.back(fault.span.start, fault.span.end)
    quote = span.of(folded.original)
    return Finding(
        category=fault.rule.category,
        severity=fault.rule.severity,
        start=span.start,
        end=span.end,
        quote=quote,
        reason=fault.rule.reason.replace("{quote}", quote),
        rewrite=fault.rule.rewrite,
        reader=reader,
        rule=fault.rule.id,
    )
