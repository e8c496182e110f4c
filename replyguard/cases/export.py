"""A case to take away: JSON for programs, and a report that a manager can read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from replyguard.cases.events import content_of, first_break
from replyguard.domain.base import Frozen
from replyguard.domain.case import Event, EventKind
from replyguard.languages import yaml
from replyguard.languages.schema import Words

_FILE = Path(__file__).parent / "report.yaml"
# What a manager reads of an event, in this order; the rest is for programs.
_SHOWN = (
    "what", "rule", "proposed", "taken", "days", "decision", "verdict", "urgency", "cause", "agrees", "stands",
    "owner", "due", "because", "basis", "link",
)  # fmt: skip
_QUOTED = ("text", "fact", "quote", "reason", "note")


class Wording(Frozen):
    """The words of a report in one language."""

    title: Words
    holds: Words
    broken: Words
    gone: Words
    unapproved: Words
    kinds: dict[EventKind, Words]
    labels: dict[str, Words]


def as_json(events: Sequence[Event]) -> str:
    """Every event whole, with its digests: enough to walk the chain without us."""
    broken = first_break(events)
    told = {
        "case": events[0].case, "holds": broken is None, "first_break": broken[0] if broken else None,
        "events": [event.model_dump(mode="json") for event in events],
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False, indent=2)


def as_report(events: Sequence[Event], language: str = "en") -> str:
    """The case in Markdown, in the words of `language` (English where there are none). What people wrote is fenced."""
    words = _wordings().get(language) or _wordings()["en"]
    broken = first_break(events)
    state = words.broken.format(number=broken[0]) if broken else words.holds
    lines = [f"# {words.title.format(case=events[0].case)}", "", state, ""]
    for event in events:
        lines += _section(event, words)
    return "\n".join(lines)


def _section(event: Event, words: Wording) -> Iterator[str]:
    yield f"## {event.number}. {words.kinds[event.kind]}"
    yield ""
    yield f"{event.at:%Y-%m-%d %H:%M} UTC · {_inline(event.by.name)} ({event.by.role.value})"
    yield ""
    told = content_of(event).model_dump(mode="json")
    for name in _SHOWN:
        if told.get(name) is not None:
            yield f"- {words.labels[name]}: {_inline(_plain(told[name]))}"
    if event.kind in {EventKind.POSTED, EventKind.HELD} and told["signature"] is None:
        yield f"- {words.unapproved}"
    for name in _QUOTED:
        if told.get(name) and event.personal is not None:
            yield from ("", *_fenced(str(told[name])))
    if event.personal is None:
        yield f"- {words.gone}"
    yield from ("", f"`{event.digest}`", "")


def _plain(value: Any) -> str:
    return str(value["name"]) if isinstance(value, dict) else str(value)


def _inline(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]()<>#!|&~])", r"\\\1", text)


def _fenced(text: str) -> tuple[str, str, str]:
    # Longer than any run of backticks inside: nothing in the words can close it.
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text", text, fence


@cache
def _wordings() -> dict[str, Wording]:
    found: dict[str, Wording] = yaml.read(_FILE, dict[str, Wording])
    return found
