"""What went wrong on the way, told in the user's language."""

from __future__ import annotations

import re
from functools import cache, partial
from pathlib import Path

from replyguard.languages import yaml
from replyguard.languages.schema import Words

_FILE = Path(__file__).parent / "advice.yaml"
_SAID = "said"
_FIELD = re.compile(r"\\\{([a-z]+)\\\}")  # as `re.escape` leaves `{name}`
_SLOT = re.compile(r"\{([a-z]+)\}")


def told(problem: str, language: str) -> str:
    """`problem`, as the library said it, in `language`; as it is where the sentence is not known in that language."""
    for pattern, words in _advice(language):
        problem = pattern.sub(partial(_put_in, words), problem)
    return problem


def _put_in(words: str, found: re.Match[str]) -> str:
    # Not format(): what is put in may hold a brace.
    return _SLOT.sub(lambda slot: found[slot[1]], words)


@cache
def _advice(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """How to know each sentence that has words in `language`, and those words."""
    found: tuple[dict[str, Words], ...] = yaml.read(_FILE, tuple[dict[str, Words], ...])
    return tuple(
        (re.compile(_FIELD.sub(r"(?P<\1>.+?)", re.escape(one[_SAID]))), one[language])
        for one in found
        if language in one
    )
