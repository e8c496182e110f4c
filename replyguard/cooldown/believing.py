"""Rules know words, the tagger meaning: what only a rule found, and the tagger sees no fault in at all, is let pass.

On replies that nobody had tuned a rule to, every second mark of a rule on a good reply was words that happened to be
there. What is exact by nature (capitals, personal data, the facts) or said in set words (a guarantee, a threat, an
insult) needs nobody's agreement.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from operator import itemgetter

from replyguard.cooldown.network import Card, Reading
from replyguard.cooldown.rules import RuleReader
from replyguard.cooldown.tagger import TOP
from replyguard.domain.review import Category, Finding
from replyguard.languages.text import Span, fold

# What is a fault only by what it means there ("it was our job"). Every other category is said in words of its own, and
# a guarantee or an insult that the tagger does not hear must never pass.
_MEANT = frozenset(
    {
        Category.BLAME_SHIFT,
        Category.DENIAL,
        Category.EXCUSE,
        Category.MINIMIZING,
        Category.SARCASM,
        Category.HURT,
    }
)
EXACT = frozenset(Category) - _MEANT


# Said by itself, a plain fault is heard at once; words that only look like one often are not.
ALONE = 0.5
# Characters of a sentence, and sentences of a reply, that are read so.
_READ, _SENTENCES = 400, 4


def believed(
    findings: Iterable[Finding],
    text: str,
    reading: Reading,
    card: Card,
    *,
    alone: Callable[[str], Reading] | None = None,
) -> Iterator[Finding]:
    """`findings` without those of rules alone in whose sentence the tagger's belief stays under the card's `floor`.

    alone: how the tagger reads a sentence by itself; a fault that it hears there stands, whatever stands around it.
    """
    plain: dict[str, bool] = {}
    for finding in findings:
        words = Span(finding.start, finding.end)
        only = finding.reader == RuleReader.name and finding.category not in EXACT
        if not only or finding.rule in card.unheard or belief(text, words, reading) >= card.floor:
            yield finding
        elif alone is not None:
            sentence = _sentence(text, words).of(text)[:_READ]
            if sentence not in plain:
                # Beyond so many sentences a text is hostile: what rules find there stands.
                plain[sentence] = len(plain) >= _SENTENCES or _plain(sentence, alone(sentence))
            if plain[sentence]:
                yield finding


def _plain(sentence: str, reading: Reading) -> bool:
    return belief(sentence, Span(0, len(sentence)), reading) >= ALONE


def belief(text: str, words: Span, reading: Reading) -> float:
    """How sure the tagger is that the sentence of `words` (characters of `text`) carries any fault, 0 to 1."""
    import numpy as np

    whole = _sentence(text, words)
    first = bisect_right(reading.offsets, whole.start, key=itemgetter(1))
    behind = bisect_left(reading.offsets, whole.end, key=itemgetter(0))
    if first >= behind:
        return 0.0
    return float(np.sort(reading.values[first:behind].max(1))[-TOP:].mean())


def _sentence(text: str, words: Span) -> Span:
    folded = fold(text)
    inner = folded.forth(words.start, words.end)
    first, last = folded.sentence(inner.start), folded.sentence(max(inner.start, inner.end - 1))
    return folded.back(first.start, last.end)
