"""Whatever a stranger writes, the readers that know words are done soon, and twice the text takes twice the time."""

from __future__ import annotations

import random
import time
from itertools import count

import pytest

from replyguard.cooldown.exceptions import around
from replyguard.cooldown.merge import merge
from replyguard.cooldown.notes import NotesReader
from replyguard.cooldown.parts import missing_parts
from replyguard.cooldown.private import PrivacyReader
from replyguard.cooldown.reader import Context
from replyguard.cooldown.rules import RuleReader, ruleset
from replyguard.domain.review import Finding
from replyguard.guard import ReplyGuard
from replyguard.languages.identify import identify
from replyguard.languages.pack import available, load
from replyguard.languages.text import Span, fold

SHORT, TIMES = 2_500, 4
# Linear is TIMES; square would be TIMES * TIMES. Between them, and off the noise of a busy machine.
MOST = TIMES * 2.2
# Shorter than this, the clock tells more of the machine than of us.
LEAST = 0.004
RUNS = 3

HOSTILE = {
    "exclamation marks": "!",
    "nested quotes": "\"'“‘",
    "quotes never closed": '"sorry if ',
    "brackets never closed": "([{(",
    "zero-width characters": "s\u200bo\u200br\u200br\u200by\u200b ",
    "one word": "a",
    "words of two letters": "ab",
    "digits": "0812",
    "digits with blanks": "1 2-",
    "amounts": "Rp1.000.000 ",
    "beginnings, English": "sorry if you sorry that you ",
    "beginnings, Indonesian": "maaf kalau maaf jika tidak ",
    "questions": "masa sih? ",
    "half mail addresses": "a.b@c-d.",
    "three alphabets": "sоrrу ѕorry ",
    "emoji": "😡🙏",
    "emoji thrown together": "".join(random.Random(7).choices("😡🙏🤬🙄", k=397)),
    "empty lines": "x\n\n",
    "blanks": "sorry" + " " * 60,
    "faults, English": "We are sorry you feel that way, but you should have read the description. ",
    "faults, Indonesian": "Maaf kalau Kakak merasa kecewa, tapi seharusnya Kakak baca deskripsi dulu. ",
    "faults in a quotation": 'You wrote "you are a liar and you should have read it" again, ',
}

_fresh = count()


def _filled(unit: str, size: int) -> str:
    # Another text each time: what has been read before is remembered.
    first = f"{next(_fresh)} "
    return first + (unit * (size // len(unit) + 1))[: size - len(first)]


def _read(text: str, code: str) -> None:
    context = Context(load(code), complaint=text, channel="instagram")
    readers = RuleReader(), PrivacyReader(), NotesReader()
    identify(text)
    merge(finding for reader in readers for finding in _now(reader, text, context))
    missing_parts(text, context)


def _now(reader: RuleReader | PrivacyReader | NotesReader, text: str, context: Context) -> list[Finding]:
    try:
        reader.read(text, context).send(None)
    except StopIteration as done:
        return list(done.value)
    raise AssertionError("an offline reader waits for nothing")


def _seconds(unit: str, size: int, code: str) -> float:
    taken = []
    for _ in range(RUNS):
        text = _filled(unit, size)
        start = time.thread_time()
        _read(text, code)
        taken.append(time.thread_time() - start)
    return min(taken)


def _growth(unit: str, code: str) -> float:
    """How many times longer the longer text takes; measured again where other work on the machine may have told."""
    found = []
    for _ in range(3):
        short, long = _seconds(unit, SHORT, code), _seconds(unit, SHORT * TIMES, code)
        found.append(long / max(short, LEAST))
        if found[-1] < MOST:
            break
    return min(found)


@pytest.mark.parametrize("code", available())
@pytest.mark.parametrize("name", HOSTILE)
def test_four_times_the_hostile_text_takes_about_four_times_as_long(name: str, code: str) -> None:
    assert _growth(HOSTILE[name], code) < MOST


@pytest.mark.parametrize("code", available())
def test_hostile_pieces_thrown_together_grow_no_faster(code: str) -> None:
    luck = random.Random(7)
    for _ in range(8):
        unit = "".join(piece * luck.randint(1, 9) for piece in luck.sample(sorted(HOSTILE.values()), 5))
        assert _growth(unit, code) < MOST, unit


@pytest.mark.parametrize("code", available())
@pytest.mark.parametrize("name", HOSTILE)
def test_no_rule_says_the_same_of_the_same_words_twice(name: str, code: str) -> None:
    # Each says it with the words: a thousand times a sentence of a thousand characters is a million.
    found = _now(RuleReader(), _filled(HOSTILE[name], SHORT), Context(load(code)))
    places = [(one.rule, one.start, one.end) for one in found]
    assert len(places) == len(set(places))


def test_all_the_words_of_a_sentence_without_end_are_looked_at_in_few_pieces() -> None:
    folded = fold("word " * SHORT)
    pieces = {around(folded, Span(place, place + 4)) for place in range(0, len(folded.text), 5)}
    assert len(pieces) < len(folded.text) / 200
    assert all("word" in one and len(one) < 2_500 for one in pieces)


@pytest.mark.parametrize("code", available())
def test_every_pattern_compiles_those_too_that_are_compiled_when_first_asked(code: str) -> None:
    rules = ruleset(code)
    for rule in load(code).rules:
        assert len(rules._patterns(rule, (*rule.patterns, *rule.beside))) == len(rule.patterns) + len(rule.beside)
    assert all(len(asked.patterns) for asked in rules.exceptions._all)


@pytest.mark.parametrize("name", HOSTILE)
def test_every_place_of_a_hostile_text_is_mapped_back(name: str) -> None:
    folded = fold(_filled(HOSTILE[name], SHORT))
    assert len(folded.places) == len(folded.text) + 1
    assert list(folded.places) == sorted(folded.places)
    assert folded.back(0, len(folded.text)).end <= len(folded.original)
    assert all(piece.of(folded.text).strip() for piece in (*folded.sentences, *folded.clauses))


@pytest.mark.parametrize("code", available())
def test_a_whole_review_of_thousands_of_faults_grows_no_faster(code: str, offline: ReplyGuard) -> None:
    def taken(size: int) -> float:
        times = []
        for _ in range(RUNS):
            text = _filled(HOSTILE["emoji"], size)
            begun = time.process_time()
            assert offline.review(text, language=code).findings
            times.append(time.process_time() - begun)
        return max(LEAST, min(times))

    taken(200)
    assert taken(SHORT * 2) < MOST * taken(SHORT // 2)
