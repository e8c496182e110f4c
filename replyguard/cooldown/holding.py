"""What a reply says in which nothing else would be left: about the customer's matter, by what was wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TypeVar
from zlib import crc32

from replyguard.cooldown.reader import Context
from replyguard.cooldown.rewrite import addressed
from replyguard.cooldown.sayings import sayings
from replyguard.domain.review import Category

_T = TypeVar("_T")


def holding(text: str, categories: Sequence[Category], context: Context) -> Iterator[str]:
    """Holding sentences for `text`, in its voice, the most fitting first: those of its categories, then any.

    The same text gets the same ones; other words get others, so that ten faults are not answered by one sentence.
    """
    said = sayings(context.pack.code)
    for kind in (*dict.fromkeys(categories), None):
        for sentence in turned(said.held(kind), text):
            yield addressed(said.about(sentence, context.complaint), text, context.pack)


def turned(choices: Sequence[_T], words: str) -> tuple[_T, ...]:
    """`choices` begun at another one for other `words`: the first as they stand where `words` is blank."""
    seed = re.sub(r"\W+", " ", words).strip().casefold()
    first = crc32(seed.encode()) % len(choices) if choices and seed else 0
    return (*choices[first:], *choices[:first])
