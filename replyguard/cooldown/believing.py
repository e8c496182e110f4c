"""Rules know words, the tagger meaning: what only a rule found, and the tagger hears no fault in, is let pass.

On replies that nobody had tuned a rule to, every second mark of a rule on a good reply was words that happened to be
there. Whether words are at fault is told by how far the tagger hears the rule's fault in their sentence, and how far
any; what each counts, and how likely is enough, is read off held-out replies. Capitals and the facts are exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from replyguard.cooldown.naming import named, surest
from replyguard.cooldown.network import CATEGORIES, Card, Reading
from replyguard.cooldown.rules import RuleReader, certain
from replyguard.domain.review import Category, Finding
from replyguard.languages.text import Span, fold

EXACT = frozenset({Category.SHOUTING, Category.UNSUPPORTED_CLAIM})


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

    def belief(self, words: Span, category: Category) -> tuple[float, float]:
        """How sure the tagger is, 0 to 1, that the sentence of `words` (characters) carries `category`, and any."""
        whole = sentence(self.text, words)
        inside = self.reading.inside(whole.start, whole.end)
        same = surest(self.renamed.values[inside, CATEGORIES.index(category)])
        return float(same), float(surest(self.reading.values[inside].max(1)))


def believed(findings: Iterable[Finding], text: str, reading: Reading, card: Card, language: str) -> Iterator[Finding]:
    """`findings` without those of rules alone that are less likely than the card's `doubt` asks for.

    The network hardly hears some of the bluntest words: what rules `unheard` find stands, and so do threats.
    """
    heard = Heard.of(text, reading, card, language)
    known = {*card.unheard, *certain(language)}
    for finding in findings:
        words = Span(finding.start, finding.end)
        exact = finding.reader != RuleReader.name or finding.category in EXACT
        if (
            exact
            or finding.rule in known
            or card.doubt.likely(*heard.belief(words, finding.category)) >= card.doubt.least
        ):
            yield finding


def sentence(text: str, words: Span) -> Span:
    """The sentence, or sentences, that hold these characters of `text`."""
    folded = fold(text)
    inner = folded.forth(words.start, words.end)
    first, last = folded.sentence(inner.start), folded.sentence(max(inner.start, inner.end - 1))
    return folded.back(first.start, last.end)
