"""What went wrong for this customer, in their own terms: a clause turned to the second person, or a noun phrase."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from replyguard.domain.complaint import Complaint
from replyguard.domain.triage import Topic, Triage
from replyguard.drafting.mirror import Mirror, mirror_of, mirrored
from replyguard.drafting.phrases import Chooser, fitting, slots_of
from replyguard.drafting.register import Register
from replyguard.languages.matching import compiled
from replyguard.languages.pack import Pack
from replyguard.languages.text import fold

# A complaint of 20,000 characters says what is wrong near its beginning.
_READ = 3_000
_CANDIDATES = 60
_SURE = 2
# Letters that tell a word from others, and what a word shared with the facts weighs.
_STEM, _CONFIRMED = 5, 8
_WORD = re.compile(r"[^\W\d_]{4,}")
_PARTS = re.compile(r"(?:[;:(]|, | - |\.\.+)")
_TURN = re.compile(r" (?:so|because|but|and then|tapi|padahal|soalnya|jadi|terus|trus|makanya|sampai-sampai) ")
_NOISE = re.compile(r"(?:https?://|www\.)\S+|[@#]\w+|[^\w\s.,'%/&+$£€₹-]")
_LONG_NUMBER = re.compile(r"\d[\d .-]{6,}\d")


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


def read_problem(complaint: Complaint, triage: Triage, pack: Pack, form: Register, chooser: Chooser) -> Problem:
    """The customer's problem as a reply may name it."""
    reading = mirror_of(pack.code)
    text = _unordered(fold(_without(complaint.text, triage)[:_READ]).text, reading)
    guessed = set(triage.topics) == {Topic.OTHER}
    topics = tuple(Topic) if guessed else triage.topics
    if not text.strip(" |"):
        # Only orders: what they name is no problem that the customer has.
        topics, guessed = (Topic.OTHER,), False
    clause, quote = _clauses(text, topics, reading, form, _stems(complaint.facts))
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


def _topic(words: str, topics: tuple[Topic, ...], reading: Mirror, *, guessed: bool) -> Topic:
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


def _unordered(text: str, reading: Mirror) -> str:
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


def _clauses(
    text: str, topics: tuple[Topic, ...], reading: Mirror, form: Register, known: frozenset[str]
) -> tuple[str, str]:
    """The clause that says most of the problem, in the second person, and the words that a quotation would take.

    known: word stems of the confirmed facts. What the business has looked into is what its reply is about.
    """
    cues = [cue for topic in topics for cue in reading.cues[topic]]
    clauses: list[tuple[int, str]] = []
    quotes: list[tuple[int, str]] = []
    for candidate in _candidates(text, reading.rhetorical):
        plain, weight = _plain(candidate, reading), _weight(candidate, cues, reading, known)
        if not plain or not weight:
            continue
        clauses.append((weight, mirrored(plain, reading, form)))
        called = plain.split()[0].lower() in reading.file.drop
        if not called and not any(one.search(plain) for one in reading.agent):
            quotes.append((weight, plain))
    return _heaviest(clauses), _heaviest(quotes)


def _weight(candidate: str, cues: list[Any], reading: Mirror, known: frozenset[str]) -> int:
    """How much `candidate` says of the problem; 0 where nothing."""
    cued, confirmed = sum(bool(cue.search(candidate)) for cue in cues), len(_stems([candidate]) & known)
    if not cued and confirmed < _SURE:
        return 0
    weight = cued * 4 + 3 * any(c.isdigit() for c in candidate) + min(len(candidate.split()), 9)
    return weight + 6 * bool(reading.fault.search(candidate)) + _CONFIRMED * min(confirmed, _SURE)


def _stems(texts: Iterable[str]) -> frozenset[str]:
    """The longer words of `texts`, each by its first letters."""
    return frozenset(word.casefold()[:_STEM] for text in texts for word in _WORD.findall(text))


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


def _plain(candidate: str, reading: Mirror) -> str:
    """The candidate without noise; "" where it must not be said again."""
    plain = " ".join(_NOISE.sub(" ", candidate).split()).strip(" ,.'-")
    if "|" in candidate or '"' in candidate or not 3 <= len(plain.split()) <= 18 or len(plain) > 110:
        return ""
    if _LONG_NUMBER.search(plain) or any(one.search(plain) for one in reading.refuse):
        return ""
    return plain
