"""What a language says where a fault was, beside the sentences of each category: whom it speaks to, and as whom."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, cached_property, partial
from typing import Annotated, Any

from pydantic import Field

from replyguard.domain.base import Frozen
from replyguard.languages.matching import compiled
from replyguard.languages.pack import load
from replyguard.languages.schema import Words


class Voice(Frozen):
    """A writer who is not "we": where `says` occurs and no word of many does, `words` are put for those of many."""

    says: Words
    words: dict[str, str]


class Sayings(Frozen):
    """`rewrites.yaml` of a language.

    holding:  what stands where nothing else of a reply would; tried in order.
    once:     patterns of what is said once in a reply: a sentence is passed over where the rest says its like.
    hanging:  words that open what cannot stand alone, once the clause it hangs on is gone.
    courtesy: pattern of what stands alone, short as it is.
    clause:   pattern of a wording that is a clause of its own.
    joint:    what joins such a clause to what stands before it.
    adding:   conjunctions after which a clause depends on nothing before it.
    greeting: what opens a greeting.
    many:     pattern of a writer who speaks as "we".
    address:  how the reader is addressed, and the word that stands for the reader inside a sentence.
    """

    holding: Annotated[tuple[str, ...], Field(min_length=1)]
    once: tuple[Words, ...] = ()
    hanging: Words
    courtesy: Words
    clause: Words
    joint: Words
    adding: Words
    greeting: Words
    many: Words
    voices: tuple[Voice, ...] = ()
    address: dict[str, str] = {}

    def spoken(self, sentence: str, text: str) -> str:
        """`sentence`, written for "we", as the writer of `text` would say it."""
        if compiled(self.many).search(text):
            return sentence
        voice = next((one for one in self.voices if compiled(one.says).search(text)), None)
        for theirs, own in voice.words.items() if voice else ():
            sentence = re.sub(rf"\b{theirs}\b", partial(_as, own), sentence, flags=re.I)
        return sentence

    def addressee(self, text: str) -> str | None:
        """What stands for the reader in a sentence, by how `text` addresses them most; None where it does not."""
        if not self.address:
            return None
        seen = Counter(self.address[match[1].casefold()] for match in self._called.finditer(text))
        return seen.most_common(1)[0][0] if seen else None

    def twice(self, sentence: str, rest: str) -> bool:
        """True where `rest` says the like of `sentence` already."""
        return any(one.search(sentence) and one.search(rest) for one in self._once)

    def hangs(self, piece: str) -> bool:
        """True where `piece` cannot stand as a sentence: too short, or opened by a word that wants another clause."""
        if self._courtesy.search(piece):
            return False
        single = not re.search(r"[,;:]\s+\w+\s+\w+", piece)
        return len(re.findall(r"\w+", piece)) < _FEWEST_WORDS or (single and self.is_subordinate(piece))

    def is_subordinate(self, clause: str) -> bool:
        """True where a word opens `clause` that wants another clause."""
        return bool(self._hanging.search(clause))

    def is_clause(self, wording: str) -> bool:
        """True where `wording` has a subject of its own, so that a comma alone joins it to nothing."""
        return bool(compiled(self.clause).search(wording))

    def adds(self, after: str) -> bool:
        """True where `after` opens with a conjunction, and depends on nothing before it."""
        return bool(compiled(rf"^[ ,;]*(?:{self.adding})\b").search(after))

    def greets(self, before: str) -> bool:
        """True where `before` is a greeting: a clause follows it as it is."""
        return bool(compiled(rf"^\W*(?:{self.greeting})\b").search(before))

    @cached_property
    def _called(self) -> Any:
        return re.compile(rf"\b({'|'.join(self.address)})\b", re.IGNORECASE)

    @cached_property
    def _once(self) -> tuple[Any, ...]:
        return tuple(compiled(one) for one in self.once)

    @cached_property
    def _courtesy(self) -> Any:
        return compiled(self.courtesy)

    @cached_property
    def _hanging(self) -> Any:
        return compiled(rf"^\W*(?:{self.hanging})\b")


_FEWEST_WORDS = 3


def _as(own: str, match: re.Match[str]) -> str:
    return _cased(own, match.group())


def _cased(word: str, like: str) -> str:
    return word[:1].upper() + word[1:] if like[:1].isupper() else word


@cache
def sayings(code: str) -> Sayings:
    """The sayings of language `code`, read once."""
    found: Sayings = load(code).read("rewrites.yaml", Sayings)
    return found
