"""The reasons for a pause in words, in every language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from pydantic import model_validator

from replyguard.domain.base import Frozen
from replyguard.domain.triage import Topic
from replyguard.languages import yaml
from replyguard.languages.schema import Words
from replyguard.pausing.crisis import Signal
from replyguard.pausing.status import Status

_FILE = Path(__file__).parent / "words.yaml"


class Wording(Frozen):
    """The words of one language. `decimal`: what stands before the fraction of a number."""

    decimal: Words
    rate: Words
    serious: Words
    topic: Words
    paused: Words
    open_end: Words
    free: Words
    proposed: Words
    broken: Words
    calm: Words
    young: Words
    topics: dict[Topic, Words]

    @model_validator(mode="after")
    def _names_all(self) -> Wording:
        if missing := set(Topic) - set(self.topics):
            raise ValueError(f"topics: has no {', '.join(sorted(missing))}")
        return self


def sentences(signals: Iterable[Signal], language: str = "en") -> tuple[str, ...]:
    """Each signal as a sentence of `language`; of English where there is none."""
    words = wording(language)
    return tuple(_sentence(signal, words) for signal in signals)


def told(status: Status, language: str = "en") -> tuple[str, ...]:
    """How things stand, line by line."""
    words, pause, proposal = wording(language), status.pause, status.proposal
    lines = [words.free]
    if status.paused and pause is not None:
        until = _when(pause.until) if pause.until else words.open_end
        lines = [words.paused.format(since=_when(pause.since), reason=pause.reason, by=pause.by.name, until=until)]
    if proposal is not None:
        lines += [words.proposed.format(at=_when(proposal.at))]
        lines += [f"- {sentence}" for sentence in sentences(proposal.signals, language)]
    return (*lines, *([words.broken.format(number=status.broken)] if status.broken else ()))


def wording(language: str) -> Wording:
    """The words of a language; of English where there is none."""
    return wordings().get(language) or wordings()["en"]


def _when(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


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
