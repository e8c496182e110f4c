"""The queue as a person reads it in a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from replyguard.clock.due import Due, Want
from replyguard.domain.base import Frozen
from replyguard.domain.triage import Urgency
from replyguard.languages import yaml
from replyguard.languages.schema import Words
from replyguard.terminal import printable

_FILE = Path(__file__).parent / "words.yaml"


class BoardWords(Frozen):
    """The words of the queue in one language."""

    empty: Words
    columns: tuple[Words, Words, Words, Words, Words, Words, Words]
    overdue: Words
    left: Words
    hours: Words
    minutes: Words
    more: Words
    total: Words
    urgencies: dict[Urgency, Words]
    wants: dict[Want, Words]


def show_queue(console: Console, dues: Sequence[Due], *, limit: int, zone: ZoneInfo, language: str) -> None:
    """A line for each of the first `limit`, or one that says that nothing is due. Times by the wall clock of `zone`."""
    words = words_of(language)
    if not dues:
        console.print(words.empty)
        return
    # An id that is cut off cannot be copied into the next command.
    case = Column(words.columns[0], no_wrap=True, min_width=32)
    table = Table(case, *words.columns[1:], box=None, pad_edge=False)
    for due in dues[:limit]:
        style = "bold red" if due.overdue else ""
        # As text: a name may hold what rich would read as markup.
        table.add_row(*map(Text, _row(due, words, zone)), style=style)
    console.print(table)
    if len(dues) > limit:
        console.print(words.more.format(count=len(dues) - limit))
    overdue = sum(due.overdue for due in dues)
    console.print(words.total.format(count=len(dues), overdue=overdue))


def lasting(time: timedelta, words: BoardWords) -> str:
    """A length of time in hours and minutes, without its sign."""
    hours, minutes = divmod(abs(time) // timedelta(minutes=1), 60)
    parts = [words.hours.format(count=hours)] if hours else []
    parts += [words.minutes.format(count=minutes)] if minutes or not hours else []
    return " ".join(parts)


@cache
def _all() -> dict[str, BoardWords]:
    found: dict[str, BoardWords] = yaml.read(_FILE, dict[str, BoardWords])
    return found


def words_of(language: str) -> BoardWords:
    """The words in `language`; in English where there are none."""
    return _all().get(language) or _all()["en"]


def _row(due: Due, words: BoardWords, zone: ZoneInfo) -> tuple[str, ...]:
    left = (words.overdue if due.overdue else words.left).format(time=lasting(due.left, words))
    when = f"{due.at.astimezone(zone):%Y-%m-%d %H:%M}"
    owner = printable(due.owner.name) if due.owner else ""
    return due.case, due.channel, words.urgencies[due.urgency], words.wants[due.want], when, left, owner
