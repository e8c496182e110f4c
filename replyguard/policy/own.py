"""Words of the brand's own that find a breach: patterns, what spares them, and the examples that prove them."""

from __future__ import annotations

from functools import cached_property

from pydantic import model_validator

from replyguard.domain.base import Frozen
from replyguard.languages.examples import Example
from replyguard.languages.matching import Hit, PatternError, Patterns
from replyguard.languages.schema import Words
from replyguard.languages.text import Folded, fold


class OwnWords(Frozen):
    """How a breach is worded; for a rule of ours, beside what the language packs know.

    patterns: RE2, case ignored. `unless`: patterns; a match in the same sentence spares the words.
    fires:    at least one example for patterns, with `[[ ]]` round the words; `silent`: lawful comments like them.
    """

    patterns: tuple[Words, ...] = ()
    unless: tuple[Words, ...] = ()
    fires: tuple[Example, ...] = ()
    silent: tuple[Example, ...] = ()

    @model_validator(mode="after")
    def _proved(self) -> OwnWords:
        if self.patterns and not self.fires:
            raise ValueError("patterns: need an example under `fires`, with [[ ]] round the words")
        if unmarked := next((one.reply for one in self.fires if not one.spans), None):
            raise ValueError(f"fires: mark the words with [[ ]] in: {unmarked}")
        try:
            wrong = next((one for one in (*self.fires, *self.silent) if not self._holds(one)), None)
        except PatternError as error:
            raise ValueError(f"patterns: {error}") from None
        if wrong is not None:
            raise ValueError(f"patterns: do not find exactly what is marked in: {wrong.reply}")
        return self

    def hits(self, folded: Folded) -> tuple[Hit, ...]:
        """Where the words stand in the folded text."""
        return tuple(
            hit for hit in self._found.hits(folded.text)
            if not self._spared.any(folded.sentence(hit.span.start).of(folded.text))
        )  # fmt: skip

    @cached_property
    def _found(self) -> Patterns:
        return Patterns(self.patterns)

    @cached_property
    def _spared(self) -> Patterns:
        return Patterns(self.unless)

    def _holds(self, example: Example) -> bool:
        folded = fold(example.text)
        found = {(span.start, span.end) for span in (folded.back(h.span.start, h.span.end) for h in self.hits(folded))}
        return found == {(span.start, span.end) for span in example.spans}
