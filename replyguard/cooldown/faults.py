"""The faults of one text, seen together: how far each reaches, which leads its sentence, what stands without them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from replyguard.cooldown.holding import turned
from replyguard.cooldown.joining import FEW
from replyguard.cooldown.parts import parts_found
from replyguard.cooldown.ranking import answerable, rank
from replyguard.cooldown.reaching import Reaches
from replyguard.cooldown.reader import Context
from replyguard.cooldown.rest import KEPT, Rest
from replyguard.cooldown.sayings import sayings
from replyguard.cooldown.tagger import wording
from replyguard.domain.review import Category, Finding, Part
from replyguard.languages.text import Span, fold, words_of

_STOP = re.compile(r"[.!?…](?=\s|$)")
# A name below a reply has so many words at most.
_SIGNED = 4


class Faults:
    """Those of `findings` in `text` that are answered. Spans are in characters of the folded text.

    reaches: what goes with each.
    rest:    what stands once all that goes is gone.
    leading: by sentence, the category of its faults that speaks for it.
    """

    def __init__(self, text: str, findings: Sequence[Finding], context: Context) -> None:
        self.text, self.context, self.folded = text, context, fold(text)
        self.sayings = sayings(context.pack.code)
        weighty = [one for one in findings if answerable(one)]
        self.reaches = Reaches(self.folded, weighty, context)
        gone = [self.reaches.of(one).span for one in weighty]
        self.rest = Rest(text, [self.folded.back(one.start, one.end) for one in gone], context)
        self.leading = self._leaders(weighty)

    def _leaders(self, weighty: Sequence[Finding]) -> dict[Span, Category]:
        leaders: dict[Span, Finding] = {}
        for finding in weighty:
            span = self.reaches.sentence(finding)
            leaders[span] = min(leaders.get(span, finding), finding, key=rank)
        return {span: finding.category for span, finding in leaders.items()}

    def words(self, span: Span) -> str:
        """The words at `span`, as they were written."""
        return self.folded.back(span.start, span.end).of(self.text)

    def whole(self, finding: Finding) -> bool:
        """True where next to nothing of its sentence stands beside the words of `finding`."""
        sentence = self.words(self.reaches.sentence(finding))
        return len(words_of(sentence)) - len(words_of(finding.quote)) <= FEW

    def lacks(self, sentence: Span, gone: Span) -> Part | None:
        """The part of a good reply that would go with the words at `gone`, of `sentence`, and that the rest has not."""
        category, words = self.leading.get(sentence), self.words(gone)
        if category is Category.PRIVACY and not any(self.wordings(category, words)):
            # What was told, and not asked for, is asked for nowhere.
            category = None
        return self.rest.lost(words, category)

    def wordings(self, category: Category, words: str) -> Sequence[str]:
        """The sentences that stand for a fault of `category` in these words, in the order they are tried."""
        return wording(self.context.pack.code).of(category, words).rewrites

    @property
    def wanting(self) -> Sequence[Part]:
        """What of an answer the rest has not: an apology, a way to go on; nothing where it says enough."""
        return () if self.rest.stands else [part for part in KEPT if part not in self.rest.parts]

    def restoring(self, parts: Sequence[Part], category: Category) -> Iterator[str]:
        """Sentences for a fault of `category` that do what these `parts` of a good reply do, in the order tried."""
        if len(parts) == 1:
            sentences = self.sayings.restoring[parts[0]]
        else:
            # Those for privacy ask for what was asked in public, and say nothing of what happened.
            own = () if category is Category.PRIVACY else self.sayings.held(category)
            sentences = (own or self.sayings.held(None)) if parts else ()
        for sentence in turned(sentences, self.context.complaint):
            yield self.sayings.about(sentence, self.context.complaint)

    def sorry(self, said: Iterable[str]) -> bool:
        """True where one of these sentences apologises."""
        return bool(parts_found("\n".join(said), self.context, (Part.APOLOGY,)))

    def signs(self, sentence: Span) -> bool:
        """True for the name at the end of a reply: no sentence stands there."""
        text = self.folded.text
        piece = sentence.of(text)
        ends = not text[sentence.end :].strip() and text[: sentence.start].rstrip()[-1:] in tuple(".!?\n")
        return ends and len(words_of(piece)) <= _SIGNED and not _STOP.search(piece)

    def closed(self, sentence: str, span: Span) -> str:
        """`sentence` with a stop where it is to stand at `span`; none at the end of a text that has none."""
        last = not self.folded.text[span.end :].strip()
        if not sentence or sentence[-1] in ".!?" or (last and not _STOP.search(self.text)):
            return sentence
        return sentence + "."

    def put(self, finding: Finding, span: Span, rewrite: str) -> Finding:
        """`finding`, of the words at `span`, with this answer."""
        wide = self.folded.back(span.start, span.end)
        return answered(finding, wide, wide.of(self.text), rewrite)


def answered(finding: Finding, place: Span, quote: str, rewrite: str | None) -> Finding:
    """`finding`, of the words `quote` at `place` (characters of the text as it was written), with this answer."""
    return finding.model_copy(update={"start": place.start, "end": place.end, "quote": quote, "rewrite": rewrite})
