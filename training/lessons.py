"""What is read in one epoch: which replies, in whose company, and how they are disturbed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from tokenizers import Tokenizer

from replyguard.brand import Brand
from replyguard.domain.complaint import Complaint
from replyguard.drafting.composer import Composer
from replyguard.policy import Policy
from replyguard.triage import read_complaint
from training.examples import FIRST, Example, Tokens, disturbed, of_rules, tokens
from training.overtyped import Desk
from training.scenes import Scene
from training.splicing import spliced

# Of the replies read in an epoch, so many are set among sentences of a good one.
SPLICED = 0.35
# Tokens of which the network is shown only that there is one: what it must tell from the words around them.
BLOTTED = 0.06
_UNKNOWN = 3

_One = TypeVar("_One")
_DRAFTS = 160


@dataclass(frozen=True)
class Blunt:
    """How many of the rules' examples are read in an epoch, and how many of those among sentences of a good reply."""

    share: float
    spliced: float


@dataclass(frozen=True)
class Lesson:
    """What an epoch is made of; the first corpus, labelled most evenly, is in each, whole.

    own:    the share of the later replies.
    scenes: replies put together of each scene's sentences; below 1 the share of the scenes that give one.
    typed:  the same of each scene of typed sentences.
    over:   drafts to each of those scenes' complaints, typed over.
    blunt:  the rules' examples.
    """

    own: float
    scenes: float
    typed: float
    over: int
    blunt: Blunt


# What is blunt is heard at once where it stands alone; people type it under good replies.
FIRST_LESSON = Lesson(own=0.35, scenes=2, typed=0, over=0, blunt=Blunt(0.35, 0.6))
TYPED_OVER = Lesson(own=0.15, scenes=0.5, typed=2, over=3, blunt=Blunt(0.6, 0.8))


@dataclass(frozen=True)
class Stock:
    """All there is to learn from, by kind."""

    corpus: Sequence[Example]
    own: Sequence[Example]
    drafts: Sequence[Example]
    rules: Sequence[Example]
    scenes: Sequence[Scene]
    typed: Sequence[Scene]
    desk: Desk

    @classmethod
    def of(cls, train: Sequence[Example], scenes: Sequence[Scene], typed: Sequence[Scene]) -> Stock:
        """What is learnt: labelled replies and sentences, the embedded writer's drafts to them, the rules' examples."""
        own = [one for one in train if not one.id.startswith(FIRST)]
        corpus = [one for one in train if one.id.startswith(FIRST)]
        return cls(corpus, own, drafts(train), of_rules(), scenes, typed, Desk.of(typed, draft))

    def epoch(self, chance: random.Random, slang: dict[str, dict[str, list[str]]], lesson: Lesson) -> list[Example]:
        """The texts of one epoch, each as another person might have typed it."""
        read = [*self.corpus, *_some(self.own, lesson.own, chance)]
        host = {
            code: [one for one in (*read, *self.drafts) if one.language == code and not one.spans] for code in slang
        }
        plain = [_typed(one, host[one.language], chance, slang, SPLICED) for one in (*read, *self.drafts)]
        rules = _some(self.rules, lesson.blunt.share, chance)
        played = [*_some(self.scenes, lesson.scenes, chance), *_some(self.typed, lesson.typed, chance)]
        mixed = [scene.reply(chance) for scene in played]
        mixed += [reply for _ in range(lesson.over) for reply in self.desk.replies(chance)]
        blunt = [_typed(one, host[one.language], chance, slang, lesson.blunt.spliced) for one in rules]
        return [*plain, *(disturbed(one, chance, slang) for one in mixed), *blunt]


def _some(found: Sequence[_One], share: float, chance: random.Random) -> list[_One]:
    """So many times all of `found`, and of what is left over a part drawn by chance."""
    times = int(share)
    return [*found] * times + chance.sample(found, int(len(found) * (share - times)))


def _typed(
    one: Example,
    host: Sequence[Example],
    chance: random.Random,
    slang: dict[str, dict[str, list[str]]],
    share: float,
) -> Example:
    if host and chance.random() < share:
        one = spliced(one, host, chance)
    return disturbed(one, chance, slang)


def blotted(found: Tokens, chance: random.Random) -> Tokens:
    """`found` with some of its words' tokens unknown."""
    ids = found.ids.copy()
    for place in range(1, len(ids) - 1):
        if ids[place] > _UNKNOWN and chance.random() < BLOTTED:
            ids[place] = _UNKNOWN
    return replace(found, ids=ids)


def drafts(train: Sequence[Example]) -> list[Example]:
    """What the embedded writer says to some of the complaints, in each language: good replies of many sentences."""
    found = []
    for code in sorted({one.language for one in train}):
        scenes = {one.scene: one for one in train if one.language == code and one.complaint}
        chosen = list(scenes.values())
        found += [draft(one) for one in chosen[:: max(1, len(chosen) // _DRAFTS)]]
    return found


def draft(one: Example) -> Example:
    """What the embedded writer says to the complaint of `one`: a good reply of many sentences."""
    complaint = Complaint(text=one.complaint, facts=one.facts, language=one.language)
    made = Composer().compose(complaint, read_complaint(complaint), Brand(), Policy())
    return Example(f"draft-{one.id}", one.language, made.text, one.complaint, one.facts, ())


def taught(found: Sequence[Example], tokenizer: Tokenizer, chance: random.Random) -> list[Tokens]:
    """The inputs that the network is taught with."""
    return [blotted(tokens(one, tokenizer), chance) for one in found]
