"""Does every rule do what its examples say? `python -m replyguard.cooldown.proof` (or `make rules`) tells in a second.

With a language's code and the beginning of a rule's id it proves those only:
`python -m replyguard.cooldown.proof id anger`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from replyguard.cooldown.claims import carried
from replyguard.cooldown.reader import Context
from replyguard.cooldown.rewrite import addressed, put_in
from replyguard.cooldown.rules import Fault, RuleSet, ruleset
from replyguard.domain.overlap import overlap
from replyguard.errors import DataError
from replyguard.languages.examples import Example
from replyguard.languages.pack import available
from replyguard.languages.schema import Rule
from replyguard.languages.text import Span, fold


def problems(code: str, start: str = "") -> Iterator[str]:
    """What does not hold for the rules and exceptions of language `code`, a sentence each; nothing where all holds."""
    rules = ruleset(code)
    seen: set[str] = set()
    for rule in rules.pack.rules:
        if rule.id in seen:
            yield f"{code} {rule.id}: two rules have this id"
        seen.add(rule.id)
        if rule.id.startswith(start):
            yield from (f"{code} {rule.id}: {problem}" for problem in _of_rule(rule, rules))
    if not start or "exceptions".startswith(start):
        yield from (f"{code} {problem}" for problem in _of_exceptions(rules))


def _context(example: Example, rules: RuleSet) -> Context:
    return Context(rules.pack, example.complaint, example.facts)


def _faults(example: Example, rules: RuleSet, *, spare: bool = True) -> list[tuple[Fault, Span]]:
    folded = fold(example.text)
    context = _context(example, rules)
    return [
        (fault, folded.back(fault.span.start, fault.span.end))
        for fault in rules.faults(folded, context, spare=spare)
        if not carried(fault, folded, context)
    ]


def _of_rule(rule: Rule, rules: RuleSet) -> Iterator[str]:
    used: set[int] = set()
    for example in rule.fires:
        mine = [(fault, span) for fault, span in _faults(example, rules) if fault.rule.id == rule.id]
        used |= {fault.pattern for fault, _ in mine}
        found = sorted({(span.start, span.end) for _, span in mine})
        wanted = sorted((span.start, span.end) for span in example.spans)
        if found != wanted:
            marked = [example.text[a:b] for a, b in found]
            yield f"should find {[span.of(example.text) for span in example.spans]}, finds {marked} in: {example.text}"
        yield from _of_rewrite(rule, example, rules)
    for example in rule.silent:
        for fault, span in _faults(example, rules):
            if fault.rule.id == rule.id:
                yield f"should be silent, but finds '{span.of(example.text)}' in: {example.text}"
    for number in sorted(set(range(len(rule.patterns))) - used):
        yield f"no example needs this pattern: {rule.patterns[number]}"


def _of_rewrite(rule: Rule, example: Example, rules: RuleSet) -> Iterator[str]:
    if rule.rewrite is None:
        return
    for span in example.spans:
        rewrite = addressed(rule.rewrite, example.text, rules.pack)
        text, start, end = put_in(example.text, span.start, span.end, rewrite)
        folded = fold(text)
        for fault in rules.faults(folded, _context(example, rules)):
            place = folded.back(fault.span.start, fault.span.end)
            if fault.rule.claim is None and overlap(place, Span(start, end)):
                yield f"its rewrite is itself flagged by {fault.rule.id}: {text}"


def _of_exceptions(rules: RuleSet) -> Iterator[str]:
    for one in rules.pack.exceptions:
        for example in one.spared:
            before = _touching(example, _faults(example, rules, spare=False))
            after = _touching(example, _faults(example, rules))
            if not before:
                yield f"exception {one.id}: no rule fires on the marked words, so nothing is spared: {example.text}"
            elif after:
                yield f"exception {one.id}: {after[0].rule.id} still fires on: {example.text}"
        for example in one.fires:
            if not _touching(example, _faults(example, rules)):
                yield f"exception {one.id}: something should still fire on: {example.text}"


def _touching(example: Example, faults: list[tuple[Fault, Span]]) -> list[Fault]:
    return [fault for fault, span in faults if any(overlap(span, marked) for marked in example.spans)]


def main(arguments: list[str]) -> int:
    """Print what does not hold; 0 where all does."""
    codes = [arguments[0]] if arguments else list(available())
    start = arguments[1] if len(arguments) > 1 else ""
    try:
        found = [problem for code in codes for problem in problems(code, start)]
    except DataError as error:
        found = [str(error)]
    for problem in found:
        print(problem)
    count = (
        sum(1 for code in codes for rule in ruleset(code).pack.rules if rule.id.startswith(start)) if not found else 0
    )
    print(f"{len(found)} problems" if found else f"{count} rules hold")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
