"""The reasons for a pause in words, in every language."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from pydantic import model_validator

from replyguard.domain.base import Frozen
from replyguard.domain.triage import Topic
from replyguard.languages import yaml
from replyguard.languages.schema import Words
from replyguard.pausing.crisis import Signal

_FILE = Path(__file__).parent / "words.yaml"


class Wording(Frozen):
    """The words of one language. `decimal`: what stands before the fraction of a number."""

    decimal: Words
    rate: Words
    serious: Words
    topic: Words
    topics: dict[Topic, Words]

    @model_validator(mode="after")
    def _names_all(self) -> Wording:
        if missing := set(Topic) - set(self.topics):
            raise ValueError(f"topics: has no {', '.join(sorted(missing))}")
        return self


def sentences(signals: Iterable[Signal], language: str = "en") -> tuple[str, ...]:
    """Each signal as a sentence of `language`; of English where there is none."""
    words = wordings().get(language) or wordings()["en"]
    return tuple(_sentence(signal, words) for signal in signals)


def _sentence(signal: Signal, words: Wording) -> str:
    form: str = getattr(words, signal.sign.value)
    return form.format(
        observed=signal.observed, hours=signal.hours, topic=words.topics[signal.topic] if signal.topic else "",
        expected=f"{signal.expected:.1f}".replace(".", words.decimal),
    )  # fmt: skip


@cache
def wordings() -> dict[str, Wording]:
    """The words by language code; `DataError` with the line where the file is wrong."""
    found: dict[str, Wording] = yaml.read(_FILE, dict[str, Wording])
    return found
