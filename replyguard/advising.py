"""What went wrong on the way, told in the user's language."""

from __future__ import annotations

import re
from functools import cache, partial
from pathlib import Path

from pydantic import Field

from replyguard.domain.base import Frozen
from replyguard.languages import yaml
from replyguard.languages.schema import Words

_FILE = Path(__file__).parent / "advice.yaml"
_FIELD = re.compile(r"\\\{([a-z]+)\\\}")  # as `re.escape` leaves `{name}`


class Advice(Frozen):
    """One sentence, as the code says it and in Indonesian. `{name}` in both: whatever stands there."""

    en: Words
    indonesian: Words = Field(alias="id")


def told(problem: str, language: str) -> str:
    """`problem`, of a reply or a review, in `language`; as it is where the sentence or the language is not known."""
    if language != "id":
        return problem
    for pattern, words in _advice():
        problem = pattern.sub(partial(_put_in, words), problem)
    return problem


def _put_in(words: str, found: re.Match[str]) -> str:
    return words.format(**found.groupdict())


@cache
def _advice() -> tuple[tuple[re.Pattern[str], str], ...]:
    found: tuple[Advice, ...] = yaml.read(_FILE, tuple[Advice, ...])
    return tuple((re.compile(_FIELD.sub(r"(?P<\1>.+?)", re.escape(one.en))), one.indonesian) for one in found)
