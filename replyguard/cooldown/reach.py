"""How far a finding of the tagger reaches, so that a calm sentence, or nothing at all, can stand in its place.

The tagger marks the words that carry the fault; a reply does not read on where half a clause is cut out. A mark that
is most of its sentence becomes the sentence, one that is most of its clauses the clauses with their conjunction.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Literal

from replyguard.cooldown.sayings import sayings
from replyguard.domain.overlap import overlap
from replyguard.languages.matching import compiled, expand
from replyguard.languages.pack import Pack, load
from replyguard.languages.text import Folded, Span

# Shares of letters. A wider finding still overlaps the marked words by half and more.
_MOST_OF_SENTENCE, _MOST_OF_CLAUSE, _HELD = 0.7, 0.4, 0.5
_EDGES = " \t\n.,;:!?…-–—\"'“”‘’()"
_EMOJI = r"[\U0001F300-\U0001FAFF\u2600-\u27BF\uFE0F\u200D]+"
_WORD = re.compile(r"\w+(?:['-]\w+)*")
# Emoji end a sentence as a full stop does; those right behind one belong to it.
_MOOD = re.compile(rf"(?:[ ]?{_EMOJI})+")
_STOPPED = re.compile(rf"[.!?…\"')]*(?:[ ]?{_EMOJI})*")
_OPEN, _CLOSE = (
    re.compile(rf"(?:^|[,;:(\n]|\s-+|{_EMOJI}|[.!?…][\"')]*)\s*$"),
    re.compile(rf"^\s*(?:$|[,;:)\n.!?…]|-+\s|{_EMOJI})"),
)

# The places of a text are looked at from several sides, and again when its rewrites are chosen anew.
_KEPT = 128

Unit = Literal["sentence", "clause", "words"]


@dataclass(frozen=True)
class Reach:
    """`span`: in characters of the folded text; `unit`: what it is."""

    span: Span
    unit: Unit


@lru_cache(maxsize=_KEPT)
def reach(folded: Folded, marked: Span, pack: Pack) -> Reach:
    """The sentence or clauses that stand or fall with the marked words; else the words themselves."""
    text = folded.text
    marked = _whole_words(text, marked)
    sentence = sentence_of(folded, marked, pack)
    if _share(folded, marked, sentence) >= _MOST_OF_SENTENCE:
        return Reach(sentence, "sentence")
    for clause in _clauses(folded, sentence, marked, pack):
        if _share(folded, clause, sentence) >= _MOST_OF_SENTENCE:
            return Reach(sentence, "sentence")
        if stands_without(text, sentence, clause, pack):
            return Reach(clause, "clause")
    if _share(folded, marked, sentence) >= _MOST_OF_CLAUSE:
        return Reach(sentence, "sentence")
    return Reach(marked, "words")


def parted(folded: Folded, marked: Span, pack: Pack) -> Iterator[Span]:
    """The clauses of the marked words without which the rest of their sentence still reads, the tightest first."""
    sentence = sentence_of(folded, _whole_words(folded.text, marked), pack)
    for clause in cuts(folded, marked, pack):
        if stands_without(folded.text, sentence, clause, pack):
            yield clause


def cuts(folded: Folded, marked: Span, pack: Pack) -> list[Span]:
    """The clauses of the marked words with the conjunction that joins them, the tightest first."""
    marked = _whole_words(folded.text, marked)
    return _clauses(folded, sentence_of(folded, marked, pack), marked, pack)


@lru_cache(maxsize=_KEPT)
def sentence_of(folded: Folded, marked: Span, pack: Pack) -> Span:
    """The sentences that hold `marked`, with the stop and the emoji that end them; an emoji parts sentences too.

    A greeting before them stays out, unless all that was marked stands in it.
    """
    text = folded.text
    first, last = folded.sentence(marked.start), folded.sentence(max(marked.start, marked.end - 1))
    start, end = min(first.start, marked.start), max(last.end, marked.end)
    start, end = _on_own_lines(folded, Span(start, end), marked)
    for mood in _MOOD.finditer(text, start, end):
        if mood.end() <= marked.start:
            start = mood.end()
        elif mood.start() >= marked.end:
            end = mood.end()
            break
    rest = _STOPPED.match(text, end)
    end = rest.end() if rest else end
    lead = len(text[start:end]) - len(text[start:end].lstrip(_EDGES))
    quoted = lead and text[start + lead - 1] == '"' and text.count('"', start + lead - 1, end) % 2 == 0
    # What opens a quotation goes with what it quotes.
    start = min(start + lead - 1 if quoted else start + lead, marked.start)
    body = start + sayings(pack.code).greeting_of(text[start:end])
    return Span(body if body < marked.end else start, end)


def _on_own_lines(folded: Folded, sentence: Span, marked: Span) -> tuple[int, int]:
    """`sentence` without the lines before and after those of `marked`: a greeting's, a name's."""
    before = folded.back(sentence.start, marked.start).of(folded.original) if sentence.start < marked.start else ""
    after = folded.back(marked.end, sentence.end).of(folded.original) if marked.end < sentence.end else ""
    start = folded.places[sentence.start] + before.rindex("\n") + 1 if "\n" in before else None
    end = folded.places[marked.end] + after.index("\n") if "\n" in after else None
    size = len(folded.original)
    return (
        sentence.start if start is None else folded.forth(start, size).start,
        sentence.end if end is None else folded.forth(folded.places[sentence.start], end).end,
    )


def stands_without(text: str, sentence: Span, cut: Span, pack: Pack) -> bool:
    """True where what is left of `sentence` still reads once `cut` is gone."""
    lead, rest = text[sentence.start : cut.start], text[cut.end : sentence.end]
    words = _WORD.findall(cut.of(text).casefold())
    before, after = conjunctions(pack.code)
    joined = bool(words) and bool(before.search(words[0]))
    opens = not lead.strip(_EDGES)
    if not (joined or _OPEN.search(lead)) or not (
        _CLOSE.search(rest) or (opens and words and before.search(words[-1]))
    ):
        return False
    apart = rest.lstrip()[:1] == ";"
    if opens and not (apart or sayings(pack.code).is_subordinate(cut.of(text)) or sayings(pack.code).opens(rest)):
        # A first clause that is no subordinate one may hold the subject of all.
        return False
    if opens and sayings(pack.code).points(rest):
        return False
    last = _WORD.findall(lead)[-1:]
    if last and sayings(pack.code).is_subordinate(last[0]):
        # "if so, ..." is one: what hangs on a clause does not end a sentence.
        return False
    # What a colon announces goes with what announced it.
    if after.search(rest) or before.search(lead) or rest.lstrip()[:1] == ":" or lead.rstrip()[-1:] == ":":
        return False
    return not sayings(pack.code).hangs((lead.rstrip(_EDGES) + " " + rest.lstrip(_EDGES)).strip(_EDGES))


def _whole_words(text: str, marked: Span) -> Span:
    """The tokens of the tagger are pieces of words, and of runs of "?!"."""
    start, end = marked.start, max(marked.end, marked.start + 1)
    while start and _joined(text[start - 1 : start + 1]):
        start -= 1
    while end < len(text) and _joined(text[end - 1 : end + 1]):
        end += 1
    return Span(start, min(end, max(len(text), 1)))


def _joined(pair: str) -> bool:
    return len(pair) > 1 and (pair.isalnum() or all(one in "?!" for one in pair))


def _over(*spans: Span) -> Span:
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def _share(folded: Folded, part: Span, whole: Span) -> float:
    inside = Span(max(part.start, whole.start), min(part.end, whole.end))
    return folded.letters(inside) / max(1, folded.letters(whole))


def _clauses(folded: Folded, sentence: Span, marked: Span, pack: Pack) -> list[Span]:
    """What may be cut out with the marked words, the tightest first."""
    text = folded.text
    found = [_with_conjunction(text, sentence, marked, pack)]
    clauses = _over(*_mostly(folded, marked))
    clauses = Span(max(clauses.start, sentence.start), min(clauses.end, sentence.end))
    if _share(folded, marked, clauses) >= _MOST_OF_CLAUSE:
        found.append(_with_conjunction(text, sentence, clauses, pack))
    return found


def _mostly(folded: Folded, marked: Span) -> list[Span]:
    """The clauses that the mark holds half of, or else all it touches: the tagger's marks run over."""
    touched = [one for one in folded.clauses if overlap(one, marked)]
    held = [one for one in touched if _share(folded, marked, one) >= _HELD]
    return held or [*touched, marked]


def _with_conjunction(text: str, sentence: Span, clauses: Span, pack: Pack) -> Span:
    """The clauses and the "but" before them; at the head of a sentence the one after them."""
    before, after = conjunctions(pack.code)
    lead = before.search(text[sentence.start : clauses.start])
    if lead:
        return Span(sentence.start + lead.start(1), clauses.end)
    rest = after.search(text[clauses.end : sentence.end]) if clauses.start <= sentence.start else None
    return Span(clauses.start, clauses.end + rest.end()) if rest else clauses


@cache
def conjunctions(code: str) -> tuple[Any, Any]:
    """Searches for a conjunction at the end of what stands before a clause, and at the head of what stands after."""
    words = expand("{conjunction}", load(code).words)
    return compiled(rf"\b({words})[ ,]*$"), compiled(rf"^[ ,;:-]*(?:{words})\b")
