"""What went wrong for this customer, in their own terms: a clause turned to the second person, or a noun phrase."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import Field

from replyguard.domain.base import Frozen
from replyguard.domain.complaint import Complaint
from replyguard.domain.triage import Topic, Triage
from replyguard.drafting.phrases import Chooser, fitting, slots_of
from replyguard.drafting.register import Register
from replyguard.languages.matching import compiled, expand
from replyguard.languages.pack import Pack, load
from replyguard.languages.schema import Name, Words
from replyguard.languages.text import fold

# A complaint of 20,000 characters says what is wrong near its beginning.
_READ = 3_000
_CANDIDATES = 60
_SURE = 2
_PARTS = re.compile(r"(?:[;:(]|, | - |\.\.+)")
_TURN = re.compile(r" (?:so|because|but|and then|tapi|padahal|soalnya|jadi|terus|trus|makanya|sampai-sampai) ")
_NOISE = re.compile(r"(?:https?://|www\.)\S+|[@#]\w+|[^\w\s.,'%/&+$£€₹-]")
_SHOUTED = re.compile(r"\b[A-Z]{4,}\b")
_MONEY = re.compile(r"Rp\.? ?\d")
_LONG_NUMBER = re.compile(r"\d[\d .-]{6,}\d")


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
class Problem:
    """What a reply may say of the problem.

    clause:   stands as a sentence ("paket Kakak telat seminggu"); "" where none could be made safely.
    quote:    the customer's words as they wrote them; "" likewise.
    noun:     stands after "about" and "soal".
    reported: the clause says what somebody did that no fact bears out, so it is named as told.
    step:     whose feeling and next step fit: a topic, or a name of its own.
    """

    topic: Topic
    clause: str
    quote: str
    noun: str
    reported: bool
    step: str


@dataclass(frozen=True)
class _Reading:
    """The file of one language, compiled."""

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
def _reading(code: str) -> _Reading:
    file: ProblemFile = load(code).read("phrases/problem.yaml", ProblemFile)

    def search(patterns: tuple[str, ...]) -> tuple[Any, ...]:
        return tuple(compiled(expand(pattern, file.words)) for pattern in patterns)

    return _Reading(
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


def read_problem(complaint: Complaint, triage: Triage, pack: Pack, form: Register, chooser: Chooser) -> Problem:
    """The customer's problem as a reply may name it."""
    reading = _reading(pack.code)
    text = _unordered(fold(_without(complaint.text, triage)[:_READ]).text, reading)
    guessed = set(triage.topics) == {Topic.OTHER}
    topics = tuple(Topic) if guessed else triage.topics
    if not text.strip(" |"):
        # Only orders: what they name is no problem that the customer has.
        topics, guessed = (Topic.OTHER,), False
    clause, quote = _clauses(text, topics, reading, form)
    topic = _topic(clause or quote or text, topics, reading, guessed=guessed)
    if any(compiled(words).search(quote) for words in pack.language.address.values()):
        quote = ""
    accused = any(one.search(clause) for one in reading.agent)
    sure = 1 if reading.doubt.search(text) else None
    details = {name: _detail(text, patterns[:sure]) for name, patterns in reading.details.items()}
    nouns = fitting(reading.file.topics[topic].nouns, {**details, "you": form.you})
    most = max(len(slots_of(noun) & set(details)) for noun in nouns)
    noun = chooser.order("noun", [noun for noun in nouns if len(slots_of(noun) & set(details)) == most])[0]
    for name, value in {**details, "you": form.you}.items():
        noun = noun.replace(f"{{{name}}}", value)
    place = f"{text} {complaint.channel}"
    step = next((one.step for when, one in reading.steps if one.topic is topic and when.search(place)), topic.value)
    reported = accused and (topic is Topic.STAFF or not complaint.facts)
    return Problem(topic, clause, quote, noun, reported, step)


def _topic(words: str, topics: tuple[Topic, ...], reading: _Reading, *, guessed: bool) -> Topic:
    """The topic that `words` are most about; of equals the one that triage names first. A guess needs two words."""
    weights = {topic: sum(len(cue.findall(words)) for cue in reading.cues[topic]) for topic in topics}
    named: list[Topic] = [topic for topic in topics if topic is not Topic.OTHER] or [Topic.OTHER]
    best = max(named, key=weights.__getitem__)
    return Topic.OTHER if guessed and weights[best] < _SURE else best


def _without(text: str, triage: Triage) -> str:
    """The text without what must not be said again: personal data, breaches, risks. A bar keeps the place apart."""
    for mark in sorted((*triage.personal_data, *triage.breaches), key=lambda one: -one.start):
        text = f"{text[: mark.start]}|{text[mark.end :]}"
    return text


def _unordered(text: str, reading: _Reading) -> str:
    """The text without the sentences that tell the writer what to write."""
    sentences = [span.of(text) for span in fold(text).sentences]
    kept = [one for one in sentences if not any(order.search(one) for order in reading.orders)]
    return text if len(kept) == len(sentences) else " ".join(kept)


def _detail(text: str, patterns: tuple[Any, ...]) -> str:
    for pattern in patterns:
        match = pattern.search(text)
        if match:
            return str(match["span"] if "span" in pattern.groupindex else match[0]).strip().lower()
    return ""


def _clauses(text: str, topics: tuple[Topic, ...], reading: _Reading, form: Register) -> tuple[str, str]:
    """The clause that says most of the problem, in the second person, and the words that a quotation would take."""
    cues = [cue for topic in topics for cue in reading.cues[topic]]
    clauses: list[tuple[int, str]] = []
    quotes: list[tuple[int, str]] = []
    for candidate in _candidates(text, reading.rhetorical):
        plain = _plain(candidate, reading)
        weight = sum(bool(cue.search(candidate)) for cue in cues)
        if not plain or not weight:
            continue
        weight = weight * 4 + 3 * any(c.isdigit() for c in candidate) + min(len(candidate.split()), 9)
        weight += 6 * bool(reading.fault.search(candidate))
        clauses.append((weight, _mirrored(plain, reading, form)))
        called = plain.split()[0].lower() in reading.file.drop
        if not called and not any(one.search(plain) for one in reading.agent):
            quotes.append((weight, plain))
    return _heaviest(clauses), _heaviest(quotes)


def _heaviest(weighed: list[tuple[int, str]]) -> str:
    """The heaviest words that are there, of equals the first; "" where none are."""
    return max(((weight, words) for weight, words in weighed if words), key=lambda one: one[0], default=(0, ""))[1]


def _candidates(text: str, rhetorical: Any) -> Iterator[str]:
    """The sentences, and the runs of clauses in them, that are neither a stub nor a story."""
    found = 0
    for span in fold(text).sentences:
        whole = span.of(text)
        if (whole.rstrip().endswith("?") and not rhetorical.search(whole)) or found > _CANDIDATES:
            continue
        parts = [part.strip(" ,.!-") for part in _PARTS.split(whole)]
        for first in range(len(parts)):
            for last in (first, first + 1):
                if last < len(parts):
                    found += 1
                    yield ", ".join(parts[first : last + 1])
            turn = _TURN.search(parts[first])
            if turn:
                yield parts[first][: turn.start()]


def _plain(candidate: str, reading: _Reading) -> str:
    """The candidate without noise; "" where it must not be said again."""
    plain = " ".join(_NOISE.sub(" ", candidate).split()).strip(" ,.'-")
    if "|" in candidate or '"' in candidate or not 3 <= len(plain.split()) <= 18 or len(plain) > 110:
        return ""
    if _LONG_NUMBER.search(plain) or any(one.search(plain) for one in reading.refuse):
        return ""
    return plain


def _mirrored(plain: str, reading: _Reading, form: Register) -> str:
    """The clause in the second person; "" where it would not stand as a sentence."""
    words = _swapped(plain, reading, form)
    for pattern, start in reading.starts:
        if pattern.search(words):
            return "" if start.refuse else start.put.replace("{you}", form.you) + words
    return ""


def _swapped(plain: str, reading: _Reading, form: Register) -> str:
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
