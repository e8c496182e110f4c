"""Rules know words, the tagger meaning: what only a rule found, and the tagger sees no fault in at all, is let pass.

On replies that nobody had tuned a rule to, every second mark of a rule on a good reply was words that happened to be
there. What is a fault only by what it means there ("it was our job") needs the tagger to hear that very fault, however
softly; what is said in words of its own (a guarantee, a threat) needs it to hear any. Capitals and the facts are exact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from replyguard.cooldown.naming import named, surest
from replyguard.cooldown.network import CATEGORIES, Card, Floor, Reading
from replyguard.cooldown.rules import RuleReader
from replyguard.domain.review import Category, Finding
from replyguard.languages.text import Span, fold

MEANT = frozenset(
    {
        Category.BLAME_SHIFT,
        Category.DENIAL,
        Category.EXCUSE,
        Category.MINIMIZING,
        Category.SARCASM,
        Category.HURT,
    }
)
EXACT = frozenset({Category.SHOUTING, Category.UNSUPPORTED_CLAIM})

# Said by itself, a plain fault is heard at once; words that only look like one often are not.
ALONE = Floor(meant=0.1, said=0.5)
# Characters of a sentence, and sentences of a reply, that are read so.
_READ, _SENTENCES = 400, 4


@dataclass(frozen=True)
class Heard:
    """A text as the tagger hears it: its reading, and the same with the names weighed (see `naming`)."""

    text: str
    reading: Reading
    renamed: Reading

    @classmethod
    def of(cls, text: str, reading: Reading, card: Card, language: str) -> Heard:
        """`text`, which is in `language`, with both its readings."""
        return cls(text, reading, named(reading, text, card.weighing(language)))

    def belief(self, words: Span, category: Category) -> float:
        """How sure the tagger is, 0 to 1, that the sentence of `words` (characters) carries what a rule calls so."""
        whole = sentence(self.text, words)
        inside = self.reading.inside(whole.start, whole.end)
        if category in MEANT:
            return float(surest(self.renamed.values[inside, CATEGORIES.index(category)]))
        return float(surest(self.reading.values[inside].max(1)))


def believed(
    findings: Iterable[Finding],
    text: str,
    reading: Reading,
    card: Card,
    language: str,
    *,
    alone: Callable[[str], Reading] | None = None,
) -> Iterator[Finding]:
    """`findings` without those of rules alone that the tagger believes less than the card's `floor`.

    alone: how the tagger reads a sentence by itself; a fault that it hears there stands, whatever stands around it.
    """
    heard = Heard.of(text, reading, card, language)
    by_itself: dict[str, Heard] = {}
    for finding in findings:
        words = Span(finding.start, finding.end)
        only = finding.reader == RuleReader.name and finding.category not in EXACT
        if not only or finding.rule in card.unheard or _enough(heard, words, finding.category, card.floor):
            yield finding
        elif alone is not None:
            said = sentence(text, words).of(text)[:_READ]
            if said not in by_itself and len(by_itself) < _SENTENCES:
                by_itself[said] = Heard.of(said, alone(said), card, language)
            # Beyond so many sentences a text is hostile: what rules find there stands.
            if said not in by_itself or _enough(by_itself[said], Span(0, len(said)), finding.category, ALONE):
                yield finding


def _enough(heard: Heard, words: Span, category: Category, floor: Floor) -> bool:
    return heard.belief(words, category) >= floor.of(meant=category in MEANT)


def sentence(text: str, words: Span) -> Span:
    """The sentence, or sentences, that hold these characters of `text`."""
    folded = fold(text)
    inner = folded.forth(words.start, words.end)
    first, last = folded.sentence(inner.start), folded.sentence(max(inner.start, inner.end - 1))
    return folded.back(first.start, last.end)
