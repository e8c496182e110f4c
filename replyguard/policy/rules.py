"""The rules of the comment policy: what a comment may not do, what follows, and how to object."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, StringConstraints, field_validator

from replyguard.domain.base import Frozen
from replyguard.domain.breach import Consequence
from replyguard.languages import yaml
from replyguard.languages.examples import Example
from replyguard.languages.pack import available, load
from replyguard.languages.schema import Name, Words
from replyguard.policy.own import OwnWords

_FILE = Path(__file__).parent / "default.yaml"

Lines = tuple[Words, ...]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]


class Rule(StrEnum):
    """What a comment may not be, in every policy that does not leave it out. Anger at the business is none of these."""

    ABUSE = "abuse"
    SARA = "sara"
    THREAT = "threat"
    SPAM = "spam"
    OFF_TOPIC = "off_topic"


class Shown(Frozen):
    """Examples for the public. `breaks`: what the rule means; `stays`: what it does not mean, however sharp."""

    breaks: Lines = ()
    stays: Lines = ()


class Term(OwnWords):
    """What a rule says to the public, by language, and what follows from breaking it.

    name:        its heading; `meaning`: what is not allowed; `consequence`: what then follows, in one sentence.
    examples:    for the public, by language.
    ladder:      the steps: the first breach of somebody meets the first of them, and so on; the last one stays. Empty:
                 as in the default policy.
    """

    name: dict[Language, Words] = {}
    meaning: dict[Language, Words]
    consequence: dict[Language, Words]
    examples: dict[Language, Shown] = {}
    ladder: tuple[Consequence, ...] = ()

    @field_validator("ladder")
    @classmethod
    def _upwards(cls, steps: tuple[Consequence, ...]) -> tuple[Consequence, ...]:
        ranks = [list(Consequence).index(step) for step in steps]
        if ranks != sorted(set(ranks)):
            raise ValueError(f"should go upwards: {', '.join(Consequence)}")
        return steps


class Appeal(Frozen):
    """How to object to a step. `contact`: where, by language; `days`: within how many working days it is answered."""

    contact: dict[Language, Words] = {}
    days: int | None = Field(default=None, ge=1, le=365)


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


class Default(Frozen):
    """One rule of `default.yaml`; its meaning and consequence stand in the language packs."""

    name: dict[Language, Words]
    ladder: tuple[Consequence, ...] = Field(min_length=1)
    examples: dict[Language, Shown]


@cache
def defaults() -> Mapping[Rule, Default]:
    """Headings, ladders and public examples where a policy names none."""
    found: dict[Rule, Default] = yaml.read(_FILE, dict[Rule, Default])
    return found


@cache
def entries(code: str) -> tuple[Breach, ...]:
    """What the pack of language `code` knows of the rules."""
    return load(code).read("policy.yaml", tuple[Breach, ...])


def _default() -> dict[str, Term]:
    by = {code: {entry.rule: entry for entry in entries(code)} for code in available()}
    return {
        rule.value: Term(
            meaning={code: by[code][rule].meaning for code in by},
            consequence={code: by[code][rule].consequence for code in by},
        )
        for rule in Rule
    }


class Policy(Frozen):
    """The business's comment policy; by default the lawful one of the language packs.

    name:       whose it is, as it stands in the page's title; "" where none is to be named.
    rules:      the rules in force, by name; one of ours that is left out is not enforced, one of the brand's own has a
                ladder, and words to find it by unless only people are to find it.
    block_days: how long a block for a time lasts.
    url:        where the public can read it, if anywhere.
    """

    name: str = Field(default="", max_length=120)
    rules: dict[Name, Term] = Field(default_factory=_default)
    block_days: int = Field(default=30, ge=1, le=3_650)
    appeal: Appeal = Appeal()
    url: str | None = Field(default=None, pattern=r"^https?://\S+$")

    @field_validator("rules")
    @classmethod
    def _known_or_whole(cls, rules: dict[str, Any]) -> dict[str, Any]:
        for name in set(rules) - set(Rule):
            if not rules[name].ladder:
                raise ValueError(f"{name}: is not one of {', '.join(Rule)}; a rule of your own needs a ladder")
        return rules

    def meaning(self, rule: str, language: str) -> str:
        """What the rule says, in `language`; "" where the policy has no such rule or words."""
        return self.rules[rule].meaning.get(language, "") if rule in self.rules else ""

    def consequence(self, rule: str, language: str) -> str:
        """What follows from a breach, in `language`; "" where the policy has no such rule or words."""
        return self.rules[rule].consequence.get(language, "") if rule in self.rules else ""

    def heading(self, rule: str, language: str) -> str:
        """The rule's name, in `language`; as it is named in the file where it has none."""
        own = self.rules[rule].name.get(language, "") if rule in self.rules else ""
        ours = defaults()[Rule(rule)].name.get(language, "") if rule in set(Rule) else ""
        return own or ours or rule.replace("_", " ").capitalize()

    def examples(self, rule: str, language: str) -> Shown:
        """Examples of the rule for the public, in `language`."""
        own = self.rules[rule].examples.get(language) if rule in self.rules else None
        ours = defaults()[Rule(rule)].examples.get(language) if rule in set(Rule) else None
        return own or ours or Shown()

    def ladder(self, rule: str) -> tuple[Consequence, ...]:
        """What follows from the first, the second, … breach, where this rule is broken. It is in force."""
        return self.rules[rule].ladder or defaults()[Rule(rule)].ladder

    @property
    def own_words(self) -> tuple[tuple[str, OwnWords], ...]:
        """The rules that the brand's own words find, by name."""
        return tuple((name, term) for name, term in self.rules.items() if term.patterns)


def load_policy(path: Path) -> Policy:
    """The policy in the YAML file `path`; `DataError` with the line where it is wrong."""
    policy: Policy = yaml.read(path, Policy)
    return policy
