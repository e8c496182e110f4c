"""What is read in one epoch: which replies, in whose company, and how they are disturbed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tokenizers import Tokenizer

from replyguard.brand import Brand
from replyguard.domain.complaint import Complaint
from replyguard.drafting.composer import Composer
from replyguard.policy import Policy
from replyguard.triage import read_complaint
from training.examples import FIRST, Example, Tokens, disturbed, of_rules, tokens
from training.scenes import Scene
from training.splicing import spliced

# Shares of an epoch: the first corpus, labelled most evenly, is read whole, of the later replies a part; of the replies
# read, so many are set among sentences of a good one.
OWN, SPLICED = 0.35, 0.35
# Tokens of which the network is shown only that there is one: what it must tell from the words around them.
BLOTTED = 0.06
_UNKNOWN = 3
# Replies that are put together of each scene's sentences in an epoch.
TOGETHER = 2
_DRAFTS = 160


@dataclass(frozen=True)
class Blunt:
    """How many of the rules' examples are read in an epoch, and how many of those among sentences of a good reply."""

    share: float
    spliced: float


# What is blunt is heard at once where it stands alone; people type it under good replies.
TYPED, UNDER_GOOD = Blunt(0.35, 0.6), Blunt(0.6, 0.8)


@dataclass(frozen=True)
class Stock:
    """All there is to learn from, by kind."""

    corpus: Sequence[Example]
    own: Sequence[Example]
    drafts: Sequence[Example]
    rules: Sequence[Example]
    scenes: Sequence[Scene]

    @classmethod
    def of(cls, train: Sequence[Example], scenes: Sequence[Scene]) -> Stock:
        """What is learnt: labelled replies and sentences, the embedded writer's drafts to them, the rules' examples."""
        own = [one for one in train if not one.id.startswith(FIRST)]
        corpus = [one for one in train if one.id.startswith(FIRST)]
        return cls(corpus, own, drafts(train), of_rules(), scenes)

    def epoch(
        self, chance: random.Random, slang: dict[str, dict[str, list[str]]], blunt: Blunt = TYPED
    ) -> list[Example]:
        """The texts of one epoch, each as another person might have typed it."""
        read = [*self.corpus, *chance.sample(self.own, int(len(self.own) * OWN))]
        host = {
            code: [one for one in (*read, *self.drafts) if one.language == code and not one.spans] for code in slang
        }
        plain = [_typed(one, host[one.language], chance, slang, SPLICED) for one in (*read, *self.drafts)]
        rules = chance.sample(self.rules, int(len(self.rules) * blunt.share))
        mixed = [disturbed(scene.reply(chance), chance, slang) for scene in self.scenes for _ in range(TOGETHER)]
        return [*plain, *mixed, *(_typed(one, host[one.language], chance, slang, blunt.spliced) for one in rules)]


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
        found += [_draft(one) for one in chosen[:: max(1, len(chosen) // _DRAFTS)]]
    return found


def _draft(one: Example) -> Example:
    complaint = Complaint(text=one.complaint, facts=one.facts, language=one.language)
    draft = Composer().compose(complaint, read_complaint(complaint), Brand(), Policy())
    return Example(f"draft-{one.id}", one.language, draft.text, one.complaint, one.facts, ())


def taught(found: Sequence[Example], tokenizer: Tokenizer, chance: random.Random) -> list[Tokens]:
    """The inputs that the network is taught with."""
    return [blotted(tokens(one, tokenizer), chance) for one in found]
