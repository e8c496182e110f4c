"""The shapes of a language's data files."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from replyguard.domain.base import Frozen
from replyguard.domain.review import Category, Severity
from replyguard.languages.examples import Example

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Words = Annotated[str, StringConstraints(min_length=1)]

SPANS = Literal["match", "clause", "sentence"]
CLAIMS = Literal["action", "commitment", "cause", "check", "state"]


def _or_all(value: Any) -> Any:
    return list(Category) if value == "all" else value


class LanguageFile(Frozen):
    """`language.yaml`. `words`: named alternatives that patterns use as `{name}`."""

    code: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
    name: Words
    stopwords: tuple[Words, ...] = Field(min_length=20)
    near: dict[str, Words] = {}
    """Languages read with this pack, and the note for the user: {ms: "Malay, read as Indonesian"}."""
    words: dict[Name, Words] = {}
    apostrophes: tuple[Words, ...] = ()
    """Pieces of patterns whose apostrophe people leave out ("n't": dont, isnt): rules read them with and without."""
    address: dict[Name, Words] = {}
    """A register's name and the pattern of its words; two of them in one reply are a `register` note."""
    default_address: str = ""
    """What `{address}` in a rewrite becomes where the reply addresses nobody."""


class Rule(Frozen):
    """One fault and its proof.

    patterns: RE2, case ignored; `{name}` stands for the words of that name in `language.yaml`. A group `(?P<span>…)`
              narrows what is found to that group.
    span:     the finding is the match itself, or widened to the clauses or the sentence it stands in.
    across:   true for the few whose patterns go on from one sentence into the next; all others read one at a time.
    unless:   ids of exceptions that spare this rule, beside those that spare its whole category.
    beside:   patterns; where one matches in the same sentence, the rule is silent.
    rewrite:  goes in the place of the span; "" leaves it out; absent: only a person can say it right.
              `{address}` becomes the reply's own form of address.
    certain:  true for threats: however calm the tagger hears the words, the rule is believed.
    claim:    what kind of claim it is; it is then reported only where facts, complaint and brand do not support it.
    """

    id: Annotated[str, StringConstraints(pattern=r"^[a-z_]+\.[a-z0-9_]+$")]
    severity: Severity
    patterns: tuple[Words, ...] = Field(min_length=1)
    case: Literal["ignored", "exact"] = "ignored"
    span: SPANS = "match"
    across: bool = False
    unless: tuple[Name, ...] = ()
    beside: tuple[Words, ...] = ()
    certain: bool = False
    claim: CLAIMS | None = None
    reason: Words
    rewrite: str | None = None
    source: str | None = None
    fires: tuple[Example, ...] = Field(min_length=2)
    silent: tuple[Example, ...] = Field(min_length=2)

    @cached_property
    def category(self) -> Category:
        return Category(self.id.partition(".")[0])

    @model_validator(mode="after")
    def _holds(self) -> Rule:
        if self.id.partition(".")[0] not in set(Category):
            raise ValueError(f"id: '{self.id.partition('.')[0]}' is not a category of the taxonomy")
        for example in self.fires:
            if not example.spans:
                raise ValueError(f"fires: mark the words with [[ ]] in: {example.reply}")
        for example in self.silent:
            if example.spans:
                raise ValueError(f"silent: nothing may be marked in: {example.reply}")
        return self


class Spare(Frozen):
    """A named reason to let words pass that a rule would mark.

    spares:  the categories it spares, or "all"; none where rules name it in their `unless`.
    where:   its pattern stands `before` the words (in the same sentence, nothing between but blanks), `after`
             them (likewise), in the same `sentence`, in the same or the `next` sentence, in the same or an
             `earlier` one, or the words lie `inside` it, or they are `quoted`: between quotation marks that
             follow the pattern, or that hold the customer's own words.
    spared:  examples with the words marked: a rule fires there, this exception lets it pass.
    fires:   examples with the words marked that still fire.
    """

    id: Name
    spares: Annotated[tuple[Category, ...], BeforeValidator(_or_all)] = ()
    where: Literal["before", "after", "sentence", "next", "earlier", "inside", "quoted"]
    patterns: tuple[Words, ...] = Field(min_length=1)
    spared: tuple[Example, ...] = Field(min_length=2)
    fires: tuple[Example, ...] = ()


RuleFile = Annotated[tuple[Rule, ...], Field(min_length=1)]
ExceptionFile = tuple[Spare, ...]
