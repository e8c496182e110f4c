"""How far a finding of the tagger reaches, so that a calm sentence, or nothing at all, can stand in its place.

The tagger marks the words that carry the fault; a reply does not read on where half a clause is cut out. A mark that
is most of its sentence becomes the sentence, one that is most of its clauses the clauses with their conjunction.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from replyguard.languages.matching import compiled, expand
from replyguard.languages.pack import Pack, load
from replyguard.languages.text import Folded, Span

# Shares of letters. A wider finding still overlaps the marked words by half and more.
_MOST_OF_SENTENCE, _MOST_OF_CLAUSE, _FIRST_OF_SENTENCE = 0.7, 0.4, 0.5
_EDGES = " \t\n.,;:!?…-–—\"'“”‘’()"

_CAPITALS = re.compile(r"\b[A-Z][A-Z']+\b")
_RUN = re.compile(r"[!?]{2,}|!")

Unit = Literal["sentence", "clause", "words"]


@dataclass(frozen=True)
class Reach:
    """`span`: in characters of the folded text; `unit`: what it is."""

    span: Span
    unit: Unit


def reach(folded: Folded, marked: Span, pack: Pack) -> Reach:
    """The sentence or clauses that stand or fall with the marked words; else the words themselves."""
    text = folded.text
    sentence = _trimmed(text, _over(folded.sentence(marked.start), folded.sentence(max(marked.start, marked.end - 1))))
    if _share(text, marked, sentence) >= _MOST_OF_SENTENCE:
        return Reach(sentence, "sentence")
    tail = _tail(text, sentence, marked, pack)
    if tail is not None:
        return Reach(tail, "clause")
    clauses = _over(folded.clause(marked.start), folded.clause(max(marked.start, marked.end - 1)), marked)
    if _share(text, marked, clauses) < _MOST_OF_CLAUSE:
        return Reach(marked, "words")
    whole = _share(text, clauses, sentence) >= _MOST_OF_SENTENCE
    if whole or (clauses.start <= sentence.start and _share(text, marked, sentence) >= _FIRST_OF_SENTENCE):
        # What would be left hangs on what would be gone.
        return Reach(sentence, "sentence")
    return Reach(_with_conjunction(text, sentence, clauses, pack), "clause")


def quiet(shouted: str) -> str:
    """The same words in small letters, with one mark where there was a run of them; words of one letter stand."""
    small = _CAPITALS.sub(lambda match: match.group().lower(), shouted)
    return _RUN.sub(lambda match: "?" if "?" in match.group() else ".", small)


def _over(*spans: Span) -> Span:
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def _trimmed(text: str, span: Span) -> Span:
    piece = span.of(text)
    lead = len(piece) - len(piece.lstrip(_EDGES))
    return Span(span.start + lead, span.start + max(lead + 1, len(piece.rstrip(_EDGES))))


def _share(text: str, part: Span, whole: Span) -> float:
    letters = sum(not character.isspace() for character in whole.of(text))
    inside = Span(max(part.start, whole.start), min(part.end, whole.end))
    return sum(not character.isspace() for character in inside.of(text)) / max(1, letters)


def _tail(text: str, sentence: Span, marked: Span, pack: Pack) -> Span | None:
    """The marked words with the conjunction before them, where they end their sentence and something stands before."""
    before, _ = _conjunctions(pack.code)
    lead = before.search(text[sentence.start : marked.start])
    if lead is None or lead.start(1) == 0 or text[marked.end : sentence.end].strip(_EDGES):
        return None
    return Span(sentence.start + lead.start(1), max(marked.end, sentence.end))


def _with_conjunction(text: str, sentence: Span, clauses: Span, pack: Pack) -> Span:
    """The clauses and the "but" before them; at the head of a sentence the one after them."""
    before, after = _conjunctions(pack.code)
    lead = before.search(text[sentence.start : clauses.start])
    if lead:
        return Span(sentence.start + lead.start(1), clauses.end)
    rest = after.search(text[clauses.end : sentence.end]) if clauses.start <= sentence.start else None
    return Span(clauses.start, clauses.end + rest.end()) if rest else clauses


@cache
def _conjunctions(code: str) -> tuple[Any, Any]:
    words = expand("{conjunction}", load(code).words)
    return compiled(rf"\b({words})[ ,]*$"), compiled(rf"^[ ,;:-]*(?:{words})\b")
