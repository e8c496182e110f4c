"""Many at once, a JSON line each: a bad line is reported in its place, and the rest goes on."""

from __future__ import annotations

import asyncio
import json
import sys
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from replyguard import loop
from replyguard.brand import Brand
from replyguard.domain.complaint import Complaint
from replyguard.domain.reply import ReviewedReply
from replyguard.domain.review import Finding, Review
from replyguard.errors import InputError, ReplyGuardError
from replyguard.guard import ReplyGuard

# The contract's; what else a finding knows is told by `--explain`.
_FIELDS = {"category", "severity", "start", "end", "quote", "reason", "rewrite", "reader"}

Line = dict[str, Any]
Work = Callable[[ReplyGuard, Line], Awaitable[tuple[Line, bool]]]


@dataclass
class Tally:
    """How a batch went: lines answered, of these not ready, and lines that were wrong."""

    done: int = 0
    flagged: int = 0
    wrong: int = 0


def review_lines(
    source: Iterable[str], out: TextIO, guard: ReplyGuard, *, step: Callable[[], None], explained: bool = False
) -> Tally:
    """Review the `reply` of every line of `source`; the answers stand on `out` in the same order."""
    return loop.run(_answer(partial(_reviewed, explained=explained), source, out, guard, step))


def draft_lines(source: Iterable[str], out: TextIO, guard: ReplyGuard, *, step: Callable[[], None]) -> Tally:
    """Draft a reply to the `complaint` of every line of `source`; the answers stand on `out` in the same order."""
    return loop.run(_answer(_drafted, source, out, guard, step))


async def _answer(work: Work, source: Iterable[str], out: TextIO, guard: ReplyGuard, step: Callable[[], None]) -> Tally:
    tally = Tally()
    under_way: deque[asyncio.Task[tuple[Line, bool]]] = deque()

    async def write_next() -> None:
        answer, ready = await under_way.popleft()
        wrong = "error" in answer
        tally.wrong += wrong
        tally.done += not wrong
        tally.flagged += not wrong and not ready
        out.write(json.dumps(answer, ensure_ascii=False) + "\n")
        step()

    try:
        for number, line in enumerate(source, 1):
            if line.strip():
                under_way.append(asyncio.create_task(_one(work, line, number, guard)))
            if len(under_way) >= guard.settings.concurrency:
                await write_next()
        while under_way:
            await write_next()
    finally:
        for task in under_way:
            task.cancel()
    return tally


async def _one(work: Work, text: str, number: int, guard: ReplyGuard) -> tuple[Line, bool]:
    place: Line = {"line": number}
    try:
        line = _parsed(text)
        if line.get("id") is not None:
            place = {"id": line["id"]}
        answer, ready = await work(guard, line)
    except ReplyGuardError as error:
        return {**place, "error": str(error)}, False
    return {**place, **answer}, ready


def _parsed(text: str) -> Line:
    try:
        line = json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        raise InputError("line", "is not JSON; write one object a line") from None
    if not isinstance(line, dict):
        raise InputError("line", 'is not an object; write {"id": ..., ...}')
    return line


def _text(line: Line, field: str) -> str:
    value = line.get(field)
    if not isinstance(value, str) or not value.strip():
        raise InputError(field, "is missing; it holds the text" if value is None else "should be text, and not blank")
    return value


def _facts(line: Line) -> tuple[str, ...]:
    facts = line.get("facts") or []
    if not isinstance(facts, list) or not all(isinstance(fact, str) for fact in facts):
        raise InputError("facts", 'should be a list of sentences, ["...", "..."]')
    return tuple(fact for fact in facts if fact.strip())


def _complaint(line: Line) -> Complaint:
    given = {name: line[name] for name in ("channel", "language") if line.get(name) is not None}
    return Complaint.of(text=_text(line, "complaint"), facts=_facts(line), **given)


async def _reviewed(guard: ReplyGuard, line: Line, *, explained: bool) -> tuple[Line, bool]:
    reply = _text(line, "reply")
    language = line.get("language")
    if line.get("complaint"):
        review = await guard.areview(reply, _complaint({**line, "language": None}), language=language)
    else:
        review = await guard.areview(reply, facts=_facts(line), channel=line.get("channel"), language=language)
    return review_line(review, explained=explained), review.ready


async def _drafted(guard: ReplyGuard, line: Line) -> tuple[Line, bool]:
    complaint = _complaint(line)
    brand = Brand.of(line["brand"]) if line.get("brand") else None
    reply = await guard.areply(complaint, brand=brand)
    return reply_line(reply), reply.review.ready


def review_line(review: Review, *, explained: bool = False) -> Line:
    """A review as the JSON lines' contract has it; `explained` adds to each finding what stands behind it."""
    return {
        "verdict": review.verdict.value,
        "findings": [_finding_line(finding, review.language, explained) for finding in review.findings],
        "missing": [part.value for part in review.missing],
        "language": review.language,
        "checked_by": list(review.checked_by),
        "notes": [_finding_line(finding, review.language, explained) for finding in review.notes],
        "problems": list(review.problems),
    }


def _finding_line(finding: Finding, language: str, explained: bool) -> Line:
    line: Line = finding.model_dump(mode="json", include=_FIELDS)
    if explained:
        from replyguard.cooldown.explaining import explain

        line["explanation"] = explain(finding, language).model_dump(mode="json")
    return line


def reply_line(reply: ReviewedReply) -> Line:
    """A reply as the JSON lines' contract has it; `cost` in US dollars, None where a price is not known."""
    return {
        "reply": reply.text,
        "engine": reply.engine.value,
        "triage": reply.triage.model_dump(mode="json"),
        "review": review_line(reply.review),
        "questions": list(reply.draft.questions),
        "tokens": reply.tokens,
        "cost": None if reply.cost is None else float(reply.cost),
        "problems": list(reply.problems),
    }


def through_file(lines: Callable[..., Tally], source: Path, out: Path | None, guard: ReplyGuard, title: str) -> Tally:
    """`lines` (one of the two above) from file to file, with a progress bar where a person is watching.

    An `InputError` names the file that cannot be read or written; nothing is written over the source.
    """
    from rich.console import Console
    from rich.progress import Progress

    if out is not None and out.exists() and source.exists() and out.samefile(source):
        raise InputError("out", "is the file that is read; name another one")
    try:
        total = sum(1 for line in source.read_bytes().splitlines() if line.strip())
    except OSError as error:
        raise InputError("jsonl", f"{source}: cannot be read: {error.strerror}") from None
    console = Console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal, transient=True) as progress, ExitStack() as files:
        task = progress.add_task(title, total=total)
        # A line that is not UTF-8 becomes a bad line, not the end; half a character leaves as its JSON escape.
        given = files.enter_context(source.open(encoding="utf-8-sig", errors="surrogateescape"))
        taken = files.enter_context(_writable(out)) if out is not None else sys.stdout
        return lines(given, taken, guard, step=lambda: progress.advance(task))


def _writable(out: Path) -> TextIO:
    try:
        return out.open("w", encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise InputError("out", f"{out}: cannot be written: {error.strerror}") from None
