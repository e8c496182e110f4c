"""Rules know words, the tagger meaning: what only a rule found, and the tagger sees no fault in at all, is let pass.

On replies that nobody had tuned a rule to, every second mark of a rule on a good reply was words that happened to be
there. What is exact by nature (capitals, personal data, the facts) needs nobody's agreement.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from replyguard.cooldown.network import Card, Reading
from replyguard.cooldown.rules import RuleReader
from replyguard.cooldown.tagger import TOP
from replyguard.domain.review import Category, Finding
from replyguard.languages.text import Span, fold

EXACT = frozenset({Category.SHOUTING, Category.PRIVACY, Category.UNSUPPORTED_CLAIM})


def believed(findings: Iterable[Finding], text: str, reading: Reading, card: Card) -> Iterator[Finding]:
    """`findings` without those of rules alone in whose sentence the tagger's belief stays under the card's `floor`."""
    for finding in findings:
        words = Span(finding.start, finding.end)
        alone = finding.reader == RuleReader.name and finding.category not in EXACT
        if not alone or belief(text, words, reading) >= card.floor:
            yield finding


def belief(text: str, words: Span, reading: Reading) -> float:
    """How sure the tagger is that the sentence of `words` (characters of `text`) carries any fault, 0 to 1."""
    import numpy as np

    folded = fold(text)
    inner = folded.forth(words.start, words.end)
    first, last = folded.sentence(inner.start), folded.sentence(max(inner.start, inner.end - 1))
    whole = folded.back(first.start, last.end)
    inside = [n for n, (start, end) in enumerate(reading.offsets) if start < whole.end and whole.start < end]
    if not inside:
        return 0.0
    return float(np.sort(reading.values[inside].max(1))[-TOP:].mean())
