"""The customer's words turned to the second person, by the data of `problem.yaml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import Field

from replyguard.domain.base import Frozen
from replyguard.domain.triage import Topic
from replyguard.drafting.register import Register
from replyguard.languages.matching import compiled, expand
from replyguard.languages.pack import load
from replyguard.languages.schema import Name, Words

_SHOUTED = re.compile(r"\b[A-Z]{4,}\b")
_MONEY = re.compile(r"Rp\.? ?\d")


class Start(Frozen):
    """How a clause may begin, and what is put before it ("{you} ") so that it stands; or that it cannot."""

    when: Words
    put: str = ""
    refuse: bool = False


class Change(Frozen):
    """A spelling (RE2), and what stands in its place."""

    find: Words
    put: str


class Step(Frozen):
    """Where the complaint matches `when`, its topic `topic` is felt and taken on as `step` (a name in the phrases)."""

    topic: Topic
    when: Words
    step: Name


class TopicWords(Frozen):
    """`cues`: words that show a clause to be about this topic; `nouns`: noun phrases, with slots from `details`."""

    cues: tuple[Words, ...]
    nouns: tuple[Words, ...] = Field(min_length=1)


class ProblemFile(Frozen):
    """`problem.yaml`.

    swap:   words of the customer and the word that stands in their place in a reply.
    reshape: spellings and what stands in their place, before all else.
    drop:   words that carry no meaning there.
    refuse: a clause with one of these is not reflected; `agent`: it says what somebody did, and is reported as told.
    orders: a sentence with one of these tells the writer what to write: it is no problem, and its amounts are no debts.
    steps:  the first that matches names the phrases to use; none: those of the topic.
    starts: how a clause may begin; the first that matches counts, and none means that it is not reflected.
    doubt:  where it matches, two durations may stand in the text, and only the first pattern of a detail is sure.
    fault:  words of something going wrong: a clause with them says more than one that only sets the scene.
    rhetorical: a question that states: it is read as a statement.
    formal: further swaps where the tone is formal.
    """

    swap: dict[Words, str]
    formal: dict[Words, str] = {}
    reshape: tuple[Change, ...] = ()
    drop: tuple[Words, ...]
    refuse: tuple[Words, ...]
    agent: tuple[Words, ...]
    orders: tuple[Words, ...]
    starts: tuple[Start, ...]
    words: dict[Name, Words] = {}
    doubt: Words
    fault: Words
    rhetorical: Words
    steps: tuple[Step, ...] = ()
    details: dict[Name, tuple[Words, ...]]
    topics: dict[Topic, TopicWords]


@dataclass(frozen=True)
class Mirror:
    """`problem.yaml` of one language, compiled."""

    file: ProblemFile
    refuse: tuple[Any, ...]
    agent: tuple[Any, ...]
    orders: tuple[Any, ...]
    reshape: tuple[tuple[Any, str], ...]
    starts: tuple[tuple[Any, Start], ...]
    doubt: Any
    fault: Any
    rhetorical: Any
    steps: tuple[tuple[Any, Step], ...]
    details: Mapping[str, tuple[Any, ...]]
    cues: Mapping[Topic, tuple[Any, ...]]

    def swaps(self, *, formal: bool) -> Mapping[str, str]:
        return {**self.file.swap, **self.file.formal} if formal else self.file.swap


@cache
def mirror_of(code: str) -> Mirror:
    """The data of language `code`, read once."""
    file: ProblemFile = load(code).read("phrases/problem.yaml", ProblemFile)

    def search(patterns: tuple[str, ...]) -> tuple[Any, ...]:
        return tuple(compiled(expand(pattern, file.words)) for pattern in patterns)

    return Mirror(
        file=file,
        refuse=search(file.refuse),
        agent=search(file.agent),
        orders=search(file.orders),
        reshape=tuple((search((change.find,))[0], change.put) for change in file.reshape),
        starts=tuple((search((start.when,))[0], start) for start in file.starts),
        doubt=search((file.doubt,))[0],
        fault=search((file.fault,))[0],
        rhetorical=search((file.rhetorical,))[0],
        steps=tuple((search((step.when,))[0], step) for step in file.steps),
        details={name: search(patterns) for name, patterns in file.details.items()},
        cues={topic: search(words.cues) for topic, words in file.topics.items()},
    )


def mirrored(plain: str, reading: Mirror, form: Register) -> str:
    """The clause in the second person; "" where it would not stand as a sentence."""
    words = _swapped(plain, reading, form)
    for pattern, start in reading.starts:
        if pattern.search(words):
            return "" if start.refuse else start.put.replace("{you}", form.you) + words
    return ""


def _swapped(plain: str, reading: Mirror, form: Register) -> str:
    swaps = reading.swaps(formal=form.formal)
    lowered = _SHOUTED.sub(lambda match: match[0].lower(), plain)
    lowers = lowered[1:2].islower() or lowered[1:2] in (" ", "'")
    lowered = lowered[:1].lower() + lowered[1:] if lowers and not _MONEY.match(lowered) else lowered
    for pattern, put in reading.reshape:
        lowered = pattern.sub(put.replace("{you}", form.you), lowered)
    for word in reading.file.drop:
        lowered = re.sub(rf"(?<![\w-]){re.escape(word)}(?![\w-])", "", lowered, flags=re.IGNORECASE)
    words = "|".join(re.escape(word) for word in sorted(swaps, key=len, reverse=True))
    swapped = re.sub(
        rf"(?<![\w-])({words})(nya)?(?![\w'-])",
        lambda match: swaps[match[1].lower()].replace("{you}", form.you) + (match[2] or ""),
        lowered,
        flags=re.IGNORECASE,
    )
    return re.sub(r"\s+([,.])", r"\1", " ".join(swapped.split())).strip(" ,.-")
