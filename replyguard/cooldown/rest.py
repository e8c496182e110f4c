"""What of a reply stands once its faults are gone, and what a sentence that has to go takes with it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from replyguard.cooldown.parts import parts_found
from replyguard.cooldown.reader import Context
from replyguard.cooldown.sayings import sayings
from replyguard.domain.review import Category, Part
from replyguard.languages.text import Span, blanked, words_of

# An apology with fewer words beside it is no reply yet; as many of its own without one are what it wants to say.
_ENOUGH, _PLENTY = 5, 8
# Where a fault lies in what is offered, an offer is lost with it; elsewhere only where a few words are all offer.
_OFFERS = frozenset({Category.UNSUPPORTED_CLAIM, Category.CONCEALMENT, Category.PRIVACY, Category.OVERPROMISE})
_SHORT = 6
# What a sentence does well and may not take with it, the weightiest first. A way to go on in private is a solution too.
KEPT = (Part.APOLOGY, Part.SOLUTION)


class Rest:
    """The rest of `text` without the words `gone` (half-open, in its characters)."""

    def __init__(self, text: str, gone: Iterable[Span], context: Context) -> None:
        self._context = context
        self.text = blanked(text, gone)

    @cached_property
    def parts(self) -> frozenset[Part]:
        """The parts of a good reply that it has, of those that no fault may take with it."""
        return frozenset(parts_found(self.text, self._context, KEPT))

    @cached_property
    def words(self) -> int:
        """How many words of its own it holds: those of a greeting and of a name below are none."""
        said = sayings(self._context.pack.code)
        lines = [line.strip() for line in self.text.split("\n")]
        told = [line[said.greeting_of(line + " ") :] for line in lines]
        return sum(len(words_of(line)) for line in told if re.search(r"\w\W+\w+\W+\w", line))

    @property
    def stands(self) -> bool:
        """True where it says enough: a fault beside it may go and leave nothing behind."""
        if Part.APOLOGY in self.parts and len(words_of(self.text)) >= _ENOUGH:
            return True
        return bool(self._context.complaint or self._context.facts) and self.words >= _PLENTY

    def amid(self, span: Span) -> bool:
        """True where words of it stand on either side of `span`."""
        return bool(re.search(r"\w", self.text[: span.start]) and re.search(r"\w", self.text[span.end :]))

    def lost(self, words: str, category: Category | None) -> Part | None:
        """The part that goes with `words`, which carry a fault of `category`, and that the rest has not."""
        had = set(parts_found(words, self._context, KEPT))
        if category is Category.NON_APOLOGY:
            had.add(Part.APOLOGY)
        if category is Category.PRIVACY:
            # What was asked for in public can be asked for in private.
            had.add(Part.SOLUTION)
        if category not in _OFFERS and (self.stands or len(words_of(words)) > _SHORT):
            had.discard(Part.SOLUTION)
        return next((part for part in KEPT if part in had and part not in self.parts), None)
