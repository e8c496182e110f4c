"""Why a finding is there and what would change it, in the words of the reply's language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Protocol, runtime_checkable

from replyguard.cooldown.reader import Reader
from replyguard.cooldown.reviewer import offline_readers
from replyguard.domain.base import Frozen
from replyguard.domain.review import Category, Finding
from replyguard.languages.pack import available, load
from replyguard.languages.schema import Rule, Spare, Words

# All the names are told; this many of them with an example.
_SHOWN = 3


@runtime_checkable
class Weighing(Protocol):
    """A reader whose findings carry a score says from which score on it reports."""

    name: str

    def threshold(self, language: str, category: Category) -> float:
        """The least score, 0 to 1 as findings have it, of a finding of `category` in `language`."""


class Explanation(Frozen):
    """What stands behind one finding.

    readers:    who found it.
    rule:       the id of the rule that fired, where one did.
    score, threshold: how sure the reader that weighs is, and from where on it reports; None where none weighs.
    exceptions: names (`exceptions.yaml`) under which the same words would pass.
    fact:       confirmed, it would support the claim; None where no fact would change anything.
    sentences:  all of this and the calmer wording for a person, in the reply's language.
    """

    readers: tuple[str, ...]
    rule: str | None = None
    score: float | None = None
    threshold: float | None = None
    exceptions: tuple[str, ...] = ()
    fact: str | None = None
    sentences: tuple[str, ...]


class ExplainFile(Frozen):
    """`explain.yaml`. readers: what each is called; changes: what would change a finding of that category."""

    readers: dict[str, Words]
    found: Words
    rule: Words
    score: Words
    score_alone: Words
    exceptions: Words
    exception: Words
    fact: Words
    changes: dict[Category, Words]
    rewrite: Words
    left_out: Words
    by_a_person: Words


@cache
def explain_file(code: str) -> ExplainFile:
    """The `explain.yaml` of language `code`."""
    found: ExplainFile = load(code).read("explain.yaml", ExplainFile)
    return found


def explain(finding: Finding, language: str, readers: Sequence[Reader] = ()) -> Explanation:
    """The explanation of a finding in a reply that was read as `language` (`Review.language`).

    readers: those that may have found it; the offline ones where not given.
    """
    names = finding.reader.split("+")
    weighing = [one for one in readers or offline_readers() if one.name in names and isinstance(one, Weighing)]
    spares = tuple(_sparing(finding, language, weighed=bool(weighing)))
    bare = Explanation(
        readers=tuple(names),
        rule=finding.rule,
        score=finding.score,
        threshold=weighing[0].threshold(language, finding.category) if weighing else None,
        exceptions=tuple(dict.fromkeys(spare.id for spare in spares)),
        fact=finding.quote if "claims" in names else None,
        sentences=(),
    )
    words = explain_file(language)
    sentences = (*_why(bare, words), *_changes(bare, finding, spares, words))
    return bare.model_copy(update={"sentences": sentences})


def _why(told: Explanation, words: ExplainFile) -> Iterator[str]:
    yield words.found.replace("{readers}", " + ".join(words.readers.get(name, name) for name in told.readers))
    if told.rule:
        yield words.rule.replace("{rule}", told.rule)
    if told.score is not None and told.threshold is not None and told.score >= told.threshold:
        yield words.score.replace("{score}", f"{told.score:.2f}").replace("{threshold}", f"{told.threshold:.2f}")
    elif told.score is not None:
        yield words.score_alone.replace("{score}", f"{told.score:.2f}")


def _changes(told: Explanation, finding: Finding, spares: Iterable[Spare], words: ExplainFile) -> Iterator[str]:
    if told.fact:
        yield words.fact.replace("{fact}", told.fact)
    if told.exceptions:
        yield words.exceptions.replace("{exceptions}", "; ".join(_named(spares, words)))
    # What two readers found stays where only one of them would let it pass.
    if finding.category in words.changes and not told.exceptions and len(told.readers) == 1:
        yield words.changes[finding.category]
    if finding.rewrite:
        yield words.rewrite.replace("{rewrite}", finding.rewrite)
    elif finding.rewrite == "":
        yield words.left_out
    elif finding.category not in words.changes:
        yield words.by_a_person


def _named(spares: Iterable[Spare], words: ExplainFile) -> Iterator[str]:
    for number, spare in enumerate({spare.id: spare for spare in spares}.values()):
        if number < _SHOWN:
            yield words.exception.replace("{name}", spare.id).replace("{example}", spare.spared[0].text)
        else:
            yield spare.id


def _sparing(finding: Finding, language: str, *, weighed: bool) -> Iterator[Spare]:
    rule, home = _rule(finding, language)
    # Who weighs is spared by category; a rule may name more in its `unless`. No other reader asks for exceptions.
    if rule is not None or weighed:
        named = rule.unless if rule else ()
        for spare in load(home).exceptions:
            if finding.category in spare.spares or spare.id in named:
                yield spare


def _rule(finding: Finding, language: str) -> tuple[Rule | None, str]:
    """The rule that fired and the language it stands in: a mixed text is read with the rules of both."""
    homes = (language, *(code for code in available() if code != language))
    named = [(rule, code) for code in homes for rule in load(code).rules if rule.id == finding.rule]
    # Languages share ids, reasons they do not.
    said = [one for one in named if one[0].reason.replace("{quote}", finding.quote) == finding.reason]
    return next(iter((*said, *named)), (None, language))
