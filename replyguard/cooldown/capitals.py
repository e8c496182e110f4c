"""Shouted words as they are said in a calm voice."""

from __future__ import annotations

import re
from functools import cache

from replyguard.languages.pack import available, load

_CAPITALS = re.compile(r"\b[A-Z][A-Z']+\b")
_RUN = re.compile(r"[!?]{2,}|!")
_ANGRY = re.compile(r" ?[😠😡🤬👿💢😤🖕]+")
_SHOUTED = ("shout", "teriak")


def quiet(shouted: str) -> str:
    """The same words in small letters, with one mark where there was a run of them, and no angry emoji.

    Words of one letter stand, and so does an acronym among small letters (YLKI, GPS).
    """
    loud = not re.search(r"[a-z]{2}", shouted)
    small = _CAPITALS.sub(lambda match: match[0].lower() if loud or match[0] in _everyday() else match[0], shouted)
    return _RUN.sub(lambda match: "?" if "?" in match.group() else ".", _ANGRY.sub("", small))


@cache
def _everyday() -> frozenset[str]:
    """Words that are shouted in capitals, of all languages: names and acronyms are none of these."""
    lists = (words for code in available() for name, words in load(code).words.items() if name in _SHOUTED)
    return frozenset(word for words in lists for word in words.split("|"))
