"""The comment policy: what a comment may not do, what follows, and where a comment does it."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from pathlib import Path

from pydantic import Field

from replyguard.domain.base import Frozen
from replyguard.domain.triage import Mark
from replyguard.languages import yaml
from replyguard.languages.examples import Example
from replyguard.languages.matching import Patterns, expand
from replyguard.languages.pack import available, load
from replyguard.languages.schema import Words
from replyguard.languages.text import fold


class Rule(StrEnum):
    """What a comment may not be. Anger at the business is none of these."""

    ABUSE = "abuse"
    SARA = "sara"
    THREAT = "threat"
    SPAM = "spam"
    OFF_TOPIC = "off_topic"


class Term(Frozen):
    """What a rule says to the public, by language. `meaning`: what is not allowed; `consequence`: what then follows."""

    meaning: dict[str, Words]
    consequence: dict[str, Words]


class Breach(Frozen):
    """One entry of a language's `policy.yaml`: how a breach of `rule` is worded.

    unless: patterns; a match in the same sentence means that the words are aimed at the business, not a person.
    fires:  examples with `[[ ]]` round the words; `silent`: lawful comments that share words with them.
    """

    rule: Rule
    meaning: Words
    consequence: Words
    patterns: tuple[Words, ...] = Field(min_length=1)
    unless: tuple[Words, ...] = ()
    fires: tuple[Example, ...] = Field(min_length=2)
    silent: tuple[Example, ...] = Field(min_length=2)


def _default() -> dict[Rule, Term]:
    return {
        rule: Term(
            meaning={code: _entry(code, rule).meaning for code in available()},
            consequence={code: _entry(code, rule).consequence for code in available()},
        )
        for rule in Rule
    }


class Policy(Frozen):
    """The business's comment policy; by default the lawful one of the language packs.

    rules: the rules in force; one that is left out is not enforced.
    url:   where the public can read it, if anywhere.
    """

    rules: dict[Rule, Term] = Field(default_factory=_default)
    url: str | None = Field(default=None, pattern=r"^https?://\S+$")

    def meaning(self, rule: str, language: str) -> str:
        """What the rule says, in `language`; "" where the policy has no such rule or words."""
        term = self.rules.get(Rule(rule))
        return term.meaning.get(language, "") if term else ""

    def consequence(self, rule: str, language: str) -> str:
        """What follows from a breach, in `language`; "" where the policy has no such rule or words."""
        term = self.rules.get(Rule(rule))
        return term.consequence.get(language, "") if term else ""


def load_policy(path: Path) -> Policy:
    """The policy in the YAML file `path`; `DataError` with the line where it is wrong."""
    policy: Policy = yaml.read(path, Policy)
    return policy


def breaches(text: str, policy: Policy | None = None) -> tuple[Mark, ...]:
    """The words of a comment that break the policy, by place; `what` is the rule. Read in every language at once."""
    folded = fold(text)
    rules = set(policy.rules) if policy else set(Rule)
    found: dict[tuple[str, int, int], Mark] = {}
    entries, patterns, unless = _wordings()
    for hit in patterns.hits(folded.text):
        entry = entries[hit.pattern]
        sentence = folded.sentence(hit.span.start).of(folded.text)
        if entry.rule in rules and not unless[hit.pattern].any(sentence):
            span = folded.back(hit.span.start, hit.span.end)
            mark = Mark(what=entry.rule.value, start=span.start, end=span.end, quote=span.of(text))
            found.setdefault((mark.what, mark.start, mark.end), mark)
    return _longest(sorted(found.values(), key=lambda mark: (mark.start, -mark.end)))


def _longest(marks: list[Mark]) -> tuple[Mark, ...]:
    kept: list[Mark] = []
    for mark in marks:
        if not any(mark.what == other.what and mark.start < other.end and other.start < mark.end for other in kept):
            kept.append(mark)
    return tuple(kept)


@cache
def _file(code: str) -> tuple[Breach, ...]:
    return load(code).read("policy.yaml", tuple[Breach, ...])


def _entry(code: str, rule: Rule) -> Breach:
    return next(entry for entry in _file(code) if entry.rule is rule)


@cache
def _wordings() -> tuple[tuple[Breach, ...], Patterns, tuple[Patterns, ...]]:
    owners: list[Breach] = []
    sources: list[str] = []
    unless: list[Patterns] = []
    for code in available():
        pack = load(code)
        for entry in _file(code):
            spared = pack.patterns(entry.unless, file="policy.yaml")
            for pattern in entry.patterns:
                owners.append(entry)
                sources.append(expand(pattern, pack.words))
                unless.append(spared)
    return tuple(owners), Patterns(sources), tuple(unless)
