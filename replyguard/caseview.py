"""A case as a terminal shows it. Text from outside is printed as text."""

from __future__ import annotations

from datetime import datetime

from rich.console import Console
from rich.text import Text

from replyguard.domain.case import CaseState, Version
from replyguard.handling import review_of
from replyguard.terminal import printable, show_review


def show_case(console: Console, case: CaseState) -> None:
    """What the customer said, what is confirmed, the reply with its review, and what people made of it."""
    _head(console, case)
    for message in case.messages:
        console.print(Text(f"{_when(message.at)} customer:", style="dim"))
        console.print(Text(printable(message.text), style="italic"))
    for fact in case.facts:
        console.print(Text(f" + {printable(fact.text)} ({printable(fact.by.name)}, {_when(fact.at)})"))
    if case.versions:
        _reply(console, case, case.versions[-1])
    _people(console, case)


def _head(console: Console, case: CaseState) -> None:
    urgency = [case.triage.urgency.value.replace("_", " ")] if case.triage else []
    due = [f"due {_when(case.due_at)}"] if case.due_at else []
    parts = [f"case {case.id}", f"version {case.version}", case.channel, *urgency, *due]
    console.print(Text(" · ".join(parts), style="bold"))
    if case.broken is not None:
        console.print(Text(f"Its record was changed at event {case.broken}: trust nothing after it.", style="bold red"))


def _reply(console: Console, case: CaseState, version: Version) -> None:
    console.print(Text(f"{_when(version.at)} {printable(version.by.name)} wrote:", style="dim"))
    review = review_of(case)
    if review is not None:
        show_review(console, version.text, review)
        return
    console.print(Text(printable(version.text)))
    console.print(Text("Not read since the case changed: `replyguard approve` reads it again.", style="magenta"))


def _people(console: Console, case: CaseState) -> None:
    for one in case.dismissals:
        console.print(Text(f"{printable(one.by.name)} overruled '{one.category.value}': {printable(one.reason)}"))
    for reading in case.second_reads:
        said = "agrees" if reading.agrees else "refuses"
        console.print(Text(f"{printable(reading.by.name)} {said}. {printable(reading.note)}".rstrip()))
    for given in case.approvals:
        console.print(Text(f"Approved by {printable(given.by.name)} until {_when(given.expires)}", style="green"))
    for post in case.posted:
        console.print(Text(f"Posted {_when(post.at)}: {printable(post.link)}", style="green"))
    if case.outcome is not None:
        console.print(Text(f"Ended: {case.outcome.what}. {printable(case.outcome.note)}".rstrip()))


def _when(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
