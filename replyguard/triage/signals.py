"""What `triage.yaml` holds, and the wordings of every language matched at once: people mix them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Literal

from pydantic import Field

from replyguard.domain.base import Frozen
from replyguard.domain.triage import Cause, Mark, Topic
from replyguard.languages.examples import Example
from replyguard.languages.matching import Patterns, expand
from replyguard.languages.pack import available, load
from replyguard.languages.schema import Name, Words
from replyguard.languages.text import fold

Kind = Literal["topic", "faint", "cause", "admitted", "contradicted", "urgent", "risk"]


class Signal(Frozen):
    """Wordings that speak for something.

    weight: how much one of them says, 0 to 1.
    fires:  examples with `[[ ]]` round the words; `silent`: near misses.
    """

    patterns: tuple[Words, ...] = Field(min_length=1)
    weight: float = Field(default=0.6, gt=0, le=1)
    fires: tuple[Example, ...] = Field(min_length=2)
    silent: tuple[Example, ...] = Field(min_length=2)


class TopicSignal(Signal):
    """A topic.

    question: to the staff; a fact that matches `answered` answers it.
    faint:    patterns that speak for it only where none of the topics in `faint_beside` is heard.
    """

    faint: tuple[Words, ...] = ()
    faint_beside: tuple[Topic, ...] = ()
    question: Words
    answered: tuple[Words, ...] = Field(min_length=1)


class TriageFile(Frozen):
    """`triage.yaml`.

    topics:       by topic; every one but `other` must be there.
    causes:       by cause, signals in the complaint.
    admitted:     wordings of facts that confirm a fault; `contradicted`: of facts that say it was otherwise.
    urgent:       wordings that cannot wait; `risks`: by kind, wordings of a serious risk.
    open_question: asked where nothing else is known to ask; `risk_question`: asked first where there is a risk.
    """

    topics: dict[Topic, TopicSignal]
    causes: dict[Cause, Annotated[tuple[Signal, ...], Field(min_length=1)]]
    admitted: Signal
    contradicted: Signal
    urgent: Signal
    risks: dict[Name, Signal]
    open_question: Words
    cause_questions: dict[Cause, Words]
    risk_question: Words


@dataclass(frozen=True)
class Heard:
    """A signal that fired. `mark.what` is its topic, cause or kind."""

    kind: Kind
    weight: float
    mark: Mark


@cache
def triage_file(code: str) -> TriageFile:
    """The data of language `code`."""
    return load(code).read("triage.yaml", TriageFile)


def signals(code: str) -> list[tuple[Kind, str, Signal]]:
    """Every signal of language `code`, with its kind and what it speaks for."""
    file = triage_file(code)
    return [
        *(("topic", topic.value, signal) for topic, signal in file.topics.items()),
        *(("cause", cause.value, signal) for cause, signals in file.causes.items() for signal in signals),
        ("admitted", "admitted", file.admitted),
        ("contradicted", "contradicted", file.contradicted),
        ("urgent", "urgent", file.urgent),
        *(("risk", kind, signal) for kind, signal in file.risks.items()),
    ]


@cache
def _all() -> tuple[tuple[tuple[Kind, str, float], ...], Patterns]:
    owners: list[tuple[Kind, str, float]] = []
    sources: list[str] = []
    for code in available():
        words: Mapping[str, str] = load(code).words
        for kind, what, signal in signals(code):
            owners += [(kind, what, signal.weight)] * len(signal.patterns)
            sources += [expand(pattern, words) for pattern in signal.patterns]
        for topic, signal in triage_file(code).topics.items():
            owners += [("faint", topic.value, signal.weight)] * len(signal.faint)
            sources += [expand(pattern, words) for pattern in signal.faint]
    return tuple(owners), Patterns(sources)


def hear(text: str) -> tuple[Heard, ...]:
    """Every signal in `text`, by place; marks are in characters of `text`."""
    folded = fold(text)
    owners, patterns = _all()
    found: list[Heard] = []
    for hit in patterns.hits(folded.text):
        kind, what, weight = owners[hit.pattern]
        span = folded.back(hit.span.start, hit.span.end)
        mark = Mark(what=what, start=span.start, end=span.end, quote=span.of(text))
        found.append(Heard(kind, weight, mark))
    return tuple(_longest(sorted(_clear(found), key=lambda one: (one.mark.start, -one.mark.end))))


def _clear(found: list[Heard]) -> Iterator[Heard]:
    """Faint signals become their topic where nothing drowns them, and go where something does."""
    topics = {one.mark.what for one in found if one.kind == "topic"}
    for one in found:
        if one.kind != "faint":
            yield one
        elif not topics & _drowned_by(one.mark.what):
            yield Heard("topic", one.weight, one.mark)


@cache
def _drowned_by(topic: str) -> frozenset[str]:
    return frozenset(
        other.value for code in available() for other in triage_file(code).topics[Topic(topic)].faint_beside
    )


def _longest(found: list[Heard]) -> Iterator[Heard]:
    """Of signals for one thing that share words, the first and longest: the same words speak once."""
    ends: dict[tuple[str, str], int] = {}
    for one in found:
        key = (one.kind, one.mark.what)
        if one.mark.start >= ends.get(key, 0):
            ends[key] = one.mark.end
            yield one


@cache
def answers(code: str, topic: Topic) -> Patterns:
    """What facts say where they answer the topic's question: of every language, facts need not be in `code`."""
    sources = [
        expand(pattern, load(one).words) for one in available() for pattern in triage_file(one).topics[topic].answered
    ]
    return Patterns(sources)
