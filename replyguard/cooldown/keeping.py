"""What is left of a sentence whose fault goes, and whether it is still worth saying."""

from __future__ import annotations

import re

from replyguard.cooldown.dates import values
from replyguard.cooldown.lexicon import content
from replyguard.cooldown.parts import parts_found
from replyguard.cooldown.reader import Context
from replyguard.cooldown.support import share
from replyguard.domain.review import Part
from replyguard.languages.text import words_of

_CONTACT = re.compile(r"\w@\w|://|www\.")
# Fewer words are a scrap; as many words in common with a fact or the complaint say something of it.
_FEWEST, _COMMON = 3, 2
# Naming the problem is told by the words in common, which facts have too.
_SAYS = frozenset(Part) - {Part.ACKNOWLEDGEMENT}


def worth(left: str, context: Context) -> bool:
    """True where `left` does what a reply is for: a part of a good one, a confirmed fact, the customer's matter.

    Praise of oneself, or half a thought, was there for the fault's sake. Where neither complaint nor fact is at
    hand nobody can tell, and it stays.
    """
    if _CONTACT.search(left):
        return True
    if len(words_of(left)) < _FEWEST:
        return False
    known = "\n".join((context.complaint, *context.facts))
    if not known.strip() or answers(left, context):
        return True
    common = _in_common(left, known)
    # A number alone is anybody's: "two hundred pairs on the floor".
    return common >= _COMMON or (common > 0 and bool(values(left)))


def answers(left: str, context: Context) -> bool:
    """True where `left` apologises, offers a way out or in private, or is open to what was said."""
    return bool(_SAYS.intersection(parts_found(left, context)) - _polite(left))


def gives(left: str, context: Context) -> bool:
    """True where `left` offers what the facts confirm: that stays, whatever is said beside it."""
    offers = parts_found(left, context, (Part.SOLUTION,))
    return bool(offers) and _in_common(left, "\n".join(context.facts)) >= _COMMON


def states(left: str, context: Context) -> bool:
    """True where `left` says what the facts confirm, and little else."""
    facts = "\n".join(context.facts)
    said = {frozenset(word.keys) for word in content(left)}
    common = _in_common(left, facts)
    return common >= _COMMON and common >= len(said) / 2


def _polite(left: str) -> frozenset[Part]:
    """What three words of thanks are: no openness, where they end the sentence of a fault."""
    return frozenset({Part.OPENNESS}) if len(words_of(left)) <= _FEWEST else frozenset()


def _in_common(left: str, known: str) -> int:
    keys = frozenset().union(*(word.keys for word in content(known)))
    return len({frozenset(word.keys) for word in content(left) if share([word], keys)})
