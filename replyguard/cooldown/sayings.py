"""What a language says where a fault was, beside the sentences of each category: whom it speaks to, and as whom."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, cached_property, partial
from typing import Annotated, Any

from pydantic import Field

from replyguard.domain.base import Frozen
from replyguard.domain.review import Category, Part
from replyguard.languages.matching import compiled, expand
from replyguard.languages.pack import available, load
from replyguard.languages.schema import Name, Words
from replyguard.languages.text import words_of


class Voice(Frozen):
    """A writer who is not "we": where `says` occurs and no word of many does, `words` are put for those of many."""

    says: Words
    words: dict[str, str]


class Held(Frozen):
    """Holding sentences, `{matter}` being what the complaint is about. categories: of the fault; none: of any."""

    categories: tuple[Category, ...] = ()
    says: Annotated[tuple[Words, ...], Field(min_length=1)]


class Sayings(Frozen):
    """`rewrites.yaml` of a language.

    holding:  what stands where nothing else of a reply would.
    matters:  a word for what a complaint is about, and the pattern that tells.
    unnamed:  pattern to wording, for a complaint of which none tells; matter: what is left to say then.
    turning:  pattern of what turns a sentence against the one before it, and hangs in the air once that is gone.
    upshot:   pattern of a sentence that only closes the one before it, and goes with it.
    restoring: by part, what stands where a sentence had to go that held this part of a good reply.
    once:     patterns of what is said once in a reply: a sentence is passed over where the rest says its like; `{name}`
              stands for one of `words`.
    leaning:  words that open what speaks of the sentence before it, and of nothing once that is gone.
    contrast: words that open what the clause before it is set against ("not a daycare").
    pointing: words that, early in a clause, stand for something in the clause before it.
    hanging:  words that open what cannot stand alone, once the clause it hangs on is gone.
    courtesy: pattern of what stands alone, short as it is.
    clause:   pattern of a wording that is a clause of its own.
    joint:    what joins such a clause to what stands before it.
    adding:   conjunctions after which a clause depends on nothing before it.
    opening:  words that open a clause with a subject of its own, or an imperative.
    greeting: what opens a greeting; greeted: words, beside names, that may end it before its comma.
    many:     pattern of a writer who speaks as "we".
    voices:   writers who do not; of several that occur the first counts.
    unaddressed: pattern to wording, for a reply that does not address its reader.
    address:  how the reader is addressed, and the word that stands for the reader inside a sentence.
    """

    holding: Annotated[tuple[Held, ...], Field(min_length=1)]
    matters: dict[str, Words] = {}
    unnamed: dict[Words, str] = {}
    matter: Words
    turning: Words
    upshot: Words
    restoring: dict[Part, Annotated[tuple[str, ...], Field(min_length=1)]] = {}
    words: dict[Name, Words] = {}
    once: tuple[Words, ...] = ()
    leaning: Words | None = None
    contrast: Words | None = None
    pointing: Words | None = None
    hanging: Words
    courtesy: Words
    clause: Words
    joint: Words
    adding: Words
    opening: Words
    greeting: Words
    greeted: Words
    many: Words
    voices: tuple[Voice, ...] = ()
    unaddressed: dict[Words, str] = {}
    address: dict[str, str] = {}

    def spoken(self, sentence: str, text: str) -> str:
        """`sentence`, written for "we", as the writer of `text` would say it."""
        text = _QUOTED.sub(" ", text)
        if compiled(self.many).search(text):
            return sentence
        voice = next((one for one in self.voices if compiled(one.says).search(text)), None)
        for theirs, own in voice.words.items() if voice else ():
            sentence = re.sub(rf"\b{theirs}\b", partial(_cased, own), sentence, flags=re.I)
        return sentence

    def addressee(self, text: str) -> str | None:
        """What stands for the reader in a sentence, by how `text` addresses them most; None where it does not."""
        if not self.address:
            return None
        said = _QUOTED.sub(" ", text)
        seen = Counter(self.address[match[1].casefold()] for match in self._called.finditer(said))
        return seen.most_common(1)[0][0] if seen else None

    def neutral(self, sentence: str) -> str:
        """`sentence` without its `{address}` where it reads without."""
        for pattern, plain in self.unaddressed.items():
            sentence = re.sub(pattern, plain, sentence, flags=re.IGNORECASE)
        return sentence

    def twice(self, sentence: str, rest: str) -> bool:
        """True where `rest` says the like of `sentence` already."""
        return any(one.search(sentence) and one.search(rest) for one in self._once)

    def held(self, category: Category | None) -> tuple[str, ...]:
        """The holding sentences for a fault of `category`; those for any fault where it is None."""
        fits = (one.says for one in self.holding if (category in one.categories if category else not one.categories))
        return tuple(sentence for says in fits for sentence in says)

    def about(self, sentence: str, complaint: str) -> str:
        """`sentence` with a word for what `complaint` is about in the place of its `{matter}`; plainer without one."""
        matter = next((word for word, tells in self.matters.items() if compiled(tells).search(complaint)), None)
        for pattern, plain in () if matter else self.unnamed.items():
            sentence = re.sub(pattern, plain, sentence)
        return sentence.replace("{matter}", matter or self.matter)

    def closes(self, sentence: str) -> bool:
        """True where `sentence` only closes the one before it ("Hope that clears it up")."""
        return bool(compiled(rf"^\W*(?:{self.upshot})\W*$").search(sentence))

    def leans(self, sentence: str) -> bool:
        """True where `sentence` speaks of the one before it ("They all do it."), and not of who writes."""
        if self.leaning is None or not compiled(rf"^\W*(?:{self.leaning})\b").search(sentence):
            return False
        mine = (self.many, *(one.says for one in self.voices))
        return not any(compiled(one).search(sentence) for one in mine)

    def contrasts(self, clause: str) -> bool:
        """True where `clause` opens with a word that sets the one before it against something."""
        return self.contrast is not None and bool(compiled(rf"^\W*(?:{self.contrast})\b").search(clause))

    def points(self, clause: str) -> bool:
        """True where `clause` speaks of what the one before it named ("and I'm looking into it")."""
        early = " ".join(re.findall(r"[\w']+", clause)[:_EARLY])
        return self.pointing is not None and bool(compiled(rf"\w \b(?:{self.pointing})\b").search(early))

    def hangs(self, piece: str) -> bool:
        """True where `piece` cannot stand as a sentence: too short, or opened by a word that wants another clause."""
        if self._courtesy.search(piece):
            return False
        single = not re.search(r"[,;:]\s+\w+\s+\w+", piece)
        return len(words_of(piece)) < _FEWEST_WORDS or (single and self.is_subordinate(piece))

    def is_subordinate(self, clause: str) -> bool:
        """True where a word opens `clause` that wants another clause."""
        return bool(self._hanging.search(clause))

    def is_clause(self, wording: str) -> bool:
        """True where `wording` has a subject of its own, so that a comma alone joins it to nothing."""
        return bool(compiled(self.clause).search(wording))

    def adds(self, after: str) -> bool:
        """True where `after` opens with a conjunction, and depends on nothing before it."""
        return bool(compiled(rf"^[ ,;]*(?:{self.adding})\b").search(after))

    def opens(self, clause: str) -> bool:
        """True where `clause` opens with a subject or an imperative, so that it stands alone."""
        return bool(compiled(rf"^[\W_]*(?:{self.opening})\b").search(clause))

    def greeting_of(self, sentence: str) -> int:
        """How many characters of `sentence` are a greeting with its comma and blanks; 0 where none opens it."""
        found = self._greeting.match(sentence)
        return found.end() if found else 0

    def greets(self, before: str) -> bool:
        """True where `before` is a greeting: a clause follows it as it is."""
        return bool(compiled(rf"^\W*(?:{self.greeting})\b").search(before))

    @cached_property
    def _called(self) -> Any:
        return re.compile(rf"(?<!-)\b({'|'.join(self.address)})\b(?!-)", re.IGNORECASE)

    @cached_property
    def _greeting(self) -> Any:
        return re.compile(
            rf"(?i:{self.greeting})\b\.?(?:[ -](?:[A-Z][\w.'-]*|(?i:{self.greeting}|{self.greeted})\b\.?))*,\s+"
        )

    @cached_property
    def _once(self) -> tuple[Any, ...]:
        return tuple(compiled(expand(one, self.words)) for one in self.once)

    @cached_property
    def _courtesy(self) -> Any:
        return compiled(self.courtesy)

    @cached_property
    def _hanging(self) -> Any:
        return compiled(rf"^\W*(?:{self.hanging})\b")


_FEWEST_WORDS, _EARLY = 3, 8
# Whom somebody else spoke to.
_QUOTED = re.compile(r'["“”][^"“”\n]*["“”]')


def _cased(word: str, like: re.Match[str]) -> str:
    return word[:1].upper() + word[1:] if like.group()[:1].isupper() else word


def unturned(rest: str) -> str:
    """`rest`, which opens with a sentence, without what turned it against one that is gone ("That said, ").

    In any language: whoever puts rewrites in knows none.
    """
    found = _turning().match(rest)
    return rest[: found.start(2)] + rest[found.end() :][:1].upper() + rest[found.end() + 1 :] if found else rest


@cache
def _turning() -> Any:
    words = "|".join(sayings(code).turning for code in available())
    return re.compile(rf"(\W*)((?:{words})[ ]+)(?=\w)", re.IGNORECASE)


@cache
def sayings(code: str) -> Sayings:
    """The sayings of language `code`, read once."""
    found: Sayings = load(code).read("rewrites.yaml", Sayings)
    return found
