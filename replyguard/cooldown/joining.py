"""Whether a clause that is put in can stand between what is left of its sentence."""

from __future__ import annotations

import re

from replyguard.cooldown.reach import conjunctions
from replyguard.cooldown.reader import Context
from replyguard.cooldown.sayings import sayings
from replyguard.languages.text import words_of

# Words beside a clause that are no clause: a name, "no,".
FEW = 2
_ENDS = tuple(".!?;-")


def many(piece: str) -> bool:
    """True where `piece` is more than a name or a word."""
    return len(words_of(piece)) > FEW


def severed(lead: str, rest: str, context: Context) -> bool:
    """True where no clause can stand between `lead` and `rest`: one of them hangs on what is gone."""
    if many(rest) and not _goes_on(rest, context):
        return True
    if lead[-1:] == ":":
        # What a colon announces goes with what announced it.
        return True
    last = re.split(r"[,;:]\s", lead.rstrip(" ,;:"))[-1]
    return many(lead) and sayings(context.pack.code).is_subordinate(last)


def leads(before: str, context: Context) -> bool:
    """True where a clause may follow `before` as it is."""
    conjunction, _ = conjunctions(context.pack.code)
    said = sayings(context.pack.code)
    calls = (words_of(before) or [""])[-1].casefold() in said.address
    return calls or bool(conjunction.search(before)) or before[-1:] in _ENDS or said.greets(before)


def trails(rest: str) -> bool:
    """True for a word or two that went with the fault: ", just saying"; whom it speaks to stays: ", Pak"."""
    words = words_of(rest)
    return 0 < len(words) <= FEW and rest.lstrip()[:1] == "," and not any(word[0].isupper() for word in words)


def _goes_on(after: str, context: Context) -> bool:
    """True where `after` may follow a clause: "and" or "but" joins it, or it is a sentence of its own."""
    return sayings(context.pack.code).adds(after) or after.lstrip()[:1] in _ENDS
